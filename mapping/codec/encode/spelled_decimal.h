// Encode's reading of numbers as programs spell them in text: " +12.50", "1e3", ".5", "$1,234.50".
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "mapping/codec/codec.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// 0.DIGITS * 10^point, the digits without zeros at either end; zero has none.
struct SpelledDecimal {
  static constexpr std::size_t most_digits = 400;

  bool negative = false;
  std::array<char, most_digits + 1> digits;  ///< One more for a carry.
  std::size_t count = 0;
  int point = 0;

  [[nodiscard]] std::string_view view() const noexcept { return {digits.data(), count}; }
  [[nodiscard]] bool integral() const noexcept { return point >= static_cast<int>(count); }
};

/// An optional sign, digits with at most one point, an optional exponent; blanks around it do not count.
[[nodiscard]] Misfit read_decimal(std::string_view text, SpelledDecimal& d) noexcept;
/// The shortest decimal that reads back as `v`; out_of_range for what is not finite.
[[nodiscard]] Misfit read_decimal(double v, SpelledDecimal& d) noexcept;
/// A number, or TEXT or a BLOB that spells one.
[[nodiscard]] Misfit read_decimal(const Value& v, SpelledDecimal& d) noexcept;

/// NaN and the infinities: a REAL that is one, or TEXT or a BLOB of the word in any letter case, also "inf". False:
/// none of them.
[[nodiscard]] bool read_nonfinite(const Value& v, double& d) noexcept;

/// Keeps `scale` digits after the point: half goes away from zero, as in PostgreSQL's numeric.
void round_to(int scale, SpelledDecimal& d) noexcept;

/// The number in units of 10^-scale: not_exact when it has more digits, out_of_range beyond 64 bits.
[[nodiscard]] Misfit scaled_integer(const SpelledDecimal& d, int scale, std::int64_t& n) noexcept;

/// Whether the decimal is the shortest one of the double (of the 4-byte float).
[[nodiscard]] bool is_shortest_of(const SpelledDecimal& d, double v) noexcept;
[[nodiscard]] bool is_shortest_of(const SpelledDecimal& d, float v) noexcept;

}  // namespace lite2pg
