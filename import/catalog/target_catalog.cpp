#include "import/catalog/target_catalog.h"

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "common/json_text.h"
#include "import/catalog/default_sequence.h"

namespace lite2pg {
namespace {

// https://www.postgresql.org/docs/15/catalog-pg-class.html; partitions are read through their parent.
constexpr std::string_view tables_sql = R"(
SELECT c.oid, c.relname, c.relkind,
       coalesce(CASE WHEN c.relkind IN ('r', 'm') THEN pg_relation_size(c.oid)
                     WHEN c.relkind = 'p' THEN (SELECT max(pg_relation_size(t.relid)) FROM pg_partition_tree(c.oid) t
                                                WHERE t.isleaf) END, 0) / int8in(textout(current_setting('block_size'))),
       coalesce(CASE WHEN c.relkind IN ('r', 'm') THEN pg_table_size(c.oid)
                     WHEN c.relkind = 'p' THEN (SELECT sum(pg_table_size(t.relid)) FROM pg_partition_tree(c.oid) t
                                                WHERE t.isleaf) END, 0)
FROM pg_class c
WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1)
  AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
ORDER BY c.relname)";

// Each domain with the type below all its layers. `modifier` is that of the lowest layer.
constexpr std::string_view domains_sql = R"(
WITH RECURSIVE layers AS (
  SELECT oid AS domain, oid AS type, NULL::int4 AS modifier, false AS not_null, false AS has_default, false AS checked
  FROM pg_type WHERE typtype = 'd'
  UNION ALL
  SELECT l.domain, t.typbasetype, t.typtypmod, l.not_null OR t.typnotnull, l.has_default OR t.typdefault IS NOT NULL,
         l.checked OR EXISTS (SELECT FROM pg_constraint WHERE contypid = t.oid AND contype = 'c')
  FROM layers l JOIN pg_type t ON t.oid = l.type WHERE t.typtype = 'd'
), domains AS (SELECT l.* FROM layers l JOIN pg_type t ON t.oid = l.type WHERE t.typtype <> 'd')
)";
constexpr std::string_view type_sql = R"(
       CASE WHEN d.domain IS NULL THEN format_type(t.oid, coalesce(l.modifier, a.atttypmod))
            ELSE format_type(e.oid, d.modifier) || '[]' END)";
// A column `a` has type `t`, below the layers `l` of a domain; an array's elements `e` below the layers `d` of theirs.
// Where there are none, their facts are NULL, which is_true() takes for false.
constexpr std::string_view from_columns_sql = R"(
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN domains l ON l.domain = a.atttypid
JOIN pg_type t ON t.oid = coalesce(l.type, a.atttypid)
LEFT JOIN domains d ON d.domain = t.typelem AND t.typcategory = 'A'
LEFT JOIN pg_type e ON e.oid = coalesce(d.type, t.typelem) AND t.typcategory = 'A'
WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1) AND c.relkind IN ('r', 'p', 'v', 'm', 'f'))";

