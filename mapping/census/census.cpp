#include "mapping/census/census.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <chrono>
#include <cmath>

#include "common/utf8.h"
#include "mapping/codec/decode/decode.h"

namespace lite2pg {
namespace {

constexpr std::array<double, 16> powers_of_ten = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                  1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

constexpr double two_to_51 = 2251799813685248.0;

/// To the nearest integer, for |v| < 2^51, without a library call: adding 1.5 * 2^52 leaves no room for a fraction.
double nearest_integer(double v) noexcept {
  constexpr double magic = 6755399441055744.0;
  return (v + magic) - magic;
}

/// Whether `v` is the double nearest to a whole number divided by `scale` (a power of ten, at most 10^15).
bool is_multiple(double v, double scale) noexcept {
  const double scaled = v * scale;
  return std::abs(scaled) < two_to_51 && nearest_integer(scaled) / scale == v;
}

/// The same for microseconds, which go beyond 2^51 within this century.
bool is_whole(double scaled, double v, double scale) noexcept {
  constexpr double two_to_53 = 9007199254740992.0;
  return std::abs(scaled) < two_to_53 && std::nearbyint(scaled) / scale == v;
}

struct Decimal {
  int digits;    ///< Significant ones.
  int exponent;  ///< d.ddd * 10^exponent
};

/// The shortest decimal that reads back as `v` (finite, not zero).
Decimal shortest_decimal(double v) noexcept {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), v, std::chars_format::scientific).ptr;
  const char* const e = std::find<const char*>(text.data(), end, 'e');
  Decimal result{0, 0};
  for (const char* p = text.data(); p != e; ++p) result.digits += *p >= '0' && *p <= '9' ? 1 : 0;
  const char* const exponent = e[1] == '+' ? e + 2 : e + 1;
  std::from_chars(exponent, end, result.exponent);
  return result;
}

unsigned integral_digits(double v) noexcept {
  return std::abs(v) < 1 ? 0U : static_cast<unsigned>(shortest_decimal(v).exponent + 1);
}

unsigned integral_digits(std::int64_t v) noexcept {
  auto magnitude = v < 0 ? 0 - static_cast<std::uint64_t>(v) : static_cast<std::uint64_t>(v);
  unsigned digits = 0;
  for (; magnitude > 0; magnitude /= 10) ++digits;
  return digits;
}

/// Spellings of numbers and BLOBs in text_number begin so: spares the other texts the look.
bool may_be_spelled(char c) noexcept { return (c >= '0' && c <= '9') || c == '-' || c == 'I' || c == '\\'; }

/// YYYYMMDD, of the years 1000 to 9999.
bool is_calendar_day(std::int64_t v) noexcept {
  const std::chrono::year_month_day day{std::chrono::year{static_cast<int>(v / 10'000)},
                                        std::chrono::month{static_cast<unsigned>(v / 100 % 100)},
                                        std::chrono::day{static_cast<unsigned>(v % 100)}};
  return day.ok();
}

/// https://www.rfc-editor.org/rfc/rfc4122 section 4.1: the version stands in the seventh byte, which .NET writes as the
/// eighth; the variant in the ninth.
std::uint8_t possible_orders(std::string_view bytes) noexcept {
  if (bytes.size() != 16) return 0;
  if (bytes.find_first_not_of('\0') == std::string_view::npos) return 3;
  const auto high = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]) >> 4; };
  const bool variant = high(8) >= 8 && high(8) <= 11;
  const auto version = [&](std::size_t i) { return high(i) >= 1 && high(i) <= 8; };
  return static_cast<std::uint8_t>(variant ? (version(6) ? 1 : 0) | (version(7) ? 2 : 0) : 0);
}

template <typename... Units>
constexpr std::uint16_t bits_of(Units... units) noexcept {
  return static_cast<std::uint16_t>((... | (1U << static_cast<unsigned>(units))));
}

}  // namespace

