// The plan of an import into tables that stand in the target, because the application's own migrations made them: the
// target's column types decide which codec carries a column. Nothing is created.
#pragma once

#include <string_view>
#include <vector>

#include "mapping/plan/plan.h"
#include "mapping/target/catalog.h"

namespace lite2pg {

/// As make_plan. Tables and columns are matched by name (mapping/choice/target_match.h). What has no counterpart, and
/// values that the target's types cannot hold, are misfits of the plan; some of them are only suspected, as
/// `list_misfits` finds out by a look at the rows. Extra columns of the target keep their defaults.
[[nodiscard]] Plan make_existing_plan(const Schema& schema, std::vector<TableCensus> census, const PlanOptions& options,
                                      std::string_view mapping_toml, const TargetCatalog& catalog);

}  // namespace lite2pg
