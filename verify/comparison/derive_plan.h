// Fits a plan to the column types that the target has. For a target that lite2pg loaded this changes nothing; for one
// that another tool or an ORM made it chooses, column by column, the codec by which its values can be read back fairly;
// and for a column whose type was altered after the import too.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "mapping/choice/target_codec.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// Gives every planned table and column the target's spelling of its name (the exact one, else by letter case alone)
/// and, where the planned codec cannot read the target's type, a derived one. Pure. `assumptions`: one line a column.
/// Gives the tables that this changed, as they were planned, by their place in the plan.
std::map<std::size_t, TablePlan> adapt_plan(Plan& plan, const TargetCatalog& catalog,
                                            std::vector<std::string>& assumptions);

}  // namespace lite2pg
