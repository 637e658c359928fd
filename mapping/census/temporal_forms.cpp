#include "mapping/census/temporal_forms.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <chrono>

#include "common/ascii.h"
#include "common/text.h"
#include "mapping/codec/encode/times/plain_time.h"

namespace lite2pg {
namespace {

using Marks = std::uint64_t;

constexpr Marks date_only = 1U << 0;
constexpr Marks time_only = 1U << 1;
constexpr Marks date_and_time = 1U << 2;
constexpr Marks blank_between = 1U << 3;
constexpr Marks t_between = 1U << 4;
constexpr Marks with_seconds = 1U << 5;
constexpr Marks without_seconds = 1U << 6;
constexpr Marks irregular = 1U << 7;   ///< Readable, but no format spells it: -00:00, lower-case t and z.
constexpr Marks too_fine = 1U << 8;    ///< Says more than microseconds.
constexpr Marks unreadable = 1U << 9;  ///< No ISO form at all.
constexpr Marks trailing_zero = 1U << 10;
constexpr Marks last_midnight = 1U << 26;  ///< 24:00:00, which only a time of day has.
constexpr int zone_shift = 11;             ///< Five marks, by TemporalFormat::Zone.
constexpr int digits_shift = 16;           ///< Ten marks: how many fraction digits, 0 to 9.
constexpr int zero_shift = 32;             ///< Ten marks: the same, for fractions that are all zeros.
constexpr Marks ten_marks = 0x3FF;
constexpr Marks any_kind = date_only | time_only | date_and_time;
// Fractions as few threes of digits as hold them: which texts have more.
constexpr Marks needless_three = Marks{1} << 42;
constexpr Marks zone_apart = Marks{1} << 43;
constexpr Marks zone_close = Marks{1} << 44;
constexpr Marks off_midnight = Marks{1} << 45;
constexpr Marks whole_number = Marks{1} << 46;    ///< An integer in its only spelling.
constexpr Marks other_number = Marks{1} << 47;    ///< A decimal, an integer with zeros before it.
constexpr Marks no_time_digits = Marks{1} << 48;  ///< A number that is no YYYYMMDDHHMMSS,
constexpr Marks no_date_digits = Marks{1} << 49;  ///< no YYYYMMDD.
constexpr Marks infinite = Marks{1} << 50;
constexpr Marks odd_infinite = Marks{1} << 51;  ///< In other than small letters.
constexpr Marks no_date = Marks{1} << 52;
constexpr Marks offset_seen = Marks{1} << 53;  ///< An offset other than zero.
constexpr Marks numbers = whole_number | other_number;
constexpr Marks strangers = unreadable | numbers | infinite | odd_infinite | no_date;

constexpr Marks zone_mark(TemporalFormat::Zone zone) noexcept { return 1U << (zone_shift + static_cast<int>(zone)); }
constexpr Marks any_zone_marks = 0x1EU << zone_shift;  // All but Zone::none.

constexpr Marks mark_of(TemporalKind kind) noexcept {
  switch (kind) {
    case TemporalKind::date: return date_only;
    case TemporalKind::time:
    case TemporalKind::zoned_time: return time_only;
    case TemporalKind::timestamp: return date_and_time;
  }
  return 0;
}

/// Reads one text from the left. Each step leaves its marks, or says false: not an ISO form.
class Reading {
 public:
  explicit Reading(std::string_view text) noexcept : at_(text.data()), end_(text.data() + text.size()) {}

  [[nodiscard]] bool read() noexcept {
    if (left() >= 3 && at_[2] == ':') {
      marks_ |= time_only;
      return read_clock() && read_zone();
    }
    if (!read_date()) return false;
    if (at_ == end_) {
      marks_ |= date_only;
      return true;
    }
    marks_ |= date_and_time;
    return read_separator() && read_clock() && read_zone();
  }

  [[nodiscard]] Marks marks() const noexcept { return marks_; }
  [[nodiscard]] std::int16_t offset() const noexcept { return offset_; }
  [[nodiscard]] std::int32_t date() const noexcept { return date_; }