constexpr std::string_view column_facts_sql = R"(
       coalesce(e.typname, t.typname), coalesce(e.typtype, t.typtype) = 'e', a.attnotnull OR l.not_null, a.attgenerated <> '',
       (a.atthasdef AND a.attgenerated = '') OR a.attidentity <> '' OR l.has_default, e.oid IS NOT NULL,
       a.attidentity <> '',
       (SELECT string_agg(replace(replace(enumlabel, '~', '~0'), ',', '~1'), ',' ORDER BY enumsortorder)
        FROM pg_enum WHERE enumtypid = coalesce(e.oid, t.oid)),
       CASE WHEN a.attgenerated = '' THEN
         (SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = a.attrelid AND adnum = a.attnum) END,
       (SELECT min(format('%I.%I', n.nspname, s.relname))
        FROM pg_depend d
        JOIN pg_class s ON s.oid = CASE d.classid WHEN 'pg_class'::regclass THEN d.objid ELSE d.refobjid END
        JOIN pg_namespace n ON n.oid = s.relnamespace
        WHERE s.relkind = 'S'
          AND ((d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = a.attrelid
                AND d.refobjsubid = a.attnum AND d.deptype IN ('a', 'i'))
            OR (d.classid = 'pg_attrdef'::regclass AND d.refclassid = 'pg_class'::regclass AND d.objid =
                (SELECT oid FROM pg_attrdef WHERE adrelid = a.attrelid AND adnum = a.attnum)))),
       (SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d
        WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.attgenerated = ''),
       CASE WHEN l.checked OR d.checked OR d.not_null THEN
         (SELECT format('%I.%I', n.nspname, o.typname) || CASE WHEN l.checked THEN '' ELSE '[]' END
          FROM pg_type o JOIN pg_namespace n ON n.oid = o.typnamespace
          WHERE o.oid = CASE WHEN l.checked THEN a.atttypid ELSE d.domain END) END, coalesce(d.domain, e.oid),
       (SELECT json_agg(json_build_array(k.conname, pg_get_expr(k.conbin, k.conrelid)) ORDER BY k.conname)
        FROM pg_constraint k WHERE k.conrelid = a.attrelid AND k.contype = 'c' AND k.conkey = ARRAY[a.attnum]
          AND jsonb_object_field_text(to_jsonb(k), 'conenforced') IS DISTINCT FROM 'false'
          AND NOT EXISTS (SELECT FROM pg_depend d JOIN pg_proc f ON f.oid = d.refobjid
                          WHERE d.classid = 'pg_constraint'::regclass AND d.objid = k.oid
                            AND d.refclassid = 'pg_proc'::regclass AND f.provolatile <> 'i')),
       d.domain IS NOT NULL)";

std::string columns_sql() {
  return std::string(domains_sql) + "SELECT a.attrelid, a.attname," + std::string(type_sql) + "," +
         std::string(column_facts_sql) + std::string(from_columns_sql) + " ORDER BY a.attrelid, a.attnum";
}

std::string column_types_sql() {
  return std::string(domains_sql) + "SELECT c.relname, a.attname," + std::string(type_sql) +
         std::string(from_columns_sql) + " ORDER BY c.relname, a.attnum";
}

bool is_true(const std::optional<std::string>& field) { return field == "t"; }

/// "a,b~1c": labels with commas and tildes escaped.
std::vector<std::string> split_labels(const std::optional<std::string>& joined) {
  std::vector<std::string> labels;
  if (!joined) return labels;
  labels.emplace_back();
  for (std::size_t i = 0; i < joined->size(); ++i) {
    const char c = (*joined)[i];
    if (c == ',') {
      labels.emplace_back();
    } else if (c == '~' && i + 1 < joined->size()) {
      labels.back() += (*joined)[++i] == '0' ? '~' : ',';
    } else {
      labels.back() += c;
    }
  }
  return labels;
}

/// [["name", "condition"], ...]
std::vector<ColumnCheck> read_checks(const std::optional<std::string>& json) {
  std::vector<ColumnCheck> checks;
  if (!json) return checks;
  for (const auto& check : read_json(*json))
    checks.push_back({check[0].get<std::string>(), check[1].get<std::string>()});
  return checks;
}

/// The sequence that a default names by text, quoted, with its schema; empty when there is none.
std::string named_sequence(Session& session, const std::string& schema, const std::optional<std::string>& expression) {
  const auto named = expression ? sequence_of_default(*expression) : std::nullopt;
  if (!named) return {};
  const auto rows = session.query(
      "SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) FROM pg_catalog.pg_class c "
      "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
      "WHERE c.relkind = 'S' AND n.nspname = $1 AND c.relname = $2",
      {named->schema.empty() ? schema : named->schema, named->name});
  return rows.empty() ? "" : rows[0][0].value_or("");
}

