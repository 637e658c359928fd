// interval: int64 microseconds, int32 days, int32 months (interval_send). Canonical form is the sum of days of 24 hours
// and microseconds, as PostgreSQL compares intervals; months are no number of days.
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <optional>

#include "common/bytes.h"
#include "common/text.h"
#include "mapping/codec/decode/iso.h"
#include "mapping/codec/decode/numbers.h"
#include "mapping/codec/decode/steps.h"

namespace lite2pg {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using namespace std::chrono_literals;
using Unit = TemporalFormat::Unit;
using Wide = WideMicros;

constexpr std::int64_t micros_of_day = microseconds{days{1}}.count();

struct Total {
  Wide months = 0, micros = 0;
  Wide clock = 0;  ///< The part of the microseconds that is no days: what precision is cut from.
  Wide nanos = 0;  ///< Beside the microseconds, no days either.
};

std::string text_of(Wide n) {
  constexpr Wide billion = 1'000'000'000;
  const bool negative = n < 0;
  const Wide magnitude = negative ? -n : n;
  std::string low = std::to_string(static_cast<std::int64_t>(magnitude % billion));
  const Wide high = magnitude / billion;
  if (high != 0) low = std::to_string(static_cast<std::int64_t>(high)) + std::string(9 - low.size(), '0') + low;
  return (negative ? "-" : "") + low;
}

Value value_of(Wide months, Wide micros, std::string& scratch) {
  const auto small = static_cast<std::int64_t>(micros);
  if (months == 0 && small == micros) return Value::of(small);
  scratch = text_of(months) + " months " + text_of(micros) + " microseconds";
  return Value::text(scratch);
}

// -- The texts that canonical reads, one form after another.

std::string_view cut_digits(std::string_view& text) noexcept {
  const std::size_t n = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::string_view digits = text.substr(0, n);
  text.remove_prefix(n);
  return digits;
}

bool cut_prefix(std::string_view& text, std::string_view prefix) noexcept {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool cut_count(std::string_view& text, std::int64_t& n) noexcept {
  const std::string_view digits = cut_digits(text);
  return !digits.empty() && digits.size() <= 18 &&
         std::from_chars(digits.data(), digits.data() + digits.size(), n).ec == std::errc{};
}

/// ".5" -> 500,000 microseconds; what is finer is dropped under `cut` only.
bool cut_fraction(std::string_view& text, bool cut, std::int64_t& micros) noexcept {
  micros = 0;
  if (!cut_prefix(text, ".")) return true;
  std::string_view digits = cut_digits(text);
  if (digits.empty() || digits.size() > 9) return false;
  if (!cut && digits.size() > 6 && digits.find_first_not_of('0', 6) != std::string_view::npos) return false;
  for (std::size_t i = 0; i < 6; ++i) micros = micros * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  return true;
}

int cut_sign(std::string_view& text) noexcept {
  if (cut_prefix(text, "-")) return -1;
  (void)cut_prefix(text, "+");
  return 1;
}

/// H:MM[:SS[.f]] to the end.
std::optional<Wide> read_clock(std::string_view text, bool cut) noexcept {
  std::int64_t h = 0, m = 0, s = 0, fraction = 0;
  if (!cut_count(text, h) || !cut_prefix(text, ":")) return std::nullopt;
  const std::string minutes_alone = text.size() == 2 ? std::string(text) + ":00" : std::string();
  if (!minutes_alone.empty()) text = minutes_alone;
  if (text.size() < 5 || text[2] != ':' || !cut_count(text, m) || !cut_prefix(text, ":")) return std::nullopt;
  const std::size_t before = text.size();
  if (!cut_count(text, s) || before - text.size() != 2 || m > 59 || s > 59) return std::nullopt;
  if (!cut_fraction(text, cut, fraction) || !text.empty()) return std::nullopt;
  return Wide{h} * microseconds{hours{1}}.count() + microseconds{minutes{m} + seconds{s}}.count() + fraction;
}

/// D.HH:MM:SS[.f] and H:MM:SS[.f], with a sign before all of it.
std::optional<Total> read_time_span(std::string_view text, bool cut) noexcept {
  const int sign = cut_sign(text);
  const std::size_t point = text.find('.'), colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::int64_t d = 0;
  if (point < colon) {
    if (!cut_count(text, d) || !cut_prefix(text, ".") || text.size() < 3 || text[2] != ':' || text.substr(0, 2) > "23")
      return std::nullopt;
  }
  const auto clock = read_clock(text, cut);
  if (!clock) return std::nullopt;
  return Total{0, sign * (Wide{d} * micros_of_day + *clock), sign * *clock};
}

/// `billionths`: of one more of the unit.
bool add_counted(std::int64_t n, std::int64_t billionths, std::string_view word, Total& total) noexcept {
  using std::chrono::nanoseconds;
  struct Word {
    std::string_view name;
    int months;
    nanoseconds length;
  };
  constexpr Word words[] = {{"year", 12, 0ns},       {"mon", 1, 0ns},     {"month", 1, 0ns},       {"week", 0, days{7}},
                            {"day", 0, 24h},         {"d", 0, 24h},       {"hour", 0, 1h},         {"h", 0, 1h},
                            {"min", 0, 1min},        {"minute", 0, 1min}, {"m", 0, 1min},          {"sec", 0, 1s},
                            {"second", 0, 1s},       {"s", 0, 1s},        {"millisecond", 0, 1ms}, {"ms", 0, 1ms},
                            {"microsecond", 0, 1us}, {"us", 0, 1us},      {"\u00b5s", 0, 1us},     {"\u03bcs", 0, 1us},
                            {"nanosecond", 0, 1ns},  {"ns", 0, 1ns}};
  const auto is_plural = [word](std::string_view name) {
    return word.size() > 2 && name.size() + 1 == word.size() && (word.back() == 's' || word.back() == 'S') &&
           equals_ignoring_case(name, word.substr(0, name.size()));
  };
  for (const Word& w : words) {
    if (!equals_ignoring_case(w.name, word) && !is_plural(w.name)) continue;
    const bool clock = w.length > 0ns && w.length < 24h;
    if (billionths != 0 && !clock) return false;
    total.months += Wide{n} * w.months;
    if (clock) {
      total.nanos += Wide{n} * w.length.count() + Wide{billionths} * w.length.count() / std::nano::den;
      return Wide{billionths} * w.length.count() % std::nano::den == 0;
    }
    total.micros += Wide{n} * (w.length / 1us);
    return true;
  }
  return false;
}

/// ".5" -> 500,000,000
bool cut_billionths(std::string_view& text, std::int64_t& n) noexcept {
  n = 0;
  if (!cut_prefix(text, ".")) return true;
  const std::string_view digits = cut_digits(text);
  for (std::size_t i = 0; i < 9; ++i) n = n * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  return !digits.empty() && digits.size() <= 9;
}

/// What is finer than a microsecond is dropped under `cut` only.
std::optional<Total> whole_micros(Total total, bool cut) noexcept {
  if (total.nanos % 1000 != 0 && !cut) return std::nullopt;
  total.micros += total.nanos / 1000;
  total.clock += total.nanos / 1000;
  total.nanos = 0;
  return total;
}

bool is_letter(char c) noexcept {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) > 0x7F;
}

/// "1 year -2 days, 03:04:05", "-1h30m"
std::optional<Total> read_counts(std::string_view text, bool cut) noexcept {
  Total total;
  int sign = 1;
  bool adjoins = false;
  for (bool first = true; !text.empty(); first = false) {
    const std::string_view part = text;
    if (!adjoins) sign = cut_sign(text);
    std::int64_t n = 0, billionths = 0;
    if (!cut_count(text, n)) return std::nullopt;
    if (text.starts_with(':')) {
      const auto clock = read_time_span(part, cut);
      const auto counted = whole_micros(total, cut);
      if (!clock || !counted) return std::nullopt;
      return Total{counted->months, counted->micros + clock->micros, counted->clock + clock->clock};
    }
    if (text.starts_with('.') && text.find(':') < text.find(' '))
      return first ? read_time_span(part, cut) : std::nullopt;
    if (!cut_billionths(text, billionths)) return std::nullopt;
    (void)cut_prefix(text, " ");
    std::size_t letters = 0;
    while (letters < text.size() && is_letter(text[letters])) ++letters;
    if (!add_counted(sign * n, sign * billionths, text.substr(0, letters), total)) return std::nullopt;
    text.remove_prefix(letters);
    if (cut_prefix(text, ",") && text.empty()) return std::nullopt;
    adjoins = !text.empty() && std::isdigit(static_cast<unsigned char>(text[0])) != 0;
    if (!text.empty() && !adjoins && !cut_prefix(text, " ")) return std::nullopt;
  }
  return whole_micros(total, cut);
}

/// The word for a letter before or after the T.
std::string_view word_of(char letter, bool time) noexcept {
  switch (letter) {
    case 'Y': return "year";
    case 'W': return "week";
    case 'D': return "day";
    case 'H': return "hour";
    case 'S': return "second";
    default: return time ? "minute" : "month";
  }
}

/// The fraction behind a point or a comma, in microseconds; false when there are no digits, or too many.
bool cut_iso_fraction(std::string_view& text, bool cut, std::int64_t& fraction) {
  const std::string part = "." + std::string(text.substr(1));
  std::string_view rest = part;
  if (!cut_fraction(rest, cut, fraction)) return false;
  text.remove_prefix(part.size() - rest.size());
  return true;
}

/// [-]P1Y2M3W4DT5H6M7.8S
std::optional<Total> read_iso8601(std::string_view text, bool cut) noexcept {
  const int sign = cut_sign(text);
  if (!cut_prefix(text, "P")) return std::nullopt;
  Total total;
  bool time = false, any = false;
  std::string order = "YMWD";
  while (!text.empty()) {
    if (!time && cut_prefix(text, "T")) {
      time = true;
      any = false;
      order = "HMS";
      continue;
    }
    const int own = sign * cut_sign(text);
    std::int64_t n = 0, fraction = 0;
    if (!cut_count(text, n)) return std::nullopt;
    const bool point = text.starts_with('.') || text.starts_with(',');
    if (point && !cut_iso_fraction(text, cut, fraction)) return std::nullopt;
    const std::size_t at = text.empty() ? std::string::npos : order.find(text[0]);
    if (at == std::string::npos || (point && text[0] != 'S')) return std::nullopt;
    (void)add_counted(own * n, 0, word_of(text[0], time), total);
    const Wide part = Wide{own} * fraction;
    total.micros += part;
    total.clock += part;
    order.erase(0, at + 1);
    text.remove_prefix(1);
    any = true;
  }
  if (!any) return std::nullopt;
  return whole_micros(total, cut);
}

std::optional<Total> read_from_1970(std::string_view text, bool cut) noexcept {
  const auto read = parse_iso(text, cut);
  if (!read || !read->has_date || read->offset) return std::nullopt;
  return Total{0, Wide{read->day.time_since_epoch().count()} * micros_of_day + read->time.count(), read->time.count()};
}

std::optional<Total> read_text(const TemporalFormat& f, std::string_view text) {
  if (spells_number(text)) {
    std::int64_t micros = 0;
    if (f.numbers == Unit::iso || !length_of_number(f.numbers, f.cut, Value::text(text), micros)) return std::nullopt;
    return Total{0, micros, micros};
  }
  if (text.size() > 10 && text[4] == '-' && text[7] == '-') return read_from_1970(text, f.cut);
  if (text.find('P') < 2) return read_iso8601(text, f.cut);
  return text.empty() ? std::nullopt : read_counts(text, f.cut);
}

}  // namespace

