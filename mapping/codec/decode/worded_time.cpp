#include "mapping/codec/decode/worded_time.h"

#include <charconv>

namespace lite2pg {
namespace {

using std::chrono::microseconds;
using std::chrono::minutes;
using namespace std::chrono_literals;

constexpr std::string_view run_digits = "0123456789";
constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Cuts off what consists of `chars`.
std::string_view cut_run(std::string_view& text, std::string_view chars) noexcept {
  const std::size_t n = std::min(text.find_first_not_of(chars), text.size());
  const std::string_view run = text.substr(0, n);
  text.remove_prefix(n);
  return run;
}

int value_of(std::string_view number) noexcept {
  int n = -1;
  std::from_chars(number.data(), number.data() + number.size(), n);
  return n;
}

/// 1 to 12 by its first three letters; 0: none.
int month_named(std::string_view word) noexcept {
  constexpr std::string_view names = "janfebmaraprmayjunjulaugsepoctnovdec";
  if (word.size() < 3) return 0;
  const char low[] = {static_cast<char>(word[0] | 0x20), static_cast<char>(word[1] | 0x20),
                      static_cast<char>(word[2] | 0x20)};
  const std::size_t at = names.find(std::string_view(low, 3));
  return at == std::string_view::npos || at % 3 != 0 ? 0 : static_cast<int>(at / 3) + 1;
}

bool is_weekday(std::string_view word) noexcept {
  constexpr std::string_view names = "montuewedthufrisatsun";
  const char low[] = {static_cast<char>(word[0] | 0x20), static_cast<char>(word[1] | 0x20),
                      static_cast<char>(word[2] | 0x20)};
  const std::size_t at = names.find(std::string_view(low, 3));
  return at != std::string_view::npos && at % 3 == 0;
}

class Words {
 public:
  Words(std::string_view text, bool cut, DayOrder order, int century) noexcept
      : rest_(text), cut_(cut), order_(order), century_(century) {}

  std::optional<ReadMoment> parse() noexcept {
    if (constexpr std::string_view json_date = "/Date("; rest_.starts_with(json_date)) {
      rest_.remove_prefix(json_date.size());
      return milliseconds();
    }
    if (rest_.starts_with('@')) return seconds();
    while (cut_run(rest_, " ,"), !rest_.empty())
      if (!word()) return std::nullopt;
    return moment();
  }

 private:
  bool word() noexcept {
    if (rest_[0] == '[' || rest_[0] == '(') {
      const std::size_t end = rest_.find(rest_[0] == '[' ? ']' : ')');
      rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
      return read_.offset.has_value() && end != std::string_view::npos;
    }
    if (rest_[0] == '+' || rest_[0] == '-') return has_clock_ && offset();
    return run_digits.find(rest_[0]) != std::string_view::npos ? number() : name();
  }

  bool name() noexcept {
    const std::string_view word = cut_run(rest_, letters);
    if (word == "Z" || word == "z" || word == "UTC" || word == "GMT") {
      read_.offset = 0min;
      return has_clock_;
    }
    if (word == "T") return true;
    if (word.size() == 2 && (word[1] | 0x20) == 'm') {
      const bool afternoon = (word[0] | 0x20) == 'p';
      read_.time += read_.time >= 12h ? (afternoon ? 0h : -12h) : afternoon ? 12h : 0h;
      return has_clock_;
    }
    if (const int m = month_named(word); m != 0 && month_ == 0) {
      month_ = m;
      if (day_ > 0 && (rest_.starts_with('-') || rest_.starts_with('/'))) rest_.remove_prefix(1);
      return true;
    }
    return word.size() >= 3 && is_weekday(word);
  }

  /// Since 1970; an offset behind them says what clock once showed the instant.
  std::optional<ReadMoment> milliseconds() noexcept {
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), count);
    if (error != std::errc()) return std::nullopt;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    if ((rest_.starts_with('+') || rest_.starts_with('-')) && !offset()) return std::nullopt;
    constexpr std::int64_t in_a_day = 86'400'000;
    const std::int64_t day = count / in_a_day - (count % in_a_day < 0 ? 1 : 0);
    return set_utc(day, std::chrono::milliseconds{count - day * in_a_day}) && rest_ == ")/" ? std::optional(read_)
                                                                                            : std::nullopt;
  }

  /// False beyond the years of four digits.
  template <typename Time>
  bool set_utc(std::int64_t day, Time time) noexcept {
    read_.day = std::chrono::sys_days{std::chrono::days{day}};
    read_.time = time;
    read_.has_date = true;
    read_.offset = 0min;
    const std::chrono::year_month_day date{read_.day};
    return date.year() >= std::chrono::year{1} && date.year() <= std::chrono::year{9999};
  }

