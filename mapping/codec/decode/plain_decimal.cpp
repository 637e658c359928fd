#include "mapping/codec/decode/plain_decimal.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace lite2pg {
namespace {

constexpr long most_zeros = 500;  // Numbers that encode takes have fewer.

constexpr std::string_view decimal_digits = "0123456789";

/// Moves the point of `out` (digits with at most one point) by `exponent` places.
bool shift_point(long exponent, std::string& out) {
  if (std::abs(exponent) > most_zeros) return out.find_first_not_of("0.") == std::string::npos;
  std::size_t point = out.find('.');
  if (point == std::string::npos) {
    point = out.size();
  } else {
    out.erase(point, 1);
  }
  long place = static_cast<long>(point) + exponent;
  if (place < 0) {
    out.insert(0, static_cast<std::size_t>(-place), '0');
    place = 0;
  }
  const auto at = static_cast<std::size_t>(place);
  if (at > out.size()) out.append(at - out.size(), '0');
  out.insert(at, 1, '.');
  return true;
}

/// `out` becomes plain digits with a point, without sign.
bool expand(std::string_view s, std::string& out) {
  const std::size_t mantissa = std::min(s.find_first_not_of("0123456789."), s.size());
  out.assign(s.substr(0, mantissa));
  if (out.find_first_of(decimal_digits) == std::string::npos) return false;
  if (std::count(out.begin(), out.end(), '.') > 1) return false;
  s.remove_prefix(mantissa);
  long exponent = 0;
  if (!s.empty()) {
    if (s[0] != 'e' && s[0] != 'E') return false;
    s.remove_prefix(1);
    if (s.size() > 1 && s[0] == '+' && s[1] != '-') s.remove_prefix(1);
    const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), exponent);
    if (error != std::errc{} || end != s.data() + s.size()) return false;
  }
  return shift_point(exponent, out);
}

/// `out`: digits with a point. School rounding, carried by hand.
void round_at(int scale, std::string& out) {
  const std::size_t point = out.find('.');
  const std::size_t keep = point + 1 + static_cast<std::size_t>(std::max(scale, 0));
  if (keep >= out.size()) return;
  bool carry = out[keep] >= '5';
  out.resize(keep);
  for (std::size_t i = out.size(); carry && i-- > 0;) {
    if (out[i] == '.') continue;
    carry = out[i] == '9';
    out[i] = carry ? '0' : static_cast<char>(out[i] + 1);
  }
  if (carry) out.insert(0, 1, '1');
}

std::string_view without_blanks(std::string_view s) noexcept {
  while (!s.empty() && (s.front() == ' ' || (s.front() >= '\t' && s.front() <= '\r'))) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || (s.back() >= '\t' && s.back() <= '\r'))) s.remove_suffix(1);
  return s;
}

}  // namespace

void strip_zeros(std::string& decimal) {
  const std::size_t sign = decimal.starts_with('-') ? 1 : 0;
  if (decimal.find('.') != std::string::npos) {
    decimal.resize(decimal.find_last_not_of('0') + 1);
    if (decimal.back() == '.') decimal.pop_back();
  }
  while (decimal.size() > sign + 1 && decimal[sign] == '0' && decimal[sign + 1] != '.') decimal.erase(sign, 1);
  if (decimal.size() == sign || decimal[sign] == '.') decimal.insert(sign, 1, '0');
  if (decimal == "-0") decimal = "0";
}

bool spell_plain(const Value& v, std::optional<int> scale, std::string& out) {
  char text[40];
  std::string_view s;
  if (v.storage() == StorageClass::integer) {
    s = {text, static_cast<std::size_t>(std::to_chars(text, text + sizeof text, v.integer()).ptr - text)};
  } else if (v.storage() == StorageClass::real) {
    if (!std::isfinite(v.real())) return false;
    const bool whole = std::trunc(v.real()) == v.real() && v.real() >= -0x1p63 && v.real() < 0x1p63;
    const auto spelled = whole ? std::to_chars(text, text + sizeof text, static_cast<std::int64_t>(v.real()))
                               : std::to_chars(text, text + sizeof text, v.real(), std::chars_format::scientific);
    s = {text, static_cast<std::size_t>(spelled.ptr - text)};
  } else if (v.storage() != StorageClass::null) {
    s = without_blanks(v.bytes());
  }
  const bool minus = s.starts_with('-');
  if (minus || s.starts_with('+')) s.remove_prefix(1);
  if (!expand(s, out)) return false;
  if (scale) round_at(*scale, out);
  if (minus) out.insert(0, 1, '-');
  strip_zeros(out);
  return true;
}

void spell_scaled(std::int64_t n, unsigned scale, std::string& out) {
  out = std::to_string(n);
  const std::size_t sign = n < 0 ? 1 : 0;
  if (out.size() - sign <= scale) out.insert(sign, scale + 1 - (out.size() - sign), '0');
  if (scale > 0) out.insert(out.size() - scale, 1, '.');
  strip_zeros(out);
}

}  // namespace lite2pg
