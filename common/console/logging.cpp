#include "common/console/logging.h"

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "common/console/log.h"
#include "common/console/log_scope.h"
#include "common/error.h"
#include "common/json_text.h"
#include "common/plain_text.h"
#include "common/text.h"

namespace lite2pg {
namespace {

using Context = std::vector<std::pair<std::string, std::string>>;

/// Keys of this thread's log scopes, innermost last.
Context& thread_context() {
  thread_local Context context;
  return context;
}

std::string_view level_word(spdlog::level::level_enum level) {
  const auto name = spdlog::level::to_string_view(level);
  return {name.data(), name.size()};
}

/// Locked by base_sink's mutex, but for the console, which has its own.
class ConsoleSink : public spdlog::sinks::base_sink<std::mutex> {
 public:
  ConsoleSink(std::shared_ptr<Console> console, LogFormat format) : console_(std::move(console)), format_(format) {}

  void set_context(const std::string& key, const std::string& value) {
    const std::scoped_lock lock(mutex_);
    context_[key] = value;
  }
  void pass_on(const std::string& program, const std::string& line) {
    const std::scoped_lock lock(mutex_);
    const LogScope scope("program", program);
    console_->write_line(format_ == LogFormat::json ? as_json(spdlog::level::info, line) : line);
  }
  [[nodiscard]] LogFormat format() const noexcept { return format_; }

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    const std::string_view text(message.payload.data(), message.payload.size());
    console_->write_line(format_ == LogFormat::json ? as_json(message.level, text) : as_text(message.level, text));
  }
  void flush_() override {}

 private:
  static std::string as_text(spdlog::level::level_enum level, std::string_view text) {
    const std::string prefix = level == spdlog::level::info ? "" : std::string(level_word(level)) + ": ";
    return prefix + plain_line(text);
  }
  [[nodiscard]] std::string as_json(spdlog::level::level_enum level, std::string_view text) const {
    nlohmann::ordered_json line;
    line["time"] = utc_now();
    line["level"] = level_word(level);
    for (const auto& [key, value] : context_) line[key] = value;
    for (const auto& [key, value] : thread_context()) line[key] = value;
    line["message"] = text;
    return json_text(line, NotUtf8::replaced);
  }

  std::shared_ptr<Console> console_;
  LogFormat format_;
  std::map<std::string, std::string> context_;
};

void write_all(std::string_view text) { (void)(std::fwrite(text.data(), 1, text.size(), stderr) == 0); }

}  // namespace

void Console::write_line(std::string_view line) {
  const std::scoped_lock lock(lock_);
  if (drawn_) write_all("\r\x1b[K");
  drawn_ = false;
  write_all(std::string(line) + "\n");
}

void Console::draw_progress(std::string_view line) {
  const std::scoped_lock lock(lock_);
  if (line.empty() && !drawn_) return;
  write_all("\r\x1b[K" + plain_line(line));
  drawn_ = !line.empty();
  std::fflush(stderr);
}

bool Console::is_terminal() { return isatty(STDERR_FILENO) == 1; }

std::size_t Console::width() {
  constexpr std::size_t least = 20, usual = 80;
  winsize size{};
  std::size_t columns = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
  if (const char* told = std::getenv("COLUMNS"); columns == 0 && told != nullptr) {
    columns = std::strtoul(told, nullptr, 10);
  }
  return std::max(least, columns == 0 ? usual : columns);
}

void start_logging(std::shared_ptr<Console> console, const std::string& level, LogFormat format) {
  constexpr std::array<std::string_view, 6> words = {"trace", "debug", "info", "warn", "error", "off"};
  if (std::ranges::find(words, level) == words.end()) {
    throw Error(ExitCode::usage, "--log-level '" + level + "' is no level",
                "use trace, debug, info, warn, error or off");
  }
  auto logger = std::make_shared<spdlog::logger>("lite2pg", std::make_shared<ConsoleSink>(std::move(console), format));
  logger->set_level(spdlog::level::from_str(level));
  spdlog::set_default_logger(std::move(logger));
}

void write_log(LogLevel level, std::string_view pattern, std::initializer_list<LogPiece> pieces) {
  using enum spdlog::level::level_enum;
  constexpr std::array<spdlog::level::level_enum, 4> levels = {debug, info, warn, err};
  const auto at = levels[static_cast<std::size_t>(level)];
  if (!spdlog::default_logger_raw()->should_log(at)) return;
  std::string line;
  for (const LogPiece& piece : pieces) {
    const std::size_t place = pattern.find("{}");
    line.append(pattern.substr(0, place)).append(piece.text());
    pattern.remove_prefix(place + 2);
  }
  spdlog::default_logger_raw()->log(at, line.append(pattern));
}

LogScope::LogScope(std::string key, std::string value) {
  thread_context().emplace_back(std::move(key), std::move(value));
}

LogScope::~LogScope() { thread_context().pop_back(); }

bool logs_are_json() noexcept {
  for (const auto& sink : spdlog::default_logger()->sinks()) {
    if (const auto* console = dynamic_cast<ConsoleSink*>(sink.get())) return console->format() == LogFormat::json;
  }
  return false;
}

void pass_on(const std::string& program, const std::string& line) {
  for (const auto& sink : spdlog::default_logger()->sinks()) {
    if (auto* console = dynamic_cast<ConsoleSink*>(sink.get())) console->pass_on(program, line);
  }
}

void set_log_context(const std::string& key, const std::string& value) {
  for (const auto& sink : spdlog::default_logger()->sinks()) {
    if (auto* console = dynamic_cast<ConsoleSink*>(sink.get())) console->set_context(key, value);
  }
}

}  // namespace lite2pg
