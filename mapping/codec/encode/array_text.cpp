#include "mapping/codec/encode/array_text.h"

#include <algorithm>

#include "common/text.h"
#include "mapping/codec/encode/blank.h"
#include "mapping/codec/encode/code_point.h"

namespace lite2pg {
namespace {

/// Where a JSON document that begins at the front of `s` ends: brackets are counted, strings stepped over. The caller
/// checks that it is one.
std::size_t document_end(std::string_view s) noexcept {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < s.size(); ++i) {
    const char c = s[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '[' || c == '{') {
      ++depth;
    } else if (c == ']' || c == '}' || c == ',') {
      if (depth == 0) return i;
      if (c != ',') --depth;
    }
  }
  return s.size();
}

}  // namespace

ArrayText::ArrayText(ArrayForm form, std::string_view text, Raw raw) noexcept : form_(form), rest_(text), raw_(raw) {
  if (form_ == ArrayForm::any)
    form_ = text.substr(0, text.find_first_not_of(blank) + 1).ends_with('{') ? ArrayForm::braces : ArrayForm::json;
  if (is_list()) list_ = ListText(form_, rest_);
  open_ = form_ == ArrayForm::braces ? '{' : '[';
  close_ = form_ == ArrayForm::braces ? '}' : ']';
}

void ArrayText::blanks() noexcept { rest_.remove_prefix(std::min(rest_.find_first_not_of(blank), rest_.size())); }

/// In brackets, or without the mark, but with another: nobody meant values between such marks.
bool ArrayText::is_otherwise_marked() const noexcept {
  const std::string_view s = trimmed(rest_);
  if ((s.starts_with('[') && s.ends_with(']')) || (s.starts_with('{') && s.ends_with('}'))) return true;
  if (mark() == ' ') return rest_.find_first_of(",;|\"") != std::string_view::npos;
  if (rest_.find(is_list() ? ',' : mark()) != std::string_view::npos) return false;
  return rest_.find_first_of(",;|\n") != std::string_view::npos;
}

/// "|a|b|" is a, b: so that a search finds each value between two marks.
void ArrayText::take_outer_marks() noexcept {
  const std::size_t first = rest_.find_first_not_of(" \t\r"), last = rest_.find_last_not_of(" \t\r");
  if (mark() == ' ' || first == std::string_view::npos || first == last) return;
  if (rest_[first] == mark() && rest_[last] == mark()) rest_ = rest_.substr(first + 1, last - first - 1);
}

/// What YAML and PHP make of an array: no list between marks.
bool ArrayText::is_serialized() const noexcept {
  if (rest_.starts_with("---\n")) return true;
  if (!rest_.starts_with("a:")) return false;
  const std::size_t end = rest_.find_first_not_of("0123456789", 2);
  return end > 2 && rest_.substr(std::min(end, rest_.size())).starts_with(":{");
}

int ArrayText::dimensions() const noexcept {
  if (is_list()) return ListText(form_, rest_).next() == ListText::Part::end ? 0 : 1;
  if (mark() != 0) return rest_.find_first_not_of(blank) == std::string_view::npos ? 0 : 1;
  int count = 0;
  for (const char c : rest_) {
    if (blank.find(c) != std::string_view::npos) continue;
    if (c == close_) return count <= 1 ? 0 : count;
    if (c != open_ || (raw_ == Raw::documents && form_ == ArrayForm::json && count == 1)) break;
    ++count;
  }
  return count;
}

ArrayText::Part ArrayText::marked_value() {
  if (!begun_) {
    if (is_otherwise_marked() || is_serialized()) return Part::error;
    begun_ = true;
    take_outer_marks();
    return Part::open;
  }
  if (mark() == ' ') rest_.remove_prefix(std::min(rest_.find_first_not_of(blank), rest_.size()));
  if (mark() == ' ' && rest_.empty()) rest_ = {};
  if (rest_.data() == nullptr) {
    if (depth_ != 0) return Part::end;
    depth_ = 1;
    return Part::close;
  }
  if (!after_value_ && rest_.find_first_not_of(blank) == std::string_view::npos) {
    rest_ = {};
    depth_ = 1;
    return Part::close;
  }
  const std::size_t end = mark() == ' ' ? rest_.find_first_of(blank) : rest_.find(mark());
  element_ = trimmed(rest_.substr(0, end));
  if (element_.starts_with('"')) return Part::error;  // Somebody quoted what may hold the mark.
  rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end + 1);
  after_value_ = true;
  return Part::element;
}

ArrayText::Part ArrayText::list_value() {
  if (!begun_) {
    const bool plain = form_ == ArrayForm::csv && rest_.find('"') == std::string_view::npos;
    if (plain && (is_otherwise_marked() || is_serialized())) return Part::error;
    begun_ = true;
    return Part::open;
  }
  if (depth_ != 0) return Part::end;
  switch (list_.next()) {
    case ListText::Part::element: element_ = list_.element(); return Part::element;
    case ListText::Part::null: return Part::null;
    case ListText::Part::end: depth_ = 1; return Part::close;
    default: return Part::error;
  }
}

