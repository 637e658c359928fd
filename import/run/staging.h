// The staging schema of a run: where data lands and is checked before anybody sees it.
#pragma once

#include <string>

#include "import/ledger/ledger.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// Creates the schema and the bare tables that are not there yet. Throws TargetError.
void create_staging(Session& session, const Plan& plan, const RunRecord& run);

}  // namespace lite2pg
