#include "verify/schema/loosened.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "common/text.h"

namespace lite2pg {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || (c & '\x80') != 0; }

bool is_blank(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

/// The end of a type name after "::": words of the multi-word types, (n), [].
std::size_t end_of_type(std::string_view s, std::size_t at) {
  constexpr std::string_view followers[] = {" varying", " precision", " without time zone", " with time zone"};
  const auto quoted = at < s.size() && s[at] == '"';
  if (quoted) at = std::min(s.find('"', at + 1), s.size() - 1) + 1;
  while (at < s.size() && (is_word(s[at]) || s[at] == '.')) ++at;
  for (bool more = true; more;) {
    more = false;
    for (const std::string_view f : followers) {
      if (s.substr(at).starts_with(f)) at += f.size(), more = true;
    }
    if (at < s.size() && s[at] == '(') at = std::min(s.find(')', at), s.size() - 1) + 1, more = true;
    if (s.substr(at).starts_with("[]")) at += 2, more = true;
  }
  return at;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size()) text.replace(at, from.size(), to);
}

/// "timestamp(3) with time zone" -> "timestamptz(3)"
std::string zoned(const std::string& type, std::string_view base, std::string_view short_name) {
  constexpr std::string_view suffix = " with time zone";
  if (!type.starts_with(base) || !type.ends_with(suffix)) return type;
  return std::string(short_name) + type.substr(base.size(), type.size() - base.size() - suffix.size());
}

}  // namespace

std::string loosened(std::string_view s) {
  std::string result;
  bool apart = false;  ///< A blank or bracket stands before.
  for (std::size_t i = 0; i < s.size();) {
    if (s[i] == '\'') {
      const std::size_t end = std::min(s.find('\'', i + 1), s.size() - 1) + 1;
      result += s.substr(i, end - i);
      i = end;
    } else if (s.substr(i).starts_with("::")) {
      i = end_of_type(s, i + 2);
    } else {
      const char c = s[i++];
      if (c == '"') continue;
      const bool separates = c == '(' || c == ')' || is_blank(c);
      // Two words stay two.
      if (!separates && is_word(c) && apart && !result.empty() && is_word(result.back())) result += ' ';
      if (!separates) result += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      apart = separates;
    }
  }
  return result;
}

std::string without_schema(std::string loose, std::string_view schema) {
  const std::string prefix = ascii_lower(schema) + ".";
  for (std::size_t at = 0; (at = loose.find(prefix, at)) != loose.npos;) {
    if (at > 0 && is_word(loose[at - 1])) {
      at += prefix.size();
    } else {
      loose.erase(at, prefix.size());
    }
  }
  return loose;
}

std::string plain_type(std::string_view type) {
  std::string text = ascii_lower(type);
  std::erase(text, '"');
  for (const auto& [from, to] : std::to_array<std::pair<std::string_view, std::string_view>>({
           {"character varying", "varchar"},
           {"bit varying", "varbit"},
           {" without time zone", ""},
           {", ", ","},
       })) {
    replace_all(text, from, to);
  }
  text = zoned(zoned(text, "timestamp", "timestamptz"), "time", "timetz");
  for (const auto& [from, to] : std::to_array<std::pair<std::string_view, std::string_view>>({
           {"int2", "smallint"},
           {"int4", "integer"},
           {"int", "integer"},
           {"int8", "bigint"},
           {"float4", "real"},
           {"float8", "double precision"},
           {"bool", "boolean"},
           {"decimal", "numeric"},
           {"char", "character"},
           {"bpchar", "character"},
       })) {
    const bool same_word = text.starts_with(from) && (text.size() == from.size() || !is_word(text[from.size()]));
    if (same_word) text.replace(0, from.size(), to);
  }
  const std::size_t end = text.find_first_of(" ('[");
  const std::size_t dot = text.rfind('.', end);
  return dot == text.npos ? text : text.substr(dot + 1);
}

}  // namespace lite2pg
