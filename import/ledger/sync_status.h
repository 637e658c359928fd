// What --status shows of lite2pg-sync's work: rounds and freeze of live runs, repairs.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "import/ledger/ledger.h"
#include "import/ledger/repairs.h"

namespace lite2pg {

/// Of a run whose source goes on being written.
struct LiveStatus {
  std::uint64_t rounds = 0;
  std::string last_round;  ///< When; empty: there was none.
  std::uint64_t inserted = 0, updated = 0, deleted = 0, leaves = 0, leaves_changed = 0;  ///< In the last round.
  double seconds = 0, freeze_estimate = 0;                                               ///< The same.
  bool cut_off = false;  ///< A round began after it and did not end, or is at work.
  std::string frozen;    ///< When it was frozen and published; empty: not yet.
  bool settled = false;  ///< Foreign keys are validated since.
};

/// nullopt: the run is no live one. Throws TargetError.
[[nodiscard]] std::optional<LiveStatus> live_status(Session& session, const RunRecord& run);

/// Lines under those of the run.
[[nodiscard]] std::string describe(const LiveStatus& status);
/// One line a repair; "" when there are none.
[[nodiscard]] std::string describe(const std::vector<RepairRecord>& repairs);

/// As JSON.
[[nodiscard]] nlohmann::ordered_json to_json(const LiveStatus& status);
[[nodiscard]] nlohmann::ordered_json to_json(const std::vector<RepairRecord>& repairs);

}  // namespace lite2pg
