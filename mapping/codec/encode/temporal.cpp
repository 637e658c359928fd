// date: int32 days from 2000-01-01; timestamps: int64 microseconds from 2000-01-01 00:00 (UTC); time: int64
// microseconds since midnight (date_send, timestamp_send, time_send; ranges in PostgreSQL's
// src/include/datatype/timestamp.h).
#include <bit>
#include <cmath>

#include "common/bytes.h"
#include "mapping/codec/encode/iso.h"
#include "mapping/codec/encode/steps.h"

namespace lite2pg {
namespace {

using Unit = TemporalFormat::Unit;
using Zone = TemporalFormat::Zone;
__extension__ using Wide = __int128;

constexpr std::int64_t day = 86'400'000'000;
constexpr std::int64_t first_day = -2451545, last_day = 2145031948;
constexpr std::int64_t first_micro = first_day * day, last_micro = 9'223'371'331'199'999'999;

/// A numeric unit: how many microseconds it has, and where its zero stands, in microseconds from 2000-01-01.
struct Scale {
  std::int64_t micros;
  std::int64_t zero;
};

constexpr Scale scale_of(Unit unit) noexcept {
  switch (unit) {
    case Unit::seconds:
      return {1'000'000, -10957 * day};
    case Unit::millis:
      return {1'000, -10957 * day};
    case Unit::julian:
      return {day, -2451544 * day - day / 2};
    case Unit::cocoa:
      return {1'000'000, 366 * day};
    case Unit::webkit:
      return {1, -145731 * day};
    case Unit::micros:
    case Unit::iso:
    case Unit::any:
      break;
  }
  return {1, -10957 * day};
}

template <typename T>
Misfit put(T n, FieldBuffer& out) {
  store_be(out.reserve(sizeof n), n);
  out.commit(sizeof n);
  return Misfit::none;
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

/// Microseconds from the unit's zero. A REAL must be the double nearest to them, and under `mixed` not an INTEGER.
Misfit micros_of_number(NumberForm form, const Value& v, std::int64_t scale, Wide& micros) noexcept {
  if (v.storage() == StorageClass::integer && form != NumberForm::real) {
    micros = static_cast<Wide>(v.integer()) * scale;
    return Misfit::none;
  }
  if (v.storage() != StorageClass::real || form == NumberForm::integer) return Misfit::wrong_class;
  const double d = v.real();
  if (!(std::abs(d) < 9e18)) return Misfit::out_of_range;
  micros = scaled(d, scale);
  const auto near = static_cast<std::int64_t>(micros);
  if (near != micros) return Misfit::out_of_range;
  if (form == NumberForm::mixed && near % scale == 0) return Misfit::not_exact;
  if (d == 0 && std::signbit(d) && form != NumberForm::either) return Misfit::not_exact;
  return unscaled(near, scale) == d ? Misfit::none : Misfit::not_exact;
}

Misfit moment_of_number(const TemporalFormat& f, const Value& v, std::int64_t& micros) noexcept {
  const Scale scale = scale_of(f.unit);
  Wide wide = 0;
  if (const Misfit m = micros_of_number(f.number, v, scale.micros, wide); m != Misfit::none) return m;
  wide += scale.zero;
  if (wide < first_micro || wide > last_micro) return Misfit::out_of_range;
  micros = static_cast<std::int64_t>(wide);
  return Misfit::none;
}

Misfit read_text(const Value& v, IsoText& iso) noexcept {
  return v.storage() == StorageClass::text ? read_iso(v.bytes(), iso) : Misfit::wrong_class;
}

/// Texts with a zone are taken to UTC; for those without, the format may name the offset that they mean.
std::int64_t instant(const TemporalFormat& f, const IsoText& iso) noexcept {
  const std::int64_t offset = iso.zone == Zone::none ? f.offset_minutes : iso.offset;
  return iso.days * day + iso.micros - offset * 60'000'000;
}

Misfit moment_of_text(const TemporalFormat& f, const Value& v, std::int64_t& micros) noexcept {
  IsoText iso;
  if (const Misfit m = read_text(v, iso); m != Misfit::none) return m;
  if (!iso.has_date) return Misfit::bad_syntax;
  if (iso.too_fine && !f.cut) return Misfit::not_exact;
  if (f.unit == Unit::iso) {
    const bool spelled = f.midnight ? !iso.has_clock : is_spelled_by(f, iso);
    if (!spelled) return Misfit::not_exact;
  }
  micros = instant(f, iso);
  return Misfit::none;
}

Misfit moment_of(const TemporalFormat& f, const Value& v, std::int64_t& micros) noexcept {
  return f.unit == Unit::iso || f.unit == Unit::any ? moment_of_text(f, v, micros) : moment_of_number(f, v, micros);
}

/// Whether type(places) keeps every digit; those that it does not are cut off when the format says so.
bool has_places(const TemporalFormat& f, std::int64_t& micros) noexcept {
  constexpr std::int64_t unit[] = {1'000'000, 100'000, 10'000, 1'000, 100, 10, 1};
  if (f.places >= 6) return true;
  const std::int64_t rest = micros % unit[f.places];
  if (f.cut) micros -= rest < 0 ? rest + unit[f.places] : rest;
  return f.cut || rest == 0;
}

Misfit clock_of_text(const TemporalFormat& f, const Value& v, std::int64_t& micros) noexcept {
  IsoText iso;
  if (const Misfit m = read_text(v, iso); m != Misfit::none) return m;
  if (iso.has_date || !iso.has_clock || iso.zone != Zone::none) return Misfit::bad_syntax;
  const bool last_midnight = iso.micros == day;  // PostgreSQL's time has a 24:00:00.
  iso.irregular = iso.irregular && !last_midnight;
  if ((iso.too_fine && !f.cut) || (f.unit == Unit::iso && !is_spelled_by(f, iso))) return Misfit::not_exact;
  micros = iso.micros;
  return Misfit::none;
}

Misfit clock_of_number(const TemporalFormat& f, const Value& v, std::int64_t& micros) noexcept {
  Wide wide = 0;
  if (const Misfit m = micros_of_number(f.number, v, scale_of(f.unit).micros, wide); m != Misfit::none) return m;
  if (wide < 0 || wide > day) return Misfit::out_of_range;
  micros = static_cast<std::int64_t>(wide);
  return Misfit::none;
}

}  // namespace

Misfit encode_date(const Codec& codec, const Value& v, FieldBuffer& out) {
  const TemporalFormat& f = codec.temporal;
  if (f.unit == Unit::iso) {
    IsoText iso;
    if (const Misfit m = read_text(v, iso); m != Misfit::none) return m;
    if (!iso.has_date) return Misfit::bad_syntax;
    return iso.has_clock ? Misfit::not_exact : put(iso.days, out);
  }
  std::int64_t micros = 0;
  if (const Misfit m = moment_of(f, v, micros); m != Misfit::none) return m;
  return micros % day == 0 ? put(static_cast<std::int32_t>(micros / day), out) : Misfit::not_exact;
}

Misfit encode_time(const Codec& codec, const Value& v, FieldBuffer& out) {
  const TemporalFormat& f = codec.temporal;
  const bool text = f.unit == Unit::iso || f.unit == Unit::any;
  std::int64_t micros = 0;
  if (const Misfit m = text ? clock_of_text(f, v, micros) : clock_of_number(f, v, micros); m != Misfit::none) return m;
  return has_places(f, micros) ? put(micros, out) : Misfit::not_exact;
}

Misfit encode_timestamp(const Codec& codec, const Value& v, FieldBuffer& out) {
  std::int64_t micros = 0;
  if (const Misfit m = moment_of(codec.temporal, v, micros); m != Misfit::none) return m;
  return has_places(codec.temporal, micros) ? put(micros, out) : Misfit::not_exact;
}

}  // namespace lite2pg
