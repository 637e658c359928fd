// The command line of lite2pg-import.
#pragma once

#include <optional>

#include "import/run/options.h"

namespace lite2pg {

/// Reads the command line. The exit code when it asked for --help or --version; throws Error(usage).
[[nodiscard]] std::optional<int> parse_import_options(int argc, const char* const* argv, ImportOptions& options);

}  // namespace lite2pg
