// Programs of the user's that a run calls: hooks of a migration, the command for a found difference.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace lite2pg {

struct ChildResult {
  int exit_code = 0;       ///< 128 + signal when a signal ended it.
  bool timed_out = false;  ///< It was killed after the time-out.
  [[nodiscard]] bool succeeded() const noexcept { return exit_code == 0 && !timed_out; }
};

/// Runs `arguments[0]` (a path; no shell) with `environment` added to ours and `input` on its standard input; what it
/// writes is handed to `on_line` line by line, standard output and error together. Killed with its process group after
/// `timeout`, and by a signal to us other than `known_signal` (interrupt_signal(), for a hook that tells of one). What
/// it leaves running in the background is heard no more. Throws Error(usage) when it cannot start.
[[nodiscard]] ChildResult run_child(const std::vector<std::string>& arguments,
                                    const std::map<std::string, std::string>& environment, const std::string& input,
                                    std::chrono::milliseconds timeout,
                                    const std::function<void(const std::string& line)>& on_line, int known_signal = 0);

/// Numbers are numbers in the JSON (docs/hook.schema.json).
using HookFact = std::variant<std::string, std::uint64_t, double>;
using HookFacts = std::map<std::string, HookFact>;

/// The executables of a --hook-dir, called by name: before-load, after-table, after-load, after-round, before-publish,
/// after-publish, before-repair, after-repair, on-failure, on-slow.
class Hooks {
 public:
  /// An empty folder name: no hooks. Throws Error(usage) when the folder is not there, when a hook in it cannot be run
  /// (no execute right, no interpreter), or when a program in it has another name than a hook. Sub-folders, hidden
  /// files, and files that are neither executable nor named like a hook are left alone.
  Hooks(std::string folder, std::chrono::milliseconds timeout);

  /// Runs hook `name` when the folder has it. `facts` go into the environment as LITE2PG_<KEY> and as one JSON object
  /// to its standard input; what it writes goes to the log (pass_on()). False when it vetoed: a non-zero exit, a
  /// signal, the time-out, or that it did not start; `veto` then says which.
  [[nodiscard]] bool run(const std::string& name, const HookFacts& facts, std::string& veto, int known_signal = 0);
  [[nodiscard]] bool has(const std::string& name) const { return names_.contains(name); }
  [[nodiscard]] const std::set<std::string>& names() const noexcept { return names_; }
  /// Whether a folder was given, be it an empty one.
  [[nodiscard]] bool given() const noexcept { return !folder_.empty(); }

 private:
  std::string folder_;
  std::chrono::milliseconds timeout_;
  std::set<std::string> names_;
};

}  // namespace lite2pg