EvidenceSet evidence_for(Intent intent) noexcept {
  switch (intent) {
    case Intent::boolean: return evidence::boolean;
    case Intent::decimal: return evidence::decimal;
    case Intent::date:
    case Intent::time:
    case Intent::timestamp:
    case Intent::timestamptz: return evidence::temporal;
    case Intent::uuid: return evidence::uuid;
    case Intent::json: return evidence::json;
    default: return evidence::none;
  }
}

bool ColumnCensus::add(const Value& v, std::int64_t row) noexcept {
  const auto c = static_cast<std::size_t>(v.storage());
  if (counts[c]++ == 0 || row < first_row[c]) first_row[c] = row;
  switch (v.storage()) {
    case StorageClass::null: break;
    case StorageClass::integer: add_integer(v.integer()); break;
    case StorageClass::real: add_real(v.real(), row); break;
    case StorageClass::text: return add_text(v.bytes(), row);
    case StorageClass::blob: add_blob(v.bytes()); break;
  }
  return true;
}

void ColumnCensus::add_blob(std::string_view v) noexcept {
  total_bytes += v.size();
  if ((wanted_ & evidence::uuid) != 0) uuid_orders &= possible_orders(v);
  blob_min_bytes = std::min<std::uint64_t>(blob_min_bytes, v.size());
  blob_max_bytes = std::max<std::uint64_t>(blob_max_bytes, v.size());
}

void ColumnCensus::add_integer(std::int64_t v) noexcept {
  integer_min = std::min(integer_min, v);
  integer_max = std::max(integer_max, v);
  if ((wanted_ & evidence::temporal) == 0) return;
  constexpr std::int64_t first_date = 1000'01'01, end_of_dates = 1'0000'00'00, first_time = first_date * 1'000'000;
  if (v < first_date || v >= end_of_dates || !is_calendar_day(v)) integer_no_digits |= 2;
  const bool clock = v % 100 < 60 && v / 100 % 100 < 60 && v / 10'000 % 100 < 24;
  if (v < first_time || v >= end_of_dates * 1'000'000 || !clock || !is_calendar_day(v / 1'000'000))
    integer_no_digits |= 1;
}

void ColumnCensus::add_real(double v, std::int64_t row) noexcept {
  if (!std::isfinite(v)) return real_nonfinite.add(row);
  real_min = std::min(real_min, v);
  real_max = std::max(real_max, v);
  constexpr double two_to_63 = 9223372036854775808.0;
  if (v >= -two_to_63 && v < two_to_63 && static_cast<double>(static_cast<std::int64_t>(v)) == v) {
    real_integral.add(row);
    if (v == 0 && std::signbit(v)) real_negative_zero.add(row);
  }
  if ((wanted_ & evidence::decimal) != 0) add_fraction_digits(v);
  if ((wanted_ & evidence::temporal) != 0) add_inexact_units(v);
}

void ColumnCensus::add_fraction_digits(double v) noexcept {
  // Whoever is the nearest double to a decimal of so many digits has no more of them in shortest form.
  const std::size_t known = decimal_fraction_digits;
  if (known < powers_of_ten.size() && is_multiple(v, powers_of_ten[known])) return;
  if (v == 0) return;
  const Decimal decimal = shortest_decimal(v);
  const int digits = std::max(0, decimal.digits - 1 - decimal.exponent);
  decimal_fraction_digits = std::max(decimal_fraction_digits, static_cast<std::uint16_t>(digits));
}

void ColumnCensus::add_inexact_units(double v) noexcept {
  using Unit = TemporalFormat::Unit;
  // Julian days are left out: a double near today's is coarser than a microsecond, so all of them come back.
  if (!is_whole(v * 1e6, v, 1e6)) real_inexact_units |= bits_of(Unit::seconds, Unit::cocoa);
  if (!is_whole(v * 1e3, v, 1e3)) real_inexact_units |= bits_of(Unit::millis);
  if (!is_whole(v, v, 1)) real_inexact_units |= bits_of(Unit::micros, Unit::webkit);
  constexpr double micros_a_day = 86'400'000'000;
  if (!is_whole(v * micros_a_day, v, micros_a_day)) real_inexact_units |= bits_of(Unit::days, Unit::ole);
}

