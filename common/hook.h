// Programs of the user's that a run calls: hooks of a migration, the command for a found difference.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace lite2pg {

struct ChildResult {
  int exit_code = 0;       ///< 128 + signal when a signal ended it.
  bool timed_out = false;  ///< It was killed after the time-out.
  [[nodiscard]] bool succeeded() const noexcept { return exit_code == 0 && !timed_out; }
};

/// Runs `arguments[0]` (a path; no shell) with `environment` added to ours and `input` on its standard input; its
/// output goes to our stderr. Killed with its process group after `timeout`, and by a signal to us other than
/// `known_signal` (interrupt_signal(), for a hook that tells of one). Throws Error(usage) when it cannot start.
[[nodiscard]] ChildResult run_child(const std::vector<std::string>& arguments,
                                    const std::map<std::string, std::string>& environment, const std::string& input,
                                    std::chrono::milliseconds timeout, int known_signal = 0);

/// The executables of a --hook-dir, called by name: before-load, after-table, after-load, before-publish,
/// after-publish, on-failure, on-slow.
class Hooks {
 public:
  /// An empty folder name: no hooks. Throws Error(usage) when the folder is not there.
  Hooks(std::string folder, std::chrono::milliseconds timeout);

  /// Runs hook `name` when the folder has it. `facts` go into the environment as LITE2PG_<KEY> and as one JSON object
  /// to its standard input. False when it vetoed: a non-zero exit, a signal or the time-out; `veto` then says which.
  [[nodiscard]] bool run(const std::string& name, const std::map<std::string, std::string>& facts, std::string& veto,
                         int known_signal = 0);
  [[nodiscard]] bool has(const std::string& name) const;

 private:
  std::string folder_;
  std::chrono::milliseconds timeout_;
};

}  // namespace lite2pg
