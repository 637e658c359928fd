#include "import/run/staging.h"

#include <algorithm>
#include <set>

#include "import/catalog/schema_objects.h"
#include "mapping/plan/ddl.h"
#include "mapping/planning/enum_types.h"
#include "mapping/planning/partitions.h"

namespace lite2pg {
namespace {

/// So many in one transaction and one round trip: more would fill the server's lock table.
constexpr std::size_t tables_per_batch = 100;

/// Types come before the tables that use them; all or none of them.
void create_types(Session& session, const Plan& plan, const std::string& schema, const std::set<std::string>& present) {
  std::string batch;
  for (const std::string& sql : create_types_sql(plan, schema)) batch += sql + ";\n";
  const bool there = std::ranges::any_of(plan.tables, [&](const TablePlan& table) {
    return std::ranges::any_of(table.columns, [&](const ColumnPlan& column) {
      return !column.labels.empty() && present.contains(enum_name(column));
    });
  });
  if (!batch.empty() && !there) session.execute(batch);
}

}  // namespace

void create_staging(Session& session, const Plan& plan, const RunRecord& run) {
  if (!schema_exists(session, run.staging_schema)) {
    session.execute("CREATE SCHEMA " + quote_identifier(run.staging_schema));
  }
  std::set<std::string> present;
  for (const SchemaObject& object : objects_in(session, run.staging_schema)) present.insert(object.name);
  create_types(session, plan, run.staging_schema, present);
  std::string batch;
  std::size_t size = 0;
  const auto flush = [&] {
    if (size > 0) session.execute(batch);
    batch.clear();
    size = 0;
  };
  for (const TablePlan& table : plan.tables) {
    if (present.contains(table.target)) continue;
    batch += create_table_sql(table, run.staging_schema) + ";\n";
    for (const std::string& sql : create_partitions_sql(table, run.staging_schema)) batch += sql + ";\n";
    if (++size == tables_per_batch) flush();
  }
  flush();
}

}  // namespace lite2pg
