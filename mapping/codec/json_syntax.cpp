#include "mapping/codec/json_syntax.h"

#include <array>
#include <bitset>
#include <cstdint>

#include "common/ascii.h"

namespace lite2pg {
namespace {

constexpr std::array<bool, 256> plain_in_strings = [] {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x20; c < 256; ++c) plain[c] = c != '"' && c != '\\';
  return plain;
}();

/// One pass without recursion: a bit a level says whether it is an object.
class Parser {
 public:
  explicit Parser(std::string_view text) noexcept : at_(text.data()), end_(text.data() + text.size()) {}

  [[nodiscard]] bool parse() noexcept {
    do {
      if (!value()) return false;
      if (opened_) continue;  // a value comes next
      if (!close_levels()) return false;
    } while (depth_ > 0);
    blanks();
    return at_ == end_;
  }

 private:
  void blanks() noexcept {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\t' || *at_ == '\r')) ++at_;
  }
  bool take(char c) noexcept {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }

  /// A scalar, an empty container, or the beginning of a container up to its first value (then opened_ is set).
  bool value() noexcept {
    opened_ = false;
    blanks();
    if (at_ == end_) return false;
    switch (*at_) {
      case '{': return open(true);
      case '[': return open(false);
      case '"': return string();
      case 't': return word("true");
      case 'f': return word("false");
      case 'n': return word("null");
      default: return number();
    }
  }

  bool open(bool object) noexcept {
    ++at_;
    blanks();
    if (take(object ? '}' : ']')) return true;
    if (depth_ == deepest_json) return false;
    is_object_[depth_++] = object;
    opened_ = true;
    return !object || name();
  }

  /// After a value: "," and what leads to the next one, or the ends of containers.
  bool close_levels() noexcept {
    while (depth_ > 0) {
      const bool object = is_object_[depth_ - 1];
      blanks();
      if (take(',')) return !object || name();
      if (!take(object ? '}' : ']')) return false;
      --depth_;
    }
    return true;
  }

  bool name() noexcept {
    blanks();
    if (at_ == end_ || *at_ != '"' || !string()) return false;
    blanks();
    return take(':');
  }

  bool string() noexcept {
    ++at_;
    while (true) {
      while (at_ != end_ && plain_in_strings[static_cast<unsigned char>(*at_)]) ++at_;
      if (at_ == end_) return false;
      if (*at_ == '"') {
        ++at_;
        return true;
      }
      if (*at_ != '\\' || !escape()) return false;
    }
  }

  bool escape() noexcept {
    if (++at_ == end_) return false;
    const char c = *at_++;
    if (c != 'u') return std::string_view("\"\\/bfnrt").find(c) != std::string_view::npos;
    if (end_ - at_ < 4) return false;
    for (int i = 0; i < 4; ++i, ++at_) {
      const char lower = static_cast<char>(*at_ | 0x20);
      if (!is_digit(*at_) && (lower < 'a' || lower > 'f')) return false;
    }
    return true;
  }

  bool word(std::string_view expected) noexcept {
    if (!std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(expected)) return false;
    at_ += expected.size();
    return true;
  }

  bool digits() noexcept {
    const char* first = at_;
    while (at_ != end_ && is_digit(*at_)) ++at_;
    return at_ != first;
  }

  bool number() noexcept {
    take('-');
    if (!take('0') && !digits()) return false;
    if (take('.') && !digits()) return false;
    if (!take('e') && !take('E')) return true;
    if (!take('+')) take('-');
    return digits();
  }

  const char* at_;
  const char* end_;
  std::bitset<deepest_json> is_object_;
  std::size_t depth_ = 0;
  bool opened_ = false;
};

}  // namespace

bool is_json(std::string_view text) noexcept { return Parser(text).parse(); }

}  // namespace lite2pg
