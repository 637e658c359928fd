#include "import/existing/constraint_check.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "common/json_text.h"
#include "common/text.h"
#include "mapping/plan/ddl.h"

namespace lite2pg {
namespace {

using PlainJson = nlohmann::json;

std::string table_oids(const Plan& plan, std::string_view schema) {
  std::string names = "NULL";
  for (const TablePlan& table : plan.tables) names += ", " + quote_literal(table.target);
  return "(SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
         "WHERE n.nspname = " +
         quote_literal(schema) + " AND c.relkind IN ('r', 'p') AND c.relname IN (" + names + "))";
}

constexpr std::string_view columns_of_constraint =
    "(SELECT array_agg(a.attname::text ORDER BY u.i) FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY u(n, i) "
    "JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n)";

// https://www.postgresql.org/docs/15/catalog-pg-constraint.html
std::string checks_sql(const std::string& oids) {
  return "SELECT 'CHECK' AS kind, k.conname::text AS name, r.relname::text AS \"table\", "
         "format('ALTER TABLE %s DROP CONSTRAINT %I', k.conrelid::regclass, k.conname) AS drop, NULL AS add, "
         "pg_get_expr(k.conbin, k.conrelid) AS condition, NULL::text[] AS keys, false AS nulls_equal, " +
         std::string(columns_of_constraint) +
         " AS columns, "
         "NOT EXISTS (SELECT FROM pg_catalog.unnest(k.conkey) u(n) WHERE u.n <= 0) AND NOT EXISTS (SELECT FROM "
         "pg_catalog.pg_depend d JOIN pg_catalog.pg_proc f ON f.oid = d.refobjid WHERE d.classid = "
         "'pg_catalog.pg_constraint'::pg_catalog.regclass AND d.objid = k.oid AND d.refclassid = "
         "'pg_catalog.pg_proc'::pg_catalog.regclass AND f.provolatile <> 'i') AS by_columns_alone, "
         "NULL::text AS parent, NULL::text[] AS parent_columns "
         "FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class r ON r.oid = k.conrelid "
         "WHERE k.contype = 'c' AND k.coninhcount = 0 AND "
         "pg_catalog.jsonb_object_field_text(pg_catalog.to_jsonb(k), 'conenforced') IS DISTINCT FROM 'false' "
         "AND k.conrelid IN " +
         oids;
}

/// Unique indexes, with or without a constraint, and exclusion constraints.
/// https://www.postgresql.org/docs/15/catalog-pg-index.html
std::string uniques_sql(const std::string& oids) {
  return "SELECT CASE WHEN i.indisexclusion THEN 'EXCLUDE' WHEN i.indisprimary THEN 'PRIMARY KEY' ELSE 'UNIQUE' END, "
         "x.relname::text, r.relname::text, "
         "CASE WHEN k.oid IS NULL THEN format('DROP INDEX %s CASCADE', i.indexrelid::regclass) "
         "ELSE format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', i.indrelid::regclass, k.conname) END, "
         "CASE WHEN i.indisexclusion THEN format('ALTER TABLE %s ADD CONSTRAINT %I %s', i.indrelid::regclass, "
         "k.conname, pg_get_constraintdef(k.oid)) END, "
         "pg_get_expr(i.indpred, i.indrelid), "
         "(SELECT array_agg(pg_get_indexdef(i.indexrelid, p.n, false) || coalesce((SELECT format(' COLLATE %I.%I', "
         "cn.nspname, co.collname) FROM pg_catalog.pg_collation co JOIN pg_catalog.pg_namespace cn ON cn.oid = "
         "co.collnamespace WHERE co.oid = i.indcollation[p.n - 1] AND co.oid <> 100), '') ORDER BY p.n) "
         "FROM pg_catalog.generate_series(1, i.indnkeyatts) p(n)), "
         "coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false), "
         // Those of its key, and of its expressions and predicate.
         "(SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_catalog.pg_attribute a "
         "WHERE a.attrelid = i.indrelid AND a.attnum > 0 AND (a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1]) "
         "OR EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass "
         "AND d.objid = i.indexrelid AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass "
         "AND d.refobjid = i.indrelid AND d.refobjsubid = a.attnum))), NOT i.indisexclusion, NULL, NULL "
         "FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid "
         "JOIN pg_catalog.pg_class r ON r.oid = i.indrelid "
         "LEFT JOIN pg_catalog.pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x') "
         "WHERE (i.indisunique OR i.indisexclusion) AND i.indrelid IN " +
         oids;
}

/// Foreign keys of the tables, and those that refer to them.
std::string keys_sql(const std::string& oids) {
  return "SELECT 'FOREIGN KEY', k.conname::text, r.relname::text, "
         "CASE WHEN k.conrelid IN " +
         oids +
         " THEN format('ALTER TABLE %s DROP CONSTRAINT %I', k.conrelid::regclass, k.conname) END, NULL, "
         "(SELECT string_agg(format('t.%I IS NOT NULL', c.attname), ' AND ') FROM pg_catalog.unnest(k.conkey) u(n) "
         "JOIN pg_catalog.pg_attribute c ON c.attrelid = k.conrelid AND c.attnum = u.n) || "
         "format(' AND NOT EXISTS (SELECT FROM %s p WHERE ', k.confrelid::regclass) || "
         "(SELECT string_agg(format('p.%I OPERATOR(%I.%s) t.%I', pc.attname, o_n.nspname, o.oprname, c.attname), "
         "' AND ') FROM ROWS FROM (pg_catalog.unnest(k.conkey), pg_catalog.unnest(k.confkey), "
         "pg_catalog.unnest(k.conpfeqop)) u(n, pn, op) "
         "JOIN pg_catalog.pg_attribute c ON c.attrelid = k.conrelid AND c.attnum = u.n "
         "JOIN pg_catalog.pg_attribute pc ON pc.attrelid = k.confrelid AND pc.attnum = u.pn "
         "JOIN pg_catalog.pg_operator o ON o.oid = u.op JOIN pg_catalog.pg_namespace o_n ON o_n.oid = o.oprnamespace) "
         "|| ')', ARRAY[k.conrelid::regclass::text], false, " +
         std::string(columns_of_constraint) +
         ", false, (SELECT f.relname::text FROM pg_catalog.pg_class f WHERE f.oid = k.confrelid), "
         "(SELECT array_agg(a.attname::text ORDER BY u.i) FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY u(n, i) "
         "JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n) "
         "FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class r ON r.oid = k.conrelid "
         "WHERE k.contype = 'f' AND k.conparentid = 0 AND "
         "pg_catalog.jsonb_object_field_text(pg_catalog.to_jsonb(k), 'conenforced') IS DISTINCT FROM 'false' "
         "AND (k.conrelid IN " +
         oids + " OR k.confrelid IN " + oids + ")";
}

std::string text_in(const PlainJson& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() || found->is_null() ? "" : found->get<std::string>();
}

std::vector<std::string> texts_in(const PlainJson& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return {};
  return found->get<std::vector<std::string>>();
}

/// The key's columns, else those of the first few that are short.
std::vector<std::string> sample_of(const Plan& plan, const std::string& target) {
  const auto table = std::ranges::find(plan.tables, target, &TablePlan::target);
  std::vector<std::string> columns;
  if (table == plan.tables.end()) return columns;
  for (const int k : table->key) columns.push_back(table->columns[static_cast<std::size_t>(k)].target);
  constexpr std::size_t most = 4;
  for (std::size_t i = 0; columns.empty() && i < std::min(most, table->columns.size()); ++i) {
    for (std::size_t k = 0; k <= i; ++k) columns.push_back(table->columns[k].target);
  }
  return columns;
}

std::string sample_sql(const std::vector<std::string>& columns) {
  std::string pairs;
  for (const std::string& c : columns)
    pairs += (pairs.empty() ? "" : ", ") + quote_literal(c) + ", t." + quote_identifier(c);
  return pairs.empty() ? "pg_catalog.to_jsonb(t)" : "pg_catalog.jsonb_build_object(" + pairs + ")";
}

std::string answer_sql(const std::string& count, const std::string& rows) {
  return "SELECT pg_catalog.json_build_object('count', (" + count +
         "), 'rows', (SELECT pg_catalog.json_agg(x.r) FROM (" + rows + ") x))::pg_catalog.text";
}

std::string rows_sql(const TargetConstraint& c, const std::string& from, const std::string& where) {
  return answer_sql("SELECT pg_catalog.count(*) FROM " + from + " t WHERE " + where,
                    "SELECT " + sample_sql(c.sample) + " AS r FROM " + from + " t WHERE " + where + " LIMIT 3");
}

std::string duplicates_sql(const TargetConstraint& c, const std::string& from) {
  std::string keys, given, shown;
  for (const std::string& key : c.keys) {
    keys += (keys.empty() ? "" : ", ") + key;
    given += (given.empty() ? "" : " AND ") + std::string("(") + key + ") IS NOT NULL";
    shown += (shown.empty() ? "" : ", ") + quote_literal(key) + ", " + key;
  }
  std::string where = c.condition.empty() ? "true" : "(" + c.condition + ")";
  if (!c.nulls_equal) where += " AND " + given;
  const std::string groups =
      " FROM " + from + " t WHERE " + where + " GROUP BY " + keys + " HAVING pg_catalog.count(*) > 1";
  return answer_sql("SELECT pg_catalog.sum(g.n) FROM (SELECT pg_catalog.count(*) AS n" + groups + ") g",
                    "SELECT pg_catalog.jsonb_build_object(" + shown + ") AS r" + groups + " LIMIT 3");
}

constexpr std::array<std::string_view, 7> kind_names = {"CHECK",   "FOREIGN KEY", "PRIMARY KEY", "UNIQUE",
                                                        "EXCLUDE", "rows",        "constraints"};

/// One that constraints_sql() spells.
ConstraintKind kind_named(std::string_view name) {
  return static_cast<ConstraintKind>(std::ranges::find(kind_names, name) - kind_names.begin());
}

}  // namespace

std::string_view name_of(ConstraintKind kind) noexcept { return kind_names.at(static_cast<std::size_t>(kind)); }

std::string constraints_sql(const Plan& plan, std::string_view schema) {
  const std::string oids = table_oids(plan, schema);
  return "SELECT coalesce(json_agg(to_json(q) ORDER BY q.\"table\", q.kind, q.name), '[]')::text FROM (" +
         checks_sql(oids) + " UNION ALL " + uniques_sql(oids) + " UNION ALL " + keys_sql(oids) + ") q";
}

std::vector<TargetConstraint> read_constraints(std::string_view json, const Plan& plan) {
  std::vector<TargetConstraint> constraints;
  for (const PlainJson& object : read_json(json)) {
    TargetConstraint& c = constraints.emplace_back();
    c.kind = kind_named(text_in(object, "kind"));
    c.name = text_in(object, "name");
    c.table = text_in(object, "table");
    c.drop_sql = text_in(object, "drop");
    c.add_sql = text_in(object, "add");
    c.condition = text_in(object, "condition");
    c.keys = texts_in(object, "keys");
    c.nulls_equal = object.value("nulls_equal", false);
    c.columns = texts_in(object, "columns");
    c.by_columns_alone = object.value("by_columns_alone", false);
    c.parent = text_in(object, "parent");
    c.parent_columns = texts_in(object, "parent_columns");
    c.sample = sample_of(plan, c.table);
  }
  return constraints;
}

std::string violations_sql(const TargetConstraint& c, std::string_view schema) {
  const std::string table = qualified(schema, c.table);
  if (c.kind == ConstraintKind::check) return rows_sql(c, table, "(" + c.condition + ") IS FALSE");
  if (c.kind == ConstraintKind::foreign_key) return rows_sql(c, c.keys.at(0), c.condition);
  return duplicates_sql(c, table);
}

Violations read_violations(std::string_view json, const TargetConstraint& c) {
  const PlainJson answer = read_json(json);
  Violations v{c.kind, c.name, c.table, 0, {}, {}};
  if (answer["count"].is_number()) v.count = answer["count"].get<std::uint64_t>();
  if (answer["rows"].is_array())
    for (const PlainJson& row : answer["rows"]) v.rows.push_back(json_text(row, NotUtf8::replaced));
  return v;
}

std::string violations_text(const std::vector<Violations>& violations) {
  std::string text;
  for (const Violations& v : violations) {
    text += "  " + v.table + ": " + std::string(name_of(v.kind)) + (v.name.empty() ? "" : " " + v.name);
    if (v.count > 0) text += ": " + with_thousands(v.count) + (v.count == 1 ? " row" : " rows");
    if (!v.message.empty()) text += ": " + v.message;
    std::string rows;
    for (const std::string& row : v.rows) rows += (rows.empty() ? "" : ", ") + row.substr(0, 200);
    if (!rows.empty()) text += ", first " + rows;
    text += '\n';
  }
  return text;
}

}  // namespace lite2pg
