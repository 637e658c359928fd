// Clocks without a colon, months and years.
#include <array>
#include <charconv>

#include "mapping/codec/decode/spellings/steps.h"

namespace lite2pg {
namespace {

constexpr std::string_view clock_digits = "0123456789";

/// The value of so many digits; -1 for anything else.
int value_of_digits(std::string_view s, std::size_t least, std::size_t most) noexcept {
  if (s.size() < least || s.size() > most || s.find_first_not_of(clock_digits) != std::string_view::npos) return -1;
  int n = 0;
  std::from_chars(s.data(), s.data() + s.size(), n);
  return n;
}

void spell_padded(int n, std::size_t width, std::string& plain) {
  const std::string number = std::to_string(n);
  plain.append(width - number.size(), '0').append(number);
}

bool spell_clock(int hour, int minute, std::string& plain) {
  if (hour < 0 || minute < 0) return false;
  spell_padded(hour, 2, plain);
  plain += ':';
  spell_padded(minute, 2, plain);
  plain += ":00";
  return true;
}

char small(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

std::string small_letters(std::string_view s) {
  std::string all(s);
  for (char& c : all) c = small(c);
  return all;
}

/// 1 to 12; 0: none.
int month_of_year(std::string_view word) {
  constexpr std::array names = {"january", "february", "march",     "april",   "may",      "june",
                                "july",    "august",   "september", "october", "november", "december"};
  if (const int n = value_of_digits(word, 1, 2); n >= 1 && n <= 12) return n;
  const std::string name = small_letters(word);
  for (std::size_t i = 0; i < names.size(); ++i)
    if (name == names[i] || name == std::string(names[i]).substr(0, 3)) return static_cast<int>(i) + 1;
  return 0;
}

}  // namespace

bool mean_hhmm(std::string_view text, std::string& plain) {
  std::string s = small_letters(stripped(text));
  const bool pointed = s.find('.') != std::string::npos;
  if (pointed && s.ends_with("uhr"))
    s.resize(s.size() - 3);
  else if (pointed && s.ends_with('h'))
    s.resize(s.size() - 1);
  s = stripped(s);
  if (const int joined = value_of_digits(s, 3, 4); joined >= 0) return spell_clock(joined / 100, joined % 100, plain);
  const std::size_t mark = s.find_first_of(pointed ? "." : "h");
  if (mark == std::string::npos || mark == 0) return false;
  const std::string_view hours =
      pointed ? std::string_view(s).substr(0, mark) : stripped(std::string_view(s).substr(0, mark));
  const std::string_view minutes = stripped(std::string_view(s).substr(mark + 1));
  if (minutes.empty() && !pointed) return spell_clock(value_of_digits(hours, 1, 2), 0, plain);
  return spell_clock(value_of_digits(stripped(hours), 1, 2), value_of_digits(minutes, 2, 2), plain);
}

bool mean_hhmmss(std::string_view text, std::string& plain) {
  const std::string_view s = stripped(text);
  const std::size_t point = s.find('.');
  const int clock = value_of_digits(s.substr(0, point), 6, 6);
  if (clock < 0) return false;
  spell_padded(clock / 10000, 2, plain);
  plain += ':';
  spell_padded(clock / 100 % 100, 2, plain);
  plain += ':';
  spell_padded(clock % 100, 2, plain);
  if (point == std::string_view::npos) return true;
  plain += s.substr(point);
  return value_of_digits(s.substr(point + 1), 1, 9) >= 0;
}

bool mean_month(std::string_view text, std::string& plain) {
  const std::string_view s = stripped(text);
  int year = value_of_digits(s.substr(0, 4), 4, 4);
  int month = 0;
  if (const int joined = value_of_digits(s, 6, 6); joined >= 0) {
    if (joined < 180000 || joined >= 220000) return false;
    month = joined % 100;
  } else if (year >= 0 && s.size() > 5 && std::string_view("-/. ").find(s[4]) != std::string_view::npos) {
    month = month_of_year(s.substr(5));
  } else if (s.size() > 5 && std::string_view("-/. ").find(s[s.size() - 5]) != std::string_view::npos) {
    year = value_of_digits(s.substr(s.size() - 4), 4, 4);
    month = month_of_year(s.substr(0, s.size() - 5));
  }
  if (year < 1000 || month < 1 || month > 12) return false;
  spell_padded(year, 4, plain);
  plain += '-';
  spell_padded(month, 2, plain);
  plain += "-01";
  return true;
}

bool mean_year(std::string_view text, std::string& plain) {
  const int year = value_of_digits(stripped(text), 4, 4);
  if (year < 1000) return false;
  plain = std::to_string(year) + "-01-01";
  return true;
}

bool mean_first_day(std::string_view text, std::string& plain) {
  return mean_year(text, plain) || mean_month(text, plain);
}

}  // namespace lite2pg
