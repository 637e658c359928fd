// What a run notes of itself in the ledger, so that those who go on with it or look at it do the same.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "import/load/run.h"

namespace lite2pg {

/// What a run whose source goes on being written notes of it (--live).
struct LiveSource {
  std::string path;  ///< Absolute.
  std::uint64_t device = 0, inode = 0;
  std::uint64_t seed = 0;  ///< Of the digests of its leaves.
  bool numbered = false;   ///< Staging carries SQLite's row numbers where they are needed (import/live/hidden_rowid.h).
};

/// The column "settings" of lite2pg.run, as JSON.
struct RunSettings {
  SliceCounts slices;
  std::string existing;         ///< Into tables that stood there: "truncate", "append" or "empty"; else empty.
  std::string hook_dir;         ///< Empty: it was begun without hooks.
  std::set<std::string> hooks;  ///< The hooks that stood there.
  bool schema_only = false;     ///< No rows are loaded.
  std::optional<LiveSource> live;
  WorkCost work;  ///< What --status measures progress by.
};

[[nodiscard]] std::string to_json(const RunSettings& settings);
/// Of any version that wrote it; what it does not say is empty. Throws Error(target) for what is no JSON object.
[[nodiscard]] RunSettings settings_of(const RunRecord& run);

}  // namespace lite2pg
