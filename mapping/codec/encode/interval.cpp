// interval: int64 microseconds, int32 days, int32 months (interval_send). A number is so many microseconds and no days:
// a day is not always 24 hours long.
#include "mapping/codec/encode/steps.h"
#include "mapping/codec/encode/times/epoch.h"
#include "mapping/codec/encode/times/length.h"

namespace lite2pg {
namespace {

using Unit = TemporalFormat::Unit;

bool is_number(std::string_view text) noexcept {
  const std::size_t sign = text.starts_with('-') ? 1 : 0;
  return text.size() > sign && text.find_first_not_of("0123456789.", sign) == std::string_view::npos;
}

/// TEXT that spells a number, in the unit that the format names.
Misfit read_spelled(const TemporalFormat& f, const Value& v, Length& length) noexcept {
  if (f.unit == Unit::any) return read_decimal_length({f.numbers, NumberForm::either, f.cut}, v.bytes(), length.micros);
  std::int64_t n = 0;
  return read_integer(v.bytes(), n) ? read_length({f.unit}, Value::of(n), length.micros) : Misfit::bad_syntax;
}

Misfit read(const TemporalFormat& f, const Value& v, Length& length) noexcept {
  const bool text = v.storage() == StorageClass::text;
  if (f.unit == Unit::iso) return Misfit::wrong_class;  // Nobody said what numbers count.
  if (f.unit != Unit::any) {
    if (!f.spelled) return read_length({f.unit, f.number}, v, length.micros);
    return text ? read_spelled(f, v, length) : Misfit::wrong_class;
  }
  if (!text) {
    if (f.numbers == Unit::iso) return Misfit::wrong_class;
    return read_length({f.numbers, NumberForm::either, f.cut}, v, length.micros);
  }
  if (!is_number(v.bytes())) return read_interval_text(v.bytes(), length);
  return f.numbers == Unit::iso ? Misfit::bad_syntax : read_spelled(f, v, length);
}

/// Whether interval(places) keeps every digit; those that it does not are cut off, towards zero, when the format says
/// so.
bool has_places(const TemporalFormat& f, Length& length) noexcept {
  std::int64_t unit = 1;
  for (int digits = f.places; digits < 6; ++digits) unit *= 10;
  if (length.too_fine && !f.cut) return false;
  const std::int64_t rest = length.micros % unit;
  if (f.cut) length.micros -= rest;
  return f.cut || rest == 0;
}

}  // namespace

template <typename Out>
Misfit encode_interval(const Codec& codec, const Value& v, Out out) {
  const TemporalFormat& f = codec.temporal();
  Length length;
  if (const Misfit m = read(f, v, length); m != Misfit::none) return m;
  if (!has_places(f, length)) return Misfit::not_exact;
  return out.length(length.micros, static_cast<std::int32_t>(length.days), static_cast<std::int32_t>(length.months));
}

template Misfit encode_interval(const Codec&, const Value&, FieldBytes);
template Misfit encode_interval(const Codec&, const Value&, FieldText);

}  // namespace lite2pg
