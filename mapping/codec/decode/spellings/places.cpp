// Addresses with a port or a zone; points.
#include <array>
#include <charconv>
#include <cmath>

#include "mapping/codec/decode/spellings/steps.h"

namespace lite2pg {
namespace {

/// As PostgreSQL prints a double where that has no exponent.
bool spell_coordinate(std::string_view s, std::string& plain) {
  if (s.starts_with('+')) s.remove_prefix(1);
  if (s.starts_with('+')) return false;
  double d = 0;
  const auto read = std::from_chars(s.data(), s.data() + s.size(), d, std::chars_format::fixed);
  if (read.ec != std::errc{} || read.ptr != s.data() + s.size() || !std::isfinite(d)) return false;
  std::array<char, 400> room{};
  plain.append(room.data(), std::to_chars(room.data(), room.data() + room.size(), d, std::chars_format::fixed).ptr);
  return true;
}

bool starts_with_point(std::string_view s) noexcept {
  constexpr std::string_view word = "point";
  for (std::size_t i = 0; i < word.size(); ++i)
    if (i >= s.size() || (s[i] | 0x20) != word[i]) return false;
  return true;
}

}  // namespace

/// What stands before a port, inside of brackets, and before a zone.
bool mean_address(std::string_view text, std::string& plain) {
  const std::string_view s = stripped(text);
  std::string_view host = s;
  if (s.starts_with('[')) {
    host = s.substr(1, s.find(']') - 1);
  } else if (s.find('.') != std::string_view::npos && s.find(':') == s.rfind(':')) {
    host = s.substr(0, s.find(':'));
  }
  plain = host.substr(0, host.find('%'));
  return plain.size() < s.size();
}

bool mean_pair(std::string_view text, std::string& plain) {
  std::string_view s = stripped(text);
  if (starts_with_point(s)) {
    s = stripped(s.substr(5));
    if (!s.starts_with('(')) return false;
  }
  if (s.size() > 2 && (s[0] == '(' || s[0] == '[')) s = stripped(s.substr(1, s.size() - 2));
  const std::size_t end = s.find_first_of(" \t,;");
  if (end == std::string_view::npos) return false;
  const std::size_t second = s.find_first_not_of(" \t,;", end);
  plain = "(";
  if (second == std::string_view::npos || !spell_coordinate(s.substr(0, end), plain)) return false;
  plain += ',';
  if (!spell_coordinate(s.substr(second), plain)) return false;
  plain += ')';
  return true;
}

}  // namespace lite2pg
