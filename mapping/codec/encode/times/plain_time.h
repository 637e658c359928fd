// Dates and times that are spelled for people or by other standards than ISO 8601's extended form, as such.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "mapping/codec/codec.h"

namespace lite2pg {

/// Room for the text that plain_time() makes.
using PlainTimeRoom = std::array<char, 64>;

/// The same date, time of day or moment as read_iso() reads it: of RFC 2822 and HTTP ("Sat, 28 Nov 2026 23:10:33 GMT"),
/// JavaScript ("Sat Nov 28 2026 23:10:33 GMT+0100 (CET)"), asctime and date(1), ISO's basic form
/// ("20261128T231033Z"), slashes between year, month and day, one digit where two are usual, AM and PM, a comma before
/// the fraction, offsets with seconds that are zero, Java's zone in brackets behind an offset, months by name before or
/// behind the day ("28-Nov-2026", "November 28, 2026"), days of ISO weeks ("2026-W48-6"), milliseconds of .NET's JSON
/// ("/Date(1764371433000)/"), blanks around it all. What could be meant in two ways
/// (01/02/2026) is read as `order` says, and two digits of a year are one of the hundred years from `century` on; when
/// these say nothing, and for a zone's name alone, it is none. nullopt: no
/// such text. The result borrows from `room`; whether there is such a day is not looked at.
[[nodiscard]] std::optional<std::string_view> plain_time(std::string_view text, PlainTimeRoom& room,
                                                         DayOrder order = DayOrder::unset, int century = 0) noexcept;

}  // namespace lite2pg
