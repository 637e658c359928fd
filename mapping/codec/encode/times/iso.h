// Dates and times in TEXT, read for encode: what the text says, and how exactly it is spelled.
#pragma once

#include <cstdint>
#include <string_view>

#include "mapping/codec/codec.h"

namespace lite2pg {

/// A text in one of the forms YYYY-MM-DD, HH:MM[:SS[.f]][zone] and both with ' ' or 'T' between; zone is Z, +HH:MM,
/// +HHMM or +HH, with or without a blank before; one to nine fraction digits. Beside these, what Go and Ruby write:
/// " +0000 UTC", " +0545 +0545 m=+0.01", " UTC".
struct IsoText {
  bool has_date = false;
  bool has_clock = false;
  bool has_seconds = false;
  bool ends_in_zero = false;  ///< The fraction does.
  bool too_fine = false;      ///< Says more than microseconds.
  bool irregular = false;     ///< 24:00:00, -00:00, small t or z, zones by name: no TemporalFormat spells them.
  bool zone_apart = false;    ///< A blank stands before the zone.
  char separator = 0;
  std::uint8_t digits = 0;  ///< Of the fraction.
  TemporalFormat::Zone zone = TemporalFormat::Zone::none;
  std::int16_t offset = 0;  ///< Minutes east of UTC.
  std::int32_t days = 0;    ///< From 2000-01-01, years 1 to 9999.
  std::int64_t micros = 0;  ///< Since midnight, up to and including 24:00:00.
};

/// none; bad_syntax for what is no such text; out_of_range for dates before the year 1 and after the year 9999.
[[nodiscard]] Misfit read_iso(std::string_view text, IsoText& iso) noexcept;

/// Whether `format` spells `iso` to the byte, for a text with date and clock, or the clock alone. `any_offset`: the
/// field keeps each value's own.
[[nodiscard]] bool is_spelled_by(const TemporalFormat& format, const IsoText& iso, bool any_offset = false) noexcept;

/// Days from 2000-01-01; false when there is no such day in the years 1 to 9999.
[[nodiscard]] bool days_of_date(int year, int month, int day, std::int32_t& days) noexcept;

}  // namespace lite2pg
