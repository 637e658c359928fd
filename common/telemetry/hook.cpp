#include "common/telemetry/hook.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>
#include <thread>

#include "common/console/logging.h"
#include "common/error.h"
#include "common/interrupt.h"
#include "common/json_text.h"
#include "common/text.h"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX wants it declared by the program.

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

/// What posix_spawn is told: standard input and output from and to pipes, a process group of its own.
class SpawnSettings {
 public:
  SpawnSettings(int input, int output) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_adddup2(&actions_, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, output, STDERR_FILENO);
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

/// Both ends of a pipe that no child inherits by itself.
struct Pipe {
  explicit Pipe(const std::string& program) : Pipe(made_for(program)) {}
  Descriptor reading, writing;

 private:
  explicit Pipe(std::array<int, 2> ends) : reading(ends[0]), writing(ends[1]) {}
  static std::array<int, 2> made_for(const std::string& program) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) == 0) return ends;
    throw Error(ExitCode::usage, "no pipe for '" + program + "': " + std::generic_category().message(errno));
  }
};

/// Cuts what comes in into lines.
class LineReader {
 public:
  explicit LineReader(const std::function<void(const std::string&)>& on_line) : on_line_(on_line) {}
  ~LineReader() {
    if (!rest_.empty()) on_line_(rest_);
  }
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  /// Takes what is there; false at the end.
  bool read_from(int fd) {
    std::array<char, 4096> bytes{};
    const ssize_t n = read(fd, bytes.data(), bytes.size());
    if (n <= 0) return n < 0 && (errno == EAGAIN || errno == EINTR);
    for (const char c : std::string_view(bytes.data(), static_cast<std::size_t>(n))) take(c);
    return true;
  }

 private:
  void take(char c) {
    constexpr std::size_t longest = std::size_t{64} << 10;
    if (c != '\n') rest_ += c;
    if (c != '\n' && rest_.size() < longest) return;
    on_line_(rest_);
    rest_.clear();
  }

  const std::function<void(const std::string&)>& on_line_;
  std::string rest_;
};

/// Hands the child its input and takes its output, both as it is ready for them.
class Exchange {
 public:
  Exchange(Descriptor& to_child, Descriptor& from_child, std::string_view input,
           const std::function<void(const std::string&)>& on_line)
      : to_child_(to_child), from_child_(from_child), input_(input), lines_(on_line) {
    for (const int fd : {to_child_.get(), from_child_.get()}) fcntl(fd, F_SETFL, O_NONBLOCK);
    if (input_.empty()) to_child_.reset();
  }

  /// Waits a moment for either.
  void step() {
    std::array<pollfd, 2> ready = {pollfd{.fd = from_child_.get(), .events = POLLIN, .revents = 0},
                                   pollfd{.fd = to_child_.get(), .events = POLLOUT, .revents = 0}};
    if (poll(ready.data(), ready.size(), static_cast<int>(poll_interval.count())) <= 0) return;
    if (ready[0].revents != 0 && !lines_.read_from(from_child_.get())) from_child_.reset();
    if (ready[1].revents != 0) feed();
  }
  /// What was written before the child ended.
  void drain() {
    pollfd ready = {.fd = from_child_.get(), .events = POLLIN, .revents = 0};
    while (ready.fd >= 0 && poll(&ready, 1, 0) > 0 && lines_.read_from(ready.fd)) continue;
  }

 private:
  void feed() {
    const NoBrokenPipe guard;
    const ssize_t n = write(to_child_.get(), input_.data(), input_.size());
    if (n > 0) input_.remove_prefix(static_cast<std::size_t>(n));
    const bool gone = n < 0 && errno != EAGAIN && errno != EINTR;
    if (gone || input_.empty()) to_child_.reset();
  }

  Descriptor& to_child_;
  Descriptor& from_child_;
  std::string_view input_;
  LineReader lines_;
};

ChildResult wait_for(pid_t pid, Exchange& exchange, Clock::time_point deadline, int known_signal) {
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
    exchange.step();
  }
  exchange.drain();
  result.exit_code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return result;
}

constexpr std::array<std::string_view, 10> hook_names = {
    "before-load",   "after-table",   "after-load",   "after-round", "before-publish",
    "after-publish", "before-repair", "after-repair", "on-failure",  "on-slow"};

/// The hook that a file name means: "before-load" of "before-load.sh" and "before-laod"; empty when it means none.
std::string hook_meant_by(const std::string& file) {
  const std::vector<std::string> names(hook_names.begin(), hook_names.end());
  return nearest(file.substr(0, file.find('.')), names);
}

