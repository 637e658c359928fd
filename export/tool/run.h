// What lite2pg-export does, as the list of its phases.
#pragma once

#include "export/tool/options.h"

namespace lite2pg {

/// Does what the options ask for and gives the exit code. Results go to stdout, everything else to stderr.
/// Throws Error; a report that was asked for is written before.
[[nodiscard]] int run_export(const ExportOptions& options);

}  // namespace lite2pg