 private:
  [[nodiscard]] std::ptrdiff_t left() const noexcept { return end_ - at_; }

  /// Two digits at `p`; more than 99 when they are none.
  [[nodiscard]] static unsigned two(const char* p) noexcept {
    const unsigned tens = static_cast<unsigned char>(p[0] - '0');
    const unsigned ones = static_cast<unsigned char>(p[1] - '0');
    return tens > 9 || ones > 9 ? 100 : tens * 10 + ones;
  }

  [[nodiscard]] bool read_date() noexcept {
    if (left() < 10 || at_[4] != '-' || at_[7] != '-') return false;
    const unsigned century = two(at_);
    const unsigned in_century = two(at_ + 2);
    const unsigned month = two(at_ + 5);
    const unsigned day = two(at_ + 8);
    if (century > 99 || in_century > 99 || month - 1 > 11 || day - 1 > 30) return false;
    const unsigned year = century * 100 + in_century;
    if (year == 0 || day > days_in(year, month)) return false;
    date_ = static_cast<std::int32_t>((year * 16 + month) * 32 + day);
    at_ += 10;
    return true;
  }

  [[nodiscard]] static unsigned days_in(unsigned year, unsigned month) noexcept {
    if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  }

  [[nodiscard]] bool read_separator() noexcept {
    switch (*at_++) {
      case ' ': marks_ |= blank_between; return true;
      case 'T': marks_ |= t_between; return true;
      case 't': marks_ |= irregular; return true;
      default: return false;
    }
  }

  [[nodiscard]] bool read_clock() noexcept {
    if (left() < 5 || at_[2] != ':') return false;
    const unsigned hour = two(at_);
    const unsigned minute = two(at_ + 3);
    if (hour > 24 || minute > 59) return false;
    at_ += 5;
    unsigned second = 0;
    const bool has_seconds = left() >= 3 && *at_ == ':';
    if (has_seconds) {
      second = two(at_ + 1);
      if (second > 59) return false;
      at_ += 3;
    }
    marks_ |= has_seconds ? with_seconds : without_seconds;
    const bool zero_fraction = !has_seconds || read_fraction();
    if (hour + minute + second > 0 || !zero_fraction) marks_ |= off_midnight;
    if (hour < 24) return ok_;
    marks_ |= last_midnight;
    return ok_ && minute == 0 && second == 0 && zero_fraction;
  }

  /// True when there is none or it is zero; clears ok_ when it is malformed.
  bool read_fraction() noexcept {
    if (at_ == end_ || *at_ != '.') {
      marks_ |= Marks{1} << digits_shift;
      return true;
    }
    const char* first = ++at_;
    while (at_ != end_ && is_digit(*at_)) ++at_;
    const auto digits = at_ - first;
    ok_ = digits >= 1 && digits <= 9;
    if (!ok_) return false;
    const bool zero = std::all_of(first, at_, [](char c) { return c == '0'; });
    marks_ |= Marks{1} << (digits_shift + digits);
    if (zero) marks_ |= Marks{1} << (zero_shift + digits);
    if (at_[-1] == '0') marks_ |= trailing_zero;
    if (zero || (digits == 6 && std::all_of(first + 3, at_, [](char c) { return c == '0'; }))) marks_ |= needless_three;
    if (digits > 6 && std::any_of(first + 6, at_, [](char c) { return c != '0'; })) marks_ |= too_fine;
    return zero;
  }

  [[nodiscard]] bool read_zone() noexcept {
    using Zone = TemporalFormat::Zone;
    if (at_ == end_) return mark_zone(Zone::none, 0);
    const bool apart = *at_ == ' ';
    marks_ |= apart ? zone_apart : zone_close;
    if (apart && ++at_ == end_) return false;
    const std::string_view rest(at_, static_cast<std::size_t>(left()));
    if (rest == "UTC") marks_ |= irregular;
    if (rest == "z") marks_ |= irregular;
    if (rest == "UTC" || rest == "Z" || rest == "z") return mark_zone(Zone::z, 0);
    return (rest[0] == '+' || rest[0] == '-') && read_offset(rest.substr(1), rest[0] == '-', apart);
  }

