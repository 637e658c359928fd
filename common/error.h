// The one error type of the project and the exit codes that scripts rely on.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace lite2pg {

/// What a process ends with. A contract: the numbers never change (README, "Exit codes").
enum class ExitCode : int {
  done = 0,           ///< What was asked for is done in full; verify: proven equal.
  different = 1,      ///< Differences were found, or are left; or something could not be compared.
  usage = 2,          ///< The command line is wrong.
  refused = 3,        ///< The data or schema cannot be carried under the chosen policy; nothing was written.
  source = 4,         ///< The source is unreadable, damaged, or changed during the run.
  target = 5,         ///< PostgreSQL said no, or cannot be reached.
  archive = 6,        ///< The archive is damaged or incomplete.
  partial = 7,        ///< Stopped part-way; `--resume` goes on.
  interrupted = 130,  ///< SIGINT.
  terminated = 143,   ///< SIGTERM.
};

/// An error that a person can act on: `what()` says what and where (file, table, column, row) in one line,
/// `hint()` what to do about it (may be empty).
class Error : public std::runtime_error {
 public:
  Error(ExitCode code, const std::string& what, std::string hint = {})
      : std::runtime_error(what), code_(code), hint_(std::move(hint)) {}

  [[nodiscard]] ExitCode code() const noexcept { return code_; }
  [[nodiscard]] const std::string& hint() const noexcept { return hint_; }

 private:
  ExitCode code_;
  std::string hint_;
};

}  // namespace lite2pg
