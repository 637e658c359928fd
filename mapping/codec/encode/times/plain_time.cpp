// https://www.rfc-editor.org/rfc/rfc2822 section 3.3, https://www.rfc-editor.org/rfc/rfc9110 section 5.6.7,
// https://tc39.es/ecma262/#sec-date.prototype.tostring, ISO 8601 section 5.2.3 (weeks); /Date(ms)/ of .NET's JSON:
// https://learn.microsoft.com/en-us/dotnet/standard/datetime/system-text-json-support
#include "mapping/codec/encode/times/plain_time.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <span>

#include "common/ascii.h"
#include "common/text.h"

namespace lite2pg {
namespace {

/// What a text may look like, character by character: w day of the week, b month by name, d day and m month of one or
/// two digits, Y year, N and D month and day of two digits, c clock with ':', x clock of digits, z zone or nothing,
/// V week of an ISO year and u day of that week, J milliseconds since 1970 as JSON of .NET has them, with an offset
/// that only shows, S seconds since 1970, _ blanks; the rest stands for itself.
constexpr std::string_view shapes[] = {"Y-WV-u",     "YWVu",      "J",          "@S",       "w,_d_b_Y_cz", "d_b_Y_cz",
                                       "w_b_d_Y_cz", "w_b_d_c_Y", "w_b_d_cz_Y", "Y/m/d",    "Y/m/d_cz",    "Y.m.d",
                                       "Y.m.d_cz",   "Y-m-d",     "Y-m-d_cz",   "Y-m-dTcz", "YNDTxz",      "cz",
                                       "d-b-Y",      "d-b-Y_cz",  "d_b_Y",      "b_d,_Y",   "b_d,_Y_cz",   "b_d_Y",
                                       "Y:N:D_cz",   "d/b/Y:cz",  "d._b_Y",     "d._b_Y_cz"};

/// Only where it is said which of the two numbers is the day.
constexpr std::string_view day_first[] = {"d.m.Y",    "d/m/Y",     "d-m-Y",     "d.m.Y_cz", "d/m/Y_cz",
                                          "d-m-Y_cz", "d.m.Y,_cz", "d/m/Y,_cz", "d._m._Y",  "d._m._Y_cz"};
constexpr std::string_view month_first[] = {"m/d/Y",    "m-d-Y",    "m.d.Y",     "m/d/Y_cz",
                                            "m-d-Y_cz", "m.d.Y_cz", "m/d/Y,_cz", "m.d.Y,_cz"};

/// y: a year of two digits.
constexpr std::string_view short_years[] = {"d-b-y", "d-b-y_cz", "d_b_y", "d_b_y_cz", "w,_d_b_y_cz", "b_d,_y"};
constexpr std::string_view day_first_short[] = {"d.m.y",    "d/m/y",    "d-m-y",     "d.m.y_cz",
                                                "d/m/y_cz", "d-m-y_cz", "d.m.y,_cz", "d/m/y,_cz"};
constexpr std::string_view month_first_short[] = {"m/d/y",    "m-d-y",    "m.d.y",     "m/d/y_cz",
                                                  "m-d-y_cz", "m.d.y_cz", "m/d/y,_cz", "m.d.y,_cz"};
constexpr std::string_view year_first_short[] = {"y-m-d",    "y/m/d",    "y.m.d",   "y-m-d_cz",
                                                 "y/m/d_cz", "y.m.d_cz", "y-m-dTcz"};

using Shapes = std::span<const std::string_view>;

Shapes shapes_of(DayOrder order) noexcept {
  if (order == DayOrder::day_first) return day_first;
  return order == DayOrder::month_first ? Shapes(month_first) : Shapes();
}

Shapes short_shapes_of(DayOrder order) noexcept {
  if (order == DayOrder::unset) return {};
  if (order == DayOrder::year_first) return year_first_short;
  return order == DayOrder::day_first ? day_first_short : month_first_short;
}

constexpr std::string_view months[] = {"January", "February", "March",     "April",   "May",      "June",
                                       "July",    "August",   "September", "October", "November", "December"};
constexpr std::string_view weekdays[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

constexpr bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

class Matcher {
 public:
  Matcher(std::string_view text, int century) noexcept : rest_(text), century_(century) {}

  [[nodiscard]] bool matches(std::string_view shape) noexcept {
    return std::ranges::all_of(shape, [this](char c) { return take(c); }) && rest_.empty();
  }

  /// As read_iso() has it.
  [[nodiscard]] std::string_view iso(PlainTimeRoom& room) const noexcept {
    char* p = room.data();
    const auto two = [&](int n) { *p++ = static_cast<char>('0' + n / 10), *p++ = static_cast<char>('0' + n % 10); };
    const auto append = [&](std::string_view s) { p = std::ranges::copy(s, p).out; };
    if (year_ > 0) {
      two(year_ / 100), two(year_ % 100);
      *p++ = '-';
      two(month_);
      *p++ = '-';
      two(day_);
    }
    if (hour_ >= 0) {
      if (year_ > 0) *p++ = ' ';
      two(hour_);
      *p++ = ':';
      two(minute_);
      *p++ = ':';
      two(second_);
      if (!fraction_.empty()) *p++ = '.';
      append(fraction_);
      append({zone_.data(), zone_size_});
    }
    return {room.data(), static_cast<std::size_t>(p - room.data())};
  }

 private:
  bool take(char part) noexcept {
    switch (part) {
      case 'w': return name(weekdays) > 0;
      case 'b': return (month_ = name(months)) > 0;
      case 'd': return number(1, 2, day_);
      case 'm': return number(1, 2, month_);
      case 'N': return number(2, 2, month_);
      case 'D': return number(2, 2, day_);
      case 'Y': return number(4, 4, year_) && year_ > 0;
      case 'y': return number(2, 2, year_) && in_century();
      case 'V': return number(2, 2, week_);
      case 'u': return number(1, 1, weekday_) && day_of_week();
      case 'J': return word("/Date(") && milliseconds() && word(")/");
      case 'S': return seconds();
      case 'c': return clock();
      case 'x': return number(2, 2, hour_) && number(2, 2, minute_) && number(2, 2, second_) && fraction();
      case 'z': return zone();
      case '_': return blanks();
      default: return take_char(part);
    }
  }

  bool in_century() noexcept {
    constexpr int hundred = 100;
    year_ += century_ - century_ % hundred;
    if (year_ < century_) year_ += hundred;
    return true;
  }

  bool take_char(char c) noexcept {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool blanks() noexcept {
    const std::size_t n = std::min(rest_.find_first_not_of(' '), rest_.size());
    rest_.remove_prefix(n);
    return n > 0;
  }

  bool number(std::size_t least, std::size_t most, int& n) noexcept {
    std::size_t digits = 0;
    for (n = 0; digits < most && digits < rest_.size() && is_digit(rest_[digits]); ++digits)
      n = n * 10 + (rest_[digits] - '0');
    rest_.remove_prefix(digits);
    return digits >= least;
  }

  /// From 1 on: which of the names, whole or its first three letters, stands there; 0: none.
  int name(std::span<const std::string_view> names) noexcept {
    std::size_t size = 0;
    while (size < rest_.size() && is_letter(rest_[size])) ++size;
    const std::string_view word = rest_.substr(0, size);
    const auto found = std::ranges::find_if(names, [word](std::string_view n) {
      return equals_ignoring_case(word, n) || equals_ignoring_case(word, n.substr(0, 3));
    });
    if (found == names.end()) return 0;
    rest_.remove_prefix(size);
    return static_cast<int>(found - names.begin()) + 1;
  }

  /// Week 1 is that of January 4th, and the year is that of the week's Thursday.
  bool day_of_week() noexcept {
    using namespace std::chrono;
    const sys_days fourth = year{year_} / January / 4;
    const sys_days monday = fourth - (weekday{fourth} - Monday) + weeks{week_ - 1};
    if (week_ < 1 || weekday_ < 1 || weekday_ > 7 || year_month_day{monday + days{3}}.year() != year{year_})
      return false;
    return set_day(monday + days{weekday_ - 1});
  }

  bool set_day(std::chrono::sys_days day) noexcept {
    const std::chrono::year_month_day date{day};
    year_ = static_cast<int>(date.year());
    month_ = static_cast<int>(static_cast<unsigned>(date.month()));
    day_ = static_cast<int>(static_cast<unsigned>(date.day()));
    return year_ > 0 && year_ <= 9999;
  }

  bool milliseconds() noexcept {
    using namespace std::chrono;
    std::int64_t count = 0;
    const auto end = std::from_chars(rest_.data(), rest_.data() + rest_.size(), count);
    constexpr std::int64_t most = 400'000'000'000'000;  // Beyond the year 9999.
    if (end.ec != std::errc() || count < -most || count > most) return false;
    rest_.remove_prefix(static_cast<std::size_t>(end.ptr - rest_.data()));
    if ((rest_.starts_with('+') || rest_.starts_with('-')) && !read_offset()) return false;
    const sys_time<std::chrono::milliseconds> instant{std::chrono::milliseconds{count}};
    const hh_mm_ss of_day{instant - floor<days>(instant)};
    hour_ = static_cast<int>(of_day.hours().count());
    minute_ = static_cast<int>(of_day.minutes().count());
    second_ = static_cast<int>(of_day.seconds().count());
    const auto thousandths = static_cast<int>(of_day.subseconds().count());
    thousandths_ = {static_cast<char>('0' + thousandths / 100), static_cast<char>('0' + thousandths / 10 % 10),
                    static_cast<char>('0' + thousandths % 10)};
    fraction_ = {thousandths_.data(), thousandths_.size()};
    zone_[0] = 'Z';
    zone_size_ = 1;
    return set_day(floor<days>(instant));
  }

  /// As GNU date(1) and git write instants; of those before 1970 whole seconds alone.
  bool seconds() noexcept {
    using namespace std::chrono;
    std::int64_t count = 0;
    const auto end = std::from_chars(rest_.data(), rest_.data() + rest_.size(), count);
    constexpr std::int64_t most = 400'000'000'000;  // Beyond the year 9999.
    if (end.ec != std::errc() || count < -most || count > most || rest_.starts_with("-0")) return false;
    constexpr std::ptrdiff_t most_letters = 13;
    if (end.ptr - rest_.data() > most_letters - (count < 0 ? 0 : 1)) return false;
    rest_.remove_prefix(static_cast<std::size_t>(end.ptr - rest_.data()));
    const sys_seconds instant{std::chrono::seconds{count}};
    const hh_mm_ss of_day{instant - floor<days>(instant)};
    hour_ = static_cast<int>(of_day.hours().count());
    minute_ = static_cast<int>(of_day.minutes().count());
    second_ = static_cast<int>(of_day.seconds().count());
    zone_[0] = 'Z';
    zone_size_ = 1;
    return set_day(floor<days>(instant)) && (count < 0 || fraction());
  }

  bool clock() noexcept {
    second_ = 0;
    if (!number(1, 2, hour_) || !take_char(':') || !number(2, 2, minute_)) return false;
    if (take_char(':') && (!number(2, 2, second_) || !fraction())) return false;
    return half_of_day();
  }

  bool fraction() noexcept {
    if (!take_char('.') && !take_char(',')) return true;
    std::size_t digits = 0;
    while (digits < rest_.size() && is_digit(rest_[digits])) ++digits;
    fraction_ = rest_.substr(0, digits);
    rest_.remove_prefix(digits);
    return digits >= 1 && digits <= 9;
  }

  /// " PM", or nothing.
  bool half_of_day() noexcept {
    const std::string_view after = rest_.substr(rest_.starts_with(' ') ? 1 : 0);
    const bool am = equals_ignoring_case(after.substr(0, 2), "AM"), pm = equals_ignoring_case(after.substr(0, 2), "PM");
    if (!am && !pm) return true;
    rest_ = after.substr(2);
    if (hour_ < 1 || hour_ > 12) return false;
    hour_ = hour_ % 12 + (pm ? 12 : 0);
    return true;
  }

  bool word(std::string_view w) noexcept {
    if (!rest_.starts_with(w)) return false;
    rest_.remove_prefix(w.size());
    return true;
  }

  /// Nothing, or Z, UTC, GMT, an offset, or an offset behind the latter two; then the name of the place.
  bool zone() noexcept {
    const std::string_view before = rest_;
    (void)blanks();
    const bool named = word("GMT") || word("UTC") || word("Z") || word("z");
    const bool offset = rest_.starts_with('+') || rest_.starts_with('-');
    if (!named && !offset) {
      rest_ = before;
      return true;
    }
    if (!offset) {
      zone_[0] = 'Z';
      zone_size_ = 1;
      return place();
    }
    return read_offset() && place();
  }

  bool read_offset() noexcept {
    const char sign = rest_[0];
    rest_.remove_prefix(1);
    int hours = 0, minutes = 0, seconds = 0;
    if (!number(2, 2, hours)) return false;
    const bool colon = take_char(':');
    const bool more = !rest_.empty() && is_digit(rest_[0]);
    if ((colon || more) && !number(2, 2, minutes)) return false;
    if (colon && take_char(':') && (!number(2, 2, seconds) || seconds != 0)) return false;
    const auto digit = [](int n) { return static_cast<char>('0' + n); };
    zone_ = {sign, digit(hours / 10), digit(hours % 10), ':', digit(minutes / 10), digit(minutes % 10)};
    zone_size_ = zone_.size();
    return true;
  }

  /// "[Europe/Berlin]", " (Central European Time)", or nothing: the offset has said it all.
  bool place() noexcept {
    const bool brackets = rest_.starts_with('['), parentheses = rest_.starts_with(" (");
    if (!brackets && !parentheses) return true;
    const std::size_t end = rest_.find(brackets ? ']' : ')');
    if (end == std::string_view::npos) return false;
    rest_.remove_prefix(end + 1);
    return true;
  }

  std::string_view rest_, fraction_;
  int century_;
  int year_ = 0, month_ = 0, day_ = 0, hour_ = -1, minute_ = 0, second_ = 0;
  int week_ = 0, weekday_ = 0;
  std::array<char, 3> thousandths_{};
  std::array<char, 6> zone_{};
  std::size_t zone_size_ = 0;
};

}  // namespace

std::optional<std::string_view> plain_time(std::string_view text, PlainTimeRoom& room, DayOrder order,
                                           int century) noexcept {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  constexpr std::size_t longest = 120;
  if (text.size() > longest || text.find_first_of("0123456789") == std::string_view::npos) return std::nullopt;
  const Shapes years = century == 0 ? Shapes() : Shapes(short_years);
  for (const Shapes known : {Shapes(shapes), shapes_of(order), years, century == 0 ? years : short_shapes_of(order)}) {
    for (const std::string_view shape : known) {
      Matcher matcher(text, century);
      if (matcher.matches(shape)) return matcher.iso(room);
    }
  }
  return std::nullopt;
}

}  // namespace lite2pg
