// A plan as SQL for people who review it: what an import would run, as one script.
#pragma once

#include <string>
#include <string_view>

#include "mapping/plan/plan.h"

namespace lite2pg {

/// Types, tables, keys, indexes, checks, foreign keys, identity positions, views, comments and triggers for `schema`,
/// in one transaction that psql can run; rows are left out. What is not carried stands in comments with its reason.
/// Throws Error(refused) for a schema name that the body of a trigger cannot hold.
[[nodiscard]] std::string plan_sql(const Plan& plan, std::string_view schema);

}  // namespace lite2pg
