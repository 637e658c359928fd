#include "verify/causes/time.h"

#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <optional>

namespace lite2pg {
namespace {

constexpr std::int64_t micros_a_second = 1'000'000;
constexpr std::int64_t micros_an_hour = 3600 * micros_a_second;

struct Instant {
  std::int64_t local = 0;              ///< Microseconds since 1970-01-01 00:00 as written.
  std::optional<std::int64_t> offset;  ///< Microseconds east of UTC, when a zone is written.
  bool date_only = true;
  [[nodiscard]] std::int64_t utc() const { return local - offset.value_or(0); }
};

/// Reads a date and time from the left; a reader that only serves guesses.
class MomentReader {
 public:
  explicit MomentReader(std::string_view text) : rest_(text) {}

  std::optional<Instant> instant() {
    const auto year = number(4), month = after('-', 2), day = after('-', 2);
    if (!year || !month || !day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    Instant instant{std::chrono::sys_days(date).time_since_epoch().count() * 24 * micros_an_hour, {}, rest_.empty()};
    if (!rest_.empty() && !(skip(' ') || skip('T'))) return std::nullopt;
    if (!instant.date_only && !time_of_day(instant)) return std::nullopt;
    return rest_.empty() ? std::optional(instant) : std::nullopt;
  }

 private:
  bool time_of_day(Instant& instant) {
    const auto hour = number(2), minute = after(':', 2);
    if (!hour || !minute) return false;
    instant.local += *hour * micros_an_hour + *minute * 60 * micros_a_second;
    if (const auto second = after(':', 2)) instant.local += *second * micros_a_second;
    if (skip('.')) instant.local += fraction();
    zone(instant);
    return true;
  }
  std::int64_t fraction() {
    std::int64_t micros = 0, unit = micros_a_second / 10;
    for (; !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; rest_.remove_prefix(1), unit /= 10) {
      micros += (rest_[0] - '0') * unit;
    }
    return micros;
  }
  void zone(Instant& instant) {
    (void)skip(' ');
    if (skip('Z')) instant.offset = 0;
    const std::int64_t sign = skip('+') ? 1 : skip('-') ? -1 : 0;
    if (sign == 0) return;
    const std::int64_t hours = number(2).value_or(0);
    (void)skip(':');
    instant.offset = sign * (hours * micros_an_hour + number(2).value_or(0) * 60 * micros_a_second);
  }
  bool skip(char c) {
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  std::optional<std::int64_t> after(char c, std::size_t digits) { return skip(c) ? number(digits) : std::nullopt; }
  std::optional<std::int64_t> number(std::size_t digits) {
    std::int64_t n = 0;
    if (rest_.size() < digits) return std::nullopt;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + digits, n);
    if (error != std::errc() || end != rest_.data() + digits || n < 0) return std::nullopt;
    rest_.remove_prefix(digits);
    return n;
  }

  std::string_view rest_;
};

std::string shift_text(std::int64_t micros) {
  const std::int64_t quarter_hours = micros / (micros_an_hour / 4);
  std::string text = "shifted by " + std::string(micros < 0 ? "-" : "+") + std::to_string(std::abs(quarter_hours) / 4);
  if (quarter_hours % 4 != 0) text += ":" + std::to_string(std::abs(quarter_hours) % 4 * 15);
  return text + " h (time zone)";
}

}  // namespace

std::string time_cause(std::string_view source, std::string_view target) {
  const auto a = MomentReader(source).instant(), b = MomentReader(target).instant();
  if (!a || !b) return {};
  const std::int64_t shift = b->utc() - a->utc();
  if (shift == 0) return "the same instant in another spelling";
  if (b->date_only && !a->date_only && b->local <= a->local && a->local - b->local < 24 * micros_an_hour) {
    return "lost time of day";
  }
  if (std::abs(shift) < micros_a_second && b->local % micros_a_second == 0) return "lost fraction of a second";
  if (std::abs(shift) < micros_a_second) return "a changed fraction of a second";
  if (shift % (micros_an_hour / 4) == 0 && std::abs(shift) <= 14 * micros_an_hour) return shift_text(shift);
  return {};
}

}  // namespace lite2pg
