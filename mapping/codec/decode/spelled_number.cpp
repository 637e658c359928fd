#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>
#include <optional>

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

/// The shortest digits that read back as the number, which for great whole numbers are not all of its digits.
template <typename Float>
std::string_view shortest_digits(Float f, std::array<char, 48>& text) noexcept {
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), f, std::chars_format::scientific).ptr};
}

/// The double that a text or a whole number spells; none when the double is another number, unless it may be rounded.
std::optional<double> spelled_double(bool rounds, const Value& v, std::string& scratch) {
  if (!spell_plain(v, std::nullopt, scratch)) return std::nullopt;
  const double d = nearest(scratch);
  if (rounds) return d;
  std::array<char, 48> text;
  std::string shortest;
  if (!std::isfinite(d) || !spell_plain(Value::text(shortest_digits(d, text)), std::nullopt, shortest))
    return std::nullopt;
  if (shortest == scratch) return d;
  std::array<char, std::numeric_limits<double>::max_exponent10 + 8> whole{};  // To the last digit.
  const int size = std::snprintf(whole.data(), whole.size(), "%.0f", d);
  return std::string_view(whole.data(), static_cast<std::size_t>(size)) == scratch ? std::optional(d) : std::nullopt;
}

/// The double that is spelled as a finite 4-byte float is.
double shortest_of(float narrow) noexcept {
  std::array<char, 48> text;
  const std::string_view digits = shortest_digits(narrow, text);
  double wide = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), wide);
  return wide;
}

/// What a word means that no digits spell, and what a REAL is that is not finite.
std::optional<double> word_for_no_number(const Value& v) {
  if (v.storage() == StorageClass::real) return std::isfinite(v.real()) ? std::nullopt : std::optional(v.real());
  if (v.storage() != StorageClass::text && v.storage() != StorageClass::blob) return std::nullopt;
  std::string word;
  for (const char c : v.bytes().substr(0, 40))
    if (std::isspace(static_cast<unsigned char>(c)) == 0) word += static_cast<char>(std::tolower(c));
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (word == "nan" || word == "+nan") return std::numeric_limits<double>::quiet_NaN();
  for (const char* name : {"inf", "infinity"}) {
    if (word == name || word == "+" + std::string(name)) return infinity;
    if (word == "-" + std::string(name)) return -infinity;
  }
  return std::nullopt;
}

}  // namespace

Value canonical_spelled_integer(const Codec& codec, const Value& v, std::string& scratch) {
  if (v.storage() == StorageClass::integer) return v;
  if (codec.number() == NumberForm::words) {
    if (const Value word = word_value(v); word.storage() == StorageClass::integer) return word;
  }
  if (!spell_plain(v, codec.round ? std::optional(0) : std::nullopt, scratch)) return v;
  std::int64_t n = 0;
  const auto [end, error] = std::from_chars(scratch.data(), scratch.data() + scratch.size(), n);
  return error == std::errc{} && end == scratch.data() + scratch.size() ? Value::of(n) : v;
}

Value canonical_spelled_float8(const Codec& codec, const Value& v, std::string& scratch) {
  if (v.storage() == StorageClass::real) return canonical_number(true, v);
  if (v.storage() == StorageClass::integer && !codec.round) return v;
  if (const auto odd = word_for_no_number(v)) return canonical_number(true, Value::of(*odd));
  const std::optional<double> wide = spelled_double(codec.round, v, scratch);
  return wide ? canonical_number(true, Value::of(*wide)) : v;
}

Value canonical_any_float4(const Codec& codec, const Value& v, std::string& scratch) {
  if (const auto odd = word_for_no_number(v)) return canonical_number(true, Value::of(*odd));
  const std::optional<double> wide =
      v.storage() == StorageClass::real ? v.real() : spelled_double(codec.round, v, scratch);
  if (!wide) return v;
  const bool fits = !std::isnan(*wide) && (std::isinf(*wide) || std::abs(*wide) <= std::numeric_limits<float>::max());
  if (!fits) return v;
  const auto narrow = static_cast<float>(*wide);
  // A number that the type would round is none that the column can hold: it stays what it is.
  const bool kept = codec.round || static_cast<double>(narrow) == *wide || shortest_of(narrow) == *wide;
  return kept ? canonical_number(true, Value::of(static_cast<double>(narrow))) : canonical_number(true, v);
}

Value decode_spelled_numeric(std::string_view field, std::string& scratch) {
  const Value v = decode_numeric_text(field, scratch);
  if (v.bytes().data() != scratch.data()) return v;  // NaN, Infinity.
  strip_zeros(scratch);
  return Value::text(scratch);
}

Value canonical_spelled_numeric(const Codec& codec, const Value& v, std::string& scratch) {
  if (const auto odd = word_for_no_number(v)) {
    const bool held = std::isnan(*odd) || codec.decimal().precision == 0;
    return held ? Value::text(std::isnan(*odd) ? "NaN" : *odd > 0 ? "Infinity" : "-Infinity") : v;
  }
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
  if (v.storage() == StorageClass::text && codec.number() < NumberForm::point) {
    plain = v.bytes();
    std::erase_if(plain, [](char c) { return c == '$' || c == ','; });
  }
  const Value number = plain.empty() ? v : Value::text(plain);
  const auto scale = codec.round ? std::optional<int>(codec.decimal().scale) : std::nullopt;
  return spell_plain(number, scale, scratch) ? Value::text(scratch) : v;
}

}  // namespace lite2pg
