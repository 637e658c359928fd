// Numbers that count time, for decode: what they are for so many microseconds, and what canonical reads in them.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "mapping/codec/codec.h"

namespace lite2pg {

__extension__ using WideMicros = __int128;

/// From where PostgreSQL counts days and microseconds
/// (https://www.postgresql.org/docs/15/datatype-datetime.html, date_send and timestamp_send).
inline constexpr std::chrono::sys_days pg_epoch{std::chrono::year{2000} / 1 / 1};

/// From where the unit's zero stands to 2000-01-01.
[[nodiscard]] WideMicros microseconds_to_zero(TemporalFormat::Unit unit) noexcept;

/// INTEGER when the form has one for it: what is no whole number of units is a REAL in any form. What no number stands
/// for comes back as TEXT, so that it shows.
[[nodiscard]] Value number_value(TemporalFormat::Unit unit, NumberForm form, WideMicros since_zero,
                                 std::string& scratch);

/// Digits, with a point or without, with or without a minus sign.
[[nodiscard]] bool spells_number(std::string_view text) noexcept;

/// What an INTEGER, a REAL or a TEXT that spells one counts to, in microseconds from 2000-01-01; false when it is no
/// whole number of them (unless `cut`: a REAL is then the nearest, all else what lies before), or no moment.
[[nodiscard]] bool moment_of_number(TemporalFormat::Unit unit, bool cut, const Value& v, std::int64_t& micros);
/// The same of a length of time.
[[nodiscard]] bool length_of_number(TemporalFormat::Unit unit, bool cut, const Value& v, std::int64_t& micros);

}  // namespace lite2pg
