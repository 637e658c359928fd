#include "mapping/codec/field_text.h"

#include <array>
#include <bit>
#include <charconv>
#include <cinttypes>
#include <cmath>
#include <cstdio>
#include <limits>
#include <optional>

#include "common/bytes.h"
#include "mapping/codec/traits.h"

namespace lite2pg {
namespace {

constexpr std::int64_t microseconds_a_day = 86'400'000'000;

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
  const std::int64_t days = micros / microseconds_a_day - (micros % microseconds_a_day < 0 ? 1 : 0);
  const bool before_christ = append_date(days, out);
  out.append(" ");
  append_clock(micros - days * microseconds_a_day, out);
  out.append(zone);
  if (before_christ) out.append(" BC");
}

/// int16 ndigits, weight, sign, dscale, then digits of base 10000: numeric_send in PostgreSQL's numeric.c.
void append_numeric(std::string_view bytes, FieldBuffer& out) {
  const auto word = [&](std::size_t i) { return load_be<std::int16_t>(bytes.data() + 2 * i); };
  const int count = word(0), weight = word(1), scale = word(3);
  switch (static_cast<std::uint16_t>(word(2))) {
    case 0xC000: return out.append("NaN");
    case 0xD000: return out.append("Infinity");
    case 0xF000: return out.append("-Infinity");
    case 0x4000: out.append("-"); break;
    default: break;
  }
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

/// int64 in the smallest unit, of which `scale` digits stand after the point: cash_send in PostgreSQL's cash.c.
void append_money(std::int64_t n, int scale, FieldBuffer& out) {
  const std::uint64_t magnitude = n < 0 ? 0 - static_cast<std::uint64_t>(n) : static_cast<std::uint64_t>(n);
  std::array<char, 32> digits{};
  const auto places = static_cast<std::size_t>(scale);
  const int size = std::snprintf(digits.data(), digits.size(), "%0*" PRIu64, scale + 1, magnitude);
  const std::string_view text(digits.data(), static_cast<std::size_t>(size));
  if (n < 0) out.append("-");
  out.append(text.substr(0, text.size() - places));
  if (places == 0) return;
  out.append(".");
  out.append(text.substr(text.size() - places));
}

/// family, bits, is_cidr, size, address: network_send in PostgreSQL's network.c.
void append_network(std::string_view bytes, FieldBuffer& out) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(bytes[i])); };
  std::array<char, 64> text{};
  int size = 0;
  if (bytes[3] == 4) {
    size = std::snprintf(text.data(), text.size(), "%u.%u.%u.%u", byte(4), byte(5), byte(6), byte(7));
  } else {
    for (std::size_t i = 4; i < 20; i += 2)
      size += std::snprintf(text.data() + size, text.size() - static_cast<std::size_t>(size), i == 4 ? "%x" : ":%x",
                            byte(i) << 8 | byte(i + 1));
  }
  out.append({text.data(), static_cast<std::size_t>(size)});
  out.append("/");
  append_number(byte(1), out);
}

/// int32 number of bits, then the bits from the left: varbit_send in PostgreSQL's varbit.c.
void append_bits(std::string_view bytes, FieldBuffer& out) {
  const auto count = load_be<std::uint32_t>(bytes.data());
  char* p = out.reserve(count + 1);
  for (std::uint32_t i = 0; i < count; ++i)
    *p++ = (static_cast<unsigned char>(bytes[4 + i / 8]) & (0x80U >> (i % 8))) != 0 ? '1' : '0';
  out.commit(count);
}

/// As elements of arrays, bounds of ranges, keys and values of hstore are quoted.
char quote_of(char c) noexcept { return c == '"' || c == '\\' ? c : '\0'; }

template <typename Append>
void append_quoted(FieldBuffer& out, Append append) {
  out.append("\"");
  const std::size_t start = out.size();
  append();
  escape_from(start, out, quote_of);
  out.append("\"");
}

/// The parts of a field, each of them with a length before it; -1: NULL.
class Parts {
 public:
  explicit Parts(std::string_view bytes) : rest_(bytes) {}
  std::int32_t number() {
    const auto n = load_be<std::int32_t>(rest_.data());
    rest_.remove_prefix(4);
    return n;
  }
  std::optional<std::string_view> part() {
    const std::int32_t size = number();
    if (size < 0) return std::nullopt;
    const std::string_view bytes = rest_.substr(0, static_cast<std::size_t>(size));
    rest_.remove_prefix(bytes.size());
    return bytes;
  }

 private:
  std::string_view rest_;
};

/// int32 pairs, then per pair the key and the value: hstore_send in hstore_io.c.
void append_hstore(std::string_view bytes, FieldBuffer& out) {
  Parts parts(bytes);
  const auto text = [&] {
    const auto part = parts.part();
    part ? append_quoted(out, [&] { out.append(*part); }) : out.append("NULL");
  };
  const std::int32_t count = parts.number();
  for (std::int32_t i = 0; i < count; ++i) {
    if (i > 0) out.append(",");
    text();
    out.append("=>");
    text();
  }
}

