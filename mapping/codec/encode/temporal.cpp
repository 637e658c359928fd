// date: int32 days from 2000-01-01; timestamps: int64 microseconds from 2000-01-01 00:00 (UTC); time: int64
// microseconds since midnight; timetz: the same, then int32 seconds west of UTC (date_send, timestamp_send, time_send,
// timetz_send; ranges in PostgreSQL's src/include/datatype/timestamp.h). The extremes of the integers are the
// infinities.
#include <cmath>
#include <limits>

#include "common/text.h"
#include "mapping/codec/encode/steps.h"
#include "mapping/codec/encode/times/epoch.h"
#include "mapping/codec/encode/times/iso.h"
#include "mapping/codec/encode/times/plain_time.h"
#include "mapping/codec/encode/times/zone.h"

namespace lite2pg {
namespace {

using Unit = TemporalFormat::Unit;
using Zone = TemporalFormat::Zone;

constexpr std::int64_t minute = 60'000'000;

/// Whether a value is one of the infinities that the format lets through; `negative` says which.
bool is_infinity(const TemporalFormat& f, const Value& v, bool& negative) noexcept {
  if (!f.infinite) return false;
  if (v.storage() == StorageClass::real) {
    negative = v.real() < 0;
    return std::isinf(v.real()) && (f.unit == Unit::any || (f.unit != Unit::iso && !f.spelled));
  }
  if (v.storage() != StorageClass::text || v.bytes().size() > 9) return false;
  negative = v.bytes().starts_with('-');
  const std::string_view word = v.bytes().substr(negative ? 1 : 0);
  if (f.unit != Unit::any) return word == "infinity" && (f.unit == Unit::iso || f.spelled);
  return equals_ignoring_case(word, "infinity");
}

/// The extremes of the integers that dates and moments are.
template <typename T>
T infinity(bool negative) noexcept {
  return negative ? std::numeric_limits<T>::min() : std::numeric_limits<T>::max();
}

bool is_text_format(const TemporalFormat& f) noexcept { return f.unit == Unit::iso || f.unit == Unit::any; }

/// Instants stand in columns without zone as a clock shows them: UTC's, or that of the format's place.
Misfit settle_instant(const Codec& codec, std::int64_t& micros) noexcept {
  return codec.id() == CodecId::timestamptz ? Misfit::none : to_wall(codec.temporal().place, micros);
}

/// What a clock shows becomes an instant in columns that hold instants.
Misfit settle_wall(const Codec& codec, std::int64_t& micros) noexcept {
  return codec.id() == CodecId::timestamptz ? to_utc(codec.temporal().place, micros) : Misfit::none;
}

/// Texts with a zone are taken to UTC; for those without, the format may name the offset or the place that they mean.
Misfit settle(const Codec& codec, const IsoText& iso, std::int64_t& micros) noexcept {
  const std::int64_t offset = iso.zone == Zone::none ? codec.temporal().offset_minutes : iso.offset;
  micros = iso.days * micros_a_day + iso.micros - offset * minute;
  return iso.zone == Zone::none ? settle_wall(codec, micros) : settle_instant(codec, micros);
}

/// A text in one ISO form; where a column may hold any form, in any.
Misfit read_text(const TemporalFormat& f, std::string_view text, IsoText& iso) noexcept {
  const Misfit m = read_iso(text, iso);
  PlainTimeRoom room;
  if (m != Misfit::bad_syntax || f.unit != Unit::any) return m;
  const auto plain = plain_time(text, room, f.order, f.century);
  iso = {};
  return plain ? read_iso(*plain, iso) : m;
}

Misfit moment_of_iso(const Codec& codec, std::string_view text, std::int64_t& micros) noexcept {
  const TemporalFormat& f = codec.temporal();
  IsoText iso;
  if (const Misfit m = read_text(f, text, iso); m != Misfit::none) return m;
  if (!iso.has_date) return Misfit::bad_syntax;
  if (iso.too_fine && !f.cut) return Misfit::not_exact;
  if (f.unit == Unit::iso) {
    const bool spelled = f.midnight ? !iso.has_clock : is_spelled_by(f, iso);
    if (!spelled) return Misfit::not_exact;
  }
  return settle(codec, iso, micros);
}

/// Digits show what a clock shows; all other numbers count to an instant.
Misfit settle_number(const Codec& codec, Unit unit, std::int64_t& micros) noexcept {
  return unit == Unit::digits ? settle_wall(codec, micros) : settle_instant(codec, micros);
}

Misfit moment_of_number(const Codec& codec, const EpochReading& reading, const Value& v,
                        std::int64_t& micros) noexcept {
  const Misfit m = read_moment(reading, v, micros);
  return m == Misfit::none ? settle_number(codec, reading.unit, micros) : m;
}

/// TEXT in a format whose values are numbers that stand there as TEXT.
Misfit moment_of_spelled(const Codec& codec, std::string_view text, std::int64_t& micros) noexcept {
  const TemporalFormat& f = codec.temporal();
  std::int64_t n = 0;
  const std::size_t size = codec.id() == CodecId::date ? 8 : 14;
  if (f.unit == Unit::digits) {
    if (text.size() != size || text.find_first_not_of("0123456789") != std::string_view::npos)
      return Misfit::bad_syntax;
    const std::size_t zeros = text.find_first_not_of('0');
    if (zeros == std::string_view::npos || !read_integer(text.substr(zeros), n)) return Misfit::bad_syntax;
  } else if (!read_integer(text, n)) {
    return Misfit::bad_syntax;
  }
  return moment_of_number(codec, {f.unit, NumberForm::integer}, Value::of(n), micros);
}

bool looks_like_number(std::string_view text) noexcept {
  return !text.empty() && text.find_first_not_of("0123456789.", text[0] == '-' ? 1 : 0) == std::string_view::npos;
}

/// Of numbers beside texts, and of texts that spell numbers beside others.
Misfit moment_of_mixture(const Codec& codec, const Value& v, std::int64_t& micros) noexcept {
  const TemporalFormat& f = codec.temporal();
  const EpochReading reading{f.numbers, NumberForm::either, f.cut};
  if (v.storage() != StorageClass::text) return moment_of_number(codec, reading, v, micros);
  if (f.numbers != Unit::digits) {
    const Misfit m = read_decimal_moment(reading, v.bytes(), micros);
    return m == Misfit::none ? settle_number(codec, f.numbers, micros) : m;
  }
  std::int64_t n = 0;
  if (!read_integer(v.bytes(), n)) return Misfit::bad_syntax;
  return moment_of_number(codec, reading, Value::of(n), micros);
}

bool has_length_of_format(const Codec& codec, const Value& v) noexcept {
  constexpr std::int64_t end_of_dates = 100'000'000;
  if (codec.temporal().unit != Unit::digits || v.storage() != StorageClass::integer) return true;
  return (v.integer() < end_of_dates) == (codec.id() == CodecId::date);
}

Misfit moment_of(const Codec& codec, const Value& v, std::int64_t& micros) noexcept {
  const TemporalFormat& f = codec.temporal();
  const bool text = v.storage() == StorageClass::text;
  if (is_text_format(f)) {
    if (f.numbers != Unit::iso && (!text || looks_like_number(v.bytes()))) return moment_of_mixture(codec, v, micros);
    return text ? moment_of_iso(codec, v.bytes(), micros) : Misfit::wrong_class;
  }
  if (f.spelled) return text ? moment_of_spelled(codec, v.bytes(), micros) : Misfit::wrong_class;
  if (!has_length_of_format(codec, v)) return Misfit::bad_syntax;
  return moment_of_number(codec, {f.unit, f.number}, v, micros);
}

/// Whether type(places) keeps every digit; those that it does not are cut off when the format says so.
bool has_places(const TemporalFormat& f, std::int64_t& micros) noexcept {
  constexpr std::int64_t unit[] = {1'000'000, 100'000, 10'000, 1'000, 100, 10, 1};
  if (f.places >= 6) return true;
  const std::int64_t rest = micros % unit[f.places];
  if (f.cut) micros -= rest < 0 ? rest + unit[f.places] : rest;
  return f.cut || rest == 0;
}

/// A date before the time of day must be the one of all values, and no zone but UTC may stand there.
bool has_date_of(const TemporalFormat& f, const IsoText& iso) noexcept {
  return iso.has_date == f.dated && (!f.dated || iso.days == f.date) && iso.offset == 0 &&
         (iso.zone == Zone::none || f.dated || f.unit == Unit::any);
}

Misfit clock_of_text(const TemporalFormat& f, const Value& v, std::int64_t& micros) noexcept {
  IsoText iso;
  if (v.storage() != StorageClass::text) return Misfit::wrong_class;
  if (const Misfit m = read_text(f, v.bytes(), iso); m != Misfit::none) return m;
  if (!iso.has_clock || !has_date_of(f, iso)) return Misfit::bad_syntax;
  const bool last_midnight = iso.micros == micros_a_day && !iso.has_date;  // PostgreSQL's time has a 24:00:00.
  if (iso.micros == micros_a_day && !last_midnight) return Misfit::bad_syntax;
  iso.irregular = iso.irregular && !last_midnight;
  if ((iso.too_fine && !f.cut) || (f.unit == Unit::iso && !is_spelled_by(f, iso))) return Misfit::not_exact;
  micros = iso.micros;
  return Misfit::none;
}

Misfit clock_of_number(const TemporalFormat& f, const Value& v, std::int64_t& micros) noexcept {
  if (const Misfit m = read_length({f.unit, f.number}, v, micros); m != Misfit::none) return m;
  return micros < 0 || micros > micros_a_day ? Misfit::out_of_range : Misfit::none;
}

}  // namespace

bool says_no_date(std::string_view text) noexcept {
  return text == "NaN" ||
         (text.starts_with("0000-00-00") && text.find_first_not_of("0:.TZ+- ") == std::string_view::npos);
}

template <typename Out>
Misfit encode_date(const Codec& codec, const Value& v, Out out) {
  const TemporalFormat& f = codec.temporal();
  bool negative = false;
  if (is_infinity(f, v, negative)) return out.day(infinity<std::int32_t>(negative));
  if (f.unit == Unit::iso) {
    IsoText iso;
    if (v.storage() != StorageClass::text) return Misfit::wrong_class;
    if (const Misfit m = read_iso(v.bytes(), iso); m != Misfit::none) return m;
    if (!iso.has_date) return Misfit::bad_syntax;
    return iso.has_clock ? Misfit::not_exact : out.day(iso.days);
  }
  std::int64_t micros = 0;
  if (const Misfit m = moment_of(codec, v, micros); m != Misfit::none) return m;
  const std::int64_t rest = micros % micros_a_day;
  if (rest != 0 && !f.cut) return Misfit::not_exact;
  return out.day(static_cast<std::int32_t>(micros / micros_a_day - (rest < 0 ? 1 : 0)));
}

template <typename Out>
Misfit encode_time(const Codec& codec, const Value& v, Out out) {
  const TemporalFormat& f = codec.temporal();
  std::int64_t micros = 0;
  const Misfit m = is_text_format(f) ? clock_of_text(f, v, micros) : clock_of_number(f, v, micros);
  if (m != Misfit::none) return m;
  return has_places(f, micros) ? out.clock(micros) : Misfit::not_exact;
}

template <typename Out>
Misfit encode_timestamp(const Codec& codec, const Value& v, Out out) {
  bool negative = false;
  const bool zoned = codec.id() == CodecId::timestamptz;
  if (is_infinity(codec.temporal(), v, negative)) return out.moment(infinity<std::int64_t>(negative), zoned);
  std::int64_t micros = 0;
  if (const Misfit m = moment_of(codec, v, micros); m != Misfit::none) return m;
  return has_places(codec.temporal(), micros) ? out.moment(micros, zoned) : Misfit::not_exact;
}

template <typename Out>
Misfit encode_timetz(const Codec& codec, const Value& v, Out out) {
  const TemporalFormat& f = codec.temporal();
  IsoText iso;
  if (v.storage() != StorageClass::text) return Misfit::wrong_class;
  if (const Misfit m = read_text(f, v.bytes(), iso); m != Misfit::none) return m;
  if (iso.has_date || !iso.has_clock) return Misfit::bad_syntax;
  if (iso.micros == micros_a_day) iso.irregular = false;  // The type has a 24:00:00.
  if ((iso.too_fine && !f.cut) || (f.unit == Unit::iso && !is_spelled_by(f, iso, true))) return Misfit::not_exact;
  std::int64_t micros = iso.micros;
  if (!has_places(f, micros)) return Misfit::not_exact;
  const int offset = iso.zone == Zone::none ? f.offset_minutes : iso.offset;
  return out.zoned_clock(micros, static_cast<std::int32_t>(-offset * 60));
}

template Misfit encode_date(const Codec&, const Value&, FieldBytes);
template Misfit encode_date(const Codec&, const Value&, FieldText);
template Misfit encode_time(const Codec&, const Value&, FieldBytes);
template Misfit encode_time(const Codec&, const Value&, FieldText);
template Misfit encode_timestamp(const Codec&, const Value&, FieldBytes);
template Misfit encode_timestamp(const Codec&, const Value&, FieldText);
template Misfit encode_timetz(const Codec&, const Value&, FieldBytes);
template Misfit encode_timetz(const Codec&, const Value&, FieldText);

}  // namespace lite2pg
