// What lite2pg-import does with runs that are in the ledger.
#pragma once

#include "common/say.h"
#include "import/load/monitor.h"
#include "import/tool/options.h"
#include "mapping/documents/report.h"

namespace lite2pg {

/// Each says its result and gives the exit code. Throws Error.
int publish_task(const ImportOptions& options, Report& report, RunMonitor& monitor, const Say& say);
int rollback_task(const ImportOptions& options, Report& report, const Say& say);
int status_task(const ImportOptions& options, const Say& say);
/// Without --run: all runs that stopped, failed or were rolled back; a staged or published run only by its id.
int cleanup_task(const ImportOptions& options, Report& report, const Say& say);
/// Removes the ledger, when no run stands half-way and nothing of value goes with it.
int forget_task(const ImportOptions& options, Report& report, const Say& say);

}  // namespace lite2pg
