// Shared tables on a Citus cluster (https://docs.citusdata.com, create_distributed_table): they are distributed by the
// tenant's column before the load, so that each tenant's rows lie together and keys and foreign keys hold where they
// lie.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "import/postgres/session.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// The statements, one a table; those that are distributed already stay as they are. Nothing for tables without a
/// tenant's column.
[[nodiscard]] std::vector<std::string> distribute_sql(const Plan& plan, std::string_view schema);

/// Runs them where the extension is installed. Throws Error(usage) with --partition-by-tenant, TargetError.
void distribute_tables(Session& session, const Plan& plan, const std::string& schema);

}  // namespace lite2pg