bool ColumnCensus::add_text(std::string_view v, std::int64_t row) noexcept {
  if (v.empty()) {
    text_empty.add(row);
    return true;
  }
  const Utf8Facts facts = utf8_facts(v);
  total_bytes += v.size();
  text_max_bytes = std::max<std::uint64_t>(text_max_bytes, v.size());
  text_max_chars = std::max(text_max_chars, facts.chars);
  if (facts.has_nul) text_nul.add(row);
  if (!facts.valid) text_invalid_utf8.add(row);
  if (may_be_spelled(v.front())) add_likeness(v);
  if (wanted_ != evidence::none) text.add(wanted_, v, facts.clean(), row);
  return facts.valid;
}

void ColumnCensus::shift_rows(std::int64_t by) noexcept {
  for (std::size_t c = 0; c < counts.size(); ++c)
    if (counts[c] > 0) first_row[c] += by;
  for (Offenders* o :
       {&real_integral, &real_nonfinite, &real_negative_zero, &text_empty, &text_nul, &text_invalid_utf8})
    o->shift_rows(by);
  text.shift_rows(by);
}

void ColumnCensus::add_likeness(std::string_view v) noexcept {
  if (v.front() == '\\') {
    text_like_blob = text_like_blob || v.starts_with("\\x");  // Not all of them are hex; nobody minds.
    return;
  }
  constexpr std::size_t longest_number = 32;
  if (v.size() > longest_number || (text_like_integer && text_like_real)) return;
  static const Codec spelled(CodecId::text_number, NumberForm::mixed);
  std::string scratch;
  const StorageClass read = decode(spelled, v, scratch).storage();
  text_like_integer = text_like_integer || read == StorageClass::integer;
  text_like_real = text_like_real || read == StorageClass::real;
}

void ColumnCensus::merge(const ColumnCensus& other) noexcept {
  for (std::size_t c = 0; c < counts.size(); ++c) {
    if (other.counts[c] > 0 && (counts[c] == 0 || other.first_row[c] < first_row[c])) first_row[c] = other.first_row[c];
    counts[c] += other.counts[c];
  }
  integer_min = std::min(integer_min, other.integer_min);
  integer_max = std::max(integer_max, other.integer_max);
  real_min = std::min(real_min, other.real_min);
  real_max = std::max(real_max, other.real_max);
  real_integral.merge(other.real_integral);
  real_nonfinite.merge(other.real_nonfinite);
  real_negative_zero.merge(other.real_negative_zero);
  real_inexact_units |= other.real_inexact_units;
  integer_no_digits |= other.integer_no_digits;
  decimal_fraction_digits = std::max(decimal_fraction_digits, other.decimal_fraction_digits);
  text_empty.merge(other.text_empty);
  text_nul.merge(other.text_nul);
  text_invalid_utf8.merge(other.text_invalid_utf8);
  text_max_chars = std::max(text_max_chars, other.text_max_chars);
  text_max_bytes = std::max(text_max_bytes, other.text_max_bytes);
  text_like_integer = text_like_integer || other.text_like_integer;
  text_like_real = text_like_real || other.text_like_real;
  text_like_blob = text_like_blob || other.text_like_blob;
  text.merge(other.text);
  uuid_orders &= other.uuid_orders;
  blob_min_bytes = std::min(blob_min_bytes, other.blob_min_bytes);
  blob_max_bytes = std::max(blob_max_bytes, other.blob_max_bytes);
  total_bytes += other.total_bytes;
}

std::uint64_t ColumnCensus::rows() const noexcept {
  std::uint64_t sum = 0;
  for (const std::uint64_t n : counts) sum += n;
  return sum;
}

unsigned ColumnCensus::decimal_integral_digits() const noexcept {
  unsigned digits = 0;
  if (count(StorageClass::integer) > 0) digits = std::max(integral_digits(integer_min), integral_digits(integer_max));
  if (count(StorageClass::real) > real_nonfinite.count) {
    digits = std::max({digits, integral_digits(real_min), integral_digits(real_max)});
  }
  return digits;
}

}  // namespace lite2pg