/// The first bytes of a program: "#!/bin/sh -e", or binary ones. Why it cannot be run; empty when it can.
std::string trouble_of(const std::string& path) {
  std::error_code unknown;
  if (!std::filesystem::exists(path, unknown)) return "is a link that leads nowhere";
  if (std::filesystem::is_directory(path, unknown)) return "is a folder";
  if (access(path.c_str(), X_OK) != 0) return "has no execute right: chmod +x '" + path + "'";
  std::ifstream file(path, std::ios::binary);
  std::string line;
  std::getline(file, line);
  if (line.starts_with("\x7f"
                       "ELF"))
    return "";
  if (!line.starts_with("#!")) return "is no program: a script begins with a line like #!/bin/sh";
  const std::size_t start = line.find_first_not_of(" \t", 2);
  const std::string interpreter =
      start == line.npos ? "" : line.substr(start, line.find_first_of(" \t", start) - start);
  if (access(interpreter.c_str(), X_OK) == 0) return "";
  return "names an interpreter that cannot be run: '" + interpreter + "'";
}

/// A file that is no hook. Throws when it looks as if it should be one.
void refuse_stranger(const std::string& name, const std::string& path) {
  const std::string meant = hook_meant_by(name);
  const bool program = access(path.c_str(), X_OK) == 0;
  if (!program && meant.empty()) return;
  std::string known;
  for (const std::string_view hook : hook_names) known += (known.empty() ? "" : ", ") + std::string(hook);
  throw Error(ExitCode::usage, "--hook-dir: '" + path + "' is the name of no hook, it would never be called",
              (meant.empty() ? "the hooks are " + known : "did you mean '" + meant + "'?") +
                  "; other programs belong into another folder or a sub-folder");
}

std::string environment_name(std::string_view key) {
  std::string name = "LITE2PG_";
  for (const char c : key) name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return name;
}

}  // namespace

ChildResult run_child(const std::vector<std::string>& arguments, const std::map<std::string, std::string>& environment,
                      const std::string& input, std::chrono::milliseconds timeout,
                      const std::function<void(const std::string& line)>& on_line, int known_signal) {
  Pipe in(arguments.at(0)), out(arguments.at(0));
  std::vector<std::string> argument_copies = arguments, variables = with_ours(environment);
  const auto deadline = Clock::now() + timeout;
  const SpawnSettings settings(in.reading.get(), out.writing.get());
  const pid_t pid = settings.spawn(pointers(argument_copies).data(), pointers(variables).data());
  in.reading.reset();
  out.writing.reset();
  Exchange exchange(in.writing, out.reading, input, on_line);
  return wait_for(pid, exchange, deadline, known_signal);
}

Hooks::Hooks(std::string folder, std::chrono::milliseconds timeout) : folder_(std::move(folder)), timeout_(timeout) {
  if (folder_.empty()) return;
  if (!std::filesystem::is_directory(folder_)) {
    throw Error(ExitCode::usage, "--hook-dir '" + folder_ + "' is no directory");
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    const std::string name = entry.path().filename(), path = entry.path();
    const bool known = std::ranges::find(hook_names, name) != hook_names.end();
    if (name.starts_with('.') || (!known && entry.is_directory())) continue;
    if (!known) {
      refuse_stranger(name, path);
    } else if (const std::string trouble = trouble_of(path); !trouble.empty()) {
      throw Error(ExitCode::usage, "hook '" + path + "' " + trouble, "a hook that cannot be run would veto nothing");
    } else {
      names_.insert(name);
    }
  }
}

namespace {

std::string text_of(const HookFact& fact) {
  const auto* const text = std::get_if<std::string>(&fact);
  if (text != nullptr) return *text;
  const auto* const count = std::get_if<std::uint64_t>(&fact);
  return count != nullptr ? std::to_string(*count) : std::to_string(std::get<double>(fact));
}

nlohmann::ordered_json json_of(const HookFact& fact) {
  return std::visit([](const auto& value) { return nlohmann::ordered_json(value); }, fact);
}

}  // namespace

bool Hooks::run(const std::string& name, const HookFacts& facts, std::string& veto, int known_signal) {
  if (!has(name)) return true;
  nlohmann::ordered_json json = {{"hook", name}};
  std::map<std::string, std::string> environment = {{"LITE2PG_HOOK", name}};
  for (const auto& [key, value] : facts) {
    json[key] = json_of(value);
    environment[environment_name(key)] = text_of(value);
  }
  const std::string input = json_text(json, NotUtf8::replaced) + "\n";
  ChildResult result;
  try {
    result = run_child(
        {folder_ + "/" + name}, environment, input, timeout_, [&](const std::string& line) { pass_on(name, line); },
        known_signal);
  } catch (const Error& e) {  // it was a program when the run began
    veto = "hook " + name + ": " + e.what();
    return false;
  }
  if (result.succeeded()) return true;
  veto = "hook " + name +
         (result.timed_out ? " ran out of time (" + human_seconds(static_cast<double>(timeout_.count()) / 1000) + ")"
                           : " ended with " + std::to_string(result.exit_code));
  return false;
}

}  // namespace lite2pg
