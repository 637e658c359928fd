#include "mapping/codec/encode/field_text.h"

#include <array>
#include <limits>

#include "mapping/codec/copy_text.h"

namespace lite2pg {
namespace {

constexpr std::int64_t second = 1'000'000, a_day = 86'400 * second;

/// Below `digits` digits with zeros before.
void append_padded(std::uint64_t n, unsigned digits, FieldBuffer& out) {
  std::array<char, 20> text;
  char* p = text.data() + text.size();
  for (; n != 0 || digits > 0; n /= 10, digits -= digits > 0 ? 1 : 0) *--p = static_cast<char>('0' + n % 10);
  out.append({p, static_cast<std::size_t>(text.data() + text.size() - p)});
}

/// Two digits a part, with a mark before each but the first.
void append_pairs(unsigned a, char mark, unsigned b, FieldBuffer& out) {
  char* p = out.reserve(5);
  p[0] = static_cast<char>('0' + a / 10);
  p[1] = static_cast<char>('0' + a % 10);
  p[2] = mark;
  p[3] = static_cast<char>('0' + b / 10);
  p[4] = static_cast<char>('0' + b % 10);
  out.commit(5);
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
  append_padded(static_cast<std::uint64_t>(year > 0 ? year : 1 - year), 4, out);
  out.append("-");
  append_pairs(month, '-', day_of_year - (153 * shifted + 2) / 5 + 1, out);
  return year <= 0;
}

void append_clock(std::int64_t micros, FieldBuffer& out) {
  const auto seconds = static_cast<unsigned>(micros / second);
  append_pairs(seconds / 3600, ':', seconds / 60 % 60, out);
  out.append(":");
  append_padded(seconds % 60, 2, out);
  out.append(".");
  append_padded(static_cast<std::uint64_t>(micros % second), 6, out);
}

/// The extremes of the integers are the infinities.
template <typename T>
bool append_infinity(T n, FieldBuffer& out) {
  const bool least = n == std::numeric_limits<T>::min();
  if (!least && n != std::numeric_limits<T>::max()) return false;
  out.append(least ? "-infinity" : "infinity");
  return true;
}

/// Each byte from `start` on becomes two hex digits, the last byte first: there is room behind it.
void spell_hex_from(std::size_t start, FieldBuffer& out) {
  constexpr std::string_view digits = "0123456789abcdef";
  const std::size_t count = out.size() - start;
  (void)out.reserve(count);
  out.commit(count);
  char* const field = out.data() + start;
  for (std::size_t i = count; i-- > 0;) {
    const auto byte = static_cast<unsigned char>(field[i]);
    field[2 * i + 1] = digits[byte & 15];
    field[2 * i] = digits[byte >> 4];
  }
}

void append_hex(std::string_view bytes, FieldBuffer& out) {
  const std::size_t start = out.size();
  out.append(bytes);
  spell_hex_from(start, out);
}

char quote_of(char c) noexcept { return c == '"' || c == '\\' ? c : '\0'; }

}  // namespace

Misfit FieldText::day(std::int32_t days) const {
  if (!append_infinity(days, *out_) && append_date(days, *out_)) out_->append(" BC");
  return Misfit::none;
}

Misfit FieldText::clock(std::int64_t micros) const { return append_clock(micros, *out_), Misfit::none; }

Misfit FieldText::zoned_clock(std::int64_t micros, std::int32_t west) const {
  append_clock(micros, *out_);
  out_->append(west > 0 ? "-" : "+");
  const auto minutes = static_cast<unsigned>(west > 0 ? west : -west) / 60;
  append_pairs(minutes / 60, ':', minutes % 60, *out_);
  return Misfit::none;
}

Misfit FieldText::moment(std::int64_t micros, bool zoned) const {
  if (append_infinity(micros, *out_)) return Misfit::none;
  const std::int64_t days = micros / a_day - (micros % a_day < 0 ? 1 : 0);
  const bool before_christ = append_date(days, *out_);
  out_->append(" ");
  append_clock(micros - days * a_day, *out_);
  if (zoned) out_->append("+00");
  if (before_christ) out_->append(" BC");
  return Misfit::none;
}

Misfit FieldText::length(std::int64_t micros, std::int32_t days, std::int32_t months) const {
  number(months), word(" months ");
  number(days), word(" days ");
  return number(micros), word(" microseconds");
}

Misfit FieldText::money(std::int64_t n, int scale) const {
  if (n < 0) out_->append("-");
  const std::uint64_t magnitude = n < 0 ? 0 - static_cast<std::uint64_t>(n) : static_cast<std::uint64_t>(n);
  append_padded(magnitude, static_cast<unsigned>(scale) + 1, *out_);
  if (scale == 0) return Misfit::none;
  out_->append(".");
  char* const point = out_->data() + out_->size() - 1 - scale;
  std::memmove(point + 1, point, static_cast<std::size_t>(scale));
  *point = '.';
  return Misfit::none;
}

Misfit FieldText::nonfinite_numeric(double d) const {
  return word(std::isnan(d) ? "NaN" : d > 0 ? "Infinity" : "-Infinity");
}

Misfit FieldText::bytes(std::string_view s) const { return word("\\x"), append_hex(s, *out_), Misfit::none; }

Misfit FieldText::bytes_from(std::size_t start) const {
  octets_from(start);
  const std::size_t count = out_->size() - start;
  (void)out_->reserve(2);
  std::memmove(out_->data() + start + 2, out_->data() + start, count);
  std::memcpy(out_->data() + start, "\\x", 2);
  out_->commit(2);
  return Misfit::none;
}

Misfit FieldText::octets(std::string_view s) const { return append_hex(s, *out_), Misfit::none; }

Misfit FieldText::octets_from(std::size_t start) const { return spell_hex_from(start, *out_), Misfit::none; }

void FieldText::quote_from(std::size_t start) const {
  escape_from(start, *out_, quote_of);
  out_->append("\"");
}

}  // namespace lite2pg
