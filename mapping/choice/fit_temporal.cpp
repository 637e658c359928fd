// Dates and times where nothing may be spelled anew: text in one ISO form, numbers of one epoch that is beyond doubt.
// What a type that is given may take besides is in fit_moments.cpp.
#include <algorithm>
#include <cmath>

#include "mapping/choice/fit_builder.h"
#include "mapping/choice/temporal_numbers.h"
#include "mapping/codec/temporal_units.h"

namespace lite2pg {
namespace {

using Family = TargetType::Family;
using Unit = TemporalFormat::Unit;

constexpr double year_1 = -62135596800;      // 0001-01-01
constexpr double year_10000 = 253402300800;  // 10000-01-01

bool within_years(const ColumnCensus& c, Unit unit, double from, double until) noexcept {
  const NumberRange range = number_range(c);
  return unix_seconds(range.low, unit) >= from && unix_seconds(range.high, unit) < until;
}

void refuse_numbers(FitBuilder& b) {
  constexpr std::string_view what = "number that is no time between 2000 and 2100 in epoch s, ms or us";
  const Offenders both[] = {{b.integers, b.census.first_row[static_cast<std::size_t>(StorageClass::integer)]},
                            {b.reals, b.census.first_row[static_cast<std::size_t>(StorageClass::real)]}};
  Offenders numbers = both[0];
  numbers.merge(both[1]);
  b.refuse(Misfit::out_of_range, what, numbers);
}

/// Digits of a second that numbers in `unit` may say.
int digits_of(const FitBuilder& b, Unit unit) noexcept {
  return b.reals > 0 ? 6 : std::min(unit_of(unit).fraction_digits, 6);
}

/// Numbers count from an instant: what they become of themselves is timestamptz.
void fit_numbers(FitBuilder& b) {
  const std::optional<Unit> unit = b.reading.unit ? b.reading.unit : epoch_unit(b.census);
  if (!unit || unit_of(*unit).per_second == 0) return refuse_numbers(b);
  if (b.type.family != Family::timestamptz) {
    b.refuse_class(StorageClass::integer);
    return b.refuse_class(StorageClass::real);
  }
  TemporalFormat& format = b.fit.codec.mutable_temporal();
  format.unit = *unit;
  if (!within_years(b.census, *unit, year_1, year_10000)) {
    b.refuse_some(Misfit::out_of_range, "number beyond the years 1 to 9999");
  }
  if (b.reals > 0 && ((b.census.wanted() & evidence::temporal) == 0 || !gives_back(b.census, *unit))) {
    b.refuse_some(Misfit::not_exact, "REAL that is no whole number of microseconds");
  }
  format.places = b.type.fraction_digits;
  if (digits_of(b, *unit) > b.type.fraction_digits) {
    b.refuse_some(Misfit::not_exact, "numbers may say more of a second than " + to_sql(b.type) + " keeps");
  }
  check_mixed_numbers(b, format.number);
  check_negative_zero(b, format.number);
}

/// Instants go to timestamptz, everything without a zone to timestamp. More digits than a column of microseconds keeps,
/// infinities and dates before a time of day are nothing that later rows may be trusted to repeat.
bool suits(const FitBuilder& b, const TemporalFormat& format) noexcept {
  const bool instant = b.type.family == Family::timestamptz;
  const bool zoned = format.zone != TemporalFormat::Zone::none;
  if (instant != zoned && (instant || b.type.family == Family::timestamp)) return false;
  if (format.dated || format.infinite || format.digits > 6) return false;
  return format.fraction == TemporalFormat::Fraction::none || format.digits <= b.type.fraction_digits;
}

void fit_texts(FitBuilder& b) {
  const TextEvidence& text = b.census.text;
  if ((b.census.wanted() & evidence::temporal) == 0) return b.refuse_class(StorageClass::text);
  b.refuse_empties();
  const auto format = text.temporal.exact_format(temporal_kind_of(b.type.family));
  if (format && suits(b, *format)) {
    b.fit.codec.mutable_temporal() = *format;
    b.fit.codec.mutable_temporal().places = b.type.fraction_digits;
    return;
  }
  Offenders others = text.not_temporal;
  for (const Offenders& more : {text.no_date, text.infinite, text.spelled}) others.merge(more);
  b.refuse(Misfit::bad_syntax, "TEXT that is no " + std::string(b.type.family == Family::time ? "time" : "date"),
           others);
  b.fit.codec.mutable_temporal().places = b.type.fraction_digits;
  if (b.reading.cut_fraction && text.temporal.all_readable(temporal_kind_of(b.type.family), true)) {
    b.fit.codec.mutable_temporal().unit = Unit::any;
    b.fit.codec.mutable_temporal().cut = true;
    return;
  }
  if (b.fit.misfits.empty()) b.refuse_some(Misfit::not_exact, "dates and times in forms that no one format spells");
}

void fit_strictly(FitBuilder& b) {
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

void fit_nothing(FitBuilder& b) {
  b.fit.codec.mutable_temporal().places = b.type.fraction_digits;
  if (b.type.family == Family::timestamptz) b.fit.codec.mutable_temporal().zone = TemporalFormat::Zone::colon;
}

/// Lines of the mapping file that only the free reading knows.
bool asks_for_more(const Reading& r) noexcept {
  return r.zero_as_null || r.infinite || r.cut_clock || r.place != nullptr || r.orders() ||
         (r.unit && (*r.unit == Unit::digits || *r.unit == Unit::any));
}

}  // namespace

std::optional<Unit> epoch_unit(const ColumnCensus& c) noexcept {
  if (c.count(StorageClass::integer) + c.count(StorageClass::real) == 0) return std::nullopt;
  for (const Unit unit : {Unit::seconds, Unit::millis, Unit::micros}) {
    if (within_years(c, unit, plausible_from, plausible_until)) return unit;
  }
  return std::nullopt;
}

void fit_temporal(FitBuilder& b) {
  b.fit.codec.become(codec_of(b.type.family));
  b.refuse_class(StorageClass::blob);
  if (b.numbers() + b.all_texts() == 0) return fit_nothing(b);
  if (!b.reading.respell && !asks_for_more(b.reading)) return fit_strictly(b);
  b.type.family == Family::time || b.type.family == Family::timetz ? fit_clocks(b) : fit_moments(b);
}

}  // namespace lite2pg
