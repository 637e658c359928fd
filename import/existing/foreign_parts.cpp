#include "import/existing/foreign_parts.h"

#include <algorithm>

#include "mapping/plan/ddl.h"

namespace lite2pg {
namespace {

constexpr const char* layout = "lite2pg_rows";

std::string copied_columns(const TablePlan& table) {
  std::string columns;
  for (const ColumnPlan& c : table.columns) {
    if (is_copied_in(c)) columns += (columns.empty() ? "" : ", ") + quote_identifier(c.target);
  }
  return columns;
}

/// By table and server: its quoted name, whether it takes one row at a time, and the statement against that.
constexpr const char* parts_sql =
    "SELECT c.relname, pg_catalog.quote_ident(s.srvname), pg_catalog.bool_or(coalesce((SELECT "
    "pg_catalog.max(o.option_value) FROM pg_catalog.pg_options_to_table(f.ftoptions) o WHERE o.option_name = "
    "'batch_size'), b.size, '1') = '1'), pg_catalog.format('ALTER SERVER %I OPTIONS (%s batch_size ''1000'')', "
    "s.srvname, CASE WHEN pg_catalog.max(b.size) IS NULL THEN 'ADD' ELSE 'SET' END) "
    "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace CROSS JOIN LATERAL (SELECT "
    "c.oid AS relid UNION SELECT p.relid::pg_catalog.oid FROM pg_catalog.pg_partition_tree(c.oid) p) t JOIN "
    "pg_catalog.pg_foreign_table f ON f.ftrelid = t.relid JOIN pg_catalog.pg_foreign_server s ON s.oid = f.ftserver "
    "JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw LEFT JOIN LATERAL (SELECT "
    "pg_catalog.max(o.option_value) AS size FROM pg_catalog.pg_options_to_table(s.srvoptions) o WHERE o.option_name = "
    "'batch_size') b ON true WHERE n.nspname = $1 AND w.fdwname = 'postgres_fdw' AND c.relkind IN ('p', 'f') AND NOT "
    "c.relispartition GROUP BY c.relname, s.srvname ORDER BY 2, 1";

}  // namespace

ForeignParts foreign_parts(Session& session, const Plan& plan, const std::string& schema) {
  ForeignParts parts;
  for (const Fields& row : session.query(parts_sql, {schema})) {
    const std::string table = row[0].value_or(""), server = row[1].value_or("");
    if (std::ranges::find(plan.tables, table, &TablePlan::target) == plan.tables.end()) continue;
    parts.tables.insert(table);
    if (row[2] != "t" || std::ranges::find(parts.slow, server) != parts.slow.end()) continue;
    parts.slow.push_back(server);
    parts.remedies.push_back(row[3].value_or(""));
  }
  return parts;
}

std::string batch_advice(const ForeignParts& parts) {
  if (parts.slow.empty()) return {};
  std::string servers, remedies;
  for (const std::string& s : parts.slow) servers += (servers.empty() ? "" : ", ") + s;
  for (const std::string& r : parts.remedies) remedies += " " + r + ";";
  return "rows go one by one to server" + std::string(parts.slow.size() == 1 ? " " : "s ") + servers +
         ", which makes the load slow; before it:" + remedies;
}

std::string lay_out_sql(const TablePlan& table, const std::string& schema) {
  return std::string("CREATE TEMPORARY TABLE ") + layout + " ON COMMIT DROP AS SELECT " + copied_columns(table) +
         " FROM " + qualified(schema, table.target) + " WITH NO DATA";
}

TablePlan laid_out(const TablePlan& table) {
  TablePlan plan = table;
  plan.target = layout;
  plan.partition_by.clear();
  return plan;
}

std::vector<std::string> bring_laid_out_sql(const TablePlan& table, const std::string& schema) {
  const std::string columns = copied_columns(table), name = std::string("pg_temp.") + layout;
  return {"INSERT INTO " + qualified(schema, table.target) + " (" + columns + ") OVERRIDING SYSTEM VALUE SELECT " +
              columns + " FROM " + name,
          "DROP TABLE " + name};
}

}  // namespace lite2pg
