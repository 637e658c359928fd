#include <cmath>
#include <limits>

#include "mapping/codec/encode/steps.h"

namespace lite2pg {
namespace {

constexpr double two_to_63 = 9223372036854775808.0;

/// The double that stands for `v`, when it stands for nothing else under `form`.
Misfit real_of(NumberForm form, const Value& v, double& d) noexcept {
  if (v.storage() == StorageClass::real && form != NumberForm::integer) {
    d = v.real();
    std::int64_t n = 0;
    return form == NumberForm::mixed && integral(d, n) == Misfit::none ? Misfit::not_exact : Misfit::none;
  }
  if (v.storage() != StorageClass::integer || form == NumberForm::real) return Misfit::wrong_class;
  d = static_cast<double>(v.integer());
  return d < two_to_63 && static_cast<std::int64_t>(d) == v.integer() ? Misfit::none : Misfit::not_exact;
}

}  // namespace

Misfit integral(double v, std::int64_t& n) noexcept {
  if (!(v >= -two_to_63 && v < two_to_63)) return Misfit::out_of_range;
  n = static_cast<std::int64_t>(v);
  return static_cast<double>(n) != v || (n == 0 && std::signbit(v)) ? Misfit::not_exact : Misfit::none;
}

template <typename T, typename Out>
Misfit encode_integer(NumberForm form, const Value& v, Out out) {
  std::int64_t n = 0;
  if (v.storage() == StorageClass::integer && form != NumberForm::real) {
    n = v.integer();
  } else if (v.storage() == StorageClass::real && (form == NumberForm::real || form == NumberForm::either)) {
    const double zero = form == NumberForm::either ? 0.0 : -0.0;
    if (const Misfit m = integral(v.real() + zero, n); m != Misfit::none) return m;
  } else {
    return Misfit::wrong_class;
  }
  if (n != static_cast<T>(n)) return Misfit::out_of_range;
  return out.integer(static_cast<T>(n));
}

template <typename Out>
Misfit encode_float8(NumberForm form, const Value& v, Out out) {
  double d = 0;
  if (const Misfit m = real_of(form, v, d); m != Misfit::none) return m;
  return out.floating(d);
}

template <typename Out>
Misfit encode_float4(NumberForm form, const Value& v, Out out) {
  double d = 0;
  if (const Misfit m = real_of(form, v, d); m != Misfit::none) return m;
  if (std::isnan(d)) return Misfit::not_exact;
  if (std::isfinite(d) && std::abs(d) > std::numeric_limits<float>::max()) return Misfit::out_of_range;
  const auto narrow = static_cast<float>(d);
  if (static_cast<double>(narrow) != d) return Misfit::not_exact;
  return out.floating(narrow);
}

template Misfit encode_integer<std::int16_t>(NumberForm, const Value&, FieldBytes);
template Misfit encode_integer<std::int16_t>(NumberForm, const Value&, FieldText);
template Misfit encode_integer<std::int32_t>(NumberForm, const Value&, FieldBytes);
template Misfit encode_integer<std::int32_t>(NumberForm, const Value&, FieldText);
template Misfit encode_integer<std::int64_t>(NumberForm, const Value&, FieldBytes);
template Misfit encode_integer<std::int64_t>(NumberForm, const Value&, FieldText);
template Misfit encode_float8(NumberForm, const Value&, FieldBytes);
template Misfit encode_float8(NumberForm, const Value&, FieldText);
template Misfit encode_float4(NumberForm, const Value&, FieldBytes);
template Misfit encode_float4(NumberForm, const Value&, FieldText);

}  // namespace lite2pg
