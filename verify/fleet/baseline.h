// The state of a fleet's target on some day, by tenant and table: what a later check compares with.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "verify/comparison/result.h"
#include "verify/fleet/verify_fleet.h"

namespace lite2pg {

struct FleetBaseline {
  std::uint64_t seed = 0;
  std::string created_at;  ///< ISO 8601, UTC.
  /// Rows and digest of the target, by tenant and the table's name in the source.
  std::map<std::pair<std::string, std::string>, std::pair<std::uint64_t, std::string>> tables;
};

/// nullopt when there is no such file. Throws Error(usage) when it is no baseline of a fleet.
[[nodiscard]] std::optional<FleetBaseline> read_fleet_baseline(const std::string& path);
/// JSON, `format` "lite2pg-fleet-baseline-1".
[[nodiscard]] std::string fleet_baseline_text(std::uint64_t seed, const std::vector<TenantOutcome>& tenants);
/// Tenants' tables whose rows are not those of the baseline, whichever side has them.
[[nodiscard]] std::vector<BaselineChange> changes_since(const FleetBaseline& then,
                                                        const std::vector<TenantOutcome>& tenants);

}  // namespace lite2pg
