// Numbers from whatever spells them.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "common/text.h"
#include "mapping/codec/encode/form_steps.h"
#include "mapping/codec/encode/grouped_number.h"
#include "mapping/codec/encode/spelled_decimal.h"
#include "mapping/codec/encode/steps.h"

namespace lite2pg {
namespace {

/// What a number is, in TEXT and BLOBs as the codec says that people write it.
Misfit read_number(const Codec& codec, const Value& v, SpelledDecimal& d) noexcept {
  const bool written = v.storage() == StorageClass::text || v.storage() == StorageClass::blob;
  if (!written || codec.number() < NumberForm::point) return read_decimal(v, d);
  UngroupedNumber plain;
  if (const Misfit m = plain.read(v.bytes(), codec.number()); m != Misfit::none) return m;
  return read_decimal(plain.view(), d);
}

/// 1 and 0 for words for true and false.
bool read_word(const Value& v, std::int64_t& n) noexcept {
  if (v.storage() != StorageClass::text && v.storage() != StorageClass::blob) return false;
  for (const std::string_view yes : {"t", "true", "y", "yes", "on"})
    if (equals_ignoring_case(v.bytes(), yes)) return n = 1, true;
  for (const std::string_view no : {"f", "false", "n", "no", "off"})
    if (equals_ignoring_case(v.bytes(), no)) return n = 0, true;
  return false;
}

Misfit integer_of(const Codec& codec, const Value& v, std::int64_t& n) noexcept {
  if (v.storage() == StorageClass::integer) {
    n = v.integer();
    return Misfit::none;
  }
  if (v.storage() == StorageClass::real && !codec.round) return integral(v.real() + 0.0, n);
  if (codec.number() == NumberForm::words && read_word(v, n)) return Misfit::none;
  SpelledDecimal d;
  if (const Misfit m = read_number(codec, v, d); m != Misfit::none) return m;
  if (codec.round) round_to(0, d);
  return scaled_integer(d, 0, n);
}

/// Whether a text spells a whole number to its last digit, and the double is that number.
bool is_whole_value_of(const SpelledDecimal& d, double v) noexcept {
  std::array<char, SpelledDecimal::most_digits> text;
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), v, std::chars_format::fixed);
  SpelledDecimal all;
  if (!d.integral() || error != std::errc{}) return false;
  if (read_decimal(std::string_view(text.data(), end), all) != Misfit::none) return false;
  return all.view() == d.view() && all.point == d.point && all.negative == d.negative;
}

/// The double that a text spells.
Misfit double_of(const Codec& codec, const Value& v, double& result) noexcept {
  if (v.storage() == StorageClass::real) {
    result = v.real();
    return std::isnan(result) ? Misfit::not_exact : Misfit::none;
  }
  if (read_nonfinite(v, result)) return Misfit::none;
  SpelledDecimal d;
  if (const Misfit m = read_number(codec, v, d); m != Misfit::none) return m;
  std::array<char, SpelledDecimal::most_digits + 32> text;
  char* p = text.data();
  if (d.negative) *p++ = '-';
  *p++ = '0';
  *p++ = '.';
  p = std::copy_n(d.digits.data(), d.count, p);
  if (d.count == 0) *p++ = '0';
  *p++ = 'e';
  p = std::to_chars(p, text.data() + text.size(), d.point).ptr;
  if (std::from_chars(text.data(), p, result).ec != std::errc{}) return Misfit::out_of_range;
  const bool exact = v.storage() == StorageClass::integer
                         ? result < 0x1p63 && static_cast<std::int64_t>(result) == v.integer()
                         : is_shortest_of(d, result) || is_whole_value_of(d, result);
  return codec.round || exact ? Misfit::none : Misfit::not_exact;
}

/// Digits for encode_numeric_text, which has the wire form.
template <typename Out>
Misfit write_plain(const Codec& codec, const SpelledDecimal& d, Out out) {
  std::array<char, 2 * SpelledDecimal::most_digits + 8> text;
  constexpr int most = SpelledDecimal::most_digits;
  if (d.point > most || d.point < -most / 2) return Misfit::out_of_range;
  char* p = text.data();
  if (d.negative) *p++ = '-';
  const int whole = std::max(d.point, 0);
  for (int i = 0; i < whole; ++i) *p++ = i < static_cast<int>(d.count) ? d.digits[static_cast<std::size_t>(i)] : '0';
  if (whole == 0) *p++ = '0';
  if (d.point < static_cast<int>(d.count)) {
    *p++ = '.';
    for (int i = d.point; i < 0; ++i) *p++ = '0';
    p = std::copy(d.digits.data() + whole, d.digits.data() + d.count, p);
  }
  return encode_numeric_text(codec, Value::text({text.data(), static_cast<std::size_t>(p - text.data())}), out);
}

