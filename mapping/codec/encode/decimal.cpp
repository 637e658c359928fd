// numeric: int16 number of digits (base 10000), weight of the first, sign (0 or 0x4000), dscale, then the digits
// (numeric_send in PostgreSQL's src/backend/utils/adt/numeric.c; zeros at both ends are left out).
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "common/bytes.h"
#include "mapping/codec/encode/blank.h"
#include "mapping/codec/encode/steps.h"

namespace lite2pg {
namespace {

/// https://www.postgresql.org/docs/15/datatype-numeric.html: digits before and after the decimal point.
constexpr std::size_t most_whole_digits = 131072;
constexpr std::size_t most_fraction_digits = 16383;

/// whole.fraction; no zeros at the left end of `whole`.
struct Decimal {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;
};

void strip_left(std::string_view& digits) noexcept {
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
}

/// Without zeros at the right end.
std::string_view significant(std::string_view fraction) noexcept {
  return fraction.substr(0, fraction.find_last_not_of('0') + 1);
}

/// The digits as base 10000: whole digits are grouped from the point to the left, fraction digits to the right.
class Groups {
 public:
  explicit Groups(char* to) noexcept : start_(to), to_(to) {}

  void add_whole(std::string_view digits) noexcept {
    const std::size_t first = digits.size() % 4;
    if (first != 0) add(digits.substr(0, first));
    for (std::size_t i = first; i < digits.size(); i += 4) add_four(digits.data() + i);
  }
  void add_fraction(std::string_view digits) noexcept {
    std::size_t i = 0;
    for (; i + 4 <= digits.size(); i += 4) add_four(digits.data() + i);
    if (i == digits.size()) return;
    std::array<char, 4> padded = {'0', '0', '0', '0'};
    for (std::size_t k = 0; i + k < digits.size(); ++k) padded[k] = digits[i + k];
    add_four(padded.data());
  }
  void strip_right() noexcept {
    while (to_ != start_ && to_[-1] == 0 && to_[-2] == 0) to_ -= 2;
  }
  [[nodiscard]] std::size_t bytes() const noexcept { return static_cast<std::size_t>(to_ - start_); }

 private:
  void add(std::string_view digits) noexcept {
    int n = 0;
    for (const char c : digits) n = n * 10 + (c - '0');
    put(n);
  }
  void add_four(const char* p) noexcept {
    put((p[0] - '0') * 1000 + (p[1] - '0') * 100 + (p[2] - '0') * 10 + (p[3] - '0'));
  }
  void put(int n) noexcept {
    store_be(to_, static_cast<std::int16_t>(n));
    to_ += 2;
  }

