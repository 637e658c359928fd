// What all parts of a load share.
#pragma once

#include <string>

#include "common/console/progress.h"
#include "export/rows/orphan_rows.h"
#include "export/rows/row_source.h"
#include "import/ledger/ledger.h"
#include "import/load/server.h"
#include "import/postgres/retry.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

class RateLimit;
class RunMonitor;
class Window;

/// Borrowed parts outlive the load. Read by all workers.
struct LoadContext {
  LoadServer& server;
  RowSource& source;
  const Plan& plan;
  const RunRecord& run;
  Progress& progress;
  unsigned jobs = 1;
  unsigned retries = retry_limit;           ///< Of one piece of work after passing errors.
  RunMonitor* monitor = nullptr;            ///< Who is told; may be nobody.
  const Window* window = nullptr;           ///< When no further job is begun; nullptr: no end.
  RateLimit* rate = nullptr;                ///< Of what is sent; nullptr: as fast as it goes.
  const OrphansByTable* orphans = nullptr;  ///< Rows that are set aside; nullptr: none.
  bool keeps_rejected = true;               ///< Rows that are set aside go into the ledger; not in a rehearsal.
};

}  // namespace lite2pg
