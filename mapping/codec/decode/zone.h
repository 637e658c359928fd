// Clocks of a named zone, for decode: between what a clock there shows and UTC, both in microseconds from 2000-01-01
// 00:00. Beyond the years that such clocks know, the same number comes back.
#pragma once

#include <cstdint>

#include "mapping/codec/codec.h"

namespace lite2pg {

[[nodiscard]] std::int64_t wall_of_instant(const date::time_zone& place, std::int64_t micros);
/// Of a time that the clock shows twice, the first.
[[nodiscard]] std::int64_t instant_of_wall(const date::time_zone& place, std::int64_t micros);

}  // namespace lite2pg