void append_scalar(const Codec& codec, std::string_view bytes, FieldBuffer& out) {
  switch (traits_of(codec.id()).form) {
    case FieldForm::integer: return append_integer(bytes, out);
    case FieldForm::boolean: return out.append(bytes[0] != 0 ? "t" : "f");
    case FieldForm::floating: return append_float(bytes, out);
    case FieldForm::numeric: return append_numeric(bytes, out);
    case FieldForm::text: return out.append(bytes);
    case FieldForm::jsonb: return out.append(bytes.substr(1));  // Without the version.
    case FieldForm::bytes: out.append("\\x"); return append_hex(bytes, out);
    case FieldForm::date: return append_day(load_be<std::int32_t>(bytes.data()), out);
    case FieldForm::clock: return append_clock(load_be<std::int64_t>(bytes.data()), out);
    case FieldForm::zoned: return append_zoned(bytes, out);
    case FieldForm::moment:
      return append_instant(load_be<std::int64_t>(bytes.data()), codec.id() == CodecId::timestamptz ? "+00" : "", out);
    case FieldForm::interval: return append_interval(bytes, out);
    case FieldForm::money: return append_money(load_be<std::int64_t>(bytes.data()), codec.decimal().scale, out);
    case FieldForm::network: return append_network(bytes, out);
    case FieldForm::uuid:
    case FieldForm::geometry:
    case FieldForm::hardware: return append_hex(bytes, out);
    case FieldForm::bits: return append_bits(bytes, out);
    case FieldForm::hstore: return append_hstore(bytes, out);
  }
}

/// Dimensions, flag of NULLs, element type, per dimension length and lower bound, then the elements: array_send in
/// arrayfuncs.c.
class ArrayText {
 public:
  ArrayText(const Codec& codec, std::string_view bytes, FieldBuffer& out) : codec_(codec), parts_(bytes), out_(out) {}

  void append() {
    const auto dimensions = static_cast<std::size_t>(parts_.number());
    parts_.number();
    parts_.number();
    for (std::size_t i = 0; i < dimensions; ++i) {
      lengths_[i] = parts_.number();
      parts_.number();
    }
    dimensions == 0 ? out_.append("{}") : level(0, dimensions);
  }

 private:
  void level(std::size_t depth, std::size_t dimensions) {
    out_.append("{");
    for (std::int32_t i = 0; i < lengths_[depth]; ++i) {
      if (i > 0) out_.append(",");
      depth + 1 == dimensions ? element() : level(depth + 1, dimensions);
    }
    out_.append("}");
  }
  void element() {
    const auto part = parts_.part();
    part ? append_quoted(out_, [&] { append_scalar(codec_, *part, out_); }) : out_.append("NULL");
  }

  const Codec& codec_;
  Parts parts_;
  FieldBuffer& out_;
  std::array<std::int32_t, 8> lengths_{};
};

/// Flags, then the bounds: range_send in rangetypes.c.
void append_range(const Codec& codec, std::string_view bytes, FieldBuffer& out) {
  enum : unsigned { empty = 1, low_inclusive = 2, high_inclusive = 4, no_low = 8, no_high = 16 };
  const unsigned flags = static_cast<unsigned char>(bytes[0]);
  if ((flags & empty) != 0) return out.append("empty");
  Parts parts(bytes.substr(1));
  const auto bound = [&] { append_quoted(out, [&] { append_scalar(codec, parts.part().value_or(""), out); }); };
  out.append((flags & low_inclusive) != 0 ? "[" : "(");
  if ((flags & no_low) == 0) bound();
  out.append(",");
  if ((flags & no_high) == 0) bound();
  out.append((flags & high_inclusive) != 0 ? "]" : ")");
}

/// How many, then each behind its length: multirange_send in multirangetypes.c.
void append_multirange(const Codec& codec, std::string_view bytes, FieldBuffer& out) {
  Parts parts(bytes);
  out.append("{");
  for (std::int32_t count = parts.number(); count > 0; --count) {
    append_range(codec, parts.part().value_or(""), out);
    if (count > 1) out.append(",");
  }
  out.append("}");
}

}  // namespace

void append_field_text(const Codec& codec, std::string_view bytes, FieldBuffer& out) {
  switch (codec.shape) {
    case FieldShape::scalar: return append_scalar(codec, bytes, out);
    case FieldShape::array: return ArrayText(codec, bytes, out).append();
    case FieldShape::range: return append_range(codec, bytes, out);
    case FieldShape::multirange: return append_multirange(codec, bytes, out);
  }
}

}  // namespace lite2pg
