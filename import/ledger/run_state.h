// The states of a run, and which may follow which.
#pragma once

#include <cstdint>
#include <string_view>

namespace lite2pg {

enum class RunState : std::uint8_t {
  loading,      ///< At work, or stopped part-way: `--resume` goes on.
  staged,       ///< All data and objects stand in the staging schema.
  published,    ///< Moved to the target schema.
  rolled_back,  ///< Moved back to the staging schema; what stood in the target schema before stands there again.
  failed,       ///< Ended by an error that a resume cannot heal; its staging schema is gone or waits for cleanup.
  removed,      ///< Cleaned up: nothing of it is left but its ledger rows.
};

[[nodiscard]] std::string_view name_of(RunState s) noexcept;
/// Throws Error(target) for a word that is no state.
[[nodiscard]] RunState run_state(std::string_view name);
/// loading -> staged -> published <-> rolled_back; loading -> failed; all but published -> removed.
[[nodiscard]] bool may_follow(RunState from, RunState to) noexcept;

}  // namespace lite2pg
