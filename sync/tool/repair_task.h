// The tasks that write into a published target: what they did, as text and as the report.
#pragma once

#include "common/console/progress.h"
#include "common/say.h"
#include "import/load/monitor.h"
#include "mapping/documents/report.h"
#include "sync/apply/settings.h"

namespace lite2pg {

/// The exit code: 0 in step, 1 differences left. Throws Error.
[[nodiscard]] int run_repair(const RepairSettings& settings, RunMonitor& monitor, Progress& progress, Report& report,
                             const Say& say);

/// The exit code: 0 all of it undone, 1 rows were left because they moved on. Throws Error.
[[nodiscard]] int run_undo(const UndoSettings& settings, Report& report, const Say& say);

}  // namespace lite2pg
