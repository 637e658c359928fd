// A live run that is published already: was anything written to its source after the cutover?
#pragma once

#include "common/say.h"
#include "import/ledger/ledger.h"
#include "mapping/documents/report.h"
#include "sync/delta/settings.h"

namespace lite2pg {

/// Compares the source with what the ledger keeps of it as it was at the freeze, and says what it finds. The exit code:
/// 0 when nothing was written, 1 when something was. Throws Error(source), TargetError.
int tell_after_cutover(Session& session, const RunRecord& run, const DeltaSettings& settings, Report& report,
                       const Say& say);

}  // namespace lite2pg
