#include "import/catalog/schema_objects.h"

#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

/// pg_class.relkind as ALTER names it (https://www.postgresql.org/docs/15/catalog-pg-class.html).
constexpr const char* kind_case =
    "CASE c.relkind WHEN 'r' THEN 'TABLE' WHEN 'p' THEN 'TABLE' WHEN 'v' THEN 'VIEW' "
    "WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE' WHEN 'c' THEN 'TYPE' "
    "WHEN 'i' THEN 'INDEX' WHEN 'I' THEN 'INDEX' END";

/// The table that an index, or a sequence of an identity or serial column, belongs to.
constexpr const char* owner_join =
    "LEFT JOIN pg_index i ON i.indexrelid = c.oid "
    "LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND c.relkind = 'S' "
    "AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid <> 0 ";

std::string oid_list(const std::vector<SchemaObject>& objects) {
  std::string list;
  for (const SchemaObject& o : objects) list += (list.empty() ? "" : ", ") + o.oid;
  return list.empty() ? "0" : list;
}

/// Values as a text[] literal for a parameter.
std::string array_literal(const std::vector<std::string>& values) {
  std::string text = "{";
  for (const std::string& v : values) {
    text += text.size() > 1 ? ",\"" : "\"";
    for (const char c : v) {
      if (c == '"' || c == '\\') text += '\\';
      text += c;
    }
    text += '"';
  }
  return text + "}";
}

}  // namespace

bool schema_exists(Session& session, std::string_view schema) {
  return !session.query("SELECT FROM pg_namespace WHERE nspname = $1", {std::string(schema)}).empty();
}

std::vector<SchemaObject> objects_in(Session& session, std::string_view schema) {
  std::vector<SchemaObject> objects;
  const auto rows = session.query(
      std::string("SELECT kind, name, oid FROM (SELECT ") + kind_case +
          " AS kind, c.relname AS name, c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace " +
          owner_join +
          "WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c') AND d.refobjid IS NULL "
          "UNION ALL SELECT CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, t.typname, t.oid FROM pg_type t "
          "JOIN pg_namespace n ON n.oid = t.typnamespace WHERE n.nspname = $1 AND t.typtype IN ('e', 'd', 'r')) o "
          "ORDER BY oid",
      {std::string(schema)});
  for (const Fields& row : rows) objects.push_back({text_of(row, 0), text_of(row, 1), text_of(row, 2)});
  return objects;
}

std::string move_sql(const SchemaObject& object, std::string_view from, std::string_view to) {
  return "ALTER " + object.kind + " " + qualified(from, object.name) + " SET SCHEMA " + quote_identifier(to);
}

std::vector<Collision> collisions(Session& session, std::string_view staging, std::string_view target) {
  const auto rows = session.query(
      std::string("WITH needed AS (SELECT relname AS name FROM pg_class WHERE relnamespace = "
                  "(SELECT oid FROM pg_namespace WHERE nspname = $1) AND relkind <> 't' UNION SELECT typname FROM "
                  "pg_type WHERE typnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1) AND typelem = 0) "
                  "SELECT ") +
          kind_case +
          ", c.relname, c.oid, o.relname, o.oid, CASE o.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END "
          "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace " +
          owner_join +
          "LEFT JOIN pg_class o ON o.oid = coalesce(i.indrelid, d.refobjid) "
          "WHERE n.nspname = $2 AND c.relkind <> 't' AND c.relname IN (SELECT name FROM needed) "
          "UNION ALL SELECT CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, t.typname, t.oid, NULL, NULL, NULL "
          "FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE n.nspname = $2 "
          "AND t.typtype IN ('e', 'd', 'r') AND t.typname IN (SELECT name FROM needed) ORDER BY 2",
      {std::string(staging), std::string(target)});
  std::vector<Collision> result;
  for (const Fields& row : rows) {
    if (row[3]) {
      const std::string part = (text_of(row, 0) == "INDEX" ? "index " : "sequence ") + text_of(row, 1);
      result.push_back({{text_of(row, 5), *row[3], text_of(row, 4)}, part});
    } else {
      result.push_back({{text_of(row, 0), text_of(row, 1), text_of(row, 2)}, ""});
    }
  }
  return result;
}

std::vector<std::string> taken_names(Session& session, std::string_view schema, const std::vector<std::string>& names) {
  std::vector<std::string> taken;
  for (const Fields& row : session.query(
           std::string("SELECT lower(") + kind_case +
               "), c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 "
               "AND c.relkind <> 't' AND c.relname = ANY ($2::text[]) ORDER BY c.relname",
           {std::string(schema), array_literal(names)})) {
    taken.push_back(text_of(row, 0) + " " + text_of(row, 1));
  }
  return taken;
}

std::vector<std::string> taken_functions(Session& session, std::string_view schema,
                                         const std::vector<std::string>& names,
                                         const std::vector<std::string>& relations) {
  std::vector<std::string> taken;
  for (const Fields& row : session.query(
           "SELECT p.proname FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace "
           "WHERE n.nspname = $1 AND p.pronargs = 0 AND p.proname = ANY ($2::text[]) AND NOT EXISTS (SELECT FROM "
           "pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid WHERE t.tgfoid = p.oid "
           "AND t.tgname = p.proname AND c.relnamespace = n.oid AND c.relname = ANY ($3::text[])) ORDER BY 1",
           {std::string(schema), array_literal(names), array_literal(relations)})) {
    taken.push_back("function " + text_of(row, 0) + "()");
  }
  return taken;
}

