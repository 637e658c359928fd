// Dates and times that are spelled otherwise than in ISO 8601's extended form, for canonical.
#pragma once

#include <optional>
#include <string_view>

#include "mapping/codec/decode/iso.h"

namespace lite2pg {

/// Takes a text apart word by word, in whatever order they stand: year, month and day with slashes, hyphens, by name or
/// in one run, a day of an ISO week, a clock, AM or PM, an offset; or the milliseconds of .NET's JSON. What names a day
/// of the week or a place says nothing. `order` says what a date of numbers begins with; unset: there is none but those
/// that begin with the year. `century`: the first of the hundred years that two digits mean; 0: they are none. nullopt:
/// some word says nothing that is known, or too little is said. `cut` as with parse_iso.
[[nodiscard]] std::optional<ReadMoment> parse_words(std::string_view text, bool cut, DayOrder order,
                                                    int century = 0) noexcept;

}  // namespace lite2pg
