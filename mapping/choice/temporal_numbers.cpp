#include "mapping/choice/temporal_numbers.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "mapping/codec/temporal_units.h"

namespace lite2pg {
namespace {

using Family = TargetType::Family;
using Unit = TemporalFormat::Unit;

constexpr double infinity = std::numeric_limits<double>::infinity();

// The years that timestamps hold, 4714 BC to 294276, in seconds since 1970 and on the safe side of both ends.
constexpr double first_second = -210866803200, last_second = 9224318015999;

bool touches_our_time(const NumberRange& range, Unit unit) noexcept {
  return is_plausible(range.low, unit) || is_plausible(range.high, unit);
}

bool holds(const NumberRange& range, Unit unit) noexcept {
  return unix_seconds(range.low, unit) >= first_second && unix_seconds(range.high, unit) < last_second;
}

bool are_digits(const ColumnCensus& c, bool dates) noexcept {
  const TemporalForms& forms = c.text.temporal;
  const bool integers = c.count(StorageClass::integer) > 0;
  if (c.count(StorageClass::real) > 0 || (c.wanted() & evidence::temporal) == 0) return false;
  if (integers && (c.integer_no_digits & (dates ? 2 : 1)) != 0) return false;
  if (forms.any_number() && !forms.all_digits(dates ? TemporalKind::date : TemporalKind::timestamp)) return false;
  return integers || forms.any_number();
}

}  // namespace

NumberRange number_range(const ColumnCensus& c) noexcept {
  NumberRange range{infinity, -infinity};
  if (c.count(StorageClass::integer) > 0) {
    range = {static_cast<double>(c.integer_min), static_cast<double>(c.integer_max)};
  }
  if (c.real_nonfinite.count > 0) return {-infinity, infinity};
  if (c.count(StorageClass::real) > 0) range = {std::min(range.low, c.real_min), std::max(range.high, c.real_max)};
  return range;
}

std::optional<NumberRange> any_number_range(const ColumnCensus& c) noexcept {
  NumberRange range{infinity, -infinity};
  const auto add = [&](double low, double high) { range = {std::min(range.low, low), std::max(range.high, high)}; };
  if (c.count(StorageClass::integer) > 0) add(static_cast<double>(c.integer_min), static_cast<double>(c.integer_max));
  if (c.count(StorageClass::real) > c.real_nonfinite.count) add(c.real_min, c.real_max);
  if (c.text.temporal.any_number()) add(c.text.temporal.number_min, c.text.temporal.number_max);
  if (range.low > range.high) return std::nullopt;
  return range;
}

std::optional<Unit> possible_unit(const ColumnCensus& c, bool dates) noexcept {
  const auto range = any_number_range(c);
  if (!range) return std::nullopt;
  std::optional<Unit> found;
  for (const Unit unit : {Unit::seconds, Unit::millis, Unit::micros, Unit::nanos, Unit::ticks}) {
    if (!touches_our_time(*range, unit)) continue;
    if (found || !holds(*range, unit)) return std::nullopt;
    found = unit;
  }
  if (!found && are_digits(c, dates)) found = Unit::digits;
  return found;
}

Unit likely_unit(const ColumnCensus& c) noexcept {
  const auto range = any_number_range(c);
  const double largest = range ? range->high : 0;
  if (largest < 1e11) return Unit::seconds;
  return largest < 1e14 ? Unit::millis : Unit::micros;
}

bool gives_back(const ColumnCensus& c, Unit unit) noexcept {
  return (c.real_inexact_units >> static_cast<unsigned>(unit) & 1) == 0;
}

TemporalKind temporal_kind_of(Family family) noexcept {
  switch (family) {
    case Family::date: return TemporalKind::date;
    case Family::time: return TemporalKind::time;
    case Family::timetz: return TemporalKind::zoned_time;
    default: return TemporalKind::timestamp;
  }
}

CodecId codec_of(Family family) noexcept {
  switch (family) {
    case Family::date: return CodecId::date;
    case Family::time: return CodecId::time;
    case Family::timetz: return CodecId::timetz;
    case Family::interval: return CodecId::interval;
    case Family::timestamptz: return CodecId::timestamptz;
    default: return CodecId::timestamp;
  }
}

}  // namespace lite2pg
