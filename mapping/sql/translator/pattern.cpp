#include "mapping/sql/translator/pattern.h"

#include "common/text.h"
#include "mapping/sql/operands/literal.h"
#include "mapping/sql/translator/translator.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

void append_escaped(std::string& out, char c) {
  const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                     c == ' ' || static_cast<unsigned char>(c) >= 0x80;
  if (!plain) out += '\\';
  out += c;
}

bool is_ascii(char c) noexcept { return static_cast<unsigned char>(c) < 0x80; }

/// [...] from behind the opening bracket; returns where it ends, npos when it does not, or when a range in it is empty
/// or of other than ASCII characters.
std::size_t append_class(std::string& out, std::string_view pattern, std::size_t at) {
  out += '[';
  if (at < pattern.size() && pattern[at] == '^') out += '^', ++at;
  // A closing bracket right at the front is one of the characters, but begins no range.
  if (at < pattern.size() && pattern[at] == ']') out += "\\]", ++at;
  for (char before = '\0'; at < pattern.size() && pattern[at] != ']'; ++at) {
    const char c = pattern[at];
    if (c != '-' || before == '\0' || at + 1 >= pattern.size() || pattern[at + 1] == ']') {
      append_escaped(out, c);
      before = c;
      continue;
    }
    const char last = pattern[++at];
    if (before > last || !is_ascii(before) || !is_ascii(last)) return std::string_view::npos;
    out += '-';
    append_escaped(out, last);
    before = '\0';
  }
  if (at >= pattern.size()) return std::string_view::npos;
  out += ']';
  return at + 1;
}

const Value* literal_text(const Operand& o, Value& view) {
  if (!o.is_literal() || o.storage() != StorageClass::text) return nullptr;
  view = o.literal->view();
  return &view;
}

/// The character behind ESCAPE; '\0' when there is none.
char escape_of(Translator& t, const Expr& e) {
  if (e.args.size() < 3) return '\0';
  const Operand o = t.translate(e.args[2]);
  Value v;
  if (literal_text(o, v) == nullptr || v.bytes().size() != 1)
    refuse(e.args[2], "ESCAPE with other than one ASCII character");
  const char c = v.bytes()[0];
  if (c == '%' || c == '_' || static_cast<unsigned char>(c) >= 0x80) refuse(e.args[2], "ESCAPE with this character");
  return c;
}

Operand translate_like_word(Translator& t, const Expr& e, const Operand& text, const Operand& pattern) {
  const char escape = escape_of(t, e);
  const std::string tail = " ESCAPE " + quote_literal(escape == '\0' ? "" : std::string_view(&escape, 1));
  const std::string like = e.negated ? " NOT LIKE " : " LIKE ";
  Value v;
  std::string right = folded(pattern.sql);
  if (literal_text(pattern, v) != nullptr) {
    const auto folded_pattern = folded_like_pattern(v.bytes(), escape);
    if (!folded_pattern) refuse(e, "a pattern that its ESCAPE character ends, or a letter as ESCAPE character");
    right = quote_literal(*folded_pattern);
  } else if (escape != '\0') {
    refuse(e, "ESCAPE with a pattern that is computed");
  }
  return make_operand(ValueKind::boolean, "(" + folded(text.sql) + like + right + tail + ")",
                      volatility_of(text, pattern));
}

Operand translate_glob(const Expr& e, const Operand& text, const Operand& pattern) {
  Value v;
  const auto regex = literal_text(pattern, v) != nullptr ? glob_to_regex(v.bytes()) : std::nullopt;
  if (!regex) refuse(e, "GLOB with a pattern that is computed or has an unclosed bracket");
  return make_operand(ValueKind::boolean,
                      "(" + text.sql + " COLLATE \"C\" " + (e.negated ? "!~ " : "~ ") + quote_literal(*regex) + ")",
                      text.volatility);
}

}  // namespace

std::optional<std::string> folded_like_pattern(std::string_view pattern, char escape) {
  std::string result;
  const bool letter = (escape >= 'a' && escape <= 'z') || (escape >= 'A' && escape <= 'Z');
  if (letter) return std::nullopt;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (escape != '\0' && pattern[i] == escape && ++i < pattern.size())
      result += escape;
    else if (i == pattern.size())
      return std::nullopt;
    result += pattern[i];
  }
  return ascii_lower(result);
}

std::optional<std::string> glob_to_regex(std::string_view pattern) {
  std::string regex = "^";
  for (std::size_t i = 0; i < pattern.size();) {
    const char c = pattern[i++];
    if (c == '*')
      regex += ".*";
    else if (c == '?')
      regex += '.';
    else if (c == '[')
      i = append_class(regex, pattern, i);
    else
      append_escaped(regex, c);
    if (i == std::string_view::npos) return std::nullopt;
  }
  return regex + '$';
}

Operand translate_like(Translator& t, const Expr& e) {
  const Operand text = as_text(t, known(t.translate(e.args[0]), e.args[0]), e.args[0]);
  const Operand pattern = as_text(t, known(t.translate(e.args[1]), e.args[1]), e.args[1]);
  if (e.text != "LIKE" && e.text != "GLOB") refuse(e, e.text + " is a function of the application's own");
  if (text.kind == ValueKind::null || pattern.kind == ValueKind::null) {
    return make_operand(ValueKind::boolean, "NULL::boolean");
  }
  return e.text == "GLOB" ? translate_glob(e, text, pattern) : translate_like_word(t, e, text, pattern);
}

}  // namespace lite2pg
