// Rounds and the freeze of a live run, as the list of their phases.
#pragma once

#include "common/console/progress.h"
#include "common/say.h"
#include "import/load/monitor.h"
#include "mapping/documents/report.h"
#include "sync/delta/settings.h"

namespace lite2pg {

/// Brings the staged live run up to the present; with settings.freeze publishes it. Fills `report` as far as it gets.
/// The exit code: 0, or 1 when source and target differ at the freeze, and nothing is published. Throws Error.
int catch_up(const DeltaSettings& settings, RunMonitor& monitor, Progress& progress, Report& report, const Say& say);

}  // namespace lite2pg