  char* start_;
  char* to_;
};

/// numeric_send in PostgreSQL's src/backend/utils/adt/numeric.c; zeros at both ends are left out.
Misfit write(const Decimal& d, std::size_t dscale, FieldBytes field) {
  FieldBuffer& out = field.buffer();
  std::string_view fraction = significant(d.fraction);
  int weight = static_cast<int>((d.whole.size() + 3) / 4) - 1;
  if (d.whole.empty()) {
    // Whole groups of zeros after the point are told by the weight alone.
    const std::size_t zeros = std::min(fraction.find_first_not_of('0'), fraction.size()) / 4;
    fraction.remove_prefix(zeros * 4);
    weight -= static_cast<int>(zeros);
  }
  char* const header = out.reserve(8 + 2 * ((d.whole.size() + 3) / 4 + (fraction.size() + 3) / 4));
  Groups groups(header + 8);
  groups.add_whole(d.whole);
  groups.add_fraction(fraction);
  groups.strip_right();
  const auto count = static_cast<std::uint16_t>(groups.bytes() / 2);
  store_be(header, count);
  store_be(header + 2, static_cast<std::int16_t>(count == 0 ? 0 : weight));
  store_be(header + 4, static_cast<std::uint16_t>(d.negative ? 0x4000 : 0));
  store_be(header + 6, static_cast<std::uint16_t>(dscale));
  out.commit(8 + groups.bytes());
  return Misfit::none;
}

/// [-]digits[.digits], with `dscale` of them after the point.
Misfit write(const Decimal& d, std::size_t dscale, FieldText field) {
  FieldBuffer& out = field.buffer();
  const std::string_view fraction = d.fraction.substr(0, dscale);
  const std::size_t zeros = dscale - fraction.size();
  if (d.negative) out.append("-");
  out.append(d.whole.empty() ? "0" : d.whole);
  if (dscale == 0) return Misfit::none;
  out.append(".");
  out.append(fraction);
  std::memset(out.reserve(zeros), '0', zeros);
  out.commit(zeros);
  return Misfit::none;
}

/// Whether numeric(precision,scale) holds the number without rounding: at most precision - scale digits before the
/// point, at most `scale` after it; a negative scale wants that many zeros before the point.
Misfit check_limits(const DecimalFormat& f, const Decimal& d) noexcept {
  if (d.whole.size() > most_whole_digits || d.fraction.size() > most_fraction_digits) return Misfit::out_of_range;
  if (f.precision == 0) return Misfit::none;
  if (!d.whole.empty() && static_cast<long>(d.whole.size()) > f.precision - f.scale) return Misfit::out_of_range;
  const std::string_view fraction = significant(d.fraction);
  if (f.scale >= 0) {
    if (fraction.size() > static_cast<std::size_t>(f.scale)) return Misfit::not_exact;
    // With fewer digits than places, numeric(2,5) holds 0.00099 but not 0.001.
    const long zeros = f.scale - f.precision;
    const auto leading = static_cast<long>(fraction.find_first_not_of('0'));
    return zeros > 0 && !fraction.empty() && leading < zeros ? Misfit::out_of_range : Misfit::none;
  }
  const auto low = std::min(static_cast<std::size_t>(-f.scale), d.whole.size());
  const bool zeros = d.whole.substr(d.whole.size() - low).find_first_not_of('0') == std::string_view::npos;
  return fraction.empty() && zeros ? Misfit::none : Misfit::not_exact;
}

std::size_t declared_scale(const DecimalFormat& f) noexcept {
  return static_cast<std::size_t>(std::max<int>(f.scale, 0));
}

template <typename Out>
Misfit write_number(const DecimalFormat& f, const Decimal& d, Out out) {
  if (const Misfit m = check_limits(f, d); m != Misfit::none) return m;
  return write(d, f.precision == 0 ? significant(d.fraction).size() : declared_scale(f), out);
}

/// A number of at most 64 bits, in units of 10^-places: 0 or 4 places, so that groups begin at the point.
struct Scaled {
  bool negative;
  std::uint64_t magnitude;
  int places;
};

constexpr std::size_t most_groups = 5;

std::size_t digits_of(std::uint64_t n) noexcept {
  std::size_t digits = 0;
  for (; n >= 10000; n /= 10000) digits += 4;
  return digits + (n >= 1000 ? 4 : n >= 100 ? 3 : n >= 10 ? 2 : n >= 1 ? 1 : 0);
}

/// How many of the four digits of a fraction are left when its zeros at the end are not counted.
int significant_of(unsigned fraction) noexcept {
  return fraction == 0 ? 0 : fraction % 10 != 0 ? 4 : fraction % 100 != 0 ? 3 : fraction % 1000 != 0 ? 2 : 1;
}

/// As check_limits does; for scales that are not negative and not above the precision.
bool keeps_limits(const DecimalFormat& f, std::size_t whole_digits, int fraction_digits, Misfit& m) noexcept {
  if (f.precision == 0) return true;
  m = static_cast<long>(whole_digits) > f.precision - f.scale ? Misfit::out_of_range : Misfit::not_exact;
  return static_cast<long>(whole_digits) <= f.precision - f.scale && fraction_digits <= f.scale;
}

void write_scaled(const Scaled& n, std::size_t dscale, FieldBytes field) {
  FieldBuffer& out = field.buffer();
  std::array<std::uint16_t, most_groups> groups{};
  std::size_t first = groups.size();
  for (std::uint64_t rest = n.magnitude; rest != 0; rest /= 10000)
    groups[--first] = static_cast<std::uint16_t>(rest % 10000);
  std::size_t last = groups.size();
  while (last > first && groups[last - 1] == 0) --last;
  const auto weight = static_cast<int>(groups.size() - first) - 1 - n.places / 4;
  char* p = out.reserve(8 + 2 * most_groups);
  store_be(p, static_cast<std::uint16_t>(last - first));
  store_be(p + 2, static_cast<std::int16_t>(n.magnitude == 0 ? 0 : weight));
  store_be(p + 4, static_cast<std::uint16_t>(n.negative ? 0x4000 : 0));
  store_be(p + 6, static_cast<std::uint16_t>(dscale));
  for (std::size_t i = first; i < last; ++i) store_be(p + 8 + 2 * (i - first), groups[i]);
  out.commit(8 + 2 * (last - first));
}

void write_scaled(const Scaled& n, std::size_t dscale, FieldText out) {
  std::array<char, 24> text;
  const std::uint64_t units = n.places == 0 ? 1 : 10000;
  char* point = text.data();
  if (n.magnitude >= units) point = std::to_chars(point, text.data() + text.size(), n.magnitude / units).ptr;
  char* end = point + n.places;
  std::uint64_t fraction = n.magnitude % units;
  for (char* p = end; p != point; fraction /= 10) *--p = static_cast<char>('0' + fraction % 10);
  (void)write({n.negative, {text.data(), point}, {point, end}}, dscale, out);
}

bool has_plain_limits(const DecimalFormat& f) noexcept { return f.scale >= 0 && f.scale <= f.precision; }

template <typename Out>
Misfit write_limited(const DecimalFormat& f, const Scaled& n, Out out) {
  const std::uint64_t whole = n.places == 0 ? n.magnitude : n.magnitude / 10000;
  const int fraction = n.places == 0 ? 0 : significant_of(static_cast<unsigned>(n.magnitude % 10000));
  Misfit m = Misfit::none;
  if (!keeps_limits(f, digits_of(whole), fraction, m)) return m;
  write_scaled(n, f.precision == 0 ? static_cast<std::size_t>(fraction) : declared_scale(f), out);
  return Misfit::none;
}

template <typename Out>
Misfit encode_whole(const DecimalFormat& f, std::int64_t n, Out out) {
  const std::uint64_t magnitude = n < 0 ? 0 - static_cast<std::uint64_t>(n) : static_cast<std::uint64_t>(n);
  if (has_plain_limits(f)) return write_limited(f, Scaled{n < 0, magnitude, 0}, out);
  std::array<char, 20> digits;
  const char* end = std::to_chars(digits.data(), digits.data() + digits.size(), magnitude).ptr;
  Decimal d{n < 0, {digits.data(), end}, {}};
  strip_left(d.whole);
  return write_number(f, d, out);
}

/// Prices and the like: a decimal of at most 15 digits, 4 of them after the point. No other decimal as short reads as
/// the same double, because a double tells 15 digits apart.
bool is_short(double v, Scaled& n) noexcept {
  const double scaled = std::nearbyint(v * 10000);
  if (!(std::abs(scaled) < 1e15) || scaled / 10000 != v) return false;
  const auto units = static_cast<std::int64_t>(scaled);
  n = {units < 0, static_cast<std::uint64_t>(units < 0 ? -units : units), 4};
  return true;
}

/// The shortest decimal that reads back as the same double, with its zeros written out. `v` is finite.
template <typename Out>
Misfit encode_real(const DecimalFormat& f, double v, Out out) {
  Scaled n;
  if (has_plain_limits(f) && is_short(v, n)) return write_limited(f, n, out);
  std::array<char, 32> spelled;
  const char* end =
      std::to_chars(spelled.data(), spelled.data() + spelled.size(), std::abs(v), std::chars_format::scientific).ptr;
  const std::string_view text(spelled.data(), static_cast<std::size_t>(end - spelled.data()));
  const std::size_t e = text.find('e');
  int exponent = 0;
  std::from_chars(text.data() + e + (text[e + 1] == '+' ? 2 : 1), end, exponent);

  std::array<char, 700> plain;  // 308 zeros, 17 digits, 324 zeros at most
  char* p = plain.data();
  for (int i = exponent; i < 0; ++i) *p++ = '0';
  for (std::size_t i = 0; i < e; ++i)
    if (text[i] != '.') *p++ = text[i];
  const auto digits = static_cast<int>(e == 1 ? 1 : e - 1);
  for (int i = digits; i <= exponent; ++i) *p++ = '0';
  const std::size_t point = static_cast<std::size_t>(std::max(exponent, 0)) + 1;
  Decimal d{std::signbit(v), {plain.data(), point}, {plain.data() + point, p}};
  strip_left(d.whole);
  return write_number(f, d, out);
}

bool all_digits(std::string_view s) noexcept {
  return std::ranges::all_of(s, [](char c) { return static_cast<unsigned char>(c - '0') <= 9; });
}

/// Whether people would call it a number, though not spelled as PostgreSQL would.
bool resembles_decimal(std::string_view s) noexcept {
  s = trimmed(s);
  if (s.empty()) return false;
  if (s.front() == '+') s.remove_prefix(1);
  if (s.find_first_not_of("0123456789.eE+-") != std::string_view::npos) return false;
  double d = 0;
  const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), d);
  return end == s.data() + s.size() && (error == std::errc{} || error == std::errc::result_out_of_range);
}

