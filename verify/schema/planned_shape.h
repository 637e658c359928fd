// The shape that the plan's schema has when PostgreSQL makes it: its statements are run for temporary tables in a
// transaction that is rolled back. So PostgreSQL itself spells what was planned, and equal means equal.
#pragma once

#include <string>
#include <vector>

#include "verify/schema/shape.h"
#include "verify/sides/compared_table.h"

namespace lite2pg {

struct PlannedShape {
  SchemaShape shape;
  std::vector<NotCompared> refused;  ///< Objects whose statements do not run on temporary tables.
};

/// Touches no table of the user's and leaves nothing behind. `session` must be in no transaction.
/// Throws TargetError when the role may not make temporary tables (42501) or the server is read-only (25006).
[[nodiscard]] PlannedShape read_planned_shape(Session& session, const Plan& plan);

}  // namespace lite2pg
