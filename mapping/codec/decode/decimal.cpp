// numeric as PostgreSQL sends it: number of digits, weight, sign, dscale (four int16), then digits to base 10000; the
// digit i counts 10000^(weight - i). https://www.postgresql.org/docs/15/protocol-overview.html#PROTOCOL-FORMAT-CODES
// leaves the format to numeric_send in src/backend/utils/adt/numeric.c.
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include "common/bytes.h"
#include "mapping/codec/decode/steps.h"

namespace lite2pg {
namespace {

enum Sign : std::uint16_t { positive = 0, negative = 0x4000, nan = 0xC000, infinity = 0xD000, minus_infinity = 0xF000 };

constexpr std::array<double, 23> powers_of_ten = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                  1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                  1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/// A field whose form has been checked.
class Numeric {
 public:
  explicit Numeric(std::string_view field) : field_(field) {
    if (field.size() < 8 || field.size() != 8 + 2 * std::size_t{word(0)}) throw_bad_field("numeric", field);
    for (int i = 0; i < count(); ++i)
      if (digit(i) > 9999) throw_bad_field("numeric", field);
    if (has_hidden_digits()) throw_bad_field("numeric", field);
    switch (word(2)) {
      case positive:
      case negative:
      case nan:
      case infinity:
      case minus_infinity: return;
      default: throw_bad_field("numeric", field);
    }
  }

  [[nodiscard]] Sign sign() const noexcept { return static_cast<Sign>(word(2)); }
  [[nodiscard]] bool finite() const noexcept { return sign() == positive || sign() == negative; }
  [[nodiscard]] int count() const noexcept { return word(0); }
  [[nodiscard]] int weight() const noexcept { return static_cast<std::int16_t>(word(1)); }
  [[nodiscard]] int dscale() const noexcept { return word(3); }
  [[nodiscard]] unsigned digit(int i) const noexcept { return word(4 + static_cast<std::size_t>(i)); }
  /// The digit that counts 10000^power; 0 where none is sent.
  [[nodiscard]] unsigned digit_of(int power) const noexcept {
    const int i = weight() - power;
    return i >= 0 && i < count() ? digit(i) : 0;
  }

 private:
  [[nodiscard]] std::uint16_t word(std::size_t i) const noexcept {
    return load_be<std::uint16_t>(field_.data() + 2 * i);
  }

  /// Digits beyond dscale: PostgreSQL keeps none.
  [[nodiscard]] bool has_hidden_digits() const noexcept {
    const int digits_sent = (count() - weight() - 1) * 4;
    const int hidden = digits_sent - dscale();
    constexpr std::array<unsigned, 4> power = {1, 10, 100, 1000};
    if (hidden <= 0 || count() == 0) return false;
    return hidden >= 4 || digit(count() - 1) % power[static_cast<std::size_t>(hidden)] != 0;
  }

