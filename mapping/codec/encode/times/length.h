// Lengths of time in TEXT, read for encode.
#pragma once

#include <cstdint>
#include <string_view>

#include "mapping/codec/codec.h"

namespace lite2pg {

/// As PostgreSQL's interval keeps it: three counts, none of which follows from another.
struct Length {
  std::int64_t months = 0, days = 0, micros = 0;
  bool too_fine = false;  ///< Says more than microseconds: what is finer is cut off, towards zero.
};

/// One of these forms; bad_syntax for all else, out_of_range for what no interval holds.
/// - [-]HH:MM[:SS[.f]], of any number of hours; [-]D.HH:MM:SS[.f] (.NET's TimeSpan)
/// - counts with units, a clock or none: "1 year 2 mons -3 days 04:05:06.7", "90 seconds", "-1 day, 23:59:59"; with
///   letters for units, which may adjoin: "2h 30m", "-1h30m1.5s" (Go)
/// - ISO 8601: [-]P1Y2M3W4DT5H6M7.8S
/// - a date and a time of day, counted from 1970-01-01 (SQLAlchemy)
[[nodiscard]] Misfit read_interval_text(std::string_view text, Length& length) noexcept;

}  // namespace lite2pg
