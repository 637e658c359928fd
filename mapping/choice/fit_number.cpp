// Integers, decimals, floats and truth values.
#include <bit>
#include <limits>

#include "mapping/choice/fit_builder.h"

namespace lite2pg {
namespace {

using Family = TargetType::Family;

constexpr std::int64_t two_to_53 = 9007199254740992;  // Up to here every integer is a double.

CodecId integer_codec(Family family) noexcept {
  if (family == Family::smallint) return CodecId::int2;
  return family == Family::integer ? CodecId::int4 : CodecId::int8;
}

bool within(const ColumnCensus& c, std::int64_t low, std::int64_t high) noexcept {
  return c.count(StorageClass::integer) == 0 || (c.integer_min >= low && c.integer_max <= high);
}

template <typename Int>
bool within_type(const ColumnCensus& c) noexcept {
  return within(c, std::numeric_limits<Int>::min(), std::numeric_limits<Int>::max());
}

/// Whether all REALs are integers of the type, so that they may travel as such on request.
bool all_integral(const ColumnCensus& c, Family family) noexcept {
  if (c.real_integral.count != c.count(StorageClass::real) || c.real_negative_zero.count > 0) return false;
  const double limit = family == Family::smallint ? 0x1p15 : family == Family::integer ? 0x1p31 : 0x1p63;
  return c.real_min >= -limit && c.real_max < limit;
}

void fit_integral_reals(FitBuilder& b) {
  if (b.reals == 0) return;
  if (!b.reading.respell || !all_integral(b.census, b.type.family)) return b.refuse_class(StorageClass::real);
  b.fit.codec.set(b.integers == 0 ? NumberForm::real : NumberForm::either);
  if (b.integers > 0) b.respelled("REALs come back as INTEGER");
}

bool in_range(const ColumnCensus& c, Family family) noexcept {
  if (family == Family::smallint) return within_type<std::int16_t>(c);
  return family == Family::integer ? within_type<std::int32_t>(c) : true;
}

void check_precision(FitBuilder& b) {
  if (b.type.precision == 0) return;
  b.fit.codec.mutable_decimal().precision = b.type.precision;
  b.fit.codec.mutable_decimal().scale = b.type.scale;
  const bool text = b.fit.codec.id() == CodecId::numeric_text;
  const DecimalEvidence& d = b.census.text.decimal;
  const unsigned integral = text ? d.integral_digits : b.census.decimal_integral_digits();
  const unsigned fraction = text ? d.fraction_max : b.reals > 0 ? b.census.decimal_fraction_digits : 0;
  if (integral + static_cast<unsigned>(b.type.scale) > b.type.precision) {
    b.refuse_some(Misfit::out_of_range, "more digits before the point than " + to_sql(b.type) + " has");
  }
  if (fraction > static_cast<unsigned>(b.type.scale)) {
    b.refuse_some(Misfit::not_exact, "more digits after the point than " + to_sql(b.type) + " has");
  } else if (text && d.fraction_min < static_cast<unsigned>(b.type.scale)) {
    b.respelled("decimals come back with " + std::to_string(b.type.scale) + " digits after the point");
  }
}

void fit_decimal_text(FitBuilder& b) {
  b.fit.codec.become(CodecId::numeric_text);
  if ((b.census.wanted() & evidence::decimal) == 0) return b.refuse_class(StorageClass::text);
  b.refuse_empties();
  b.refuse(Misfit::bad_syntax, "TEXT that does not spell a decimal as PostgreSQL does", b.census.text.decimal.others);
  check_precision(b);
}

}  // namespace

void check_mixed_numbers(FitBuilder& b, NumberForm& form) {
  form = b.number_form();
  if (form != NumberForm::mixed || b.census.real_integral.count == 0) return;
  if (b.reading.respell) form = NumberForm::either;
  b.respelled("REALs with an integral value beside INTEGERs come back as INTEGER", b.census.real_integral);
}

void check_negative_zero(FitBuilder& b, NumberForm& form) {
  if (b.census.real_negative_zero.count == 0) return;
  if (b.reading.respell) form = NumberForm::either;
  b.respelled("-0.0 comes back as 0", b.census.real_negative_zero);
}

void fit_integer(FitBuilder& b) {
  b.fit.codec.become(integer_codec(b.type.family));
  b.fit.codec.set(NumberForm::integer);
  if (!in_range(b.census, b.type.family)) {
    b.refuse_some(Misfit::out_of_range, "INTEGER beyond the range of " + to_sql(b.type));
  }
  fit_integral_reals(b);
  b.refuse_class(StorageClass::text);
  b.refuse_class(StorageClass::blob);
}

void fit_numeric(FitBuilder& b) {
  b.refuse_class(StorageClass::blob);
  if (b.texts > 0 && b.numbers() == 0) return fit_decimal_text(b);
  b.fit.codec.become(CodecId::numeric);
  b.refuse_class(StorageClass::text);
  b.refuse(Misfit::out_of_range, "Infinity where numeric needs a finite number", b.census.real_nonfinite);
  NumberForm& form = b.fit.codec.mutable_decimal().number;
  check_mixed_numbers(b, form);
  check_negative_zero(b, form);
  check_precision(b);
}

void fit_real(FitBuilder& b) {
  b.fit.codec.become(b.type.family == Family::real ? CodecId::float4 : CodecId::float8);
  if (!within(b.census, -two_to_53, two_to_53)) {
    b.refuse_some(Misfit::not_exact, "INTEGER beyond 53 bits, which " + to_sql(b.type) + " would round");
  }
  b.refuse_class(StorageClass::text);
  b.refuse_class(StorageClass::blob);
  NumberForm form = NumberForm::real;
  if (b.numbers() > 0) check_mixed_numbers(b, form);
  b.fit.codec.set(form);
}

namespace {

/// Words and numbers, of which all but 0 are true.
void fit_nonzero(FitBuilder& b) {
  b.fit.codec.become(CodecId::boolean_word);
  b.fit.codec.set(BoolWords::nonzero);
  b.refuse_class(StorageClass::blob);
  if (b.texts > 0 && (b.census.wanted() & evidence::boolean) == 0) return b.refuse_class(StorageClass::text);
  b.refuse_empties();
  b.refuse(Misfit::bad_syntax, "TEXT that is no word for true or false", b.census.text.words.others);
  b.respelled("true and false come back as 1 and 0");
}

}  // namespace

void fit_boolean(FitBuilder& b) {
  if (b.reading.words == BoolWords::nonzero) return fit_nonzero(b);
  b.refuse_class(StorageClass::real);
  b.refuse_class(StorageClass::blob);
  if (!within(b.census, 0, 1)) b.refuse_some(Misfit::out_of_range, "INTEGER other than 0 and 1 in a boolean column");
  if (b.texts == 0 || (b.integers > 0 && !b.reading.respell)) {
    b.fit.codec.become(CodecId::boolean_number);
    return b.refuse_class(StorageClass::text);
  }
  const WordEvidence& words = b.census.text.words;
  b.fit.codec.become(CodecId::boolean_word);
  if ((b.census.wanted() & evidence::boolean) == 0) return b.refuse_class(StorageClass::text);
  b.refuse_empties();
  b.refuse(Misfit::bad_syntax, "TEXT that is no word for true or false", words.others);
  const bool uniform = std::popcount(words.pairs) == 1 && !words.odd_case && b.integers == 0;
  const auto seen = static_cast<BoolWords>(std::countr_zero(words.pairs));
  if (uniform && b.reading.words.value_or(seen) == seen) {
    b.fit.codec.set(seen);
  } else {
    b.fit.codec.set(BoolWords::mixed);
    b.respelled("different words for true and false come back as 0 and 1");
  }
}

}  // namespace lite2pg
