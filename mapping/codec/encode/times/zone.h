// Clocks of a named zone, for encode: between wall clock and UTC, where the way back is sure.
#pragma once

#include <cstdint>

#include "mapping/codec/codec.h"

namespace lite2pg {

/// Both from 2000-01-01 00:00, in microseconds; `place` nullptr is UTC. A wall clock that shows a time twice means the
/// first. not_exact: the clock never showed this time; out_of_range: beyond the years 1 to 9999.
[[nodiscard]] Misfit to_utc(const date::time_zone* place, std::int64_t& micros) noexcept;
/// not_exact: the clock shows this time a second time, so that it would be read as the first.
[[nodiscard]] Misfit to_wall(const date::time_zone* place, std::int64_t& micros) noexcept;

}  // namespace lite2pg
