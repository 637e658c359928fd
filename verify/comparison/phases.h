// The comparison itself: from source and target to what was found.
#pragma once

#include "common/console/progress.h"
#include "import/postgres/target.h"
#include "verify/comparison/result.h"
#include "verify/comparison/settings.h"

namespace lite2pg {

/// Opens both sides, finds the plan, compares rows and schema, compares with and writes the baseline. `seconds` of the
/// result is the caller's to fill. Throws Error; Error(refused) when there was nothing to compare.
[[nodiscard]] VerifyResult verify(const VerifyOptions& options, Progress& progress);

/// What the server was found to lack: into the result.
void tell_capabilities(const Target& target, VerifyResult& result);

}  // namespace lite2pg
