#include "verify/causes/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

#include "common/json_text.h"
#include "common/text.h"
#include "verify/causes/number.h"
#include "verify/causes/text_codings.h"
#include "verify/causes/text_composition.h"
#include "verify/causes/time.h"

namespace lite2pg {
namespace {

constexpr std::string_view blanks = " \t\r\n\v\f";

std::string_view trimmed(std::string_view s) {
  const std::size_t begin = s.find_first_not_of(blanks);
  return begin == s.npos ? std::string_view() : s.substr(begin, s.find_last_not_of(blanks) - begin + 1);
}

std::string without(std::string_view s, char c) {
  std::string rest(s);
  std::erase(rest, c);
  return rest;
}

std::string doubled(std::string_view s, char c) {
  std::string result;
  for (const char x : s) result.append(x == c ? 2 : 1, x);
  return result;
}

std::string_view before_nul(std::string_view s) { return s.substr(0, s.find('\0')); }

bool same_number(std::string_view s, std::string_view t) {
  const auto a = number_in(s), b = number_in(t);
  return a && b && *a == *b;
}

/// Comparing documents recurses: a crafted one must not use up the stack.
bool is_small_document(std::string_view text) {
  const auto brackets = std::ranges::count_if(text, [](char c) { return c == '[' || c == '{'; });
  return brackets < 500 && text.find_first_of("{[\"") != text.npos;
}

bool same_json(std::string_view s, std::string_view t) {
  using Json = nlohmann::json;
  if (!is_small_document(s) || !is_small_document(t)) return false;
  const Json a = try_json(s), b = try_json(t);
  return !a.is_discarded() && a == b;
}

/// Characters that one side lost: the rest is the same.
bool replaced_characters(std::string_view s, std::string_view t) {
  if (t.find('?') == t.npos && t.find("\xef\xbf\xbd") == t.npos) return false;
  const auto plain = [](std::string_view text) {
    std::string rest;
    for (const char c : text) {
      if ((c & '\x80') == 0 && c != '?') rest += c;
    }
    return rest;
  };
  return plain(s) == plain(t) && std::ranges::any_of(s, [](char c) { return (c & '\x80') != 0; });
}

struct TextRule {
  std::string_view cause;
  bool (*fits)(std::string_view s, std::string_view t);
};

// In the order in which they are tried.
constexpr std::array text_rules = std::to_array<TextRule>({
    {"cut at NUL", [](auto s, auto t) { return s.find('\0') != s.npos && before_nul(s) == t; }},
    {"NUL bytes removed", [](auto s, auto t) { return s.find('\0') != s.npos && without(s, '\0') == t; }},
    {"trimmed", [](auto s, auto t) { return s.size() > t.size() && trimmed(s) == trimmed(t); }},
    {"padded", [](auto s, auto t) { return s.size() < t.size() && trimmed(s) == trimmed(t); }},
    {"line endings", [](auto s, auto t) { return without(s, '\r') == without(t, '\r'); }},
    {"Unicode normalisation", [](auto s, auto t) { return decomposed(s) == decomposed(t); }},
    {"letter case", [](auto s, auto t) { return folded(s) == folded(t); }},
    {"a number in another spelling", same_number},
    {"re-serialised JSON", same_json},
    {"encoded as base64", [](auto s, auto t) { return base64_decoded(t) == s; }},
    {"decoded from base64", [](auto s, auto t) { return base64_decoded(s) == t; }},
    {"encoded as hex", [](auto s, auto t) { return hex_decoded(t) == s; }},
    {"decoded from hex", [](auto s, auto t) { return hex_decoded(s) == t; }},
    {"UTF-8 taken for Latin-1", [](auto s, auto t) { return latin1_to_utf8(s) == t; }},
    {"Latin-1 taken for UTF-8", [](auto s, auto t) { return latin1_to_utf8(t) == s; }},
    {"quotes doubled", [](auto s, auto t) { return doubled(s, '\'') == t || doubled(s, '"') == t; }},
    {"backslashes doubled", [](auto s, auto t) { return doubled(s, '\\') == t; }},
    {"characters replaced", replaced_characters},
    {"cut off at the end", [](auto s, auto t) { return !t.empty() && s.starts_with(t); }},
    {"something added at the end", [](auto s, auto t) { return !s.empty() && t.starts_with(s); }},
});

bool has_bytes(const Value& v) { return v.storage() == StorageClass::text || v.storage() == StorageClass::blob; }

}  // namespace

std::string text_cause(const Value& source, const Value& target) {
  if (!has_bytes(source) || !has_bytes(target)) return {};
  const std::string_view s = source.bytes(), t = target.bytes();
  if (t.empty()) return "an empty text instead of the value";
  if (std::string cause = time_cause(s, t); !cause.empty()) return cause;
  const auto rule = std::ranges::find_if(text_rules, [&](const TextRule& r) { return r.fits(s, t); });
  if (rule == text_rules.end()) return {};
  if (rule->cause != "cut off at the end") return std::string(rule->cause);
  return "cut off after " + std::to_string(display_width(t)) + " characters";
}

}  // namespace lite2pg