  [[nodiscard]] bool read_offset(std::string_view rest, bool west, bool apart) noexcept {
    using Zone = TemporalFormat::Zone;
    const std::size_t size = std::min(rest.find(' '), rest.size());
    const bool colon = size == 5 && rest[2] == ':';
    if (size != 2 && size != 4 && !colon) return false;
    const unsigned hours = two(rest.data()), minutes = size == 2 ? 0 : two(rest.data() + (colon ? 3 : 2));
    if (hours > 15 || minutes > 59) return false;
    if (size < rest.size() && !(apart && is_name(rest.substr(size)))) return false;
    if (size < rest.size() || (west && hours + minutes == 0)) marks_ |= irregular;
    const int offset = static_cast<int>(hours * 60 + minutes);
    return mark_zone(size == 2 ? Zone::hours : colon ? Zone::colon : Zone::compact, west ? -offset : offset);
  }

  /// " CET m=+0.01": what Go adds to an offset.
  [[nodiscard]] static bool is_name(std::string_view text) noexcept {
    const auto all = [](std::string_view s, auto is) { return !s.empty() && std::all_of(s.begin(), s.end(), is); };
    const std::size_t monotonic = std::min(text.find(" m="), text.size());
    if (monotonic < text.size()) {
      const std::string_view run = text.substr(monotonic + 3);
      const bool number = run.size() > 1 && (run[0] == '+' || run[0] == '-') &&
                          all(run.substr(1), [](char c) { return is_digit(c) || c == '.'; });
      if (!number) return false;
    }
    std::string_view name = text.substr(0, monotonic);
    if (name.empty()) return true;
    name.remove_prefix(1);
    if (name.starts_with('+') || name.starts_with('-')) name.remove_prefix(1);
    return name.size() <= 5 && (all(name, is_digit) || all(name, [](char c) { return c >= 'A' && c <= 'Z'; }));
  }

  [[nodiscard]] bool mark_zone(TemporalFormat::Zone form, int offset) noexcept {
    marks_ |= zone_mark(form);
    if (offset != 0) marks_ |= offset_seen;
    offset_ = static_cast<std::int16_t>(offset);
    return true;
  }

