// Foreign keys that hold for new rows at once and are checked for the loaded ones later (--validate-fks later): the
// check reads both tables, and a maintenance window may be too short for it.
#pragma once

#include "mapping/plan/plan.h"

namespace lite2pg {

/// Makes every carried foreign key of the plan NOT VALID; each is "changed", with the statement that checks it.
void leave_foreign_keys_open(Plan& plan);

/// Whether the plan makes this foreign key NOT VALID.
[[nodiscard]] bool is_left_open(const ObjectPlan& object);

}  // namespace lite2pg
