// What numbers may count when they stand for instants or lengths of time: the names of the units, for plans, mapping
// files and people, and where they lie on the time line. Only encode and decode keep arithmetic of their own.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "mapping/codec/codec.h"

namespace lite2pg {

struct TemporalUnit {
  TemporalFormat::Unit unit;
  std::string_view name;   ///< In mapping files and codecs: "epoch_ms".
  std::string_view label;  ///< For people: "Unix milliseconds".
  std::string_view words;  ///< For people: "milliseconds since 1970"; empty: no unit of numbers.
  double per_second;       ///< 0: no unit of numbers. Of `digits` too, which are no count.
  double unix_zero;        ///< Where its zero stands, in seconds since 1970.
  int fraction_digits;     ///< Digits of a second that a whole number of it may say.
};

/// All units, in the order of TemporalFormat::Unit.
[[nodiscard]] std::span<const TemporalUnit> temporal_units() noexcept;
[[nodiscard]] const TemporalUnit& unit_of(TemporalFormat::Unit unit) noexcept;
[[nodiscard]] std::string_view name_of(TemporalFormat::Unit unit) noexcept;
[[nodiscard]] std::optional<TemporalFormat::Unit> unit_named(std::string_view name) noexcept;

/// Seconds since 1970 of what `v` says in a unit that counts, to the precision of a double.
[[nodiscard]] double unix_seconds(double v, TemporalFormat::Unit unit) noexcept;

/// Numbers that say a time of these years are taken for what they say; the windows of Unix seconds, milli-, micro- and
/// nanoseconds and of ticks do not overlap.
inline constexpr double plausible_from = 946684800;    // 2000-01-01
inline constexpr double plausible_until = 4102444800;  // 2100-01-01
[[nodiscard]] bool is_plausible(double v, TemporalFormat::Unit unit) noexcept;

}  // namespace lite2pg