  /// "@1700000000.5": since 1970.
  std::optional<ReadMoment> seconds() noexcept {
    rest_.remove_prefix(1);
    const bool before = rest_.starts_with('-');
    if (before) rest_.remove_prefix(1);
    const std::string_view run = cut_run(rest_, run_digits);
    constexpr std::size_t most_digits = 12;
    std::int64_t count = 0;
    std::from_chars(run.data(), run.data() + run.size(), count);
    if (run.empty() || run.size() > most_digits || (before && count == 0)) return std::nullopt;
    constexpr std::int64_t in_a_day = 86'400;
    const std::int64_t since = before ? -count : count, day = (since - (before ? in_a_day - 1 : 0)) / in_a_day;
    return set_utc(day, std::chrono::seconds{since - day * in_a_day}) && (before || fraction()) && rest_.empty()
               ? std::optional(read_)
               : std::nullopt;
  }

  /// "W48-6" or "W486" behind the year: by the day's number in that year, from which January 4th takes off what came
  /// before it in its week.
  bool week() noexcept {
    rest_.remove_prefix(1);
    const std::string_view run = cut_run(rest_, run_digits);
    const bool joined = run.size() == 3;
    if (!joined && (run.size() != 2 || !rest_.starts_with('-'))) return false;
    if (!joined) rest_.remove_prefix(1);
    const std::string_view last = joined ? run.substr(2) : cut_run(rest_, run_digits);
    const int number = value_of(run.substr(0, 2)), day = value_of(last);
    if (last.size() != 1 || day < 1 || day > 7 || number < 1 || number > weeks_in(year_)) return false;
    using std::chrono::sys_days;
    const std::chrono::year_month_day date{sys_days{std::chrono::year{year_} / 1 / 1} +
                                           std::chrono::days{number * 7 + day - day_of_fourth(year_) - 4}};
    year_ = static_cast<int>(date.year());
    month_ = static_cast<int>(static_cast<unsigned>(date.month()));
    day_ = static_cast<int>(static_cast<unsigned>(date.day()));
    return year_ <= 9999;
  }

  /// 1 Monday to 7 Sunday, of January 4th. https://en.wikipedia.org/wiki/Determination_of_the_day_of_the_week (Gauss)
  static int day_of_fourth(int year) noexcept {
    const int y = year - 1, sunday_is_0 = (4 + 5 * (y % 4) + 4 * (y % 100) + 6 * (y % 400)) % 7;
    return sunday_is_0 == 0 ? 7 : sunday_is_0;
  }

  /// 53 where the year begins on a Thursday, or, if it is a leap year, on a Wednesday.
  static int weeks_in(int year) noexcept {
    const int fourth = day_of_fourth(year);  // A Sunday where the first is a Thursday.
    return fourth == 7 || (fourth == 6 && std::chrono::year{year}.is_leap()) ? 53 : 52;
  }

  /// A year, a day, a date in one run, or the first part of a date or of a clock.
  bool number() noexcept {
    const std::string_view run = cut_run(rest_, run_digits);
    if (rest_.starts_with(':') && run.size() != 4) return clock(value_of(run));
    if (run.size() == 8) {
      year_ = value_of(run.substr(0, 4)), month_ = value_of(run.substr(4, 2)), day_ = value_of(run.substr(6));
      return true;
    }
    if (run.size() == 6 && year_ > 0) {
      read_.time = std::chrono::hours{value_of(run.substr(0, 2))} + minutes{value_of(run.substr(2, 2))} +
                   std::chrono::seconds{value_of(run.substr(4))};
      has_clock_ = true;
      return fraction();
    }
    if (run.size() == 4) {
      year_ = value_of(run);
      if (rest_.starts_with("-W")) rest_.remove_prefix(1);
      if (rest_.starts_with('W')) return week();
      const std::string_view mark = rest_.substr(0, 1);
      if (mark == ":" && month_ > 0) rest_.remove_prefix(1);  // Of a web server's log: its clock follows.
      if (mark != "-" && mark != "/" && mark != "." && (mark != ":" || month_ > 0)) return true;
      rest_.remove_prefix(1);
      month_ = value_of(cut_run(rest_, run_digits));
      if (!rest_.starts_with(mark)) return false;
      rest_.remove_prefix(1);
      day_ = value_of(cut_run(rest_, run_digits));
      return true;
    }
    const bool short_run = run.size() <= 2;
    if (century_ != 0 && run.size() == 2 && day_ > 0 && month_ > 0 && year_ == 0) {
      year_ = year_of(run);
      return true;
    }
    const bool joined = !rest_.empty() && std::string_view("./-").find(rest_[0]) != std::string_view::npos;
    const std::size_t next = rest_.starts_with(". ") ? 2 : 1;
    if (short_run && joined && order_ != DayOrder::unset && rest_.size() > next &&
        run_digits.find(rest_[next]) != run_digits.npos)
      return ordered(run);
    day_ = value_of(run);
    const bool before_name = rest_.size() > 1 && letters.find(rest_[1]) != letters.npos;
    if (rest_.starts_with(". ") || (before_name && (rest_[0] == '-' || rest_[0] == '/'))) rest_.remove_prefix(1);
    return short_run;
  }

