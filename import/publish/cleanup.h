// What dropping the remains of runs would take away.
#pragma once

#include <string>
#include <vector>

#include "import/ledger/ledger.h"

namespace lite2pg {

/// What of value goes with a run's remains and is nowhere else, for people: rows that applications wrote between its
/// publish and its rollback; what it replaced. Empty: the source has all of it.
[[nodiscard]] std::string lost_by_cleanup(Session& session, const RunRecord& run);

/// Runs that --cleanup takes without being told which: those that stopped, failed or were rolled back, unless
/// something of value would go.
[[nodiscard]] std::vector<RunRecord> left_over_runs(Session& session, const std::vector<RunRecord>& runs);

/// A line for each run that stays, and why.
[[nodiscard]] std::string what_stays(Session& session, const std::vector<RunRecord>& runs);

}  // namespace lite2pg
