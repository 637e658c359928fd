// How a run ends early: refused, and its staging schema dropped; or stopped, to be gone on with.
#pragma once

#include <string>
#include <vector>

#include "import/ledger/ledger.h"
#include "import/load/leading_session.h"
#include "import/load/step.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// "a; b", without the "; " when one of them is empty.
[[nodiscard]] std::string joined(const std::string& first, const std::string& second);

/// The error for objects that PostgreSQL refused.
[[nodiscard]] Error refusal_error(const std::vector<Refusal>& refusals);

/// Settles a run whose load ended with `error`: drops its staging schema when data or schema were refused, notes why it
/// stopped otherwise. The error that the process ends with.
[[nodiscard]] Error end_early(LeadingSession& session, const RunRecord& run, const Error& error);

}  // namespace lite2pg
