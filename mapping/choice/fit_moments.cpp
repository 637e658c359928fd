// Dates and times in a type that is given: every form that the type may mean. What only a look at each value tells is
// suspected; what could be meant in several ways is refused until the mapping file says which (docs/types.md).
#include <date/tz.h>

#include <algorithm>

#include "mapping/choice/fit_builder.h"
#include "mapping/choice/temporal_numbers.h"
#include "mapping/codec/temporal_units.h"

namespace lite2pg {
namespace {

using Family = TargetType::Family;
using Unit = TemporalFormat::Unit;
using Zone = TemporalFormat::Zone;

TemporalFormat& format_of(FitBuilder& b) { return b.fit.codec.mutable_temporal(); }

bool is_instant(const FitBuilder& b) noexcept { return b.type.family == Family::timestamptz; }

/// "UTC", or the place that the mapping file names.
std::string clock_name(const FitBuilder& b) { return b.reading.place == nullptr ? "UTC" : b.reading.place->name(); }

/// Whose clock is meant is always said where the data does not say it.
void assume_clock(FitBuilder& b, bool wall) {
  if (b.fit.codec.id() == CodecId::time || b.fit.codec.id() == CodecId::timetz || wall != is_instant(b)) return;
  format_of(b).place = b.reading.place;
  b.assume(wall ? "text without a zone is taken as " + clock_name(b)
                : "instants are written as the clock of " + clock_name(b) + " shows them");
  if (b.reading.place == nullptr) return;
  b.suspect(Misfit::not_exact, "times that the clock of " + clock_name(b) + " shows twice or never");
}

/// Whether the mapping file says to cut off what the type does not keep: of a date the time of day, of the others
/// digits of a second.
bool is_cut(const FitBuilder& b) noexcept {
  return b.fit.codec.id() == CodecId::date ? b.reading.cut_clock : b.reading.cut_fraction;
}

/// What is cut off does not come back: moments are compared then, not their forms.
void cut(FitBuilder& b) {
  format_of(b).unit = Unit::any;
  format_of(b).cut = true;
}

void check_places(FitBuilder& b, int digits) {
  if (is_cut(b)) return cut(b);
  if (b.fit.codec.id() == CodecId::date) return b.suspect(Misfit::not_exact, "a time of day, which date does not keep");
  if (digits > b.type.fraction_digits) {
    b.suspect(Misfit::not_exact, "more digits of a second than " + to_sql(b.type) + " keeps");
  }
}

void check_range(FitBuilder& b, Unit unit) {
  if (unit == Unit::digits) return b.suspect(Misfit::bad_syntax, "numbers that are no date and time of day");
  const auto range = any_number_range(b.census);
  constexpr double first_second = -210866803200, last_second = 9224318015999;
  if (range && (unix_seconds(range->low, unit) < first_second || unix_seconds(range->high, unit) > last_second))
    b.suspect(Misfit::out_of_range, "numbers beyond the years that " + to_sql(b.type) + " holds");
}

/// Numbers finer than a microsecond, and REALs, may say more than the type keeps.
void check_exactness(FitBuilder& b, Unit unit) {
  check_range(b, unit);
  if (unit_of(unit).fraction_digits > 6) b.suspect(Misfit::not_exact, "numbers finer than a microsecond");
  // The census does not look at days: near today's a REAL is coarser than a microsecond.
  if (b.reals > 0 && (unit == Unit::julian || !gives_back(b.census, unit)))
    b.suspect(Misfit::not_exact, "REAL that is no whole number of microseconds");
  check_places(b, b.reals > 0 ? 6 : std::min(unit_of(unit).fraction_digits, 6));
}

void check_infinities(FitBuilder& b) {
  const bool any = b.census.real_nonfinite.count + b.census.text.infinite.count > 0;
  format_of(b).infinite = b.reading.infinite && any;
  if (b.reading.infinite) return;
  b.refuse(Misfit::out_of_range, "infinity", b.census.real_nonfinite);
  b.refuse(Misfit::out_of_range, "infinity", b.census.text.infinite);
}

std::string count_of(Unit unit) { return unit == Unit::digits ? "YYYYMMDDHHMMSS" : std::string(unit_of(unit).words); }

/// All numbers, until the mapping file says what they count.
void refuse_unclear(FitBuilder& b) {
  Offenders numbers = b.census.text.spelled;
  const auto first = [&](StorageClass c) { return b.census.first_row[static_cast<std::size_t>(c)]; };
  if (b.integers > 0) numbers.merge({b.integers, first(StorageClass::integer)});
  if (b.reals > 0) numbers.merge({b.reals, first(StorageClass::real)});
  b.refuse(Misfit::out_of_range, "numbers of which it is not clear what they count", numbers);
}

/// The unit that the mapping file names, or the only possible one.
std::optional<Unit> unit_for(FitBuilder& b) {
  if (b.reading.unit && *b.reading.unit != Unit::iso && *b.reading.unit != Unit::any) return b.reading.unit;
  const auto unit = possible_unit(b.census, b.type.family == Family::date);
  if (unit) b.assume("numbers are read as " + count_of(*unit));
  return unit;
}

/// Nothing but numbers, or nothing but TEXT that spells integers.
void fit_only_numbers(FitBuilder& b) {
  const auto unit = unit_for(b);
  if (!unit) return refuse_unclear(b);
  TemporalFormat& format = format_of(b);
  format.unit = *unit;
  format.spelled = b.numbers() == 0;
  if (b.numbers() > 0 && *unit != Unit::digits) {
    check_mixed_numbers(b, format.number);
    check_negative_zero(b, format.number);
  }
  check_exactness(b, *unit);
  if (format.unit == Unit::any) {
    format.numbers = *unit;
    format.spelled = false;
    format.number = NumberForm::integer;
  }
  assume_clock(b, *unit == Unit::digits);
}

/// Texts, and numbers beside them: the mapping file must say what these count.
void fit_mixture(FitBuilder& b) {
  TemporalFormat& format = format_of(b);
  format.unit = Unit::any;
  format.order = b.reading.order;
  format.century = static_cast<std::int16_t>(b.reading.century);
  const bool named = b.reading.unit && *b.reading.unit != Unit::iso && *b.reading.unit != Unit::any;
  if (!named) return refuse_unclear(b);
  format.numbers = *b.reading.unit;
  b.respelled("numbers beside texts are read as " + count_of(format.numbers) + ": the moment comes back, not the form");
  if (b.census.text.temporal.any_moment()) check_places(b, 6);
  if (b.census.text.temporal.any_odd_number()) b.suspect(Misfit::not_exact, "text that spells no whole number");
  check_exactness(b, format.numbers);
}

bool digits_suit(const FitBuilder& b, const TemporalFormat& format) noexcept {
  return format.fraction == TemporalFormat::Fraction::none || format.digits <= b.type.fraction_digits ||
         (b.type.fraction_digits == 6 && format.digits > 6);
}

void check_texts(FitBuilder& b) {
  const TextEvidence& text = b.census.text;
  const bool date = b.type.family == Family::date;
  const std::string odd = "TEXT that is no " + std::string(date ? "date" : "time");
  if (b.reading.orders() && text.not_temporal.count > 0) {
    b.suspect(Misfit::bad_syntax, odd);  // The census reads no date that begins with a day or a month.
  } else {
    b.refuse(Misfit::bad_syntax, odd, text.not_temporal);
  }
  b.fit.codec.zero_as_null = b.reading.zero_as_null && text.no_date.count > 0;
  if (!b.reading.zero_as_null) b.refuse(Misfit::bad_syntax, "a date of zeros, or NaN", text.no_date);
  if (text.temporal.any_clock_alone()) b.refuse_some(Misfit::bad_syntax, "TEXT that is a time of day alone");
  if (text.temporal.any_too_fine() && !b.reading.cut_fraction && !date)
    b.suspect(Misfit::not_exact, "more than six digits of a second");
}

/// Which clock the texts without a zone mean, or the instants of the others.
void assume_zones(FitBuilder& b) {
  const TemporalForms& forms = b.census.text.temporal;
  const bool ordered = b.reading.orders() && b.census.text.not_temporal.count > 0;
  if (forms.any_without_zone() || ordered) assume_clock(b, true);
  if (forms.any_zone()) assume_clock(b, false);
}

void fit_any_form(FitBuilder& b) {
  const TemporalForms& forms = b.census.text.temporal;
  format_of(b).unit = Unit::any;
  format_of(b).order = b.reading.order;
  format_of(b).century = static_cast<std::int16_t>(b.reading.century);
  const bool at_midnight = b.fit.codec.id() == CodecId::date && forms.all_at_midnight();
  if (!forms.all_readable(TemporalKind::timestamp, true)) b.suspect(Misfit::bad_syntax, "text in another form");
  if (!at_midnight || is_cut(b)) check_places(b, 6);
  b.respelled("dates and times in forms that no one format spells: the moment comes back, not the spelling");
}

void fit_only_texts(FitBuilder& b) {
  const auto format = b.census.text.temporal.exact_format(temporal_kind_of(b.type.family));
  if (format && digits_suit(b, *format) && !b.fit.codec.zero_as_null && !is_cut(b)) {
    const bool infinite = format_of(b).infinite;
    format_of(b) = *format;
    format_of(b).infinite = infinite;
  } else {
    fit_any_form(b);
  }
  assume_zones(b);
}

void fit_clock_texts(FitBuilder& b) {
  const TemporalForms& forms = b.census.text.temporal;
  const TemporalKind kind = temporal_kind_of(b.type.family);
  const auto format = forms.exact_format(kind);
  const auto date = forms.constant_date();
  if (format && digits_suit(b, *format) && !b.reading.cut_fraction) {
    format_of(b) = *format;
  } else {
    format_of(b).unit = Unit::any;
    format_of(b).dated = kind == TemporalKind::time && date.has_value();
    format_of(b).date = format_of(b).dated ? *date : 0;
    b.suspect(Misfit::bad_syntax, "text that is no time of day");
    check_places(b, 6);
    b.respelled("times in forms that no one format spells: the time comes back, not the spelling");
  }
  if (format_of(b).dated) b.assume("the date before every time, always the same, is left out");
  if (kind == TemporalKind::zoned_time && forms.any_without_zone()) b.assume("text without a zone is taken as UTC");
}

/// A length of time, or the part of a day: only the mapping file can tell what numbers count.
void fit_counted(FitBuilder& b) {
  const bool named = b.reading.unit && unit_of(*b.reading.unit).per_second != 0;
  if (!named) return refuse_unclear(b);
  TemporalFormat& format = format_of(b);
  format.unit = *b.reading.unit;
  format.spelled = b.numbers() == 0;
  if (b.numbers() > 0) {
    check_mixed_numbers(b, format.number);
    check_negative_zero(b, format.number);
  }
  b.suspect(Misfit::out_of_range, "numbers beyond what " + to_sql(b.type) + " holds");
  if (!b.reading.cut_fraction || b.fit.codec.id() != CodecId::interval) return;
  format = {.unit = Unit::any, .numbers = *b.reading.unit, .places = b.type.fraction_digits, .cut = true};
}

}  // namespace

void fit_moments(FitBuilder& b) {
  format_of(b).places = b.type.fraction_digits;
  if ((b.census.wanted() & evidence::temporal) == 0) {
    b.refuse_class(StorageClass::text);
    return fit_only_numbers(b);
  }
  const TemporalForms& forms = b.census.text.temporal;
  b.refuse_empties();
  check_infinities(b);
  check_texts(b);
  const bool numbers = b.numbers() > b.census.real_nonfinite.count;
  const bool texts = forms.any_moment() || b.census.text.not_temporal.count > 0;
  if (numbers ? !texts && !forms.any_number() : forms.only_integers() && !b.fit.codec.zero_as_null)
    return fit_only_numbers(b);
  if (!numbers && !forms.any_number()) return fit_only_texts(b);
  fit_mixture(b);
  assume_zones(b);
}

void fit_clocks(FitBuilder& b) {
  format_of(b).places = b.type.fraction_digits;
  const bool zoned = b.fit.codec.id() == CodecId::timetz;
  b.refuse_empties();
  if (b.numbers() > 0 && b.texts > 0) b.refuse_class(StorageClass::text);
  if (b.numbers() > 0 && zoned) {
    b.refuse_class(StorageClass::integer);
    return b.refuse_class(StorageClass::real);
  }
  if (b.numbers() > 0) return fit_counted(b);
  fit_clock_texts(b);
}

void fit_interval(FitBuilder& b) {
  b.fit.codec.become(CodecId::interval);
  format_of(b).places = b.type.fraction_digits;
  b.refuse_class(StorageClass::blob);
  b.refuse_empties();
  if (b.numbers() + b.texts == 0) {
    format_of(b).unit = Unit::any;
    return;
  }
  const bool digits = b.texts > 0 && b.census.text.temporal.only_integers();
  if (b.texts == 0 || (b.numbers() == 0 && digits)) return fit_counted(b);
  format_of(b).unit = Unit::any;
  if (b.reading.unit && unit_of(*b.reading.unit).per_second != 0) format_of(b).numbers = *b.reading.unit;
  format_of(b).cut = b.reading.cut_fraction;
  b.suspect(Misfit::bad_syntax, "text that is no length of time, or a number of which it is not clear what it counts");
  b.respelled("lengths of time come back as PostgreSQL spells them");
}

}  // namespace lite2pg
