#include "mapping/codec/copy_text.h"

#include <array>
#include <bit>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <limits>
#include <string>

#include "common/bytes.h"
#include "mapping/codec/form_literal.h"
#include "mapping/codec/traits.h"

namespace lite2pg {
namespace {

constexpr std::int64_t day = 86'400'000'000;

template <typename Number>
void append_number(Number n, FieldBuffer& out) {
  char* p = out.reserve(64);
  out.commit(static_cast<std::size_t>(std::to_chars(p, p + 64, n).ptr - p));
}

void append_integer(std::string_view bytes, FieldBuffer& out) {
  if (bytes.size() == 2) return append_number(load_be<std::int16_t>(bytes.data()), out);
  if (bytes.size() == 4) return append_number(load_be<std::int32_t>(bytes.data()), out);
  append_number(load_be<std::int64_t>(bytes.data()), out);
}

template <typename Float>
void append_real(Float f, FieldBuffer& out) {
  if (std::isnan(f)) return out.append("NaN");
  if (std::isinf(f)) return out.append(f < 0 ? "-Infinity" : "Infinity");
  append_number(f, out);
}

void append_float(std::string_view bytes, FieldBuffer& out) {
  if (bytes.size() == 4) return append_real(std::bit_cast<float>(load_be<std::uint32_t>(bytes.data())), out);
  append_real(std::bit_cast<double>(load_be<std::uint64_t>(bytes.data())), out);
}

/// Below two digits with a zero before.
void append_padded(unsigned n, unsigned digits, FieldBuffer& out) {
  std::array<char, 16> text{};
  const int size = std::snprintf(text.data(), text.size(), "%0*u", static_cast<int>(digits), n);
  out.append({text.data(), static_cast<std::size_t>(size)});
}

/// YYYY-MM-DD; true when the year is before 1 and " BC" must follow. Days from 2000-01-01.
bool append_date(std::int64_t days, FieldBuffer& out) {
  // https://howardhinnant.github.io/date_algorithms.html civil_from_days: std::chrono ends at the year 32767.
  const std::int64_t z = days + 10957 + 719468;
  const std::int64_t era = (z >= 0 ? z : z - 146096) / 146097;
  const auto of_era = static_cast<unsigned>(z - era * 146097);
  const unsigned year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const unsigned day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted = (5 * day_of_year + 2) / 153;
  const unsigned month = shifted < 10 ? shifted + 3 : shifted - 9;
  const std::int64_t year = static_cast<std::int64_t>(year_of_era) + era * 400 + (month <= 2 ? 1 : 0);
  append_padded(static_cast<unsigned>(year > 0 ? year : 1 - year), 4, out);
  out.append("-");
  append_padded(month, 2, out);
  out.append("-");
  append_padded(day_of_year - (153 * shifted + 2) / 5 + 1, 2, out);
  return year <= 0;
}

void append_clock(std::int64_t micros, FieldBuffer& out) {
  const auto seconds = static_cast<unsigned>(micros / 1'000'000);
  append_padded(seconds / 3600, 2, out);
  out.append(":");
  append_padded(seconds / 60 % 60, 2, out);
  out.append(":");
  append_padded(seconds % 60, 2, out);
  out.append(".");
  append_padded(static_cast<unsigned>(micros % 1'000'000), 6, out);
}

/// The extremes of the integers are the infinities.
template <typename T>
bool append_infinity(T n, FieldBuffer& out) {
  const bool least = n == std::numeric_limits<T>::min();
  if (!least && n != std::numeric_limits<T>::max()) return false;
  out.append(least ? "-infinity" : "infinity");
  return true;
}

void append_day(std::int32_t days, FieldBuffer& out) {
  if (!append_infinity(days, out) && append_date(days, out)) out.append(" BC");
}

/// int32 seconds west of UTC after the time of day; whole minutes.
void append_zoned(std::string_view bytes, FieldBuffer& out) {
  append_clock(load_be<std::int64_t>(bytes.data()), out);
  const auto west = load_be<std::int32_t>(bytes.data() + 8);
  out.append(west > 0 ? "-" : "+");
  const auto minutes = static_cast<unsigned>(west > 0 ? west : -west) / 60;
  append_padded(minutes / 60, 2, out);
  out.append(":");
  append_padded(minutes % 60, 2, out);
}

/// Each part apart, so that the server carries none over into the next.
void append_interval(std::string_view bytes, FieldBuffer& out) {
  append_number(load_be<std::int32_t>(bytes.data() + 12), out);
  out.append(" months ");
  append_number(load_be<std::int32_t>(bytes.data() + 8), out);
  out.append(" days ");
  append_number(load_be<std::int64_t>(bytes.data()), out);
  out.append(" microseconds");
}

void append_instant(std::int64_t micros, std::string_view zone, FieldBuffer& out) {
  if (append_infinity(micros, out)) return;
  const std::int64_t days = micros / day - (micros % day < 0 ? 1 : 0);
  const bool before_christ = append_date(days, out);
  out.append(" ");
  append_clock(micros - days * day, out);
  out.append(zone);
  if (before_christ) out.append(" BC");
}

/// int16 ndigits, weight, sign, dscale, then digits of base 10000: numeric_send in PostgreSQL's numeric.c.
void append_numeric(std::string_view bytes, FieldBuffer& out) {
  const auto word = [&](std::size_t i) { return load_be<std::int16_t>(bytes.data() + 2 * i); };
  const int count = word(0), weight = word(1), scale = word(3);
  if (word(2) == 0x4000) out.append("-");
  const auto group = [&](int i) {
    return i < 0 || i >= count ? 0U : static_cast<unsigned>(word(4 + static_cast<std::size_t>(i)));
  };
  if (weight < 0) out.append("0");
  for (int i = 0; i <= weight; ++i) append_padded(group(i), i == 0 ? 1 : 4, out);
  if (scale == 0) return;
  out.append(".");
  const std::size_t start = out.size();
  for (int i = weight + 1; (i - weight - 1) * 4 < scale; ++i) append_padded(group(i), 4, out);
  out.truncate(start + static_cast<std::size_t>(scale));
}

void append_hex(std::string_view bytes, FieldBuffer& out) {
  constexpr std::string_view digits = "0123456789abcdef";
  char* p = out.reserve(2 * bytes.size());
  for (const char c : bytes) {
    *p++ = digits[static_cast<unsigned char>(c) >> 4];
    *p++ = digits[static_cast<unsigned char>(c) & 15];
  }
  out.commit(2 * bytes.size());
}

/// What follows the backslash; 0: the character stands for itself.
char escape_of(char c) noexcept {
  switch (c) {
    case '\\': return '\\';
    case '\b': return 'b';
    case '\f': return 'f';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    case '\v': return 'v';
    default: return 0;
  }
}

}  // namespace

void append_copy_text(std::string_view text, FieldBuffer& out) {
  char* p = out.reserve(2 * text.size());
  char* const begin = p;
  for (const char c : text) {
    if (const char e = escape_of(c); e != 0) {
      *p++ = '\\';
      *p++ = e;
    } else {
      *p++ = c;
    }
  }
  out.commit(static_cast<std::size_t>(p - begin));
}

void append_copy_field(const Codec& codec, std::string_view bytes, FieldBuffer& out) {
  if (has_form_literal(codec)) {
    std::string literal;
    append_form_literal(codec, bytes, literal);
    return append_copy_text(literal, out);
  }
  switch (traits_of(codec.id).form) {
    case FieldForm::integer: return append_integer(bytes, out);
    case FieldForm::boolean: return out.append(bytes[0] != 0 ? "t" : "f");
    case FieldForm::floating: return append_float(bytes, out);
    case FieldForm::numeric: return append_numeric(bytes, out);
    case FieldForm::text: return append_copy_text(bytes, out);
    case FieldForm::jsonb: return append_copy_text(bytes.substr(1), out);  // Without the version.
    case FieldForm::bytes: out.append("\\\\x"); return append_hex(bytes, out);
    case FieldForm::date: return append_day(load_be<std::int32_t>(bytes.data()), out);
    case FieldForm::clock: return append_clock(load_be<std::int64_t>(bytes.data()), out);
    case FieldForm::zoned: return append_zoned(bytes, out);
    case FieldForm::moment:
      return append_instant(load_be<std::int64_t>(bytes.data()), codec.id == CodecId::timestamptz ? "+00" : "", out);
    case FieldForm::interval: return append_interval(bytes, out);
    case FieldForm::uuid: return append_hex(bytes, out);
    case FieldForm::money:
    case FieldForm::network:
    case FieldForm::hardware:
    case FieldForm::bits:
    case FieldForm::geometry:
    case FieldForm::hstore: return;  // By their literals.
  }
}

}  // namespace lite2pg
