#include "verify/target_catalog.h"

#include <map>

#include "common/text.h"

namespace lite2pg {
namespace {

template <typename Item>
const Item* find_named(const std::vector<Item>& items, std::string_view name) {
  const Item* alike = nullptr;
  int count = 0;
  for (const Item& item : items) {
    if (item.name == name) return &item;
    if (!equals_ignoring_case(item.name, name)) continue;
    alike = &item;
    ++count;
  }
  return count == 1 ? alike : nullptr;
}

// https://www.postgresql.org/docs/15/catalog-pg-class.html; partitions are read through their parent.
constexpr std::string_view tables_sql = R"(
SELECT c.oid, c.relname, c.relkind,
       coalesce(CASE WHEN c.relkind IN ('r', 'm') THEN pg_relation_size(c.oid)
                     WHEN c.relkind = 'p' THEN (SELECT max(pg_relation_size(t.relid)) FROM pg_partition_tree(c.oid) t
                                                WHERE t.isleaf) END, 0) / current_setting('block_size')::bigint,
       coalesce(CASE WHEN c.relkind IN ('r', 'm') THEN pg_table_size(c.oid)
                     WHEN c.relkind = 'p' THEN (SELECT sum(pg_table_size(t.relid)) FROM pg_partition_tree(c.oid) t
                                                WHERE t.isleaf) END, 0)
FROM pg_class c
WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1)
  AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
ORDER BY c.relname)";

constexpr std::string_view columns_sql = R"(
SELECT a.attrelid, a.attname,
       CASE t.typtype WHEN 'd' THEN format_type(t.typbasetype, t.typtypmod) ELSE format_type(t.oid, a.atttypmod) END,
       b.typname, b.typtype = 'e', a.attnotnull, a.attgenerated <> '', a.atthasdef OR a.attidentity <> ''
FROM pg_attribute a
JOIN pg_type t ON t.oid = a.atttypid
JOIN pg_type b ON b.oid = CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.oid END
JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1)
  AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum)";

bool is_true(const std::optional<std::string>& field) { return field == "t"; }

std::map<std::string, std::vector<TargetColumn>> read_columns(Session& session, const std::string& schema) {
  std::map<std::string, std::vector<TargetColumn>> by_table;
  for (const Fields& f : session.query(columns_sql, {schema})) {
    by_table[f[0].value()].push_back(
        {f[1].value(), f[2].value(), f[3].value(), is_true(f[4]), is_true(f[5]), is_true(f[6]), is_true(f[7])});
  }
  return by_table;
}

}  // namespace

const TargetColumn* TargetTable::find_column(std::string_view column) const { return find_named(columns, column); }

const TargetTable* TargetCatalog::find_table(std::string_view table) const { return find_named(tables, table); }

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
  return catalog;
}

}  // namespace lite2pg
