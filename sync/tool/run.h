// A run of lite2pg-sync.
#pragma once

#include "sync/tool/options.h"

namespace lite2pg {

/// The exit code. Throws Error, after the report is written.
int run_sync(const SyncOptions& options);

}  // namespace lite2pg
