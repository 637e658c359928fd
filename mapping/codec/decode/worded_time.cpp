#include "mapping/codec/decode/worded_time.h"

#include <charconv>

namespace lite2pg {
namespace {

using std::chrono::microseconds;
using std::chrono::minutes;
using namespace std::chrono_literals;

constexpr std::string_view digits = "0123456789";
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
  Words(std::string_view text, bool cut) noexcept : rest_(text), cut_(cut) {}

  std::optional<ReadMoment> parse() noexcept {
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
    return digits.find(rest_[0]) != std::string_view::npos ? number() : name();
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
      return true;
    }
    return word.size() >= 3 && is_weekday(word);
  }

  /// A year, a day, a date in one run, or the first part of a date or of a clock.
  bool number() noexcept {
    const std::string_view run = cut_run(rest_, digits);
    if (rest_.starts_with(':')) return clock(value_of(run));
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
      const std::string_view mark = rest_.substr(0, 1);
      if (mark != "-" && mark != "/") return true;
      rest_.remove_prefix(1);
      month_ = value_of(cut_run(rest_, digits));
      if (!rest_.starts_with(mark)) return false;
      rest_.remove_prefix(1);
      day_ = value_of(cut_run(rest_, digits));
      return true;
    }
    day_ = value_of(run);
    return run.size() <= 2;
  }

  bool clock(int hour) noexcept {
    rest_.remove_prefix(1);
    const int minute = value_of(cut_run(rest_, digits));
    int second = 0;
    if (rest_.starts_with(':')) {
      rest_.remove_prefix(1);
      second = value_of(cut_run(rest_, digits));
    }
    has_clock_ = minute >= 0 && minute < 60 && second >= 0 && second < 60;
    read_.time = std::chrono::hours{hour} + minutes{minute} + std::chrono::seconds{second};
    return has_clock_ && fraction();
  }

  bool fraction() noexcept {
    const bool point = rest_.starts_with('.') || (rest_.starts_with(',') && !rest_.starts_with(", "));
    if (!point) return true;
    rest_.remove_prefix(1);
    const std::string_view run = cut_run(rest_, digits);
    if (run.empty() || run.size() > 9) return false;
    std::int64_t micros = 0;
    for (std::size_t i = 0; i < 6; ++i) micros = micros * 10 + (i < run.size() ? run[i] - '0' : 0);
    read_.time += microseconds{micros};
    return cut_ || run.size() <= 6 || run.find_first_not_of('0', 6) == std::string_view::npos;
  }

  bool offset() noexcept {
    const bool west = rest_[0] == '-';
    rest_.remove_prefix(1);
    std::string_view run = cut_run(rest_, digits);
    int h = value_of(run.substr(0, 2)), m = run.size() == 4 ? value_of(run.substr(2)) : 0;
    for (int part = 1; rest_.starts_with(':'); ++part) {
      rest_.remove_prefix(1);
      const int n = value_of(cut_run(rest_, digits));
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
  bool has_clock_ = false;
  int year_ = 0, month_ = 0, day_ = 0;
  ReadMoment read_;
};

}  // namespace

std::optional<ReadMoment> parse_words(std::string_view text, bool cut) noexcept { return Words(text, cut).parse(); }

}  // namespace lite2pg