std::vector<std::string> dependents_of(Session& session, const std::vector<SchemaObject>& objects) {
  const std::string moved = oid_list(objects);
  const auto rows = session.query(
      "SELECT 'foreign key ' || quote_ident(conname) || ' of table ' || conrelid::regclass FROM pg_constraint "
      "WHERE contype = 'f' AND confrelid IN (" +
      moved + ") AND conrelid NOT IN (" + moved +
      ") "
      "UNION SELECT 'view ' || r.ev_class::regclass FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid "
      "WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid IN (" +
      moved + ") AND r.ev_class NOT IN (" + moved + ") ORDER BY 1");
  std::vector<std::string> result;
  for (const Fields& row : rows) result.push_back(text_of(row, 0));
  return result;
}

std::vector<std::string> validate_statements(Session& session, std::string_view schema) {
  std::vector<std::string> statements;
  for (const Fields& row : session.query(
           "SELECT r.relname, c.conname FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid "
           "JOIN pg_namespace n ON n.oid = c.connamespace WHERE n.nspname = $1 AND NOT c.convalidated ORDER BY 1, 2",
           {std::string(schema)})) {
    statements.push_back("ALTER TABLE " + qualified(schema, text_of(row, 0)) + " VALIDATE CONSTRAINT " +
                         quote_identifier(text_of(row, 1)));
  }
  return statements;
}

void drop_objects(Session& session, std::string_view schema, const std::vector<SchemaObject>& objects) {
  constexpr std::size_t tables_per_transaction = 200;
  std::string list;
  std::size_t listed = 0;
  const auto flush = [&] {
    if (listed > 0) session.execute("DROP TABLE IF EXISTS " + list + " CASCADE");
    list.clear();
    listed = 0;
  };
  for (const SchemaObject& object : objects) {
    if (object.kind != "TABLE") continue;
    list += (list.empty() ? "" : ", ") + qualified(schema, object.name);
    if (++listed == tables_per_transaction) flush();
  }
  flush();
  for (const SchemaObject& object : objects) {
    if (object.kind == "TABLE") continue;
    session.execute("DROP " + object.kind + " IF EXISTS " + qualified(schema, object.name) + " CASCADE");
  }
}

void drop_schema(Session& session, std::string_view schema) {
  std::vector<SchemaObject> objects = objects_in(session, schema);
  std::erase_if(objects, [](const SchemaObject& o) { return o.kind != "TABLE"; });
  drop_objects(session, schema, objects);
  session.execute("DROP SCHEMA IF EXISTS " + quote_identifier(schema) + " CASCADE");
}

void drop_schema_if_empty(Session& session, std::string_view schema) {
  const auto rows = session.query(
      "SELECT FROM pg_namespace n WHERE n.nspname = $1 "
      "AND NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = n.oid) "
      "AND NOT EXISTS (SELECT FROM pg_type WHERE typnamespace = n.oid) "
      "AND NOT EXISTS (SELECT FROM pg_proc WHERE pronamespace = n.oid)",
      {std::string(schema)});
  if (!rows.empty()) session.execute("DROP SCHEMA " + quote_identifier(schema));
}

bool is_lock_timeout(const TargetError& error) noexcept { return error.sqlstate() == "55P03"; }

Error lock_error(Session& session, const std::string& schema, const std::vector<std::string>& names,
                 const std::string& hint) {
  const std::string listed = names.empty() ? "" : " AND c.relname = ANY ($2::text[])";
  std::vector<std::optional<std::string>> parameters = {schema};
  if (!names.empty()) parameters.emplace_back(array_literal(names));
  std::vector<std::string> holders;
  for (const Fields& row : session.query(
           "SELECT c.relname, a.pid, coalesce(a.usename, '?'), coalesce(nullif(a.application_name, ''), 'no name') "
           "FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation "
           "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
           "JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid WHERE n.nspname = $1 AND l.granted "
           "AND l.pid <> pg_catalog.pg_backend_pid() AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') "
           "AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())" +
               listed + " GROUP BY 1, 2, 3, 4 ORDER BY 1, 2",
           parameters)) {
    holders.push_back("table '" + text_of(row, 0) + "' is used by server process " + text_of(row, 1) + " (user " +
                      text_of(row, 2) + ", " + text_of(row, 3) + ")");
  }
  const std::string who = holders.empty() ? "it was let go meanwhile" : name_list(holders);
  return {ExitCode::target, "a lock on schema '" + schema + "' could not be had in time: " + who, hint};
}

std::string name_list(const std::vector<std::string>& names) {
  constexpr std::size_t shown = 20;
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), shown); ++i) text += (i == 0 ? "" : ", ") + names[i];
  return names.size() > shown ? text + " and " + std::to_string(names.size() - shown) + " more" : text;
}

}  // namespace lite2pg