  const char* at_;
  const char* end_;
  Marks marks_ = 0;
  std::int16_t offset_ = 0;
  std::int32_t date_ = 0;
  bool ok_ = true;
};

bool is_number(std::string_view text) noexcept {
  const std::size_t sign = text[0] == '-' ? 1 : 0;
  if (text.size() <= sign || text.size() > sign + 29) return false;
  int points = 0;
  for (const char c : text.substr(sign)) {
    if (c == '.') ++points;
    if ((c < '0' || c > '9') && c != '.') return false;
  }
  return points <= 1 && text[sign] != '.' && text.back() != '.';
}

/// Whether digits are a date, or a date and a time of day.
bool is_calendar(std::string_view digits) noexcept {
  std::array<char, 19> iso = {'0', '0', '0', '0', '-', '0', '0', '-', '0', '0',
                              ' ', '0', '0', ':', '0', '0', ':', '0', '0'};
  std::size_t at = 0;
  for (const char c : digits) {
    if (iso[at] != '0') ++at;
    iso[at++] = c;
  }
  Reading reading({iso.data(), iso.size()});
  return reading.read() && (reading.marks() & last_midnight) == 0;
}

Marks marks_of_number(std::string_view text) noexcept {
  const std::size_t sign = text[0] == '-' ? 1 : 0;
  const bool point = text.find('.') != std::string_view::npos;
  const bool plain = !point && text.size() - sign <= 18 && (text[sign] != '0' || text.size() == 1);
  Marks marks = plain ? whole_number : other_number;
  const bool unsigned_digits = plain && sign == 0;
  if (!unsigned_digits || text.size() != 14 || !is_calendar(text)) marks |= no_time_digits;
  if (!unsigned_digits || text.size() != 8 || !is_calendar(text)) marks |= no_date_digits;
  return marks;
}

bool says_no_date(std::string_view text) noexcept {
  return text == "NaN" ||
         (text.starts_with("0000-00-00") && text.find_first_not_of("0:.TZ+- ") == std::string_view::npos);
}

}  // namespace

TextSays TemporalForms::add(std::string_view text) noexcept {
  Reading reading(text);
  if (!reading.read()) return add_stranger(text);
  return add_moment(reading.marks(), reading.offset(), reading.date());
}

TextSays TemporalForms::add_moment(std::uint64_t seen, std::int16_t offset, std::int32_t date) noexcept {
  marks |= seen;
  if ((seen & any_zone_marks) != 0) {
    offset_min = std::min(offset_min, offset);
    offset_max = std::max(offset_max, offset);
  }
  if ((seen & date_and_time) != 0) {
    date_min = std::min(date_min, date);
    date_max = std::max(date_max, date);
  }
  return TextSays::moment;
}

TextSays TemporalForms::add_stranger(std::string_view text) noexcept {
  if (is_number(text)) {
    marks |= marks_of_number(text);
    double n = 0;
    std::from_chars(text.data(), text.data() + text.size(), n);
    number_min = std::min(number_min, n);
    number_max = std::max(number_max, n);
    return TextSays::number;
  }
  const std::string_view word = text.substr(text[0] == '-' ? 1 : 0);
  if (equals_ignoring_case(word, "infinity")) {
    marks |= word == "infinity" ? infinite : odd_infinite;
    return TextSays::infinity;
  }
  PlainTimeRoom room;
  if (const auto plain = plain_time(text, room)) {
    Reading reading(*plain);
    if (reading.read()) return add_moment(reading.marks() | irregular, reading.offset(), reading.date());
  }
  marks |= says_no_date(text) ? no_date : unreadable;
  return says_no_date(text) ? TextSays::no_date : TextSays::nothing;
}

void TemporalForms::merge(const TemporalForms& other) noexcept {
  marks |= other.marks;
  offset_min = std::min(offset_min, other.offset_min);
  offset_max = std::max(offset_max, other.offset_max);
  date_min = std::min(date_min, other.date_min);
  date_max = std::max(date_max, other.date_max);
  number_min = std::min(number_min, other.number_min);
  number_max = std::max(number_max, other.number_max);
}

bool TemporalForms::all_at_midnight() const noexcept {
  return !has(strangers | off_midnight | time_only | last_midnight) && has(any_kind) && !has(offset_seen);
}

std::optional<std::int32_t> TemporalForms::constant_date() const noexcept {
  if (!has(date_and_time) || date_min != date_max) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{date_min / 512},
                                         std::chrono::month{static_cast<unsigned>(date_min / 32 % 16)},
                                         std::chrono::day{static_cast<unsigned>(date_min % 32)}};
  const std::chrono::sys_days from{std::chrono::year{2000} / 1 / 1};
  return static_cast<std::int32_t>((std::chrono::sys_days{date} - from).count());
}

bool TemporalForms::only_integers() const noexcept {
  return has(whole_number) && !has(any_kind | (strangers & ~whole_number));
}

bool TemporalForms::any_number() const noexcept { return has(numbers); }
bool TemporalForms::any_odd_number() const noexcept { return has(other_number); }

bool TemporalForms::all_digits(TemporalKind kind) const noexcept {
  return has(whole_number) && !has(other_number) && !has(kind == TemporalKind::date ? no_date_digits : no_time_digits);
}

bool TemporalForms::any_moment() const noexcept { return has(any_kind); }
bool TemporalForms::any_clock_alone() const noexcept { return has(time_only); }
bool TemporalForms::any_infinity() const noexcept { return has(infinite | odd_infinite); }
bool TemporalForms::any_no_date() const noexcept { return has(no_date); }
bool TemporalForms::any_too_fine() const noexcept { return has(too_fine); }

bool TemporalForms::any_zone() const noexcept { return has(any_zone_marks); }

bool TemporalForms::any_without_zone() const noexcept {
  return has(date_only) || has(zone_mark(TemporalFormat::Zone::none));
}

