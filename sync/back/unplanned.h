// What of the target no plan knows: all of it, where no run is recorded, or what came after the import.
#pragma once

#include "import/postgres/session.h"
#include "sync/back/back_plan.h"
#include "sync/back/settings.h"

namespace lite2pg {

/// Nobody recorded an original: every table of the target becomes what it would be in SQLite. `plan.chosen.catalog` is
/// there. `session` must be in no transaction. Throws Error(refused), TargetError.
void derive_all(const BackSettings& settings, Session& session, BackPlan& plan);

/// Tables and columns that the target has beside the plan: named, and with `settings.added` brought along.
void take_added(const BackSettings& settings, Session& session, BackPlan& plan);

}  // namespace lite2pg
