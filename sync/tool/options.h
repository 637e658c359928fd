// The command line of lite2pg-sync.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "common/options/parser.h"
#include "sync/apply/settings.h"
#include "sync/back/settings.h"

namespace lite2pg {

enum class SyncTask : std::uint8_t {
  step,  ///< SOURCE TARGET: rounds of a live run; without one that is staged, a repair.
  undo,
  back,
};

struct SyncOptions {
  CommonOptions common;
  SyncTask task = SyncTask::step;
  std::string source;  ///< SQLite file; empty for tasks on the target alone.
  std::string target;
  std::string schema = "public";
  std::string run;                            ///< Of the ledger; empty: the latest that fits.
  std::string tenant;                         ///< Of a fleet.
  std::string back;                           ///< File to make from the target; empty: another task.
  BackMisfit on_misfit = BackMisfit::refuse;  ///< Way back.
  bool added = false, dropped = false;        ///< Way back, as BackSettings.
  std::optional<unsigned> rounds;
  double freeze_target = 2;  ///< Seconds.
  bool freeze = false, replace = false;
  unsigned lock_timeout = 10;                 ///< Seconds.
  std::string hook_dir, metrics, trace;       ///< Empty: none.
  double hook_timeout = 60, slow_after = 60;  ///< Seconds.
  std::string mapping;
  RepairScope scope = RepairScope::damage;
  bool no_delete = false, dry_run = false;
  std::string sql_out;
  std::string max_changes = "1%";
  std::optional<std::string> undo;  ///< Which repair; empty: the latest.
};

/// Reads the command line. The exit code when it asked for --help or --version; throws Error(usage).
[[nodiscard]] std::optional<int> parse_sync_options(int argc, const char* const* argv, SyncOptions& options);

}  // namespace lite2pg
