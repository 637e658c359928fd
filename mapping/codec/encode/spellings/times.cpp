// Clocks without a colon, months and years.
#include <algorithm>
#include <array>

#include "common/ascii.h"
#include "common/text.h"
#include "mapping/codec/encode/spellings/steps.h"

namespace lite2pg {
namespace {

bool are_digits(std::string_view s, std::size_t least, std::size_t most) noexcept {
  return s.size() >= least && s.size() <= most && std::ranges::all_of(s, is_digit);
}

void append_two(std::string_view digits, std::string& out) {
  if (digits.size() < 2) out += '0';
  out += digits;
}

bool write_clock(std::string_view hours, std::string_view minutes, std::string& plain) {
  if (!are_digits(hours, 1, 2) || !(minutes.empty() || are_digits(minutes, 2, 2))) return false;
  append_two(hours, plain);
  plain += ':';
  plain += minutes.empty() ? "00" : minutes;
  plain += ":00";
  return true;
}

/// 8.30 h, 8.30 Uhr
std::string_view without_hour_word(std::string_view s) noexcept {
  for (const std::string_view word : {"uhr", "h"})
    if (s.size() > word.size() && equals_ignoring_case(s.substr(s.size() - word.size()), word) &&
        s.find('.') != std::string_view::npos)
      return without_blanks(s.substr(0, s.size() - word.size()));
  return s;
}

constexpr std::string_view month_words[] = {"january", "february", "march",     "april",   "may",      "june",
                                            "july",    "august",   "september", "october", "november", "december"};

/// "11", or of a name, whole or its first three letters; empty: none.
std::string month_number(std::string_view word) {
  std::string number;
  if (are_digits(word, 1, 2)) {
    append_two(word, number);
    return number > "12" || number == "00" ? "" : number;
  }
  for (std::size_t i = 0; i < std::size(month_words); ++i)
    if (equals_ignoring_case(word, month_words[i]) || equals_ignoring_case(word, month_words[i].substr(0, 3)))
      append_two(std::to_string(i + 1), number);
  return number;
}

bool is_year(std::string_view s) noexcept { return are_digits(s, 4, 4) && s >= "1000"; }

bool write_month(std::string_view year, std::string_view month, std::string& plain) {
  const std::string number = month_number(month);
  if (!is_year(year) || number.empty()) return false;
  plain.append(year).append("-").append(number).append("-01");
  return true;
}

}  // namespace

bool read_hhmm(std::string_view text, std::string& plain) {
  const std::string_view s = without_hour_word(without_blanks(text));
  if (are_digits(s, 3, 4)) return write_clock(s.substr(0, s.size() - 2), s.substr(s.size() - 2), plain);
  const std::size_t mark = s.find_first_not_of("0123456789");
  if (mark == std::string_view::npos) return false;
  const std::string_view rest = without_blanks(s.substr(mark));
  const bool point = rest[0] == '.', letter = rest[0] == 'h' || rest[0] == 'H';
  const std::string_view minutes = without_blanks(rest.substr(1));
  return (letter || (point && !minutes.empty())) && write_clock(s.substr(0, mark), minutes, plain);
}

bool read_hhmmss(std::string_view text, std::string& plain) {
  constexpr std::size_t clock_digits = 6;
  const std::string_view s = without_blanks(text), fraction = s.substr(std::min(s.size(), clock_digits));
  if (!are_digits(s.substr(0, clock_digits), clock_digits, clock_digits)) return false;
  if (!fraction.empty() && (fraction[0] != '.' || !are_digits(fraction.substr(1), 1, 9))) return false;
  plain.append(s.substr(0, 2)).append(":").append(s.substr(2, 2)).append(":").append(s.substr(4, 2)).append(fraction);
  return true;
}

bool read_month(std::string_view text, std::string& plain) {
  const std::string_view s = without_blanks(text);
  constexpr std::size_t joined = 6;
  if (are_digits(s, joined, joined))
    return s >= "1800" && s < "2200" && write_month(s.substr(0, 4), s.substr(4), plain);
  const std::size_t mark = s.find_first_of("-/. ");
  if (mark == std::string_view::npos || mark + 1 == s.size()) return false;
  const std::string_view first = s.substr(0, mark), second = s.substr(mark + 1);
  return is_year(first) ? write_month(first, second, plain) : write_month(second, first, plain);
}

bool read_year(std::string_view text, std::string& plain) {
  const std::string_view s = without_blanks(text);
  if (!is_year(s)) return false;
  plain.append(s).append("-01-01");
  return true;
}

bool read_first_day(std::string_view text, std::string& plain) {
  return read_year(text, plain) || read_month(text, plain);
}

}  // namespace lite2pg