std::map<std::string, std::vector<TargetColumn>> read_columns(Session& session, const std::string& schema) {
  std::map<std::string, std::vector<TargetColumn>> by_table;
  for (const Fields& f : session.query(columns_sql(), {schema})) {
    by_table[f[0].value()].push_back(
        {f[1].value(), f[2].value(), f[3].value(), is_true(f[4]), is_true(f[5]), is_true(f[6]), is_true(f[7]),
         is_true(f[8]), is_true(f[9]), 2, split_labels(f[10]), f[11].value_or(""),
         f[12] ? *f[12] : named_sequence(session, schema, f[13]), f[14].value_or(""),
         f[15] ? static_cast<std::uint32_t>(std::stoul(*f[15])) : 0U, read_checks(f[16]), is_true(f[17])});
  }
  return by_table;
}

}  // namespace

namespace {

/// How many digits after the point the database's money has; asked only where there is some.
void read_money_digits(Session& session, TargetCatalog& catalog) {
  std::uint8_t digits = 2;
  bool asked = false;
  for (TargetTable& table : catalog.tables) {
    for (TargetColumn& column : table.columns) {
      if (column.base != "money") continue;
      if (!asked)
        digits = static_cast<std::uint8_t>(std::stoi(session.query("SELECT scale('1'::money::numeric)")[0][0].value()));
      asked = true;
      column.money_digits = digits;
    }
  }
}

}  // namespace

namespace {

/// Sequences of the schema that none of the columns draws from.
std::vector<TargetSequence> read_loose_sequences(Session& session, const TargetCatalog& catalog) {
  std::set<std::string> drawn;
  for (const TargetTable& table : catalog.tables) {
    for (const TargetColumn& column : table.columns) drawn.insert(column.sequence);
  }
  std::vector<TargetSequence> loose;
  for (const Fields& f :
       session.query("SELECT c.relname, pg_catalog.format('%I.%I', n.nspname, c.relname), "
                     "CASE WHEN pg_catalog.has_sequence_privilege(c.oid, 'SELECT, USAGE') THEN "
                     "pg_catalog.pg_sequence_last_value(c.oid) END, "
                     "q.seqstart "
                     "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
                     "JOIN pg_catalog.pg_sequence q ON q.seqrelid = c.oid "
                     "WHERE n.nspname = $1 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d "
                     "WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype "
                     "IN ('a', 'i', 'e')) "
                     "ORDER BY c.relname",
                     {catalog.schema})) {
    if (drawn.contains(f[1].value())) continue;
    loose.push_back({f[0].value(), f[1].value(), std::stoll(f[2] ? *f[2] : f[3].value()), f[2].has_value()});
  }
  return loose;
}

}  // namespace

TargetCatalog read_target_catalog(Session& session, const std::string& schema) {
  if (session.query("SELECT FROM pg_namespace WHERE nspname = $1", {schema}).empty()) {
    throw Error(ExitCode::target, "there is no schema '" + schema + "' in the target", "--schema names the schema");
  }
  TargetCatalog catalog{schema, {}};
  auto columns = read_columns(session, schema);
  for (const Fields& f : session.query(tables_sql, {schema})) {
    catalog.tables.push_back({f[1].value(), f[2].value()[0], std::stoull(f[3].value()), std::stoull(f[4].value()),
                              std::move(columns[f[0].value()])});
  }
  read_money_digits(session, catalog);
  catalog.sequences = read_loose_sequences(session, catalog);
  return catalog;
}

std::map<std::string, std::vector<std::pair<std::string, std::string>>> read_column_types(Session& session,
                                                                                          const std::string& schema) {
  std::map<std::string, std::vector<std::pair<std::string, std::string>>> types;
  for (const Fields& f : session.query(column_types_sql(), {schema})) {
    types[f[0].value()].emplace_back(f[1].value(), f[2].value());
  }
  return types;
}

}  // namespace lite2pg
