// What lite2pg-verify does, as the list of its phases.
#pragma once

#include "verify/tool/options.h"

namespace lite2pg {

/// Does what the options ask for and gives the exit code. Results go to stdout, everything else to stderr.
/// Throws Error; report and metrics that were asked for are written before.
[[nodiscard]] int run_verify(const VerifyOptions& options);

}  // namespace lite2pg
