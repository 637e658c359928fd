// date: int32 days from 2000-01-01; timestamps: int64 microseconds from 2000-01-01 00:00 (UTC); time: int64
// microseconds since midnight; timetz: the same, then int32 seconds west of UTC; the extremes of the integers are
// -infinity and infinity (https://www.postgresql.org/docs/15/datatype-datetime.html, date_send and timestamp_send).
#include <chrono>
#include <limits>

#include "common/bytes.h"
#include "mapping/codec/decode/iso.h"
#include "mapping/codec/decode/numbers.h"
#include "mapping/codec/decode/steps.h"
#include "mapping/codec/decode/worded_time.h"
#include "mapping/codec/decode/zone.h"

namespace lite2pg {
namespace {

using std::chrono::days;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using namespace std::chrono_literals;
using Unit = TemporalFormat::Unit;
using Zone = TemporalFormat::Zone;

/// PostgreSQL's timestamps: from 4714-11-24 BC to before 294277-01-01.
constexpr std::int64_t earliest = -211'813'488'000'000'000;
constexpr std::int64_t end_of_time = 9'223'371'331'200'000'000;

template <typename T>
T read(std::string_view type, std::string_view field) {
  if (field.size() != sizeof(T)) throw_bad_field(type, field);
  return load_be<T>(field.data());
}

template <typename T>
bool is_infinite(T n) noexcept {
  return n == std::numeric_limits<T>::min() || n == std::numeric_limits<T>::max();
}

/// A REAL where the column's numbers may be REALs; else the word.
template <typename T>
Value infinite_value(const TemporalFormat& f, T n) noexcept {
  const bool number = f.infinite && f.unit != Unit::iso && f.unit != Unit::any && !f.spelled;
  constexpr double infinite = std::numeric_limits<double>::infinity();
  if (number) return Value::of(n < 0 ? -infinite : infinite);
  return Value::text(n < 0 ? "-infinity" : "infinity");
}

/// A day and a time of day, as digits: YYYYMMDD of dates, YYYYMMDDHHMMSS of moments. What they cannot say is spelled so
/// that it shows.
Value digits_value(const TemporalFormat& f, bool date, std::int64_t from_2000, microseconds time,
                   std::string& scratch) {
  const bool plain = from_2000 >= (sys_days{1y / 1 / 1} - pg_epoch).count() &&
                     from_2000 <= (sys_days{9999y / 12 / 31} - pg_epoch).count() && time % 1s == 0us;
  if (!plain) {
    IsoSpelling iso(scratch);
    iso.date(from_2000);
    iso.separator(' ');
    iso.clock({.fraction = TemporalFormat::Fraction::trimmed, .digits = 6}, time);
    return iso.finish();
  }
  const std::chrono::year_month_day ymd{pg_epoch + days{from_2000}};
  std::int64_t n = int{ymd.year()} * 10'000 + unsigned{ymd.month()} * 100 + unsigned{ymd.day()};
  const std::chrono::hh_mm_ss<microseconds> clock{time};
  if (!date) n = ((n * 100 + clock.hours().count()) * 100 + clock.minutes().count()) * 100 + clock.seconds().count();
  if (!f.spelled) return Value::of(n);
  const std::string text = std::to_string(n);
  scratch.assign((date ? 8 : 14) - text.size(), '0');
  scratch += text;
  return Value::text(scratch);
}

/// `micros` from 2000-01-01.
Value counted_value(const TemporalFormat& f, WideMicros micros, std::string& scratch) {
  const WideMicros since_zero = micros + microseconds_to_zero(f.unit);
  const Value number = number_value(f.unit, f.unit == Unit::any ? NumberForm::integer : f.number, since_zero, scratch);
  if (!f.spelled || number.storage() != StorageClass::integer) return number;
  scratch = std::to_string(number.integer());
  return Value::text(scratch);
}

Value iso_value(const TemporalFormat& f, std::int64_t from_2000, microseconds time, std::string& scratch) {
  IsoSpelling iso(scratch);
  iso.date(from_2000);
  if (!f.midnight) {
    iso.separator(f.separator);
    iso.clock(f, time);
    iso.zone(f);
  } else if (time != 0us) {  // A bare date cannot say this: spell it so that it shows.
    iso.separator(' ');
    iso.clock({.fraction = TemporalFormat::Fraction::trimmed, .digits = 6}, time);
  }
  return iso.finish();
}

/// Whether what the format spells is what a clock shows, and not an instant.
bool spells_wall_clock(const TemporalFormat& f) noexcept {
  return f.unit == Unit::digits || (f.unit == Unit::iso && f.zone == Zone::none);
}

/// From what stands in the column to what the format spells, when one is an instant and the other a wall clock.
std::int64_t between_clocks(const Codec& codec, std::int64_t micros) {
  const TemporalFormat& f = codec.temporal();
  const bool instant = codec.id() == CodecId::timestamptz, wall = spells_wall_clock(f);
  if (f.place == nullptr || f.unit == Unit::any || instant != wall) return micros;
  return instant ? wall_of_instant(*f.place, micros) : instant_of_wall(*f.place, micros);
}

/// What canonical form counts: microseconds since 1970, as they stand in a column of this codec.
std::int64_t canonical_micros(const Codec& codec, const ReadMoment& read) {
  const TemporalFormat& f = codec.temporal();
  const std::int64_t wall = microseconds{read.day.time_since_epoch() + read.time}.count();
  const bool instant = codec.id() == CodecId::timestamptz;
  const std::int64_t to_2000 = microseconds{pg_epoch.time_since_epoch()}.count();
  if (!read.offset) {
    const std::int64_t shifted = wall - microseconds{minutes{f.offset_minutes}}.count();
    return f.place == nullptr || !instant ? shifted : instant_of_wall(*f.place, shifted - to_2000) + to_2000;
  }
  const std::int64_t utc = wall - microseconds{*read.offset}.count();
  return f.place == nullptr || instant ? utc : wall_of_instant(*f.place, utc - to_2000) + to_2000;
}

/// What the target keeps of it; towards the past, on both sides of 1970.
Value kept(const Codec& codec, std::int64_t micros) noexcept {
  const TemporalFormat& f = codec.temporal();
  std::int64_t tick = 1;
  for (int digits = f.places; f.cut && digits < 6; ++digits) tick *= 10;
  if (f.cut && codec.id() == CodecId::date) tick = microseconds{days{1}}.count();
  const std::int64_t whole = micros / tick - (micros % tick < 0 ? 1 : 0);
  return Value::of(whole * tick);
}

/// A number, or a text that spells one, beside texts of other forms.
Value canonical_number_of_mixture(const Codec& codec, const Value& v) {
  const TemporalFormat& f = codec.temporal();
  const std::int64_t to_2000 = microseconds{pg_epoch.time_since_epoch()}.count();
  std::int64_t micros = 0;
  if (!moment_of_number(f.numbers, f.cut, v, micros)) return v;
  const bool instant = codec.id() == CodecId::timestamptz, wall = f.numbers == Unit::digits;
  if (f.place != nullptr && instant == wall) {
    micros = instant ? instant_of_wall(*f.place, micros) : wall_of_instant(*f.place, micros);
  }
  return kept(codec, micros + to_2000);
}

Value canonical_infinity(const Value& v) noexcept {
  if (v.storage() == StorageClass::real && v.real() == std::numeric_limits<double>::infinity())
    return Value::text("infinity");
  if (v.storage() == StorageClass::real && v.real() == -std::numeric_limits<double>::infinity())
    return Value::text("-infinity");
  if (v.storage() != StorageClass::text || v.bytes().size() < 8 || v.bytes().size() > 9) return v;
  std::string lower(v.bytes());
  for (char& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  if (lower == "infinity") return Value::text("infinity");
  return lower == "-infinity" ? Value::text("-infinity") : v;
}

std::optional<ReadMoment> parse_any(std::string_view text, const TemporalFormat& f) noexcept {
  const auto read = parse_iso(text, f.cut);
  return read ? read : parse_words(text, f.cut, f.order, f.century);
}

}  // namespace

Value decode_date(const TemporalFormat& f, std::string_view field, std::string& scratch) {
  const auto n = read<std::int32_t>("date", field);
  if (is_infinite(n)) return infinite_value(f, n);
  if (f.unit == Unit::digits) return digits_value(f, true, n, 0us, scratch);
  if (f.unit != Unit::iso) {
    const WideMicros micros = WideMicros{n} * microseconds(days{1}).count();
    const bool counted = f.place != nullptr && f.unit != Unit::any;
    return counted_value(f, counted ? instant_of_wall(*f.place, static_cast<std::int64_t>(micros)) : micros, scratch);
  }
  IsoSpelling iso(scratch);
  iso.date(n);
  return iso.finish();
}

Value decode_time(const TemporalFormat& f, std::string_view field, std::string& scratch) {
  const auto n = read<std::int64_t>("time without time zone", field);
  if (f.unit == Unit::any) return Value::of(n);
  if (f.unit != Unit::iso) return number_value(f.unit, f.number, n, scratch);
  if (n < 0 || n > microseconds(days{1}).count()) throw_bad_field("time without time zone", field);
  if (f.dated) {
    IsoSpelling iso(scratch);
    iso.date(f.date);
    iso.separator(f.separator);
    iso.clock(f, microseconds{n});
    iso.zone(f);
    return iso.finish();
  }
  IsoSpelling iso(scratch);
  iso.clock(f, microseconds{n});
  return iso.finish();
}

Value decode_timestamp(const Codec& codec, std::string_view field, std::string& scratch) {
  const TemporalFormat& f = codec.temporal();
  auto n = read<std::int64_t>("timestamp", field);
  if (is_infinite(n)) return infinite_value(f, n);
  if (n < earliest || n >= end_of_time) throw_bad_field("timestamp", field);
  n = between_clocks(codec, n);
  if (f.unit != Unit::iso && f.unit != Unit::digits) return counted_value(f, n, scratch);
  // Split before the offset is added, so that nothing overflows near the ends of the range.
  const auto utc_day = std::chrono::floor<days>(microseconds{n});
  const microseconds wall = microseconds{n} - utc_day + minutes{f.offset_minutes};
  const auto shift = std::chrono::floor<days>(wall);
  const std::int64_t day = (utc_day + shift).count();
  return f.unit == Unit::digits ? digits_value(f, false, day, wall - shift, scratch)
                                : iso_value(f, day, wall - shift, scratch);
}

Value decode_timetz(const TemporalFormat& f, std::string_view field, std::string& scratch) {
  if (field.size() != 12) throw_bad_field("time with time zone", field);
  const auto n = load_be<std::int64_t>(field.data());
  const seconds west{load_be<std::int32_t>(field.data() + 8)};
  if (n < 0 || n > microseconds(days{1}).count() || west > 16h || west < -16h)
    throw_bad_field("time with time zone", field);
  TemporalFormat spelled = f;
  if (f.unit == Unit::any) {
    spelled = {.fraction = TemporalFormat::Fraction::trimmed, .digits = 6, .zone = Zone::colon};
  } else if (f.zone == Zone::none && -west != minutes{f.offset_minutes}) {
    spelled.zone = Zone::colon;  // Not what texts without a zone mean: it must show.
  }
  spelled.offset_minutes = static_cast<std::int16_t>(std::chrono::duration_cast<minutes>(-west).count());
  IsoSpelling iso(scratch);
  iso.clock(spelled, microseconds{n});
  iso.zone(spelled);
  const Value text = iso.finish();
  if (west % 60s == 0s) return text;
  scratch = std::string(text.bytes()) + " and " + std::to_string((-west % 60s).count()) + " seconds";
  return Value::text(scratch);  // No text of ours says this.
}

Value canonical_moment(const Codec& codec, const Value& v) {
  const TemporalFormat& f = codec.temporal();
  if (f.infinite) {
    if (const Value infinite = canonical_infinity(v); !same(infinite, v)) return infinite;
  }
  const bool text = v.storage() == StorageClass::text;
  if (f.numbers != Unit::iso && (!text || spells_number(v.bytes()))) return canonical_number_of_mixture(codec, v);
  if (!text) return v;
  const auto read = parse_any(v.bytes(), f);
  if (!read) return v;
  if (codec.id() != CodecId::time) return read->has_date ? kept(codec, canonical_micros(codec, *read)) : v;
  const bool dated = read->has_date && f.dated && read->day == pg_epoch + days{f.date} && read->time < 24h;
  const bool no_offset = !read->offset || *read->offset == 0min;
  if (!no_offset || (read->has_date && !dated) || (!read->has_date && f.dated)) return v;
  return kept(codec, read->time.count());
}

Value canonical_timetz(const TemporalFormat& f, const Value& v, std::string& scratch) {
  if (v.storage() != StorageClass::text) return v;
  const auto read = parse_any(v.bytes(), f);
  if (!read || read->has_date) return v;
  std::int64_t tick = 1;
  for (int digits = f.places; f.cut && digits < 6; ++digits) tick *= 10;
  const TemporalFormat spelled{
      .fraction = TemporalFormat::Fraction::trimmed,
      .digits = 6,
      .zone = Zone::colon,
      .offset_minutes = static_cast<std::int16_t>(read->offset.value_or(minutes{f.offset_minutes}).count())};
  IsoSpelling iso(scratch);
  iso.clock(spelled, microseconds{read->time.count() / tick * tick});
  iso.zone(spelled);
  return iso.finish();
}

bool stands_for_no_date(std::string_view text) noexcept {
  if (text == "NaN") return true;
  if (text.substr(0, 10) != "0000-00-00") return false;
  for (const char c : text.substr(10)) {
    if (std::string_view("0:. TZ+-").find(c) == std::string_view::npos) return false;
  }
  return true;
}

}  // namespace lite2pg