/// [-]digits[.digits] as PostgreSQL writes it: no zero too many on the left, no negative zero.
bool read_plain(std::string_view s, Decimal& d) noexcept {
  d.negative = s.starts_with('-');
  if (d.negative) s.remove_prefix(1);
  const std::size_t point = std::min(s.find('.'), s.size());
  d.whole = s.substr(0, point);
  if (d.whole.empty() || !all_digits(d.whole) || (d.whole.size() > 1 && d.whole[0] == '0')) return false;
  if (point != s.size()) {
    d.fraction = s.substr(point + 1);
    if (d.fraction.empty() || !all_digits(d.fraction)) return false;
  }
  strip_left(d.whole);
  return !d.negative || !d.whole.empty() || !significant(d.fraction).empty();
}

}  // namespace

template <typename Out>
Misfit encode_numeric(const Codec& codec, const Value& v, Out out) {
  const DecimalFormat& f = codec.decimal();
  if (v.storage() == StorageClass::integer && f.number != NumberForm::real) return encode_whole(f, v.integer(), out);
  if (v.storage() != StorageClass::real || f.number == NumberForm::integer) return Misfit::wrong_class;
  const double d = v.real();
  if (!std::isfinite(d)) return Misfit::out_of_range;
  std::int64_t n = 0;
  const double unsigned_zero = f.number == NumberForm::either ? d + 0.0 : d;
  const bool whole = integral(unsigned_zero, n) == Misfit::none;
  if (whole && f.number == NumberForm::either) return encode_whole(f, n, out);
  if ((whole && f.number == NumberForm::mixed) || (d == 0 && std::signbit(d))) return Misfit::not_exact;
  return encode_real(f, d, out);
}

template <typename Out>
Misfit encode_numeric_text(const Codec& codec, const Value& v, Out out) {
  if (v.storage() != StorageClass::text) return Misfit::wrong_class;
  Decimal d;
  if (!read_plain(v.bytes(), d)) return resembles_decimal(v.bytes()) ? Misfit::not_exact : Misfit::bad_syntax;
  const DecimalFormat& f = codec.decimal();
  if (const Misfit m = check_limits(f, d); m != Misfit::none) return m;
  // PostgreSQL shows as many digits as the scale says: more would be cut, fewer are filled up.
  if (f.precision == 0) return write(d, d.fraction.size(), out);
  const std::size_t scale = declared_scale(f);
  return d.fraction.size() > scale ? Misfit::not_exact : write(d, scale, out);
}

template Misfit encode_numeric(const Codec&, const Value&, FieldBytes);
template Misfit encode_numeric(const Codec&, const Value&, FieldText);
template Misfit encode_numeric_text(const Codec&, const Value&, FieldBytes);
template Misfit encode_numeric_text(const Codec&, const Value&, FieldText);

}  // namespace lite2pg
