#include "tests/support/command.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

extern char** environ;

namespace lite2pg::test {
namespace {

using Clock = std::chrono::steady_clock;

std::vector<std::string> merged_environment(const std::map<std::string, std::string>& changes) {
  std::vector<std::string> merged;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (!changes.contains(text.substr(0, text.find('=')))) merged.push_back(text);
  }
  for (const auto& [name, value] : changes) merged.push_back(name + "=" + value);
  return merged;
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  for (std::string& s : strings) result.push_back(s.data());
  result.push_back(nullptr);
  return result;
}

/// What the child sees as file number `target`, and our own end of that pipe.
struct Pipe {
  Pipe() {
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2 failed");
  }
  std::array<int, 2> ends{};
};

/// Appends what can be read; false at the end of the stream.
bool drain(int fd, std::string& into) {
  std::array<char, 65536> buffer;
  const ssize_t n = read(fd, buffer.data(), buffer.size());
  if (n < 0) return errno == EINTR || errno == EAGAIN;
  into.append(buffer.data(), static_cast<std::size_t>(n));
  return n > 0;
}

void close_once(int& fd) {
  if (fd >= 0) close(fd);
  fd = -1;
}

/// Sends the next part of `input`; false when all is sent or nobody reads it.
bool feed(int fd, std::string& input) {
  const ssize_t n = write(fd, input.data(), input.size());
  if (n < 0) return errno == EINTR || errno == EAGAIN;
  input.erase(0, static_cast<std::size_t>(n));
  return !input.empty();
}

int exit_code_of(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

}  // namespace

BackgroundCommand::BackgroundCommand(const std::vector<std::string>& arguments, const CommandOptions& options)
    : options_(options) {
  ::signal(SIGPIPE, SIG_IGN);  // A program may end without reading its input.
  Pipe input, out, err;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input.ends[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out.ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.ends[1], STDERR_FILENO);
  if (!options.folder.empty()) posix_spawn_file_actions_addchdir_np(&actions, options.folder.c_str());
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  std::vector<std::string> words = arguments;
  std::vector<std::string> environment = merged_environment(options.environment);
  const int error = posix_spawnp(&pid_, arguments.at(0).c_str(), &actions, &attributes, pointers(words).data(),
                                 pointers(environment).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  close(input.ends[0]);
  close(out.ends[1]);
  close(err.ends[1]);
  input_ = input.ends[1];
  out_ = out.ends[0];
  err_ = err.ends[0];
  fcntl(input_, F_SETFL, O_NONBLOCK);
  if (error == 0) return;
  pid_ = -1;
  for (int* fd : {&input_, &out_, &err_}) close_once(*fd);
  throw std::runtime_error("cannot start " + arguments.at(0) + ": " + std::strerror(error));
}

BackgroundCommand::~BackgroundCommand() {
  for (int* fd : {&input_, &out_, &err_}) close_once(*fd);
  if (pid_ <= 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

void BackgroundCommand::signal(int number) const {
  if (pid_ > 0) kill(pid_, number);
}

void BackgroundCommand::read_output(CommandResult& result) {
  const auto deadline = Clock::now() + options_.timeout;
  if (options_.input.empty()) close_once(input_);
  while (out_ >= 0 || err_ >= 0) {
    std::array<pollfd, 3> waiting{{{out_, POLLIN, 0}, {err_, POLLIN, 0}, {input_, POLLOUT, 0}}};
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) {
      result.timed_out = true;
      kill(pid_, SIGKILL);
      return;
    }
    if (poll(waiting.data(), waiting.size(), static_cast<int>(left)) < 0) continue;
    if (waiting[0].revents != 0 && !drain(out_, result.out)) close_once(out_);
    if (waiting[1].revents != 0 && !drain(err_, result.err)) close_once(err_);
    if (waiting[2].revents != 0 && !feed(input_, options_.input)) close_once(input_);
  }
}

std::string BackgroundCommand::read_line() {
  std::string line;
  for (char c = 0; read(out_, &c, 1) == 1 && c != '\n';) line += c;
  return line;
}

CommandResult BackgroundCommand::wait() {
  CommandResult result;
  read_output(result);
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  result.exit_code = exit_code_of(status);
  return result;
}

CommandResult run_command(const std::vector<std::string>& arguments, const CommandOptions& options) {
  return BackgroundCommand(arguments, options).wait();
}

}  // namespace lite2pg::test