  /// Two numbers and a year, between marks of one kind.
  bool ordered(std::string_view first) noexcept {
    const char mark = rest_[0];
    rest_.remove_prefix(1);
    (void)cut_run(rest_, " ");
    const std::string_view second = cut_run(rest_, run_digits);
    if (second.size() > 2 || !rest_.starts_with(mark)) return false;
    rest_.remove_prefix(1);
    (void)cut_run(rest_, " ");
    const std::string_view third = cut_run(rest_, run_digits);
    if (order_ == DayOrder::year_first) {
      year_ = year_of(first), month_ = value_of(second), day_ = value_of(third);
      if (rest_.starts_with('T')) rest_.remove_prefix(1);
      return century_ != 0 && first.size() == 2 && third.size() <= 2;
    }
    day_ = value_of(order_ == DayOrder::day_first ? first : second);
    month_ = value_of(order_ == DayOrder::day_first ? second : first);
    year_ = year_of(third);
    return third.size() == 4 || (century_ != 0 && third.size() == 2);
  }

  /// Of two digits the one year of the hundred that ends in them.
  [[nodiscard]] int year_of(std::string_view run) const noexcept {
    int year = value_of(run);
    if (run.size() == 2)
      while (year < century_) year += 100;
    return year;
  }

  bool clock(int hour) noexcept {
    rest_.remove_prefix(1);
    const int minute = value_of(cut_run(rest_, run_digits));
    int second = 0;
    if (rest_.starts_with(':')) {
      rest_.remove_prefix(1);
      second = value_of(cut_run(rest_, run_digits));
    }
    has_clock_ = minute >= 0 && minute < 60 && second >= 0 && second < 60;
    read_.time = std::chrono::hours{hour} + minutes{minute} + std::chrono::seconds{second};
    return has_clock_ && fraction();
  }

  bool fraction() noexcept {
    const bool point = rest_.starts_with('.') || (rest_.starts_with(',') && !rest_.starts_with(", "));
    if (!point) return true;
    rest_.remove_prefix(1);
    const std::string_view run = cut_run(rest_, run_digits);
    if (run.empty() || run.size() > 9) return false;
    std::int64_t micros = 0;
    for (std::size_t i = 0; i < 6; ++i) micros = micros * 10 + (i < run.size() ? run[i] - '0' : 0);
    read_.time += microseconds{micros};
    return cut_ || run.size() <= 6 || run.find_first_not_of('0', 6) == std::string_view::npos;
  }

  bool offset() noexcept {
    const bool west = rest_[0] == '-';
    rest_.remove_prefix(1);
    std::string_view run = cut_run(rest_, run_digits);
    int h = value_of(run.substr(0, 2)), m = run.size() == 4 ? value_of(run.substr(2)) : 0;
    for (int part = 1; rest_.starts_with(':'); ++part) {
      rest_.remove_prefix(1);
      const int n = value_of(cut_run(rest_, run_digits));
      if (part == 1) m = n;
      if (part > 2 || (part == 2 && n != 0)) return false;
    }
    read_.offset = (west ? -1 : 1) * (std::chrono::hours{h} + minutes{m});
    return (run.size() == 2 || run.size() == 4) && h < 16 && m >= 0 && m < 60;
  }

  [[nodiscard]] std::optional<ReadMoment> moment() noexcept {
    if (year_ <= 0 && month_ <= 0 && day_ <= 0) return has_clock_ ? std::optional(read_) : std::nullopt;
    const std::chrono::year_month_day day{std::chrono::year{year_}, std::chrono::month(static_cast<unsigned>(month_)),
                                          std::chrono::day(static_cast<unsigned>(day_))};
    if (year_ <= 0 || !day.ok() || read_.time > 24h) return std::nullopt;
    read_.has_date = true;
    read_.day = day;
    return read_;
  }

  std::string_view rest_;
  bool cut_;
  DayOrder order_;
  int century_;
  bool has_clock_ = false;
  int year_ = 0, month_ = 0, day_ = 0;
  ReadMoment read_;
};

}  // namespace

std::optional<ReadMoment> parse_words(std::string_view text, bool cut, DayOrder order, int century) noexcept {
  return Words(text, cut, order, century).parse();
}

}  // namespace lite2pg