ArrayText::Part ArrayText::next() {
  if (is_list()) return list_value();
  if (mark() != 0) return marked_value();
  blanks();
  if (begun_ && depth_ == 0) return rest_.empty() ? Part::end : Part::error;
  if (at() == close_ && begun_) {
    rest_.remove_prefix(1);
    --depth_;
    after_value_ = true;
    return Part::close;
  }
  if (after_value_) {
    if (at() != ',') return Part::error;
    rest_.remove_prefix(1);
    blanks();
    if (at() == close_) return Part::error;
  }
  const bool inner = raw_ == Raw::documents && form_ == ArrayForm::json && depth_ == 1;
  if (at() == open_ && !inner) {
    rest_.remove_prefix(1);
    ++depth_;
    begun_ = true;
    after_value_ = false;
    return Part::open;
  }
  if (!begun_) return Part::error;
  after_value_ = true;
  return inner ? document() : value();
}

ArrayText::Part ArrayText::document() {
  const std::size_t end = document_end(rest_);
  element_ = rest_.substr(0, end);
  rest_.remove_prefix(end);
  element_ = element_.substr(0, element_.find_last_not_of(blank) + 1);
  if (element_.empty()) return Part::error;
  return element_ == "null" ? Part::null : Part::element;
}

ArrayText::Part ArrayText::value() { return form_ == ArrayForm::braces ? brace_value() : json_value(); }

ArrayText::Part ArrayText::json_value() {
  if (at() == '"') return json_string() ? Part::element : Part::error;
  if (at() == '{' && raw_ == Raw::objects) return document();
  const std::size_t end = std::min(rest_.find_first_of(" \t\r\n,]"), rest_.size());
  element_ = rest_.substr(0, end);
  rest_.remove_prefix(end);
  if (element_ == "null") return Part::null;
  const bool word = element_ == "true" || element_ == "false";
  const bool number = !element_.empty() && element_.find_first_not_of("0123456789+-.eE") == std::string_view::npos;
  return word || number ? Part::element : Part::error;
}

bool ArrayText::json_string() {
  unescaped_.clear();
  rest_.remove_prefix(1);
  while (!rest_.empty()) {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    if (c == '"') {
      element_ = unescaped_;
      return true;
    }
    if (c == '\\') {
      if (!json_escape()) return false;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      return false;
    } else {
      unescaped_ += c;
    }
  }
  return false;
}

bool ArrayText::json_escape() {
  constexpr std::string_view from = "\"\\/bfnrt", to = "\"\\/\b\f\n\r\t";
  const char c = at();
  if (rest_.empty()) return false;
  rest_.remove_prefix(1);
  if (const std::size_t i = from.find(c); i != std::string_view::npos) {
    unescaped_ += to[i];
    return true;
  }
  unsigned code = 0, low = 0;
  if (c != 'u' || !four_digits(code) || code == 0 || (code >= 0xDC00 && code <= 0xDFFF)) return false;
  if (code >= 0xD800 && code <= 0xDBFF) {
    if (!rest_.starts_with("\\u")) return false;
    rest_.remove_prefix(2);
    if (!four_digits(low) || low < 0xDC00 || low > 0xDFFF) return false;
    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
  }
  append_utf8(code, unescaped_);
  return true;
}

bool ArrayText::four_digits(unsigned& code) noexcept {
  if (rest_.size() < 4) return false;
  for (int i = 0; i < 4; ++i) {
    const char c = rest_[static_cast<std::size_t>(i)];
    const char small = static_cast<char>(c | 0x20);
    const bool digit = c >= '0' && c <= '9';
    if (!digit && (small < 'a' || small > 'f')) return false;
    code = code * 16 + static_cast<unsigned>(digit ? c - '0' : small - 'a' + 10);
  }
  rest_.remove_prefix(4);
  return true;
}

/// https://www.postgresql.org/docs/15/arrays.html#ARRAYS-IO
ArrayText::Part ArrayText::brace_value() {
  if (at() == '"') return brace_string() ? Part::element : Part::error;
  const std::size_t end = std::min(rest_.find_first_of(",}"), rest_.size());
  element_ = rest_.substr(0, end);
  rest_.remove_prefix(end);
  element_ = element_.substr(0, element_.find_last_not_of(blank) + 1);
  if (element_.empty() || element_.find_first_of("{\"\\") != std::string_view::npos) return Part::error;
  return equals_ignoring_case(element_, "null") ? Part::null : Part::element;
}

bool ArrayText::brace_string() {
  unescaped_.clear();
  for (rest_.remove_prefix(1); !rest_.empty(); rest_.remove_prefix(1)) {
    char c = rest_.front();
    if (c == '"') {
      rest_.remove_prefix(1);
      element_ = unescaped_;
      return true;
    }
    if (c == '\\') {
      rest_.remove_prefix(1);
      c = at();
      if (rest_.empty()) return false;
    }
    unescaped_ += c;
  }
  return false;
}

}  // namespace lite2pg
