// What lite2pg-import does with runs that are in the ledger.
#pragma once

#include "import/load/monitor.h"
#include "import/tool/options.h"
#include "mapping/documents/report.h"

namespace lite2pg {

/// Each prints its result to stdout and gives the exit code. Throws Error.
int publish_task(const ImportOptions& options, Report& report, RunMonitor& monitor);
int rollback_task(const ImportOptions& options, Report& report);
int status_task(const ImportOptions& options);
/// Without --run: all runs that stopped, failed or were rolled back; a staged or published run only by its id.
int cleanup_task(const ImportOptions& options, Report& report);
/// Removes the ledger, when no run stands half-way and nothing of value goes with it.
int forget_task(const ImportOptions& options, Report& report);

}  // namespace lite2pg
