// The way back: a SQLite file made from the tables of a target.
#pragma once

#include "common/console/progress.h"
#include "common/say.h"
#include "import/load/monitor.h"
#include "mapping/documents/report.h"
#include "sync/back/settings.h"

namespace lite2pg {

/// Makes `settings.out` or nothing. Fills `report` as far as it gets. The exit code; throws Error.
int bring_back(const BackSettings& settings, RunMonitor& monitor, Progress& progress, Report& report, const Say& say);

}  // namespace lite2pg
