#include "import/fleet/distribution.h"

#include <algorithm>

#include "common/console/log.h"
#include "mapping/target/quote.h"

namespace lite2pg {

std::vector<std::string> distribute_sql(const Plan& plan, std::string_view schema) {
  std::vector<std::string> statements;
  std::string first;
  for (const TablePlan& table : plan.tables) {
    if (table.tenant.empty()) continue;
    const std::string name = quote_literal(qualified(schema, table.target));
    const std::string beside = first.empty() ? quote_literal("none") : first;
    statements.push_back("SELECT pg_catalog.create_distributed_table(c.oid, " + quote_literal(table.tenant) +
                         ", colocate_with => " + beside + ") FROM pg_catalog.pg_class c WHERE c.oid = " + name +
                         "::pg_catalog.regclass AND NOT EXISTS (SELECT FROM pg_catalog.pg_dist_partition p WHERE "
                         "p.logicalrelid = c.oid)");
    if (first.empty()) first = name;
  }
  return statements;
}

void distribute_tables(Session& session, const Plan& plan, const std::string& schema) {
  if (session.query("SELECT FROM pg_catalog.pg_extension WHERE extname = 'citus'").empty()) return;
  if (std::ranges::any_of(plan.tables, [](const TablePlan& t) { return t.tenant_partitions > 0; })) {
    throw Error(ExitCode::usage, "the target distributes tables by the tenant (extension citus)",
                "leave out --partition-by-tenant");
  }
  const std::vector<std::string> statements = distribute_sql(plan, schema);
  for (const std::string& sql : statements) session.execute(sql);
  if (!statements.empty()) log_info("{} tables are distributed by {}", statements.size(), plan.tables[0].tenant);
}

}  // namespace lite2pg
