#include "mapping/plan/json_parts.h"

#include <stdexcept>

namespace lite2pg {
namespace {

/// Steps over the parts of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  [[nodiscard]] bool take(char c) {
    skip_space();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void require(char c) {
    if (!take(c)) throw std::runtime_error(std::string("'") + c + "' is missing at byte " + std::to_string(at_));
  }
  void require_end() {
    skip_space();
    if (at_ != text_.size()) throw std::runtime_error("more follows at byte " + std::to_string(at_));
  }
  /// What stands between two quotes.
  std::string_view name() {
    require('"');
    const std::size_t begin = at_;
    skip_string();
    return text_.substr(begin, at_ - begin - 1);
  }
  /// One value, whatever it is: up to the comma or bracket that follows.
  std::string_view value() {
    skip_space();
    const std::size_t begin = at_;
    std::size_t depth = 0;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        skip_string();
        --at_;
      } else if (c == '{' || c == '[') {
        ++depth;
      } else if (c == '}' || c == ']') {
        if (depth == 0) break;
        --depth;
      } else if (c == ',' && depth == 0) {
        break;
      }
    }
    return text_.substr(begin, at_ - begin);
  }

 private:
  void skip_space() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) ++at_;
  }
  /// To behind the quote that ends a string.
  void skip_string() {
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\\') {
        ++at_;
      } else if (text_[at_] == '"') {
        ++at_;
        return;
      }
    }
    throw std::runtime_error("a string does not end");
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

JsonMembers json_members(std::string_view object) {
  JsonMembers members;
  Scanner scanner(object);
  scanner.require('{');
  bool more = !scanner.take('}');
  while (more) {
    const std::string name(scanner.name());
    scanner.require(':');
    members.insert_or_assign(name, scanner.value());
    more = scanner.take(',');
    if (!more) scanner.require('}');
  }
  scanner.require_end();
  return members;
}

void each_json_element(std::string_view array, const std::function<void(std::string_view)>& each) {
  Scanner scanner(array);
  scanner.require('[');
  bool more = !scanner.take(']');
  while (more) {
    each(scanner.value());
    more = scanner.take(',');
    if (!more) scanner.require(']');
  }
  scanner.require_end();
}

}  // namespace lite2pg
