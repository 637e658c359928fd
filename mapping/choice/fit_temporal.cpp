// Dates and times, from text in ISO forms and from numbers that count from an epoch.
#include <algorithm>
#include <array>
#include <cmath>

#include "mapping/choice/fit_builder.h"

namespace lite2pg {
namespace {

using Family = TargetType::Family;
using Unit = TemporalFormat::Unit;

struct Range {
  double low, high;
};

/// The least and the greatest number of the column; Infinity makes the range infinite.
Range number_range(const ColumnCensus& c) noexcept {
  Range range{INFINITY, -INFINITY};
  if (c.count(StorageClass::integer) > 0) {
    range = {static_cast<double>(c.integer_min), static_cast<double>(c.integer_max)};
  }
  if (c.real_nonfinite.count > 0) return {-INFINITY, INFINITY};
  if (c.count(StorageClass::real) > 0) range = {std::min(range.low, c.real_min), std::max(range.high, c.real_max)};
  return range;
}

/// Seconds since 1970 of what a number says in `unit`.
double unix_seconds(double v, Unit unit) noexcept {
  switch (unit) {
    case Unit::millis:
      return v / 1e3;
    case Unit::micros:
      return v / 1e6;
    case Unit::julian:
      return (v - 2440587.5) * 86400;
    case Unit::cocoa:
      return v + 978307200;
    case Unit::webkit:
      return v / 1e6 - 11644473600;
    default:
      return v;
  }
}

constexpr double year_1 = -62135596800;      // 0001-01-01
constexpr double year_10000 = 253402300800;  // 10000-01-01
constexpr double year_2000 = 946684800;      // 2000-01-01
constexpr double year_2100 = 4102444800;     // 2100-01-01

bool within_years(const ColumnCensus& c, Unit unit, double from, double until) noexcept {
  const Range range = number_range(c);
  return unix_seconds(range.low, unit) >= from && unix_seconds(range.high, unit) < until;
}

TemporalKind kind_of(Family family) noexcept {
  if (family == Family::date) return TemporalKind::date;
  return family == Family::time ? TemporalKind::time : TemporalKind::timestamp;
}

CodecId codec_of(Family family) noexcept {
  switch (family) {
    case Family::date:
      return CodecId::date;
    case Family::time:
      return CodecId::time;
    case Family::timestamptz:
      return CodecId::timestamptz;
    default:
      return CodecId::timestamp;
  }
}

bool gives_back(const ColumnCensus& c, Unit unit) noexcept {
  return (c.real_inexact_units >> static_cast<unsigned>(unit) & 1) == 0;
}

void refuse_numbers(FitBuilder& b) {
  constexpr std::string_view what = "number that is no time between 2000 and 2100 in epoch s, ms or us";
  const Offenders both[] = {{b.integers, b.census.first_row[static_cast<std::size_t>(StorageClass::integer)]},
                            {b.reals, b.census.first_row[static_cast<std::size_t>(StorageClass::real)]}};
  Offenders numbers = both[0];
  numbers.merge(both[1]);
  b.refuse(Misfit::out_of_range, what, numbers);
}

/// Numbers count from an instant: what they become of themselves is timestamptz.
bool takes_numbers(const FitBuilder& b) noexcept {
  return b.type.family == Family::timestamptz || (b.type.family == Family::timestamp && b.reading.respell);
}

/// Digits of a second that numbers in `unit` may say.
int digits_of(const FitBuilder& b, Unit unit) noexcept {
  if (b.reals > 0 || unit == Unit::micros || unit == Unit::webkit) return 6;
  return unit == Unit::millis ? 3 : 0;
}

void fit_numbers(FitBuilder& b) {
  const std::optional<Unit> unit = b.reading.unit ? b.reading.unit : epoch_unit(b.census);
  if (!unit || *unit == Unit::iso || *unit == Unit::any) return refuse_numbers(b);
  if (!takes_numbers(b)) {
    b.refuse_class(StorageClass::integer);
    return b.refuse_class(StorageClass::real);
  }
  b.fit.codec.mutable_temporal().unit = *unit;
  if (!within_years(b.census, *unit, year_1, year_10000)) {
    b.refuse_some(Misfit::out_of_range, "number beyond the years 1 to 9999");
  }
  if (b.reals > 0 && ((b.census.wanted() & evidence::temporal) == 0 || !gives_back(b.census, *unit))) {
    b.refuse_some(Misfit::not_exact, "REAL that is no whole number of microseconds");
  }
  b.fit.codec.mutable_temporal().places = b.type.fraction_digits;
  if (digits_of(b, *unit) > b.type.fraction_digits) {
    b.refuse_some(Misfit::not_exact, "numbers may say more of a second than " + to_sql(b.type) + " keeps");
  }
  check_mixed_numbers(b, b.fit.codec.mutable_temporal().number);
  check_negative_zero(b, b.fit.codec.mutable_temporal().number);
}

/// Instants go to timestamptz, everything without a zone to timestamp. Who names the other type means UTC.
bool zone_suits(FitBuilder& b, const TemporalFormat& format) {
  const bool instant = b.type.family == Family::timestamptz;
  const bool zoned = format.zone != TemporalFormat::Zone::none;
  if (instant == zoned || (!instant && b.type.family != Family::timestamp)) return true;
  return b.reading.respell;
}

bool digits_suit(const FitBuilder& b, const TemporalFormat& format) noexcept {
  return format.fraction == TemporalFormat::Fraction::none || format.digits <= b.type.fraction_digits;
}

void fit_texts(FitBuilder& b) {
  const ColumnCensus& c = b.census;
  if ((c.wanted() & evidence::temporal) == 0) return b.refuse_class(StorageClass::text);
  b.refuse_empties();
  const TemporalKind kind = kind_of(b.type.family);
  const auto format = c.text.temporal.exact_format(kind);
  if (format && zone_suits(b, *format) && digits_suit(b, *format)) {
    b.fit.codec.mutable_temporal() = *format;
    b.fit.codec.mutable_temporal().places = b.type.fraction_digits;
    return;
  }
  b.refuse(Misfit::bad_syntax, "TEXT that is no " + std::string(b.type.family == Family::time ? "time" : "date"),
           c.text.not_temporal);
  b.fit.codec.mutable_temporal().places = b.type.fraction_digits;
  if (b.reading.cut_fraction && c.text.temporal.all_readable(kind, true)) {
    b.fit.codec.mutable_temporal().unit = Unit::any;
    b.fit.codec.mutable_temporal().cut = true;
    return;
  }
  if (c.text.temporal.all_readable(kind) && b.type.fraction_digits == 6) {
    b.fit.codec.mutable_temporal().unit = Unit::any;
    return b.respelled("dates and times in forms that no one format spells: the moment comes back, not the spelling");
  }
  if (b.fit.misfits.empty()) b.refuse_some(Misfit::not_exact, "dates and times in forms that no one format spells");
}

void fit_nothing(FitBuilder& b) {
  b.fit.codec.mutable_temporal().places = b.type.fraction_digits;
  if (b.type.family == Family::timestamptz) b.fit.codec.mutable_temporal().zone = TemporalFormat::Zone::colon;
}

}  // namespace

std::optional<Unit> epoch_unit(const ColumnCensus& c) noexcept {
  if (c.count(StorageClass::integer) + c.count(StorageClass::real) == 0) return std::nullopt;
  for (const Unit unit : {Unit::seconds, Unit::millis, Unit::micros}) {
    if (within_years(c, unit, year_2000, year_2100)) return unit;
  }
  return std::nullopt;
}

void fit_temporal(FitBuilder& b) {
  b.fit.codec.become(codec_of(b.type.family));
  b.refuse_class(StorageClass::blob);
  if (b.numbers() + b.all_texts() == 0) return fit_nothing(b);
  if (b.numbers() > 0 && b.texts > 0) {  // The fewer are the misfits.
    if (b.numbers() > b.texts) {
      b.refuse_class(StorageClass::text);
      return fit_numbers(b);
    }
    b.refuse_class(StorageClass::integer);
    b.refuse_class(StorageClass::real);
    return fit_texts(b);
  }
  if (b.numbers() == 0) return fit_texts(b);
  b.refuse_class(StorageClass::text);
  fit_numbers(b);
}

}  // namespace lite2pg
