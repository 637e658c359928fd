// All that a plan makes in a schema, as statements for one transaction. SQL text only.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/plan/plan.h"

namespace lite2pg {

/// The statements before the rows: types and tables.
[[nodiscard]] std::vector<std::string> making_sql(const Plan& plan, std::string_view schema);
/// The statements after the rows: keys, indexes, checks, identities, statistics, foreign keys, views, comments.
/// Foreign keys that rows may violate, as the plan's policy says, are NOT VALID.
[[nodiscard]] std::vector<std::string> finishing_sql(const Plan& plan, std::string_view schema);
/// The same; NOT VALID are the foreign keys of these names.
[[nodiscard]] std::vector<std::string> finishing_sql(const Plan& plan, std::string_view schema,
                                                     const std::set<std::string>& not_valid);
/// INSERT ... SELECT of all rows of a table from one schema into the same table of another.
[[nodiscard]] std::string bring_rows_sql(const TablePlan& table, std::string_view from, std::string_view to);

}  // namespace lite2pg
