#include "mapping/codec/encode/times/length.h"

#include <array>
#include <limits>

#include "common/ascii.h"
#include "common/text.h"
#include "mapping/codec/encode/times/iso.h"

namespace lite2pg {
namespace {

__extension__ using Wide = __int128;

constexpr Wide micros_a_second = 1'000'000;
constexpr Wide most_of_sum = Wide{1} << 110;  // Sums of parts stay far below what 128 bits hold.

/// The sum of the parts that were read.
struct Sum {
  Wide months = 0, days = 0, micros = 0;
  Wide nanos = 0;  ///< Beside the microseconds.
};

struct UnitName {
  std::string_view name;
  Wide months, days, nanos;
};

constexpr Wide nanos_a_second = 1'000'000'000;

/// Words and letters, as PostgreSQL, Go and people write them; a plural s is taken off before.
constexpr auto unit_names = std::to_array<UnitName>({
    {"year", 12, 0, 0},
    {"mon", 1, 0, 0},
    {"month", 1, 0, 0},
    {"week", 0, 7, 0},
    {"day", 0, 1, 0},
    {"d", 0, 1, 0},
    {"hour", 0, 0, 3600 * nanos_a_second},
    {"h", 0, 0, 3600 * nanos_a_second},
    {"minute", 0, 0, 60 * nanos_a_second},
    {"min", 0, 0, 60 * nanos_a_second},
    {"m", 0, 0, 60 * nanos_a_second},
    {"second", 0, 0, nanos_a_second},
    {"sec", 0, 0, nanos_a_second},
    {"s", 0, 0, nanos_a_second},
    {"millisecond", 0, 0, 1'000'000},
    {"ms", 0, 0, 1'000'000},
    {"microsecond", 0, 0, 1'000},
    {"us", 0, 0, 1'000},
    {"\u00b5s", 0, 0, 1'000},
    {"\u03bcs", 0, 0, 1'000},
    {"nanosecond", 0, 0, 1},
    {"ns", 0, 0, 1},
});

/// Reads from the left; a step that returns false has met something else.
class LengthReader {
 public:
  LengthReader(std::string_view text, Length& length) noexcept : rest_(text), length_(length) {}

  Misfit read() noexcept {
    const std::string_view whole = rest_;
    if (!read_iso8601()) {
      rest_ = whole;
      sum_ = {};
      length_.too_fine = false;
      if (!read_parts()) return Misfit::bad_syntax;
    }
    return finish();
  }

 private:
  static bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

  bool take(char c) noexcept {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  /// -1 or 1.
  int sign() noexcept {
    if (take('-')) return -1;
    (void)take('+');
    return 1;
  }

  /// 1 to 18 digits.
  bool number(Wide& n) noexcept {
    std::size_t digits = 0;
    for (n = 0; digits < rest_.size() && is_digit(rest_[digits]); ++digits) {
      if (digits == 18) return false;
      n = n * 10 + (rest_[digits] - '0');
    }
    rest_.remove_prefix(digits);
    return digits > 0;
  }

  /// Just two digits, below 60.
  bool sixty(Wide& n) noexcept {
    const bool two = rest_.size() >= 2 && is_digit(rest_[0]) && is_digit(rest_[1]);
    return two && (rest_.size() == 2 || !is_digit(rest_[2])) && number(n) && n < 60;
  }

  /// The digits after a point, in microseconds.
  bool fraction(Wide& micros) noexcept {
    Wide unit = micros_a_second / 10;
    std::size_t digits = 0;
    for (micros = 0; digits < rest_.size() && is_digit(rest_[digits]); ++digits, unit /= 10) {
      micros += (rest_[digits] - '0') * unit;
      length_.too_fine = length_.too_fine || (unit == 0 && rest_[digits] != '0');
    }
    rest_.remove_prefix(digits);
    return digits >= 1 && digits <= 9;
  }

  /// :MM[:SS[.f]], after the hours.
  bool clock_after(Wide hours, int sign) noexcept {
    Wide minutes = 0, seconds = 0, micros = 0;
    if (!take(':') || !sixty(minutes)) return false;
    if (take(':') && (!sixty(seconds) || (take('.') && !fraction(micros)))) return false;
    sum_.micros += sign * (((hours * 60 + minutes) * 60 + seconds) * micros_a_second + micros);
    return rest_.empty();
  }

  /// So many of the unit, and a fraction of one in billionths.
  bool add(const UnitName& unit, Wide n, Wide billionths) noexcept {
    if (billionths != 0 && unit.nanos == 0) return false;
    sum_.months += n * unit.months;
    sum_.days += n * unit.days;
    sum_.nanos += n * unit.nanos + billionths * unit.nanos / nanos_a_second;
    length_.too_fine = length_.too_fine || billionths * unit.nanos % nanos_a_second != 0;
    return sum_.nanos < most_of_sum && sum_.nanos > -most_of_sum;
  }

  /// The unit's word, after a number and a blank or none.
  bool unit(Wide n, Wide billionths) noexcept {
    std::size_t size = 0;
    while (size < rest_.size() && (is_letter(rest_[size]) || static_cast<unsigned char>(rest_[size]) > 0x7F)) ++size;
    const std::string_view word = rest_.substr(0, size);
    const std::string_view singular = word.substr(0, word.size() - (word.size() > 2 && (word.back() | 0x20) == 's'));
    rest_.remove_prefix(size);
    for (const UnitName& candidate : unit_names) {
      if (equals_ignoring_case(candidate.name, word) || equals_ignoring_case(candidate.name, singular))
        return add(candidate, n, billionths);
    }
    return false;
  }

  /// What stands after the point of a number before its unit, in billionths.
  bool part_of_unit(Wide& billionths) noexcept {
    std::size_t digits = 0;
    Wide place = nanos_a_second / 10;
    for (; digits < rest_.size() && is_digit(rest_[digits]); ++digits, place /= 10)
      billionths += (rest_[digits] - '0') * place;
    rest_.remove_prefix(digits);
    return digits >= 1 && digits <= 9;
  }

  /// "3 days 04:05:06": parts from the left, a clock last. Those that adjoin ("-1h30m", Go) have one sign.
  bool read_parts() noexcept {
    if (rest_.empty()) return false;
    int s = 1;
    bool adjoins = false;
    for (bool first = true; !rest_.empty(); first = false) {
      if (!adjoins) s = sign();
      Wide n = 0;
      if (!number(n)) return false;
      if (rest_.starts_with(':')) return clock_after(n, s);
      if (rest_.starts_with('.') && rest_.find(':') < rest_.find(' ')) return dotted(first, n, s);
      Wide billionths = 0;
      if (take('.') && !part_of_unit(billionths)) return false;
      (void)take(' ');
      if (!unit(s * n, s * billionths)) return false;
      if (take(',') && rest_.empty()) return false;
      adjoins = !rest_.empty() && is_digit(rest_[0]);
      if (!rest_.empty() && !adjoins && !take(' ')) return false;
    }
    return true;
  }

  /// .NET: the days before the point, the hours, below 24, after it. Nothing else stands before.
  bool dotted(bool first, Wide days, int sign) noexcept {
    Wide hours = 0;
    if (!first || !take('.') || !sixty(hours) || hours > 23) return false;
    sum_.days = sign * days;
    return clock_after(hours, sign);
  }

  bool read_iso8601() noexcept {
    const int s = sign();
    if (!take('P')) return false;
    bool any = false, time = false;
    std::string_view units = "YMWD";
    while (!rest_.empty()) {
      if (!time && take('T')) {
        time = true;
        units = "HMS";
        any = false;
        continue;
      }
      if (!iso8601_part(units, time, s)) return false;
      any = true;
    }
    return any;
  }

  /// A number and the letter of its unit, in the order of `units`.
  bool iso8601_part(std::string_view& units, bool time, int s) noexcept {
    s *= sign();
    Wide n = 0, micros = 0;
    if (!number(n)) return false;
    const bool point = take('.') || take(',');
    if (point && !fraction(micros)) return false;
    if (rest_.empty()) return false;
    const std::size_t at = units.find(rest_[0]);
    if (at == std::string_view::npos || (point && rest_[0] != 'S')) return false;
    const char letter = rest_[0];
    rest_.remove_prefix(1);
    units.remove_prefix(at + 1);
    if (letter == 'Y') sum_.months += s * n * 12;
    if (letter == 'M' && !time) sum_.months += s * n;
    if (letter == 'W') sum_.days += s * n * 7;
    if (letter == 'D') sum_.days += s * n;
    if (letter == 'H') sum_.micros += s * n * 3600 * micros_a_second;
    if (letter == 'M' && time) sum_.micros += s * n * 60 * micros_a_second;
    if (letter == 'S') sum_.micros += s * (n * micros_a_second + micros);
    return true;
  }

  Misfit finish() noexcept {
    constexpr Wide days_end = std::numeric_limits<std::int32_t>::max(), end = std::numeric_limits<std::int64_t>::max();
    sum_.micros += sum_.nanos / 1000;
    length_.too_fine = length_.too_fine || sum_.nanos % 1000 != 0;
    const auto within = [](Wide n, Wide limit) { return n <= limit && n >= -limit; };
    if (!within(sum_.months, days_end) || !within(sum_.days, days_end) || !within(sum_.micros, end))
      return Misfit::out_of_range;
    length_.months = static_cast<std::int64_t>(sum_.months);
    length_.days = static_cast<std::int64_t>(sum_.days);
    length_.micros = static_cast<std::int64_t>(sum_.micros);
    return Misfit::none;
  }

  std::string_view rest_;
  Length& length_;
  Sum sum_;
};

/// A date with a time of day: nothing else has a '-' after four digits.
bool looks_like_date(std::string_view text) noexcept {
  return text.size() > 10 && text[4] == '-' && text[7] == '-' && (text[10] == ' ' || text[10] == 'T');
}

Misfit read_date(std::string_view text, Length& length) noexcept {
  IsoText iso;
  if (const Misfit m = read_iso(text, iso); m != Misfit::none) return m;
  if (!iso.has_clock || iso.zone != TemporalFormat::Zone::none) return Misfit::bad_syntax;
  length.days = iso.days + 10957;  // From 2000-01-01 to 1970-01-01.
  length.micros = iso.micros;
  length.too_fine = iso.too_fine;
  return Misfit::none;
}

}  // namespace

Misfit read_interval_text(std::string_view text, Length& length) noexcept {
  return looks_like_date(text) ? read_date(text, length) : LengthReader(text, length).read();
}

}  // namespace lite2pg
