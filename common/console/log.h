// Lines of the log. The library behind it stays in common/console/logging.cpp: its formatting would be compiled into
// every unit that has something to say.
#pragma once

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>

namespace lite2pg {

enum class LogLevel : unsigned char { debug, info, warn, error };

/// What stands for a "{}" of a pattern: text as it is, a number in decimal digits.
class LogPiece {
 public:
  LogPiece(const std::convertible_to<std::string_view> auto& text) : text_(std::string_view(text)) {}
  LogPiece(std::integral auto number) requires(sizeof(number) > 1)  // neither a letter nor a truth value
      : text_(std::to_string(number)) {}

  [[nodiscard]] std::string_view text() const noexcept { return text_; }

 private:
  std::string text_;
};

/// A text with a "{}" for each of `Pieces`. One with more or fewer does not compile.
template <typename... Pieces>
class LogPattern {
 public:
  consteval LogPattern(const char* text) : text_(text) {
    std::size_t places = 0;
    for (auto at = text_.find("{}"); at != std::string_view::npos; at = text_.find("{}", at + 2)) ++places;
    if (places != sizeof...(Pieces)) throw "as many pieces as places";
  }
  [[nodiscard]] constexpr std::string_view text() const noexcept { return text_; }

 private:
  std::string_view text_;
};

/// A line of the log: `pattern` with its "{}" replaced by `pieces` in turn. Any thread.
void write_log(LogLevel level, std::string_view pattern, std::initializer_list<LogPiece> pieces);

template <typename... Pieces>
void log_debug(std::type_identity_t<LogPattern<Pieces...>> pattern, const Pieces&... pieces) {
  write_log(LogLevel::debug, pattern.text(), {LogPiece(pieces)...});
}
template <typename... Pieces>
void log_info(std::type_identity_t<LogPattern<Pieces...>> pattern, const Pieces&... pieces) {
  write_log(LogLevel::info, pattern.text(), {LogPiece(pieces)...});
}
template <typename... Pieces>
void log_warn(std::type_identity_t<LogPattern<Pieces...>> pattern, const Pieces&... pieces) {
  write_log(LogLevel::warn, pattern.text(), {LogPiece(pieces)...});
}
template <typename... Pieces>
void log_error(std::type_identity_t<LogPattern<Pieces...>> pattern, const Pieces&... pieces) {
  write_log(LogLevel::error, pattern.text(), {LogPiece(pieces)...});
}

}  // namespace lite2pg
