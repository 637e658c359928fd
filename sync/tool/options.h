// The command line of lite2pg-sync.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "common/options.h"
#include "sync/back/settings.h"

namespace lite2pg {

enum class SyncTask : std::uint8_t { back };

struct SyncOptions {
  CommonOptions common;
  SyncTask task = SyncTask::back;
  std::string source;  ///< SQLite file; empty for tasks on the target alone.
  std::string target;
  std::string schema = "public";
  std::string run;                            ///< Of the ledger; empty: the latest that fits.
  std::string back;                           ///< File to make from the target; empty: another task.
  BackMisfit on_misfit = BackMisfit::refuse;  ///< Way back.
  bool added = false, dropped = false;        ///< Way back, as BackSettings.
};

/// Reads the command line. The exit code when it asked for --help or --version; throws Error(usage).
[[nodiscard]] std::optional<int> parse_sync_options(int argc, const char* const* argv, SyncOptions& options);

}  // namespace lite2pg
