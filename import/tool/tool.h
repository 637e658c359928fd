// lite2pg-import: from options to an exit code.
#pragma once

#include "import/tool/options.h"

namespace lite2pg {

/// Does what the options ask for. Results go to stdout, everything else to stderr. Throws Error; a report that was
/// asked for is written before.
[[nodiscard]] int run_import(const ImportOptions& options);

}  // namespace lite2pg
