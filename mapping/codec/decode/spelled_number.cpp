#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

#include "common/bytes.h"
#include "mapping/codec/decode/form_steps.h"
#include "mapping/codec/decode/plain_decimal.h"
#include "mapping/codec/decode/steps.h"

namespace lite2pg {
namespace {

/// What canonical_word reads, without the digits, which are numbers here anyway.
Value word_value(const Value& v) noexcept {
  return canonical_word(v.storage() == StorageClass::blob ? Value::text(v.bytes()) : v);
}

/// The number that a plain decimal is as a double; NaN when it is none.
double nearest(const std::string& decimal) noexcept {
  double d = std::numeric_limits<double>::quiet_NaN();
  std::from_chars(decimal.data(), decimal.data() + decimal.size(), d);
  return d;
}

/// The double that the shortest decimal of a finite 4-byte float spells.
double from_shortest(float narrow) noexcept {
  std::array<char, 32> text;
  const char* end = std::to_chars(text.data(), text.data() + text.size(), narrow).ptr;
  double wide = 0;
  std::from_chars(text.data(), end, wide);
  return wide;
}

}  // namespace

Value canonical_spelled_integer(bool words, const Value& v, std::string& scratch) {
  if (v.storage() == StorageClass::integer) return v;
  if (words) {
    if (const Value word = word_value(v); word.storage() == StorageClass::integer) return word;
  }
  if (!spell_plain(v, std::nullopt, scratch)) return v;
  std::int64_t n = 0;
  const auto [end, error] = std::from_chars(scratch.data(), scratch.data() + scratch.size(), n);
  return error == std::errc{} && end == scratch.data() + scratch.size() ? Value::of(n) : v;
}

Value canonical_spelled_float8(const Value& v, std::string& scratch) {
  if (v.storage() == StorageClass::real) return canonical_number(true, v);
  if (v.storage() == StorageClass::integer || !spell_plain(v, std::nullopt, scratch)) return v;
  return canonical_number(true, Value::of(nearest(scratch)));
}

Value canonical_any_float4(const Codec& codec, const Value& v, std::string& scratch) {
  double wide = v.storage() == StorageClass::real ? v.real() : 0;
  if (v.storage() != StorageClass::real) {
    if (!spell_plain(v, std::nullopt, scratch)) return v;
    wide = nearest(scratch);
  }
  const bool fits = !std::isnan(wide) && (std::isinf(wide) || std::abs(wide) <= std::numeric_limits<float>::max());
  if (!fits) return v;
  const auto narrow = static_cast<float>(wide);
  // A number with more digits stays what it is: whoever rounded it is to be found.
  const bool same = codec.round || static_cast<double>(narrow) == wide || from_shortest(narrow) == wide;
  return canonical_number(true, Value::of(same ? static_cast<double>(narrow) : wide));
}

Value decode_shortest_float4(std::string_view field) {
  if (field.size() != sizeof(float)) throw_bad_field("real", field);
  const float narrow = std::bit_cast<float>(load_be<std::uint32_t>(field.data()));
  return Value::of(std::isfinite(narrow) ? from_shortest(narrow) : static_cast<double>(narrow));
}

Value decode_spelled_numeric(std::string_view field, std::string& scratch) {
  const Value v = decode_numeric_text(field, scratch);
  if (v.bytes().data() != scratch.data()) return v;  // NaN, Infinity.
  strip_zeros(scratch);
  return Value::text(scratch);
}

Value canonical_spelled_numeric(const Codec& codec, const Value& v, std::string& scratch) {
  const bool rounds = codec.round && codec.decimal().precision > 0;
  return spell_plain(v, rounds ? std::optional<int>(codec.decimal().scale) : std::nullopt, scratch)
             ? Value::text(scratch)
             : v;
}

Value decode_money(const Codec& codec, std::string_view field, std::string& scratch) {
  if (field.size() != 8) throw_bad_field("money", field);
  spell_scaled(load_be<std::int64_t>(field.data()), static_cast<unsigned>(codec.decimal().scale), scratch);
  return Value::text(scratch);
}

Value canonical_money(const Codec& codec, const Value& v, std::string& scratch) {
  std::string plain;
  if (v.storage() == StorageClass::text) {
    plain = v.bytes();
    std::erase_if(plain, [](char c) { return c == '$' || c == ','; });
  }
  const Value number = v.storage() == StorageClass::text ? Value::text(plain) : v;
  const auto scale = codec.round ? std::optional<int>(codec.decimal().scale) : std::nullopt;
  return spell_plain(number, scale, scratch) ? Value::text(scratch) : v;
}

}  // namespace lite2pg
