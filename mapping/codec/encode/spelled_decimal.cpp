#include "mapping/codec/encode/spelled_decimal.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "common/ascii.h"
#include "common/text.h"
#include "mapping/codec/encode/blank.h"

namespace lite2pg {
namespace {

constexpr int farthest_point = 100'000;

void drop_zeros(SpelledDecimal& d) noexcept {
  while (d.count > 0 && d.digits[d.count - 1] == '0') --d.count;
  std::size_t zeros = 0;
  while (zeros < d.count && d.digits[zeros] == '0') ++zeros;
  std::copy(d.digits.begin() + static_cast<std::ptrdiff_t>(zeros),
            d.digits.begin() + static_cast<std::ptrdiff_t>(d.count), d.digits.begin());
  d.count -= zeros;
  d.point = d.count == 0 ? 0 : d.point - static_cast<int>(zeros);
  if (d.count == 0) d.negative = false;
}

bool read_exponent(std::string_view s, int& exponent) noexcept {
  if (s.starts_with('+')) s.remove_prefix(1);
  const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), exponent);
  return error == std::errc{} && end == s.data() + s.size() && !s.empty() && std::abs(exponent) <= farthest_point;
}

/// Digits with at most one point.
Misfit read_digits(std::string_view s, SpelledDecimal& d) noexcept {
  bool point = false, any = false;
  for (const char c : s) {
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (!is_digit(c)) return Misfit::bad_syntax;
    any = true;
    if (!point) ++d.point;
    if (d.count == SpelledDecimal::most_digits) return Misfit::out_of_range;
    if (d.count == 0 && c == '0') {
      --d.point;  // A zero at the left end takes no room.
    } else {
      d.digits[d.count++] = c;
    }
  }
  return any ? Misfit::none : Misfit::bad_syntax;
}

/// "12.5e-3" as to_chars spells the shortest decimal.
template <typename Float>
bool equals_shortest(const SpelledDecimal& d, Float v) noexcept {
  SpelledDecimal shortest;
  std::array<char, 48> text;
  const char* end = std::to_chars(text.data(), text.data() + text.size(), v, std::chars_format::scientific).ptr;
  if (read_decimal(std::string_view(text.data(), end), shortest) != Misfit::none) return false;
  return shortest.view() == d.view() && shortest.point == d.point && shortest.negative == d.negative;
}

}  // namespace

Misfit read_decimal(std::string_view text, SpelledDecimal& d) noexcept {
  std::string_view s = trimmed(text);
  d.negative = s.starts_with('-');
  d.count = 0;
  d.point = 0;
  if (s.starts_with('-') || s.starts_with('+')) s.remove_prefix(1);
  const std::size_t e = std::min(s.find_first_of("eE"), s.size());
  if (const Misfit m = read_digits(s.substr(0, e), d); m != Misfit::none) return m;
  int exponent = 0;
  if (e != s.size() && !read_exponent(s.substr(e + 1), exponent)) return Misfit::bad_syntax;
  d.point += exponent;
  drop_zeros(d);
  return Misfit::none;
}

Misfit read_decimal(double v, SpelledDecimal& d) noexcept {
  if (!std::isfinite(v)) return Misfit::out_of_range;
  // A whole number of 64 bits is that number to the last digit, as an INTEGER is.
  if (std::trunc(v) == v && v >= -0x1p63 && v < 0x1p63) return read_decimal(Value::of(static_cast<std::int64_t>(v)), d);
  std::array<char, 48> text;
  const char* end = std::to_chars(text.data(), text.data() + text.size(), v, std::chars_format::scientific).ptr;
  return read_decimal(std::string_view(text.data(), end), d);
}

Misfit read_decimal(const Value& v, SpelledDecimal& d) noexcept {
  switch (v.storage()) {
    case StorageClass::integer: {
      std::array<char, 24> text;
      const char* end = std::to_chars(text.data(), text.data() + text.size(), v.integer()).ptr;
      return read_decimal(std::string_view(text.data(), end), d);
    }
    case StorageClass::real: return read_decimal(v.real(), d);
    case StorageClass::text:
    case StorageClass::blob: return read_decimal(v.bytes(), d);
    case StorageClass::null: break;
  }
  return Misfit::wrong_class;
}

bool read_nonfinite(const Value& v, double& d) noexcept {
  if (v.storage() == StorageClass::real) {
    d = v.real();
    return !std::isfinite(d);
  }
  if (v.storage() != StorageClass::text && v.storage() != StorageClass::blob) return false;
  std::string_view word = trimmed(v.bytes());
  const bool negative = word.starts_with('-');
  if (negative || word.starts_with('+')) word.remove_prefix(1);
  if (equals_ignoring_case(word, "nan") && !negative) return d = std::numeric_limits<double>::quiet_NaN(), true;
  if (!equals_ignoring_case(word, "inf") && !equals_ignoring_case(word, "infinity")) return false;
  d = negative ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
  return true;
}

void round_to(int scale, SpelledDecimal& d) noexcept {
  const long kept = static_cast<long>(d.point) + scale;
  if (kept >= static_cast<long>(d.count)) return;
  const bool up = kept >= 0 && d.digits[static_cast<std::size_t>(kept)] >= '5';
  d.count = static_cast<std::size_t>(std::max(kept, 0L));
  std::size_t i = d.count;
  if (up) {
    while (i > 0 && d.digits[i - 1] == '9') d.digits[--i] = '0';
    if (i > 0) {
      ++d.digits[i - 1];
    } else {
      std::copy_backward(d.digits.begin(), d.digits.begin() + static_cast<std::ptrdiff_t>(d.count),
                         d.digits.begin() + static_cast<std::ptrdiff_t>(d.count) + 1);
      d.digits[0] = '1';
      ++d.count;
      ++d.point;
    }
  }
  drop_zeros(d);
}

Misfit scaled_integer(const SpelledDecimal& d, int scale, std::int64_t& n) noexcept {
  const long places = static_cast<long>(d.point) + scale;
  if (places < static_cast<long>(d.count)) return Misfit::not_exact;
  n = 0;
  if (d.count == 0) return Misfit::none;
  if (places > 19) return Misfit::out_of_range;
  for (long i = 0; i < places; ++i) {
    const int digit = i < static_cast<long>(d.count) ? d.digits[static_cast<std::size_t>(i)] - '0' : 0;
    if (__builtin_mul_overflow(n, std::int64_t{10}, &n)) return Misfit::out_of_range;
    if (__builtin_add_overflow(n, std::int64_t{d.negative ? -digit : digit}, &n)) return Misfit::out_of_range;
  }
  return Misfit::none;
}

bool is_shortest_of(const SpelledDecimal& d, double v) noexcept { return equals_shortest(d, v); }
bool is_shortest_of(const SpelledDecimal& d, float v) noexcept { return equals_shortest(d, v); }

}  // namespace lite2pg
