// From schema, survey, mapping file and options to the plan, without looking at any database.
#pragma once

#include <string_view>
#include <vector>

#include "mapping/plan/plan.h"

namespace lite2pg {

/// Decides everything. Pure. `mapping_toml` is the mapping file's text (empty: none).
/// Throws Error(usage) for a mapping file that does not parse or names what is not there.
[[nodiscard]] Plan make_plan(const Schema& schema, std::vector<TableCensus> census, const PlanOptions& options,
                             std::string_view mapping_toml);

}  // namespace lite2pg
