// RAISE(IGNORE) where a foreign key's action is what it would leave out.
#pragma once

#include "mapping/objects/trigger_effects.h"

namespace lite2pg {

/// Throws SqlError with the reason when the trigger may leave out the row of ON DELETE CASCADE, ON UPDATE SET NULL and
/// so on. SQLite finds a key that points nowhere when the statement ends, and refuses it; PostgreSQL takes the action
/// for done and keeps the orphan.
void require_actions_done(const ParsedTrigger& trigger, const Plan& plan);

}  // namespace lite2pg
