#include <bit>
#include <cmath>

#include "common/bytes.h"
#include "mapping/codec/decode/steps.h"

namespace lite2pg {
namespace {

/// An integer that the form wants as REAL stays INTEGER when no double is it: a difference that must show.
Value integer_value(NumberForm form, std::int64_t n) noexcept {
  const auto real = static_cast<double>(n);
  const bool representable = static_cast<long double>(real) == static_cast<long double>(n);
  return form == NumberForm::real && representable ? Value::of(real) : Value::of(n);
}

Value real_value(NumberForm form, double v) noexcept {
  if (std::isnan(v)) return Value::text("NaN");  // SQLite has none: it would make it NULL.
  if (form == NumberForm::real || std::trunc(v) != v) return Value::of(v);
  if (v < -0x1p63 || v >= 0x1p63 || std::bit_cast<std::uint64_t>(v) == std::bit_cast<std::uint64_t>(-0.0))
    return Value::of(v);
  return Value::of(static_cast<std::int64_t>(v));
}

}  // namespace

template <typename T>
Value decode_integer(NumberForm form, std::string_view field) {
  if (field.size() != sizeof(T)) throw_bad_field("integer", field);
  std::uint64_t bits = 0;
  for (const char c : field) bits = bits << 8 | static_cast<unsigned char>(c);
  const auto n = static_cast<T>(bits);
  return form == NumberForm::real ? integer_value(form, n) : Value::of(std::int64_t{n});
}

template Value decode_integer<std::int16_t>(NumberForm, std::string_view);
template Value decode_integer<std::int32_t>(NumberForm, std::string_view);
template Value decode_integer<std::int64_t>(NumberForm, std::string_view);

Value decode_float8(NumberForm form, std::string_view field) {
  if (field.size() != sizeof(double)) throw_bad_field("double precision", field);
  return real_value(form, std::bit_cast<double>(load_be<std::uint64_t>(field.data())));
}

Value decode_float4(NumberForm form, std::string_view field) {
  if (field.size() != sizeof(float)) throw_bad_field("real", field);
  return real_value(form, std::bit_cast<float>(load_be<std::uint32_t>(field.data())));
}

Value canonical_number(bool signed_zero, const Value& v) noexcept {
  if (v.storage() != StorageClass::real) return v;
  if (v.real() == 0 && !signed_zero) return Value::of(std::int64_t{0});
  return real_value(NumberForm::mixed, v.real());
}

}  // namespace lite2pg
