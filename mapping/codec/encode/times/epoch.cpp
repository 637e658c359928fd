#include "mapping/codec/encode/times/epoch.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>

#include "mapping/codec/encode/times/iso.h"

namespace lite2pg {
namespace {

using Unit = TemporalFormat::Unit;
__extension__ using Wide = __int128;

// Years that timestamps hold: src/include/datatype/timestamp.h.
constexpr Wide first_micro = -2451545 * Wide{micros_a_day}, last_micro = 9'223'371'331'199'999'999;

/// A numeric unit: how many microseconds it has, or how many of it a microsecond has, and where its zero stands, in
/// microseconds from 2000-01-01.
struct Scale {
  std::int64_t micros;
  std::int64_t zero;
  std::int64_t per_micro = 1;
};

constexpr Scale scale_of(Unit unit) noexcept {
  constexpr std::int64_t unix_zero = -10957 * micros_a_day;
  switch (unit) {
    case Unit::seconds: return {1'000'000, unix_zero};
    case Unit::millis: return {1'000, unix_zero};
    case Unit::julian: return {micros_a_day, -2451544 * micros_a_day - micros_a_day / 2};
    case Unit::cocoa: return {1'000'000, 366 * micros_a_day};
    case Unit::webkit: return {1, -145731 * micros_a_day};
    case Unit::nanos: return {1, unix_zero, 1'000};
    case Unit::ticks: return {1, -730119 * micros_a_day, 10};
    case Unit::days: return {micros_a_day, unix_zero};
    case Unit::ole: return {micros_a_day, -36526 * micros_a_day};
    case Unit::filetime: return {1, -145731 * micros_a_day, 10};
    case Unit::cocoa_ns: return {1, 366 * micros_a_day, 1'000};
    case Unit::micros:
    case Unit::iso:
    case Unit::any:
    case Unit::digits: break;
  }
  return {1, unix_zero};
}

/// n / d towards the past; false when it leaves a rest.
bool divide(Wide n, std::int64_t d, Wide& quotient) noexcept {
  quotient = n / d;
  const Wide rest = n - quotient * d;
  if (rest < 0) --quotient;
  return rest == 0;
}

/// v * factor to the nearest integer, in integer arithmetic; |v| < 2^63, 0 < factor < 2^40.
Wide scaled(double v, std::int64_t factor) noexcept {
  const auto bits = std::bit_cast<std::uint64_t>(v);
  const int exponent = static_cast<int>((bits >> 52) & 0x7FF);
  const std::uint64_t fraction = bits & ((std::uint64_t{1} << 52) - 1);
  const Wide product = static_cast<Wide>(exponent == 0 ? fraction : fraction | (std::uint64_t{1} << 52)) * factor;
  const int shift = std::max(exponent, 1) - 1075;
  Wide result = 0;
  if (shift >= 0) {
    result = product << shift;
  } else if (shift > -100) {
    result = (product + (Wide{1} << (-shift - 1))) >> -shift;
  }
  return std::signbit(v) ? -result : result;
}

/// The double nearest to micros / scale, as decode gives it.
double unscaled(std::int64_t micros, std::int64_t scale) noexcept {
  constexpr std::int64_t exact = std::int64_t{1} << 53;
  if (micros >= -exact && micros <= exact) return static_cast<double>(micros) / static_cast<double>(scale);
  return static_cast<double>(static_cast<long double>(micros) / static_cast<long double>(scale));
}

Misfit micros_of_integer(const EpochReading& r, const Scale& scale, std::int64_t n, Wide& micros) noexcept {
  if (scale.per_micro == 1) {
    micros = static_cast<Wide>(n) * scale.micros;
    return Misfit::none;
  }
  return divide(n, scale.per_micro, micros) || r.cut ? Misfit::none : Misfit::not_exact;
}

/// Of a unit finer than a microsecond: a REAL that is no integer says nothing exactly.
Misfit micros_of_fine_real(const EpochReading& r, const Scale& scale, double d, Wide& micros) noexcept {
  if (std::trunc(d) != d && !r.cut) return Misfit::not_exact;
  const auto n = static_cast<std::int64_t>(std::floor(d));
  if (r.form == NumberForm::mixed) return Misfit::not_exact;  // It would come back as INTEGER.
  return micros_of_integer(r, scale, n, micros);
}

Misfit micros_of_real(const EpochReading& r, const Scale& scale, double d, Wide& micros) noexcept {
  if (!(std::abs(d) < 9e18)) return Misfit::out_of_range;
  if (d == 0 && std::signbit(d) && r.form != NumberForm::either) return Misfit::not_exact;
  if (scale.per_micro != 1) return micros_of_fine_real(r, scale, d, micros);
  micros = scaled(d, scale.micros);
  const auto near = static_cast<std::int64_t>(micros);
  if (near != micros) return Misfit::out_of_range;
  if (r.form == NumberForm::mixed && near % scale.micros == 0) return Misfit::not_exact;
  return r.cut || unscaled(near, scale.micros) == d ? Misfit::none : Misfit::not_exact;
}

/// Microseconds from the unit's zero. A REAL must be the double nearest to them, and under `mixed` not an INTEGER.
Misfit micros_of(const EpochReading& r, const Scale& scale, const Value& v, Wide& micros) noexcept {
  if (v.storage() == StorageClass::integer && r.form != NumberForm::real)
    return micros_of_integer(r, scale, v.integer(), micros);
  if (v.storage() != StorageClass::real || r.form == NumberForm::integer) return Misfit::wrong_class;
  return micros_of_real(r, scale, v.real(), micros);
}

Misfit narrowed(Wide wide, std::int64_t& micros) noexcept {
  micros = static_cast<std::int64_t>(wide);
  return micros == wide ? Misfit::none : Misfit::out_of_range;
}

Misfit as_moment(Wide since_zero, const Scale& scale, std::int64_t& micros) noexcept {
  const Wide wide = since_zero + scale.zero;
  return wide < first_micro || wide > last_micro ? Misfit::out_of_range : narrowed(wide, micros);
}

/// Up to `most` digits from the front of `text`.
Wide take_digits(std::string_view& text, std::size_t most, std::size_t& count) noexcept {
  Wide n = 0;
  for (count = 0; count < most && !text.empty() && text[0] >= '0' && text[0] <= '9'; ++count) {
    n = n * 10 + (text[0] - '0');
    text.remove_prefix(1);
  }
  return n;
}

Misfit micros_of_decimal(const EpochReading& r, const Scale& scale, std::string_view text, Wide& micros) noexcept {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  std::size_t whole_digits = 0, digits = 0;
  Wide n = take_digits(text, 19, whole_digits);
  if (whole_digits == 0) return Misfit::bad_syntax;
  if (whole_digits > 17 && scale.micros > 1) return Misfit::out_of_range;
  Wide unit = 1;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    const Wide fraction = take_digits(text, 9, digits);
    if (digits == 0) return Misfit::bad_syntax;
    for (std::size_t i = 0; i < digits; ++i) unit *= 10;
    n = n * unit + fraction;
  }
  if (!text.empty()) return Misfit::bad_syntax;
  const bool whole =
      divide((negative ? -n : n) * scale.micros, static_cast<std::int64_t>(unit) * scale.per_micro, micros);
  return whole || r.cut ? Misfit::none : Misfit::not_exact;
}

}  // namespace

Misfit read_digits(std::int64_t number, std::int64_t& micros) noexcept {
  constexpr std::int64_t first_date = 1'01'01, first_time = 1'00'00'00'00'00;  // Of the year 1; 9999 ends the others.
  const bool date = number >= first_date && number < 1'0000'00'00;
  if (!date && (number < first_time || number >= 1'0000'00'00'00'00'00)) return Misfit::bad_syntax;
  const std::int64_t clock = date ? 0 : number % 1'000'000, ymd = date ? number : number / 1'000'000;
  const auto hour = clock / 10'000, minute = clock / 100 % 100, second = clock % 100;
  std::int32_t days = 0;
  if (hour > 23 || minute > 59 || second > 59) return Misfit::bad_syntax;
  if (!days_of_date(static_cast<int>(ymd / 10'000), static_cast<int>(ymd / 100 % 100), static_cast<int>(ymd % 100),
                    days))
    return Misfit::bad_syntax;
  micros = days * micros_a_day + ((hour * 60 + minute) * 60 + second) * 1'000'000;
  return Misfit::none;
}

bool read_integer(std::string_view text, std::int64_t& n) noexcept {
  const std::size_t sign = text.starts_with('-') ? 1 : 0;
  if (text.size() <= sign || (text[sign] == '0' && text.size() > 1)) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  return error == std::errc{} && end == text.data() + text.size();
}

Misfit read_moment(const EpochReading& reading, const Value& v, std::int64_t& micros) noexcept {
  if (reading.unit == Unit::digits)
    return v.storage() == StorageClass::integer ? read_digits(v.integer(), micros) : Misfit::wrong_class;
  const Scale scale = scale_of(reading.unit);
  Wide wide = 0;
  const Misfit m = micros_of(reading, scale, v, wide);
  return m == Misfit::none ? as_moment(wide, scale, micros) : m;
}

Misfit read_length(const EpochReading& reading, const Value& v, std::int64_t& micros) noexcept {
  if (reading.unit == Unit::digits) return Misfit::bad_syntax;
  Wide wide = 0;
  const Misfit m = micros_of(reading, scale_of(reading.unit), v, wide);
  return m == Misfit::none ? narrowed(wide, micros) : m;
}

Misfit read_decimal_moment(const EpochReading& reading, std::string_view text, std::int64_t& micros) noexcept {
  const Scale scale = scale_of(reading.unit);
  Wide wide = 0;
  const Misfit m = micros_of_decimal(reading, scale, text, wide);
  return m == Misfit::none ? as_moment(wide, scale, micros) : m;
}

Misfit read_decimal_length(const EpochReading& reading, std::string_view text, std::int64_t& micros) noexcept {
  Wide wide = 0;
  const Misfit m = micros_of_decimal(reading, scale_of(reading.unit), text, wide);
  return m == Misfit::none ? narrowed(wide, micros) : m;
}

}  // namespace lite2pg
