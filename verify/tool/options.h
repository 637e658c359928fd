// The command line of lite2pg-verify.
#pragma once

#include <optional>

#include "verify/comparison/settings.h"

namespace lite2pg {

/// Reads the command line. The exit code when it asked for --help or --version; throws Error(usage).
[[nodiscard]] std::optional<int> parse_verify_options(int argc, const char* const* argv, VerifyOptions& options);

}  // namespace lite2pg