Value decode_interval(const TemporalFormat& f, std::string_view field, std::string& scratch) {
  if (field.size() != 16) throw_bad_field("interval", field);
  const Wide micros =
      Wide{load_be<std::int64_t>(field.data())} + Wide{load_be<std::int32_t>(field.data() + 8)} * micros_of_day;
  const auto months = load_be<std::int32_t>(field.data() + 12);
  if (f.unit == Unit::any || months != 0) return value_of(months, micros, scratch);
  const Value number = number_value(f.unit, f.number, micros, scratch);
  if (!f.spelled || number.storage() != StorageClass::integer) return number;
  scratch = std::to_string(number.integer());
  return Value::text(scratch);
}

Value canonical_interval(const TemporalFormat& f, const Value& v, std::string& scratch) {
  std::optional<Total> total;
  if (v.storage() == StorageClass::text) {
    total = read_text(f, v.bytes());
  } else if (std::int64_t micros = 0; f.numbers != Unit::iso && length_of_number(f.numbers, f.cut, v, micros)) {
    total = Total{0, micros, micros};
  }
  if (!total) return v;
  Wide tick = 1;
  for (int digits = f.places; f.cut && digits < 6; ++digits) tick *= 10;
  return value_of(total->months, total->micros - total->clock % tick, scratch);
}

}  // namespace lite2pg