/// numeric(p,s) holds NaN alone.
template <typename Out>
Misfit put_nonfinite(const Codec& codec, double d, Out out) {
  if (!std::isnan(d) && codec.decimal().precision > 0) return Misfit::out_of_range;
  return out.nonfinite_numeric(d);
}

/// "$1,234.50": what PostgreSQL's own money prints, besides plain decimals. A comma tells thousands apart or is a
/// mistake: of 1,5 the server would make 15.
Misfit read_money(const Codec& codec, const Value& v, SpelledDecimal& d) noexcept {
  const std::string_view s = v.bytes();
  std::array<char, 64> scratch;
  const bool marked = v.storage() == StorageClass::text && codec.number() < NumberForm::point &&
                      s.size() <= scratch.size() && s.find_first_of("$,") != std::string_view::npos;
  if (!marked) return read_number(codec, v, d);
  const auto end = std::copy_if(s.begin(), s.end(), scratch.begin(), [](char c) { return c != '$'; });
  const std::string_view number(scratch.data(), static_cast<std::size_t>(end - scratch.begin()));
  if (number.find(',') == std::string_view::npos) return read_decimal(number, d);
  UngroupedNumber plain;
  if (number.ends_with('-')) return Misfit::bad_syntax;
  if (const Misfit m = plain.read(number, NumberForm::point); m != Misfit::none) return m;
  return read_decimal(plain.view(), d);
}

}  // namespace

template <typename T, typename Out>
Misfit encode_spelled_integer(const Codec& codec, const Value& v, Out out) {
  std::int64_t n = 0;
  if (const Misfit m = integer_of(codec, v, n); m != Misfit::none) return m;
  return n == static_cast<T>(n) ? out.integer(static_cast<T>(n)) : Misfit::out_of_range;
}

template <typename Out>
Misfit encode_spelled_float8(const Codec& codec, const Value& v, Out out) {
  double d = 0;
  if (const Misfit m = double_of(codec, v, d); m != Misfit::none) return m;
  return out.floating(d);
}

template <typename Out>
Misfit encode_any_float4(const Codec& codec, const Value& v, Out out) {
  double wide = 0;
  if (const Misfit m = double_of(codec, v, wide); m != Misfit::none) return m;
  if (std::isfinite(wide) && std::abs(wide) > std::numeric_limits<float>::max()) return Misfit::out_of_range;
  const auto narrow = static_cast<float>(wide);
  if (!codec.round && static_cast<double>(narrow) != wide && !std::isnan(wide)) {
    SpelledDecimal d;
    if (read_decimal(wide, d) != Misfit::none || !is_shortest_of(d, narrow)) return Misfit::not_exact;
  }
  return out.floating(narrow);
}

template <typename Out>
Misfit encode_spelled_numeric(const Codec& codec, const Value& v, Out out) {
  if (double odd = 0; read_nonfinite(v, odd)) return put_nonfinite(codec, odd, out);
  SpelledDecimal d;
  if (const Misfit m = read_number(codec, v, d); m != Misfit::none) return m;
  if (codec.round && codec.decimal().precision > 0) round_to(codec.decimal().scale, d);
  return write_plain(codec, d, out);
}

template <typename Out>
Misfit encode_money(const Codec& codec, const Value& v, Out out) {
  SpelledDecimal d;
  if (const Misfit m = read_money(codec, v, d); m != Misfit::none) return m;
  if (codec.round) round_to(codec.decimal().scale, d);
  std::int64_t n = 0;
  if (const Misfit m = scaled_integer(d, codec.decimal().scale, n); m != Misfit::none) return m;
  return out.money(n, codec.decimal().scale);
}

template Misfit encode_spelled_integer<std::int16_t>(const Codec&, const Value&, FieldBytes);
template Misfit encode_spelled_integer<std::int16_t>(const Codec&, const Value&, FieldText);
template Misfit encode_spelled_integer<std::int32_t>(const Codec&, const Value&, FieldBytes);
template Misfit encode_spelled_integer<std::int32_t>(const Codec&, const Value&, FieldText);
template Misfit encode_spelled_integer<std::int64_t>(const Codec&, const Value&, FieldBytes);
template Misfit encode_spelled_integer<std::int64_t>(const Codec&, const Value&, FieldText);
template Misfit encode_spelled_float8(const Codec&, const Value&, FieldBytes);
template Misfit encode_spelled_float8(const Codec&, const Value&, FieldText);
template Misfit encode_any_float4(const Codec&, const Value&, FieldBytes);
template Misfit encode_any_float4(const Codec&, const Value&, FieldText);
template Misfit encode_spelled_numeric(const Codec&, const Value&, FieldBytes);
template Misfit encode_spelled_numeric(const Codec&, const Value&, FieldText);
template Misfit encode_money(const Codec&, const Value&, FieldBytes);
template Misfit encode_money(const Codec&, const Value&, FieldText);

}  // namespace lite2pg
