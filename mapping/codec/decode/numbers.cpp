#include "mapping/codec/decode/numbers.h"

#include <cmath>
#include <limits>
#include <optional>

namespace lite2pg {
namespace {

using std::chrono::days;
using std::chrono::microseconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;
using namespace std::chrono_literals;
using Unit = TemporalFormat::Unit;
using Moment = std::chrono::sys_time<microseconds>;
using Wide = WideMicros;

/// Where a unit's zero stands, and how long the unit is; of those shorter than a microsecond, how many make one.
struct Ruler {
  Moment zero;
  microseconds tick;
  std::int64_t in_micro = 1;
};

constexpr Ruler ruler_of(Unit unit) noexcept {
  switch (unit) {
    case Unit::seconds: return {sys_days{}, 1s};
    case Unit::millis: return {sys_days{}, 1ms};
    case Unit::julian:  // Noon of 4714-11-24 BC, which is the year -4713 to astronomers.
      return {sys_days{std::chrono::year{-4713} / 11 / 24} + 12h, days{1}};
    case Unit::cocoa: return {sys_days{2001y / 1 / 1}, 1s};
    case Unit::webkit: return {sys_days{1601y / 1 / 1}, 1us};
    case Unit::nanos: return {sys_days{}, 1us, 1000};
    case Unit::ticks: return {sys_days{1y / 1 / 1}, 1us, 10};
    case Unit::days: return {sys_days{}, std::chrono::days{1}};
    case Unit::ole: return {sys_days{1899y / 12 / 30}, std::chrono::days{1}};
    case Unit::filetime: return {sys_days{1601y / 1 / 1}, 1us, 10};
    case Unit::cocoa_ns: return {sys_days{2001y / 1 / 1}, 1us, 1000};
    case Unit::micros:
    case Unit::iso:
    case Unit::any:
    case Unit::digits: break;
  }
  return {sys_days{}, 1us};
}

/// micros / tick as the double nearest to it.
double quotient(Wide micros, std::int64_t tick) noexcept {
  constexpr Wide exact = Wide{1} << std::numeric_limits<double>::digits;
  if (micros > exact || micros < -exact)
    return static_cast<double>(static_cast<long double>(micros) / static_cast<long double>(tick));
  return static_cast<double>(static_cast<std::int64_t>(micros)) / static_cast<double>(tick);
}

/// A REAL of a coarse unit stands for many microseconds; only the nearest of them (of two the one away from zero) is
/// written for it.
bool is_nearest(double real, Wide micros, std::int64_t tick) noexcept {
  constexpr Wide unique = Wide{1} << (std::numeric_limits<double>::digits - 1);
  if (micros < unique && micros > -unique) return true;
  const auto wanted = static_cast<long double>(micros);
  const long double rest = std::fma(static_cast<long double>(real), static_cast<long double>(tick), -wanted);
  return std::abs(rest) < 0.5L || (std::abs(rest) == 0.5L && std::signbit(rest) != std::signbit(wanted));
}

bool narrow(Wide n, std::int64_t& result) noexcept {
  result = static_cast<std::int64_t>(n);
  return result == n;
}

Value no_number(Wide micros, std::string& scratch) {
  scratch = std::to_string(static_cast<std::int64_t>(micros)) + " microseconds";
  return Value::text(scratch);
}

/// Of a unit shorter than a microsecond.
Value fine_value(NumberForm form, Wide n, Wide micros, std::string& scratch) {
  std::int64_t integer = 0;
  if (!narrow(n, integer)) return no_number(micros, scratch);
  return form == NumberForm::real ? Value::of(static_cast<double>(integer)) : Value::of(integer);
}

/// n / d, rounded towards the past; nothing when it must not be rounded.
std::optional<Wide> divided(Wide n, Wide d, bool cut) noexcept {
  if (n % d == 0) return n / d;
  if (!cut) return std::nullopt;
  return n < 0 ? (n + 1) / d - 1 : n / d;
}

/// The microsecond nearest to a REAL; nothing when that is another REAL.
std::optional<Wide> micros_of_real(const Ruler& ruler, double d, bool cut) noexcept {
  if (!(std::abs(d) < 9e18)) return std::nullopt;
  if (ruler.in_micro > 1) {
    if (!cut && d != std::floor(d)) return std::nullopt;
    return divided(static_cast<std::int64_t>(std::floor(d)), ruler.in_micro, cut);
  }
  const double magnitude = std::abs(d), whole = std::floor(magnitude);
  const long double part = static_cast<long double>(magnitude - whole) * static_cast<long double>(ruler.tick.count());
  Wide micros = static_cast<Wide>(whole) * ruler.tick.count() + std::llround(part);
  if (d < 0) micros = -micros;
  std::int64_t small = 0;
  if (!narrow(micros, small)) return std::nullopt;
  if (!cut && quotient(micros, ruler.tick.count()) != d) return std::nullopt;
  return micros;
}

std::optional<Wide> micros_of_text(const Ruler& ruler, std::string_view text, bool cut) noexcept {
  const bool negative = text.starts_with('-');
  const std::string_view digits = text.substr(negative ? 1 : 0);
  const std::size_t point = digits.find('.');
  const std::string_view whole = digits.substr(0, point);
  const std::string_view part = point == std::string_view::npos ? std::string_view() : digits.substr(point + 1);
  if (whole.empty() || whole.size() > 19 || part.size() > 9 || (point != std::string_view::npos && part.empty()) ||
      part.find('.') != std::string_view::npos)
    return std::nullopt;
  if (whole.size() > 17 && ruler.tick > 1us) return std::nullopt;
  Wide n = 0, parts = 1;
  for (const char c : whole) n = 10 * n + (c - '0');
  for (const char c : part) {
    n = 10 * n + (c - '0');
    parts *= 10;
  }
  n *= ruler.tick.count();
  return divided(negative ? -n : n, parts * ruler.in_micro, cut);
}

std::optional<Wide> micros_of(Unit unit, bool cut, const Value& v) noexcept {
  const Ruler ruler = ruler_of(unit);
  switch (v.storage()) {
    case StorageClass::integer: return divided(Wide{v.integer()} * ruler.tick.count(), ruler.in_micro, cut);
    case StorageClass::real: return micros_of_real(ruler, v.real(), cut);
    case StorageClass::text: return micros_of_text(ruler, v.bytes(), cut);
    case StorageClass::null:
    case StorageClass::blob: break;
  }
  return std::nullopt;
}

/// YYYYMMDD or YYYYMMDDHHMMSS.
bool moment_of_digits(const Value& v, std::int64_t& micros) {
  if (v.storage() == StorageClass::real || v.storage() == StorageClass::blob) return false;
  const std::string text = v.storage() == StorageClass::text ? std::string(v.bytes()) : std::to_string(v.integer());
  // Years below 1000 are shorter as integers.
  const bool date = text.size() <= 8;
  if (text.size() > 14 || (!date && text.size() < 11) || text.size() < 5 || text[0] == '-' || text[0] == '0' ||
      text.find('.') != std::string::npos)
    return false;
  const std::string padded = std::string((date ? 8 : 14) - text.size(), '0') + text;
  const auto part = [&](std::size_t at, std::size_t size) {
    return at < padded.size() ? static_cast<unsigned>(std::stoul(padded.substr(at, size))) : 0U;
  };
  const year_month_day ymd{std::chrono::year{static_cast<int>(part(0, 4))}, std::chrono::month{part(4, 2)},
                           std::chrono::day{part(6, 2)}};
  const unsigned hour = part(8, 2), minute = part(10, 2), second = part(12, 2);
  if (!ymd.ok() || ymd.year() < 1y || hour > 23 || minute > 59 || second > 59) return false;
  const microseconds time = std::chrono::hours{hour} + std::chrono::minutes{minute} + std::chrono::seconds{second};
  micros = (sys_days{ymd} - pg_epoch + time).count();
  return true;
}

}  // namespace

WideMicros microseconds_to_zero(Unit unit) noexcept { return microseconds(pg_epoch - ruler_of(unit).zero).count(); }

Value number_value(Unit unit, NumberForm form, WideMicros micros, std::string& scratch) {
  const Ruler ruler = ruler_of(unit);
  if (ruler.in_micro > 1) return fine_value(form, micros * ruler.in_micro, micros, scratch);
  const std::int64_t size = ruler.tick.count();
  const auto small = static_cast<std::int64_t>(micros);
  if (form != NumberForm::real) {  // 64 bits where they do: this runs for every row.
    if (small == micros && small % size == 0) return Value::of(small / size);
    std::int64_t integer = 0;
    if (small != micros && micros % size == 0 && narrow(micros / size, integer)) return Value::of(integer);
  }
  const double real = quotient(micros, size);
  return is_nearest(real, micros, size) ? Value::of(real) : no_number(micros, scratch);
}

bool spells_number(std::string_view text) noexcept {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.empty()) return false;
  for (const char c : text)
    if ((c < '0' || c > '9') && c != '.') return false;
  return true;
}

bool moment_of_number(Unit unit, bool cut, const Value& v, std::int64_t& micros) {
  if (unit == Unit::digits) return moment_of_digits(v, micros);
  const std::optional<Wide> counted = micros_of(unit, cut, v);
  return counted && narrow(*counted - microseconds_to_zero(unit), micros);
}

bool length_of_number(Unit unit, bool cut, const Value& v, std::int64_t& micros) {
  if (unit == Unit::digits) return false;
  const std::optional<Wide> counted = micros_of(unit, cut, v);
  return counted && narrow(*counted, micros);
}

}  // namespace lite2pg
