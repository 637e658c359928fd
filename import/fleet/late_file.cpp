#include "import/fleet/late_file.h"

#include <algorithm>

#include "import/publish/whole_schema.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

/// Forward alone: applications have drawn from it meanwhile.
std::string move_sequence_sql(const TablePlan& table, const ColumnPlan& id, std::int64_t issued, std::string_view stage,
                              std::string_view schema) {
  const std::string sequence = "pg_catalog.pg_get_serial_sequence(" + quote_literal(qualified(schema, table.target)) +
                               ", " + quote_literal(id.target) + ")";
  return "SELECT pg_catalog.setval(" + sequence + ", last) FROM (SELECT greatest(" + std::to_string(issued) +
         ", pg_catalog.max(" + quote_identifier(id.target) + ")) AS last FROM " + qualified(stage, table.target) +
         ") x WHERE last > coalesce(pg_catalog.pg_sequence_last_value(" + sequence + "::pg_catalog.regclass), 0)";
}

}  // namespace

std::string has_rows_sql(const Plan& plan, std::string_view schema, std::string_view tenant) {
  std::string any;
  for (const TablePlan& table : plan.tables) {
    any += (any.empty() ? "" : " OR ") + std::string("EXISTS (SELECT FROM ") + qualified(schema, table.target) +
           " WHERE " + quote_identifier(table.tenant) + " = " + quote_literal(tenant) + ")";
  }
  return "SELECT 1 WHERE " + (any.empty() ? "false" : any);
}

std::vector<std::string> join_tables_sql(const Plan& plan, const FileNotes& notes, std::string_view stage,
                                         std::string_view schema) {
  std::string all;
  for (std::size_t t = 0; t < plan.tables.size(); ++t) {
    all += (t == 0 ? "WITH t" : ",\nt") + std::to_string(t) + " AS (" + bring_rows_sql(plan.tables[t], stage, schema) +
           ")";
  }
  std::vector<std::string> statements;
  if (!all.empty()) statements.push_back(all + "\nSELECT 1");
  for (const TablePlan& table : plan.tables) {
    const auto id = std::ranges::find_if(table.columns, &ColumnPlan::identity);
    if (id == table.columns.end()) continue;
    statements.push_back(move_sequence_sql(table, *id, notes.issued(table.source), stage, schema));
  }
  statements.push_back("DROP SCHEMA " + quote_identifier(stage) + " CASCADE");
  return statements;
}

}  // namespace lite2pg
