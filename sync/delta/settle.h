// What a freeze leaves for later: done when the application works on the target already, and again by a later call
// when it was cut off.
#pragma once

#include <string>
#include <vector>

#include "import/ledger/ledger.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// Validates the run's foreign keys, gathers statistics, records the shape and that all of it is done. Warnings for
/// people: keys that could not be validated. Throws TargetError.
[[nodiscard]] std::vector<std::string> settle(Session& session, const RunRecord& run, const Plan& plan);

/// Whether settle() came to its end.
[[nodiscard]] bool is_settled(Session& session, const RunRecord& run);

}  // namespace lite2pg
