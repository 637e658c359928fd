// Vetoes that stand when a run is gone on with or published.
#pragma once

#include "common/telemetry/hook.h"
#include "import/ledger/ledger.h"

namespace lite2pg {

/// Throws Error(partial) when a hook's veto stands and no hooks were given that could take it back. Of a folder that
/// was given, hooks that are not in it any more are dropped with their vetoes, which is said; those that are there will
/// be asked again. Warns when the run was begun with hooks and goes on without.
void settle_vetoes(Session& session, const RunRecord& run, const Hooks& hooks);

}  // namespace lite2pg
