// Numbers that count time, for encode: what they say in whole microseconds.
#pragma once

#include <cstdint>
#include <string_view>

#include "mapping/codec/codec.h"

namespace lite2pg {

inline constexpr std::int64_t micros_a_day = 86'400'000'000;

/// How a number in the column is to be read.
struct EpochReading {
  TemporalFormat::Unit unit = TemporalFormat::Unit::micros;
  NumberForm form = NumberForm::integer;
  bool cut = false;  ///< What is finer than a microsecond is cut off; a REAL stands for the microsecond nearest to it.
};

/// A moment, in microseconds from 2000-01-01 00:00, within what timestamps hold. `digits` of a date are eight.
[[nodiscard]] Misfit read_moment(const EpochReading& reading, const Value& v, std::int64_t& micros) noexcept;
/// A length of time, in microseconds: the unit's zero does not matter.
[[nodiscard]] Misfit read_length(const EpochReading& reading, const Value& v, std::int64_t& micros) noexcept;

/// The same of TEXT that spells an integer in its only way ("-5", no "05"), within 64 bits.
[[nodiscard]] bool read_integer(std::string_view text, std::int64_t& n) noexcept;
/// TEXT that spells a decimal with up to nine digits after the point, as the moment or length that it counts in a unit
/// of a microsecond or more.
[[nodiscard]] Misfit read_decimal_moment(const EpochReading& reading, std::string_view text,
                                         std::int64_t& micros) noexcept;
[[nodiscard]] Misfit read_decimal_length(const EpochReading& reading, std::string_view text,
                                         std::int64_t& micros) noexcept;

/// YYYYMMDDHHMMSS, or YYYYMMDD: microseconds from 2000-01-01 00:00. bad_syntax for all else.
[[nodiscard]] Misfit read_digits(std::int64_t number, std::int64_t& micros) noexcept;

}  // namespace lite2pg
