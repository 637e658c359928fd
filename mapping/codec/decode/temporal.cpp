// date: int32 days from 2000-01-01; timestamps: int64 microseconds from 2000-01-01 00:00 (UTC); time: int64
// microseconds since midnight; the extremes of the integers are -infinity and infinity
// (https://www.postgresql.org/docs/15/datatype-datetime.html, date_send and timestamp_send).
#include <chrono>
#include <cmath>
#include <limits>

#include "common/bytes.h"
#include "mapping/codec/decode/iso.h"
#include "mapping/codec/decode/steps.h"

namespace lite2pg {
namespace {

using std::chrono::days;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::sys_days;
using namespace std::chrono_literals;
using Unit = TemporalFormat::Unit;
using Moment = std::chrono::sys_time<microseconds>;
__extension__ using Wide = __int128;

constexpr sys_days pg_epoch{2000y / 1 / 1};

/// PostgreSQL's timestamps: from 4714-11-24 BC to before 294277-01-01.
constexpr std::int64_t earliest = -211'813'488'000'000'000;
constexpr std::int64_t end_of_time = 9'223'371'331'200'000'000;

/// Where a unit's zero stands, and how long the unit is.
struct Ruler {
  Moment zero;
  microseconds tick;
};

constexpr Ruler ruler_of(Unit unit) noexcept {
  switch (unit) {
    case Unit::seconds:
      return {sys_days{}, 1s};
    case Unit::millis:
      return {sys_days{}, 1ms};
    case Unit::julian:  // Noon of 4714-11-24 BC, which is the year -4713 to astronomers.
      return {sys_days{std::chrono::year{-4713} / 11 / 24} + 12h, days{1}};
    case Unit::cocoa:
      return {sys_days{2001y / 1 / 1}, 1s};
    case Unit::webkit:
      return {sys_days{1601y / 1 / 1}, 1us};
    case Unit::micros:
    case Unit::iso:
    case Unit::any:
      break;
  }
  return {sys_days{}, 1us};
}

/// micros / tick as the double nearest to it.
double quotient(Wide micros, std::int64_t tick) noexcept {
  constexpr Wide exact = Wide{1} << std::numeric_limits<double>::digits;
  if (micros > exact || micros < -exact)
    return static_cast<double>(static_cast<long double>(micros) / static_cast<long double>(tick));
  return static_cast<double>(static_cast<std::int64_t>(micros)) / static_cast<double>(tick);
}

/// A REAL of a coarse unit stands for many microseconds; only the nearest of them (of two the one away from zero) is
/// written for it.
bool is_nearest(double real, Wide micros, std::int64_t tick) noexcept {
  constexpr Wide unique = Wide{1} << (std::numeric_limits<double>::digits - 1);
  if (micros < unique && micros > -unique) return true;
  const auto wanted = static_cast<long double>(micros);
  const long double rest = std::fma(static_cast<long double>(real), static_cast<long double>(tick), -wanted);
  return std::abs(rest) < 0.5L || (std::abs(rest) == 0.5L && std::signbit(rest) != std::signbit(wanted));
}

/// INTEGER when the form has one for it: what is no whole number of ticks is a REAL in any form. What no number stands
/// for comes back as TEXT, so that it shows.
Value number_value(NumberForm form, Wide micros, microseconds tick, std::string& scratch) {
  const auto small = static_cast<std::int64_t>(micros);
  const std::int64_t size = tick.count();
  if (form != NumberForm::real) {
    if (small == micros && small % size == 0) return Value::of(small / size);
    if (small != micros && micros % size == 0) return Value::of(static_cast<std::int64_t>(micros / size));
  }
  const double real = quotient(micros, size);
  if (is_nearest(real, micros, size)) return Value::of(real);
  scratch = std::to_string(small) + " microseconds";
  return Value::text(scratch);
}

/// `micros` from 2000-01-01.
Value moment_value(const TemporalFormat& f, Wide micros, std::string& scratch) {
  const Ruler ruler = ruler_of(f.unit);
  const Wide since_zero = micros + microseconds(pg_epoch - ruler.zero).count();
  const NumberForm form = f.unit == Unit::any ? NumberForm::integer : f.number;
  return number_value(form, since_zero, ruler.tick, scratch);
}

template <typename T>
T read(std::string_view type, std::string_view field) {
  if (field.size() != sizeof(T)) throw_bad_field(type, field);
  return load_be<T>(field.data());
}

template <typename T>
bool is_infinite(T n) noexcept {
  return n == std::numeric_limits<T>::min() || n == std::numeric_limits<T>::max();
}

template <typename T>
Value infinity(T n) noexcept {
  return Value::text(n < 0 ? "-infinity" : "infinity");
}

}  // namespace

Value decode_date(const TemporalFormat& f, std::string_view field, std::string& scratch) {
  const auto n = read<std::int32_t>("date", field);
  if (is_infinite(n)) return infinity(n);
  if (f.unit != Unit::iso) return moment_value(f, Wide{n} * microseconds(days{1}).count(), scratch);
  IsoSpelling iso(scratch);
  iso.date(n);
  return iso.finish();
}

Value decode_time(const TemporalFormat& f, std::string_view field, std::string& scratch) {
  const auto n = read<std::int64_t>("time without time zone", field);
  if (f.unit == Unit::any) return Value::of(n);
  if (f.unit != Unit::iso) return number_value(f.number, n, ruler_of(f.unit).tick, scratch);
  if (n < 0 || n > microseconds(days{1}).count()) throw_bad_field("time without time zone", field);
  IsoSpelling iso(scratch);
  iso.clock(f, microseconds{n});
  return iso.finish();
}

Value decode_timestamp(const TemporalFormat& f, std::string_view field, std::string& scratch) {
  const auto n = read<std::int64_t>("timestamp", field);
  if (is_infinite(n)) return infinity(n);
  if (n < earliest || n >= end_of_time) throw_bad_field("timestamp", field);
  if (f.unit != Unit::iso) return moment_value(f, n, scratch);
  // Split before the offset is added, so that nothing overflows near the ends of the range.
  const auto utc_day = std::chrono::floor<days>(microseconds{n});
  const microseconds wall = microseconds{n} - utc_day + minutes{f.offset_minutes};
  const auto shift = std::chrono::floor<days>(wall);
  IsoSpelling iso(scratch);
  iso.date((utc_day + shift).count());
  if (!f.midnight) {
    iso.separator(f.separator);
    iso.clock(f, wall - shift);
    iso.zone(f);
  } else if (wall != shift) {  // A bare date cannot say this: spell it so that it shows.
    iso.separator(' ');
    iso.clock({.fraction = TemporalFormat::Fraction::trimmed, .digits = 6}, wall - shift);
  }
  return iso.finish();
}

Value canonical_moment(const Codec& codec, const Value& v) noexcept {
  if (v.storage() != StorageClass::text) return v;
  const TemporalFormat& f = codec.temporal;
  const auto moment = parse_iso(v.bytes(), minutes{f.offset_minutes}, f.cut);
  if (!moment || moment->has_date == (codec.id == CodecId::time)) return v;
  std::int64_t tick = 1;
  for (int digits = f.places; f.cut && digits < 6; ++digits) tick *= 10;
  const std::int64_t micros = moment->since_epoch.count();
  // Towards the past, on both sides of 1970.
  const std::int64_t whole = micros / tick - (micros % tick < 0 ? 1 : 0);
  return Value::of(whole * tick);
}

}  // namespace lite2pg