  std::string_view field_;
};

/// magnitude * 10^exponent, without zeros at the right end of the magnitude.
struct Scientific {
  std::uint64_t magnitude = 0;
  int exponent = 0;
};

/// nullopt when it takes more than 64 bits.
std::optional<Scientific> scientific(const Numeric& n) noexcept {
  int last = n.count();
  while (last > 0 && n.digit(last - 1) == 0) --last;
  Scientific s;
  if (last == 0) return s;
  s.exponent = (n.weight() - last + 1) * 4;
  for (int i = 0; i < last; ++i) {
    std::uint64_t factor = 10000;
    unsigned group = n.digit(i);
    for (; i == last - 1 && group % 10 == 0; ++s.exponent) {
      group /= 10;
      factor /= 10;
    }
    if (__builtin_mul_overflow(s.magnitude, factor, &s.magnitude) ||
        __builtin_add_overflow(s.magnitude, group, &s.magnitude))
      return std::nullopt;
  }
  return s;
}

std::optional<std::int64_t> integer_of(Sign sign, Scientific s) noexcept {
  if (s.exponent < 0 || s.exponent > 18) return std::nullopt;
  for (; s.exponent > 0; --s.exponent)
    if (__builtin_mul_overflow(s.magnitude, std::uint64_t{10}, &s.magnitude)) return std::nullopt;
  constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
  if (s.magnitude > most + (sign == negative ? 1 : 0)) return std::nullopt;
  return static_cast<std::int64_t>(sign == negative ? 0 - s.magnitude : s.magnitude);
}

int digits_of(std::uint64_t n) noexcept {
  int digits = 1;
  for (; n >= 10; n /= 10) ++digits;
  return digits;
}

/// Spells "123e-4" for std::from_chars, which rounds correctly.
double nearest_double(Scientific s) noexcept {
  std::array<char, 40> text;
  char* p = std::to_chars(text.data(), text.data() + 20, s.magnitude).ptr;
  *p++ = 'e';
  p = std::to_chars(p, text.data() + text.size(), s.exponent).ptr;
  double v = std::numeric_limits<double>::infinity();
  std::from_chars(text.data(), p, v);
  return v;
}

/// Whether the decimal is the one that the double is written with: as short as can be, and nearest.
bool is_shortest(double v, Scientific s) noexcept {
  std::array<char, 32> text;
  const char* end = std::to_chars(text.data(), text.data() + text.size(), v, std::chars_format::scientific).ptr;
  std::uint64_t magnitude = 0;
  int places = 0;
  const char* p = text.data();
  for (; *p != 'e'; ++p) {
    if (*p == '.') {
      places = 1;
      continue;
    }
    magnitude = magnitude * 10 + static_cast<unsigned>(*p - '0');
    if (places != 0) ++places;
  }
  int exponent = 0;
  std::from_chars(p[1] == '+' ? p + 2 : p + 1, end, exponent);
  return magnitude == s.magnitude && exponent - std::max(places - 1, 0) == s.exponent;
}

/// The double that is written as this decimal; nullopt when none is.
std::optional<double> real_of(Scientific s) noexcept {
  // Both operands are exact, so IEEE 754 rounds once; and 15 digits always come back from a double.
  if (s.magnitude < 1'000'000'000'000'000 && std::abs(s.exponent) <= 22) {
    const double power = powers_of_ten[static_cast<std::size_t>(std::abs(s.exponent))];
    const auto m = static_cast<double>(s.magnitude);
    return s.exponent < 0 ? m / power : m * power;
  }
  if (digits_of(s.magnitude) > 17) return std::nullopt;
  const double v = nearest_double(s);
  if (!std::isfinite(v) || v == 0 || !is_shortest(v, s)) return std::nullopt;
  return v;
}

void append_group(std::string& out, unsigned group) {
  const std::array<char, 4> digits = {static_cast<char>('0' + group / 1000), static_cast<char>('0' + group / 100 % 10),
                                      static_cast<char>('0' + group / 10 % 10), static_cast<char>('0' + group % 10)};
  out.append(digits.data(), digits.size());
}

/// As PostgreSQL shows it: dscale digits after the point.
Value spell(const Numeric& n, std::string& out) {
  out.clear();
  if (n.sign() == negative) out += '-';
  const std::size_t first = out.size();
  for (int power = std::max(n.weight(), 0); power >= 0; --power) append_group(out, n.digit_of(power));
  const std::size_t zeros = std::min(out.find_first_not_of('0', first), out.size() - 1) - first;
  out.erase(first, zeros);
  if (n.dscale() == 0) return Value::text(out);
  out += '.';
  const std::size_t end = out.size() + static_cast<std::size_t>(n.dscale());
  for (int power = -1; out.size() < end; --power) append_group(out, n.digit_of(power));
  out.resize(end);
  return Value::text(out);
}

Value spell_special(Sign sign) noexcept {
  return Value::text(sign == nan ? "NaN" : sign == infinity ? "Infinity" : "-Infinity");
}

}  // namespace

Value decode_numeric(NumberForm form, std::string_view field, std::string& scratch) {
  const Numeric n(field);
  if (!n.finite()) return spell_special(n.sign());
  const std::optional<Scientific> s = scientific(n);
  if (!s) return spell(n, scratch);
  if (form != NumberForm::real) {
    if (const auto integer = integer_of(n.sign(), *s)) return Value::of(*integer);
  }
  if (s->magnitude == 0) return Value::of(0.0);
  const std::optional<double> real = real_of(*s);
  if (!real) return spell(n, scratch);
  return Value::of(n.sign() == negative ? -*real : *real);
}

Value decode_numeric_text(std::string_view field, std::string& scratch) {
  const Numeric n(field);
  return n.finite() ? spell(n, scratch) : spell_special(n.sign());
}

Value canonical_decimal(int scale, const Value& v, std::string& scratch) {
  if (v.storage() != StorageClass::text || scale <= 0) return v;
  const std::string_view text = v.bytes();
  const std::size_t point = text.find('.');
  const std::size_t digits = point == std::string_view::npos ? 0 : text.size() - point - 1;
  const bool plain = text.find_first_not_of("-0123456789.") == std::string_view::npos && !text.empty() &&
                     text.back() >= '0' && text.back() <= '9';
  if (!plain || digits >= static_cast<std::size_t>(scale)) return v;
  scratch = text;
  if (point == std::string_view::npos) scratch += '.';
  scratch.append(static_cast<std::size_t>(scale) - digits, '0');
  return Value::text(scratch);
}

}  // namespace lite2pg