bool TemporalForms::only(TemporalKind kind) const noexcept {
  return (marks & (any_kind | (strangers & ~infinite))) == mark_of(kind);
}

bool TemporalForms::all_readable(TemporalKind kind, bool cut) const noexcept {
  if (has(strangers & ~(infinite | odd_infinite)) || (has(too_fine) && !cut) || !has(any_kind)) return false;
  const Marks accepted = kind == TemporalKind::timestamp ? date_and_time | date_only : mark_of(kind);
  return (marks & any_kind & ~accepted) == 0 && !(any_zone() && any_without_zone());
}

/// The rule by which fractions are written, when one explains all of them; of several, the simplest.
bool TemporalForms::spell_fraction(TemporalFormat& format) const noexcept {
  const auto seen = static_cast<unsigned>((marks >> digits_shift) & ten_marks);
  const auto zeros = static_cast<unsigned>((marks >> zero_shift) & ten_marks);
  if (seen <= 1) return true;
  const auto most = static_cast<int>(std::bit_width(seen)) - 1;
  format.digits = static_cast<std::uint8_t>(most);
  const unsigned most_only = 1U << most;
  constexpr unsigned threes = 1U << 0 | 1U << 3 | 1U << 6;
  if (seen == most_only) {
    format.fraction = TemporalFormat::Fraction::fixed;
  } else if (seen == (most_only | 1) && zeros == 0) {
    format.fraction = TemporalFormat::Fraction::zero_left;
  } else if (most <= 6 && !has(trailing_zero)) {
    format.fraction = TemporalFormat::Fraction::trimmed;
  } else if ((seen & ~threes) == 0 && !has(needless_three)) {
    format.fraction = TemporalFormat::Fraction::threes;
    format.digits = 6;
  } else {
    return false;
  }
  return true;
}

bool TemporalForms::spell_time(TemporalFormat& format) const noexcept {
  if (has(with_seconds) && has(without_seconds)) return false;
  format.seconds = !has(without_seconds);
  return spell_fraction(format);
}

bool TemporalForms::spell_zone(TemporalFormat& format, bool any_offset) const noexcept {
  const auto seen = static_cast<unsigned>((marks >> zone_shift) & 0x1F);
  if (std::popcount(seen) != 1 || (has(zone_apart) && has(zone_close))) return false;
  format.zone = static_cast<TemporalFormat::Zone>(std::countr_zero(seen));
  if (format.zone == TemporalFormat::Zone::none) return true;
  format.zone_apart = has(zone_apart);
  if (any_offset) return true;
  if (offset_min != offset_max) return false;
  format.offset_minutes = offset_min;
  return true;
}

/// A time of day, alone or after a date that is always the same; zones must not shift it.
bool TemporalForms::spell_clock(TemporalFormat& format) const noexcept {
  if (only(TemporalKind::time)) return format.zone == TemporalFormat::Zone::none;
  const auto date = constant_date();
  if (!only(TemporalKind::timestamp) || !date || format.offset_minutes != 0) return false;
  format.dated = true;
  format.date = *date;
  return true;
}

std::optional<TemporalFormat> TemporalForms::exact_format(TemporalKind kind) const noexcept {
  TemporalFormat format;
  const bool clock = kind == TemporalKind::time || kind == TemporalKind::zoned_time;
  format.infinite = has(infinite) && !clock;
  if (has(irregular) || has(too_fine) || (has(last_midnight) && !(clock && only(kind)))) return std::nullopt;
  if (!clock && only(TemporalKind::date)) {
    format.midnight = kind == TemporalKind::timestamp;
    return format;
  }
  if (kind == TemporalKind::date || (clock && has(infinite))) return std::nullopt;
  if (!spell_time(format) || !spell_zone(format, kind == TemporalKind::zoned_time)) return std::nullopt;
  if (has(blank_between) && has(t_between)) return std::nullopt;
  format.separator = has(t_between) ? 'T' : ' ';
  if (kind == TemporalKind::time) return spell_clock(format) ? std::optional(format) : std::nullopt;
  return only(kind) ? std::optional(format) : std::nullopt;
}

}  // namespace lite2pg
