#include "common/hook.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>
#include <thread>

#include "common/error.h"
#include "common/interrupt.h"
#include "common/text.h"

extern char** environ;

namespace lite2pg {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto poll_interval = std::chrono::milliseconds(10);

/// One end of a pipe.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() { reset(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  void reset() {
    if (fd_ >= 0) close(fd_);
    fd_ = -1;
  }
  [[nodiscard]] int get() const noexcept { return fd_; }

 private:
  int fd_;
};

/// What posix_spawn is told: standard input from the pipe, standard output to our stderr, a process group of its own.
class SpawnSettings {
 public:
  explicit SpawnSettings(int input) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_adddup2(&actions_, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, STDERR_FILENO, STDOUT_FILENO);
    posix_spawnattr_init(&attributes_);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes_, &defaults);
  }
  ~SpawnSettings() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  [[nodiscard]] pid_t spawn(char* const* arguments, char* const* environment) const {
    pid_t pid = -1;
    const int error = posix_spawn(&pid, arguments[0], &actions_, &attributes_, arguments, environment);
    if (error != 0) {
      throw Error(ExitCode::usage,
                  "'" + std::string(arguments[0]) + "' cannot be run: " + std::generic_category().message(error),
                  "it must be an executable file");
    }
    return pid;
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  for (std::string& s : strings) result.push_back(s.data());
  result.push_back(nullptr);
  return result;
}

std::vector<std::string> with_ours(const std::map<std::string, std::string>& added) {
  std::vector<std::string> result;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (!added.contains(text.substr(0, text.find('=')))) result.push_back(text);
  }
  for (const auto& [key, value] : added) result.push_back(key + "=" + value);
  return result;
}

/// Keeps SIGPIPE from this thread while it writes to a child that may have gone; the write then fails with EPIPE.
class NoBrokenPipe {
 public:
  NoBrokenPipe() {
    sigemptyset(&broken_pipe_);
    sigaddset(&broken_pipe_, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken_pipe_, &before_);
  }
  ~NoBrokenPipe() {
    const timespec now = {};
    while (sigtimedwait(&broken_pipe_, nullptr, &now) == SIGPIPE) continue;
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  NoBrokenPipe(const NoBrokenPipe&) = delete;
  NoBrokenPipe& operator=(const NoBrokenPipe&) = delete;

 private:
  sigset_t broken_pipe_{}, before_{};
};

/// Writes until all is taken, the reader goes away or the time is over.
void feed(int fd, std::string_view input, Clock::time_point deadline) {
  const NoBrokenPipe guard;
  fcntl(fd, F_SETFL, O_NONBLOCK);
  while (!input.empty() && Clock::now() < deadline) {
    pollfd ready = {.fd = fd, .events = POLLOUT, .revents = 0};
    if (poll(&ready, 1, static_cast<int>(poll_interval.count())) <= 0) continue;
    const ssize_t n = write(fd, input.data(), input.size());
    if (n < 0 && errno != EAGAIN && errno != EINTR) return;
    if (n > 0) input.remove_prefix(static_cast<std::size_t>(n));
  }
}

ChildResult wait_for(pid_t pid, Clock::time_point deadline, int known_signal) {
  ChildResult result;
  int status = 0;
  while (waitpid(pid, &status, WNOHANG) == 0) {
    const bool interrupted = interrupt_signal() != known_signal;
    if (Clock::now() >= deadline || interrupted) {
      result.timed_out = !interrupted;
      kill(-pid, SIGKILL);
      waitpid(pid, &status, 0);
      break;
    }
    std::this_thread::sleep_for(poll_interval);
  }
  result.exit_code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return result;
}

std::string environment_name(std::string_view key) {
  std::string name = "LITE2PG_";
  for (const char c : key) name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return name;
}

}  // namespace

ChildResult run_child(const std::vector<std::string>& arguments, const std::map<std::string, std::string>& environment,
                      const std::string& input, std::chrono::milliseconds timeout, int known_signal) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw Error(ExitCode::usage, "no pipe for '" + arguments.at(0) + "': " + std::generic_category().message(errno));
  }
  Descriptor reading(ends[0]), writing(ends[1]);
  std::vector<std::string> argument_copies = arguments, variables = with_ours(environment);
  const auto deadline = Clock::now() + timeout;
  const pid_t pid = SpawnSettings(reading.get()).spawn(pointers(argument_copies).data(), pointers(variables).data());
  reading.reset();
  feed(writing.get(), input, deadline);
  writing.reset();
  return wait_for(pid, deadline, known_signal);
}

Hooks::Hooks(std::string folder, std::chrono::milliseconds timeout) : folder_(std::move(folder)), timeout_(timeout) {
  if (!folder_.empty() && !std::filesystem::is_directory(folder_)) {
    throw Error(ExitCode::usage, "--hook-dir '" + folder_ + "' is no directory");
  }
}

bool Hooks::has(const std::string& name) const {
  return !folder_.empty() && access((folder_ + "/" + name).c_str(), X_OK) == 0;
}

bool Hooks::run(const std::string& name, const std::map<std::string, std::string>& facts, std::string& veto,
                int known_signal) {
  if (!has(name)) return true;
  nlohmann::ordered_json json = {{"hook", name}};
  std::map<std::string, std::string> environment = {{"LITE2PG_HOOK", name}};
  for (const auto& [key, value] : facts) {
    json[key] = value;
    environment[environment_name(key)] = value;
  }
  const std::string input = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  const ChildResult result = run_child({folder_ + "/" + name}, environment, input, timeout_, known_signal);
  if (result.succeeded()) return true;
  veto = "hook " + name +
         (result.timed_out ? " ran out of time (" + human_seconds(static_cast<double>(timeout_.count()) / 1000) + ")"
                           : " ended with " + std::to_string(result.exit_code));
  return false;
}

}  // namespace lite2pg
