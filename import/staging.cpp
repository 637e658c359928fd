#include "import/staging.h"

#include <set>

#include "import/schema_objects.h"
#include "mapping/ddl.h"

namespace lite2pg {
namespace {

/// So many in one transaction and one round trip: more would fill the server's lock table.
constexpr std::size_t tables_per_batch = 100;

}  // namespace

void create_staging(Session& session, const Plan& plan, const RunRecord& run) {
  if (!schema_exists(session, run.staging_schema)) {
    session.execute("CREATE SCHEMA " + quote_identifier(run.staging_schema));
  }
  std::set<std::string> present;
  for (const SchemaObject& object : objects_in(session, run.staging_schema)) present.insert(object.name);
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
    if (++size == tables_per_batch) flush();
  }
  flush();
}

}  // namespace lite2pg
