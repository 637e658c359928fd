// What the numbers of a column, INTEGER, REAL or spelled as TEXT, may count when they stand for times.
#pragma once

#include <optional>

#include "mapping/census/census.h"
#include "mapping/target/type.h"

namespace lite2pg {

struct NumberRange {
  double low, high;
};
/// The least and the greatest INTEGER and REAL of the column; Infinity makes the range infinite.
[[nodiscard]] NumberRange number_range(const ColumnCensus& census) noexcept;
/// The same with numbers that stand there as TEXT, and without infinities; nullopt when there is no number at all.
[[nodiscard]] std::optional<NumberRange> any_number_range(const ColumnCensus& census) noexcept;

/// The one unit under which the numbers can be times: the least or the greatest of them lies in our time, and all of
/// them within what timestamps hold. Digits (YYYYMMDDHHMMSS, of dates YYYYMMDD) when no unit is such and all numbers
/// are. nullopt when no unit is left, or several.
[[nodiscard]] std::optional<TemporalFormat::Unit> possible_unit(const ColumnCensus& census, bool dates) noexcept;

/// The unit that is taken where a reading must be had, however doubtful.
[[nodiscard]] TemporalFormat::Unit likely_unit(const ColumnCensus& census) noexcept;

/// Whether all REALs are whole numbers of microseconds, as far as the unit goes.
[[nodiscard]] bool gives_back(const ColumnCensus& census, TemporalFormat::Unit unit) noexcept;

/// What stands in a column of that type, and the codec that carries it. For types of time alone.
[[nodiscard]] TemporalKind temporal_kind_of(TargetType::Family family) noexcept;
[[nodiscard]] CodecId codec_of(TargetType::Family family) noexcept;

}  // namespace lite2pg
