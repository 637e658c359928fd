// A run that stopped part-way, and the checks that it can go on: the same source, plan, schema and staged tables.
#pragma once

#include <string>

#include "import/ledger/ledger.h"
#include "import/run/options.h"

namespace lite2pg {

/// The run that --resume means: one that is loading or staged; else the latest, when it is published already (the
/// process may have been killed just then). Throws Error(usage) when there is none.
[[nodiscard]] RunRecord stopped_run(Session& session, const ImportOptions& options);

/// The run as the ledger has it now, when it is locked: another process may have gone on with it meanwhile.
[[nodiscard]] RunRecord state_now(Session& session, const RunRecord& run);

/// Throws Error(refused) naming what changed.
void check_same_source(const RunRecord& run, const ImportOptions& options, const std::string& fingerprint);
/// The run's plan out of the ledger, when it is intact and what the options would make again. Throws Error(refused).
[[nodiscard]] Plan same_plan(Session& session, const RunRecord& run, const ImportOptions& options);
/// Throws Error(refused) when a table that the ledger calls loaded is gone.
void check_tables_stand(Session& session, const RunRecord& run);

}  // namespace lite2pg
