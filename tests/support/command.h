// Runs a program as a user would and shows what it said.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace lite2pg::test {

struct CommandOptions {
  /// Variables on top of this process's environment; they win.
  std::map<std::string, std::string> environment = {};
  std::string input = {};
  /// The folder to run in; empty: this process's.
  std::string folder = {};
  /// After this long the program is killed and the result says so.
  std::chrono::seconds timeout{120};
};

struct CommandResult {
  int exit_code = 0;  ///< 128 + signal number when a signal ended it, as a shell counts.
  bool timed_out = false;
  std::string out;
  std::string err;
};

/// Runs `arguments[0]` (looked up in PATH) to its end. Throws std::runtime_error when it cannot be started.
[[nodiscard]] CommandResult run_command(const std::vector<std::string>& arguments, const CommandOptions& options = {});

/// A program that runs beside the test, to be signalled: for tests of interrupts and crashes.
class BackgroundCommand {
 public:
  BackgroundCommand(const std::vector<std::string>& arguments, const CommandOptions& options = {});
  /// Kills it when it still runs.
  ~BackgroundCommand();
  BackgroundCommand(const BackgroundCommand&) = delete;
  BackgroundCommand& operator=(const BackgroundCommand&) = delete;

  [[nodiscard]] pid_t pid() const noexcept { return pid_; }
  void signal(int number) const;
  /// Waits for the next line of its standard output, without the line's end; "" when there is none any more.
  std::string read_line();
  /// Gives it the input, closes that, and waits for its end, at most the time-out of the options (then kills it).
  CommandResult wait();

 private:
  void read_output(CommandResult& result);

  CommandOptions options_;
  pid_t pid_ = -1;
  int input_ = -1;
  int out_ = -1;
  int err_ = -1;
};

}  // namespace lite2pg::test
