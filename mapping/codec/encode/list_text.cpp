#include "mapping/codec/encode/list_text.h"

#include <algorithm>
#include <charconv>

#include "mapping/codec/encode/blank.h"
#include "mapping/codec/encode/code_point.h"

namespace lite2pg {
namespace {

/// Numbers that YAML 1.1 reads otherwise than by their digits, or that are no plain text: octal, sexagesimal, maps,
/// comments, tags, anchors, blocks, flow sequences.
bool is_plain(std::string_view s) noexcept {
  if (s.find_first_of("!&*|>@`%{}[]?\"'#,:") == 0 || s.ends_with(':')) return false;
  if (s.find(": ") != std::string_view::npos || s.find(" #") != std::string_view::npos) return false;
  if (s.starts_with("- ") || s == "-" || s.starts_with("---") || s.starts_with("...")) return false;
  const std::string_view digits = s.substr(s[0] == '-' || s[0] == '+' ? 1 : 0);
  const bool number = digits.find_first_not_of("0123456789_xob:.") == std::string_view::npos;
  const bool octal = digits.size() > 1 && digits[0] == '0' && digits[1] != '.';
  return !number || (!octal && digits.find_first_of("_:") == std::string_view::npos);
}

}  // namespace

ListText::ListText(ArrayForm form, std::string_view text) noexcept : form_(form), rest_(text) {
  if (form == ArrayForm::yaml) begin_yaml();
  if (form == ArrayForm::php) begin_php();
  if (form == ArrayForm::python) {
    rest_ = trimmed(rest_);
    broken_ = !take("[") || !rest_.ends_with(']');
    if (!broken_) rest_ = trimmed(rest_.substr(0, rest_.size() - 1));
    done_ = rest_.empty();
  }
  if (form != ArrayForm::csv) return;
  broken_ = false;
  done_ = trimmed(rest_).empty();
}

bool ListText::take(std::string_view prefix) noexcept {
  if (!rest_.starts_with(prefix)) return false;
  rest_.remove_prefix(prefix.size());
  return true;
}

ListText::Part ListText::next() {
  if (broken_) return Part::error;
  Part part = Part::end;
  if (!done_) {
    part = form_ == ArrayForm::csv    ? csv_field()
           : form_ == ArrayForm::yaml ? yaml_line()
           : form_ == ArrayForm::php  ? php_value()
                                      : python_value();
  }
  broken_ = part == Part::error;
  return part;
}

/// https://www.rfc-editor.org/rfc/rfc4180: one record; blanks around a field do not count.
ListText::Part ListText::csv_field() {
  rest_.remove_prefix(std::min(rest_.find_first_not_of(blank), rest_.size()));
  if (take("\"")) {
    unescaped_.clear();
    while (true) {
      const std::size_t quote = rest_.find('"');
      if (quote == std::string_view::npos) return Part::error;
      unescaped_ += rest_.substr(0, quote);
      rest_.remove_prefix(quote + 1);
      if (!take("\"")) break;
      unescaped_ += '"';
    }
    element_ = unescaped_;
    rest_.remove_prefix(std::min(rest_.find_first_not_of(blank), rest_.size()));
    done_ = rest_.empty();
    return done_ || take(",") ? Part::element : Part::error;
  }
  const std::size_t comma = rest_.find(',');
  element_ = trimmed(rest_.substr(0, comma));
  done_ = comma == std::string_view::npos;
  rest_ = done_ ? std::string_view() : rest_.substr(comma + 1);
  return element_.find_first_of("\"\n") == std::string_view::npos ? Part::element : Part::error;
}

/// "---\n- a\n- b\n", "--- []\n": what Psych makes of an array.
void ListText::begin_yaml() noexcept {
  const bool headed = take("---");
  done_ = trimmed(rest_) == "[]";
  broken_ = !done_ && ((headed && !take("\n")) || !rest_.starts_with('-'));
}

ListText::Part ListText::yaml_line() {
  const std::size_t end = std::min(rest_.find('\n'), rest_.size());
  const std::string_view line = rest_.substr(0, end);
  rest_.remove_prefix(std::min(end + 1, rest_.size()));
  done_ = rest_.empty();
  if (!line.starts_with('-') || (line.size() > 1 && line[1] != ' ')) return Part::error;
  return yaml_scalar(trimmed(line.substr(1)));
}

ListText::Part ListText::yaml_scalar(std::string_view scalar) {
  if (scalar.empty() || scalar == "~" || scalar == "null" || scalar == "Null" || scalar == "NULL") return Part::null;
  const bool quoted = scalar.size() > 1 && scalar.back() == scalar.front();
  if (quoted && scalar[0] == '"') return yaml_double(scalar.substr(1, scalar.size() - 2)) ? Part::element : Part::error;
  element_ = scalar;
  if (!quoted || scalar[0] != '\'') return is_plain(scalar) ? Part::element : Part::error;
  unescaped_.clear();
  for (std::string_view body = scalar.substr(1, scalar.size() - 2); !body.empty(); body.remove_prefix(1)) {
    if (body[0] == '\'' && !body.starts_with("''")) return Part::error;
    if (body[0] == '\'') body.remove_prefix(1);
    unescaped_ += body[0];
  }
  element_ = unescaped_;
  return Part::element;
}

/// https://yaml.org/spec/1.1/#id872840
bool ListText::yaml_double(std::string_view body) {
  constexpr std::string_view from = "0abtnvfre \"/\\", to = {"\0\a\b\t\n\v\f\r\x1b \"/\\", 13};
  unescaped_.clear();
  while (!body.empty()) {
    const char c = body[0];
    body.remove_prefix(1);
    if (c == '"') return false;
    if (c != '\\') {
      unescaped_ += c;
      continue;
    }
    if (body.empty()) return false;
    const char escape = body[0];
    body.remove_prefix(1);
    if (const std::size_t i = from.find(escape); i != std::string_view::npos) {
      unescaped_ += to[i];
      continue;
    }
    const std::size_t digits = escape == 'x' ? 2 : escape == 'u' ? 4 : escape == 'U' ? 8 : 0;
    std::uint32_t code = 0;
    if (digits == 0 || body.size() < digits ||
        std::from_chars(body.data(), body.data() + digits, code, 16).ptr != body.data() + digits)
      return false;
    if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return false;
    append_utf8(code, unescaped_);
    body.remove_prefix(digits);
  }
  element_ = unescaped_;
  return true;
}

bool ListText::take_number(std::string_view& digits, char end) noexcept {
  const std::size_t at = rest_.find(end);
  if (at == std::string_view::npos) return false;
  digits = rest_.substr(0, at);
  rest_.remove_prefix(at + 1);
  return !digits.empty() && digits.find_first_not_of("0123456789+-.eE") == std::string_view::npos;
}

/// a:2:{i:0;s:1:"a";i:1;i:5;}
void ListText::begin_php() noexcept {
  std::string_view count;
  rest_ = trimmed(rest_);
  if (!take("a:") || !take_number(count, ':') || !take("{") || !rest_.ends_with('}')) return;
  broken_ = std::from_chars(count.data(), count.data() + count.size(), count_).ptr != count.data() + count.size();
  done_ = count_ == 0;
  broken_ = broken_ || count_ < 0 || (done_ && rest_ != "}");
}

ListText::Part ListText::php_value() {
  std::string_view text;
  if (!take("i:") || !take_number(text, ';') || text != std::to_string(index_++)) return Part::error;
  done_ = index_ == count_;
  Part part = Part::element;
  if (take("N;")) {
    part = Part::null;
  } else if (take("s:")) {
    std::size_t size = 0;
    if (!take_number(text, ':') || std::from_chars(text.data(), text.data() + text.size(), size).ec != std::errc())
      return Part::error;
    if (!take("\"") || rest_.size() < size) return Part::error;
    element_ = rest_.substr(0, size);
    rest_.remove_prefix(size);
    if (!take("\";")) return Part::error;
  } else if (take("b:")) {
    if (!take_number(text, ';') || (text != "0" && text != "1")) return Part::error;
    element_ = text == "1" ? "true" : "false";
  } else if ((!take("i:") && !take("d:")) || !take_number(element_, ';')) {
    return Part::error;
  }
  return !done_ || rest_ == "}" ? part : Part::error;
}

/// https://docs.python.org/3/reference/lexical_analysis.html#string-and-bytes-literals
ListText::Part ListText::python_value() {
  Part part = Part::element;
  if (rest_.starts_with('\'') || rest_.starts_with('"')) {
    const char quote = rest_[0];
    rest_.remove_prefix(1);
    if (!python_text(quote)) return Part::error;
  } else {
    element_ = trimmed(rest_.substr(0, rest_.find(',')));
    rest_.remove_prefix(std::min(rest_.find(','), rest_.size()));
    const bool word = element_ == "True" || element_ == "False";
    const bool number = !element_.empty() && element_.find_first_not_of("0123456789+-.e") == std::string_view::npos;
    if (element_ == "None") {
      part = Part::null;
    } else if (word) {
      element_ = element_ == "True" ? "true" : "false";
    } else if (!number) {
      return Part::error;
    }
  }
  rest_ = trimmed(rest_);
  done_ = rest_.empty();
  if (!done_ && !take(",")) return Part::error;
  rest_ = trimmed(rest_);
  return done_ || !rest_.empty() ? part : Part::error;
}

bool ListText::python_text(char quote) {
  unescaped_.clear();
  while (!rest_.empty()) {
    const char c = rest_[0];
    rest_.remove_prefix(1);
    if (c == quote) {
      element_ = unescaped_;
      return true;
    }
    if (c != '\\') {
      unescaped_ += c;
    } else if (!python_escape()) {
      return false;
    }
  }
  return false;
}

/// What repr() writes: quotes, backslashes, line ends, and characters that do not print by their number.
bool ListText::python_escape() {
  constexpr std::string_view from = "\\'\"nrt", to = "\\'\"\n\r\t";
  if (rest_.empty()) return false;
  const char escape = rest_[0];
  rest_.remove_prefix(1);
  if (const std::size_t i = from.find(escape); i != std::string_view::npos) {
    unescaped_ += to[i];
    return true;
  }
  const std::size_t digits = escape == 'x' ? 2 : escape == 'u' ? 4 : escape == 'U' ? 8 : 0;
  std::uint32_t code = 0;
  if (digits == 0 || rest_.size() < digits ||
      std::from_chars(rest_.data(), rest_.data() + digits, code, 16).ptr != rest_.data() + digits)
    return false;
  if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return false;
  append_utf8(code, unescaped_);
  rest_.remove_prefix(digits);
  return true;
}

}  // namespace lite2pg
