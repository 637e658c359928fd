// Is the staging schema what the ledger says? Looked at before anything of it is published.
#pragma once

#include "import/ledger/ledger.h"

namespace lite2pg {

/// Throws Error(refused) when tables or views of the plan are missing, when something stands there that the run did not
/// make, when keys, checks or columns of a staged run are not what was recorded, or when a staged run's tables hold
/// other numbers of rows than were loaded. The rows of a run that was rolled back are the application's by then and are
/// not counted.
void check_staging(Session& session, const RunRecord& run);

/// Only whether keys, checks, indexes and columns of a staged run are those that were recorded: of a live run, whose
/// views are not made yet and whose rows are proven by their digests. In a transaction of its own. Throws
/// Error(refused).
void check_staged_shape(Session& session, const RunRecord& run, const Plan& plan);

}  // namespace lite2pg
