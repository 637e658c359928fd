// Addresses with a port or a zone; points.
#include <algorithm>
#include <charconv>

#include "common/ascii.h"
#include "common/text.h"
#include "mapping/codec/encode/spellings/steps.h"

namespace lite2pg {
namespace {

bool is_port(std::string_view s) noexcept {
  unsigned n = 0;
  const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), n);
  return !s.empty() && s.size() <= 5 && error == std::errc{} && end == s.data() + s.size() && n <= 65535;
}

/// As PostgreSQL prints it, where it has no more digits than any double keeps; else as it stands.
bool write_coordinate(std::string_view s, std::string& plain) {
  constexpr std::size_t sure_digits = 15;
  const bool negative = s.starts_with('-');
  std::string_view digits = s.substr(negative || s.starts_with('+') ? 1 : 0);
  const std::size_t point = std::min(digits.find('.'), digits.size());
  std::string_view whole = digits.substr(0, point), fraction = digits.substr(std::min(point + 1, digits.size()));
  if (!std::ranges::all_of(whole, is_digit) || !std::ranges::all_of(fraction, is_digit)) return false;
  if (whole.empty() && fraction.empty()) return false;
  while (whole.size() > 1 && whole[0] == '0') whole.remove_prefix(1);
  while (fraction.ends_with('0')) fraction.remove_suffix(1);
  const bool small = (whole.empty() || whole == "0") && fraction.starts_with("0000");
  if (small || whole.size() + fraction.size() > sure_digits) return plain += s, true;
  if (negative) plain += '-';
  plain += whole.empty() ? "0" : whole;
  if (!fraction.empty()) plain.append(".").append(fraction);
  return true;
}

/// Inside of (), [] or POINT().
std::string_view inside(std::string_view s) noexcept {
  constexpr std::string_view point = "POINT";
  if (equals_ignoring_case(s.substr(0, point.size()), point)) {
    s = without_blanks(s.substr(point.size()));
    if (!s.starts_with('(')) return {};
  }
  const bool enclosed = (s.starts_with('(') && s.ends_with(')')) || (s.starts_with('[') && s.ends_with(']'));
  return enclosed ? without_blanks(s.substr(1, s.size() - 2)) : s;
}

}  // namespace

bool read_bare_address(std::string_view text, std::string& plain) {
  std::string_view s = without_blanks(text);
  const std::size_t colon = s.rfind(':');
  if (s.starts_with('[')) {
    const std::size_t end = s.find(']');
    if (end == std::string_view::npos || (end + 1 != s.size() && (end + 1 != colon || !is_port(s.substr(colon + 1)))))
      return false;
    s = s.substr(1, end - 1);
  } else if (s.find('.') != std::string_view::npos && s.find(':') == colon && colon != std::string_view::npos) {
    if (!is_port(s.substr(colon + 1))) return false;
    s = s.substr(0, colon);
  } else if (s.find('%') == std::string_view::npos) {
    return false;
  }
  plain = s.substr(0, s.find('%'));
  return true;
}

bool read_pair(std::string_view text, std::string& plain) {
  const std::string_view s = inside(without_blanks(text));
  const std::size_t first_end = s.find_first_of(",; \t");
  if (first_end == std::string_view::npos) return false;
  const std::string_view rest = without_blanks(s.substr(first_end));
  const bool marked = rest.starts_with(',') || rest.starts_with(';');
  plain = "(";
  if (!write_coordinate(s.substr(0, first_end), plain)) return false;
  plain += ',';
  if (!write_coordinate(without_blanks(rest.substr(marked ? 1 : 0)), plain)) return false;
  plain += ')';
  return true;
}

}  // namespace lite2pg
