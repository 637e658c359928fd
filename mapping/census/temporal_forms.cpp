#include "mapping/census/temporal_forms.h"

#include <algorithm>
#include <bit>

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
constexpr Marks kinds = date_only | time_only | date_and_time;

constexpr Marks zone_mark(TemporalFormat::Zone zone) noexcept { return 1U << (zone_shift + static_cast<int>(zone)); }
constexpr Marks any_zone_marks = 0x1EU << zone_shift;  // All but Zone::none.

constexpr Marks mark_of(TemporalKind kind) noexcept {
  switch (kind) {
    case TemporalKind::date:
      return date_only;
    case TemporalKind::time:
      return time_only;
    case TemporalKind::timestamp:
      return date_and_time;
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

 private:
  [[nodiscard]] std::ptrdiff_t left() const noexcept { return end_ - at_; }
  [[nodiscard]] static bool is_digit(char c) noexcept { return static_cast<unsigned char>(c - '0') <= 9; }

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
    at_ += 10;
    return true;
  }

  [[nodiscard]] static unsigned days_in(unsigned year, unsigned month) noexcept {
    if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  }

  [[nodiscard]] bool read_separator() noexcept {
    switch (*at_++) {
      case ' ':
        marks_ |= blank_between;
        return true;
      case 'T':
        marks_ |= t_between;
        return true;
      case 't':
        marks_ |= irregular;
        return true;
      default:
        return false;
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
    if (digits > 6 && std::any_of(first + 6, at_, [](char c) { return c != '0'; })) marks_ |= too_fine;
    return zero;
  }

  [[nodiscard]] bool read_zone() noexcept {
    using Zone = TemporalFormat::Zone;
    if (at_ == end_) return mark_zone(Zone::none, 0);
    const char sign = *at_++;
    if (sign == 'Z' || sign == 'z') {
      if (sign == 'z') marks_ |= irregular;
      return at_ == end_ && mark_zone(Zone::z, 0);
    }
    if ((sign != '+' && sign != '-') || left() < 2) return false;
    const unsigned hours = two(at_);
    at_ += 2;
    const bool colon = left() == 3 && *at_ == ':';
    if (colon) ++at_;
    if (left() != 0 && left() != 2) return false;
    const Zone form = left() == 0 ? Zone::hours : colon ? Zone::colon : Zone::compact;
    const unsigned minutes = left() == 0 ? 0 : two(at_);
    if (hours > 15 || minutes > 59) return false;
    const int offset = static_cast<int>(hours * 60 + minutes);
    if (sign == '-' && offset == 0) marks_ |= irregular;
    return mark_zone(form, sign == '-' ? -offset : offset);
  }

  [[nodiscard]] bool mark_zone(TemporalFormat::Zone form, int offset) noexcept {
    marks_ |= zone_mark(form);
    offset_ = static_cast<std::int16_t>(offset);
    return true;
  }

  const char* at_;
  const char* end_;
  Marks marks_ = 0;
  std::int16_t offset_ = 0;
  bool ok_ = true;
};

}  // namespace

bool TemporalForms::add(std::string_view text) noexcept {
  Reading reading(text);
  if (!reading.read()) {
    marks |= unreadable;
    return false;
  }
  marks |= reading.marks();
  if ((reading.marks() & any_zone_marks) != 0) {
    offset_min = std::min(offset_min, reading.offset());
    offset_max = std::max(offset_max, reading.offset());
  }
  return true;
}

void TemporalForms::merge(const TemporalForms& other) noexcept {
  marks |= other.marks;
  offset_min = std::min(offset_min, other.offset_min);
  offset_max = std::max(offset_max, other.offset_max);
}

bool TemporalForms::any_zone() const noexcept { return has(any_zone_marks); }

bool TemporalForms::any_without_zone() const noexcept {
  return has(date_only) || has(zone_mark(TemporalFormat::Zone::none));
}

bool TemporalForms::only(TemporalKind kind) const noexcept { return (marks & (kinds | unreadable)) == mark_of(kind); }

bool TemporalForms::all_readable(TemporalKind kind, bool cut) const noexcept {
  if (has(unreadable) || (has(too_fine) && !cut) || !has(kinds)) return false;
  const Marks accepted = kind == TemporalKind::timestamp ? date_and_time | date_only : mark_of(kind);
  return (marks & kinds & ~accepted) == 0 && !(any_zone() && any_without_zone());
}

/// The rule by which fractions are written, when one explains all of them; of several, the simplest.
bool TemporalForms::spell_fraction(TemporalFormat& format) const noexcept {
  const auto seen = static_cast<unsigned>((marks >> digits_shift) & ten_marks);
  const auto zeros = static_cast<unsigned>((marks >> zero_shift) & ten_marks);
  if (seen <= 1) return true;
  const int most = std::bit_width(seen) - 1;
  if (most > 6) return false;
  format.digits = static_cast<std::uint8_t>(most);
  const unsigned most_only = 1U << most;
  if (seen == most_only) {
    format.fraction = TemporalFormat::Fraction::fixed;
  } else if (seen == (most_only | 1) && zeros == 0) {
    format.fraction = TemporalFormat::Fraction::zero_left;
  } else if (!has(trailing_zero)) {
    format.fraction = TemporalFormat::Fraction::trimmed;
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

bool TemporalForms::spell_zone(TemporalFormat& format) const noexcept {
  const auto seen = static_cast<unsigned>((marks >> zone_shift) & 0x1F);
  if (std::popcount(seen) != 1) return false;
  format.zone = static_cast<TemporalFormat::Zone>(std::countr_zero(seen));
  if (format.zone == TemporalFormat::Zone::none) return true;
  if (offset_min != offset_max) return false;
  format.offset_minutes = offset_min;
  return true;
}

std::optional<TemporalFormat> TemporalForms::exact_format(TemporalKind kind) const noexcept {
  TemporalFormat format;
  if (has(irregular) || has(too_fine) || (has(last_midnight) && kind != TemporalKind::time)) return std::nullopt;
  if (kind != TemporalKind::time && only(TemporalKind::date)) {
    format.midnight = kind == TemporalKind::timestamp;
    return format;
  }
  if (kind == TemporalKind::date || !only(kind) || !spell_time(format) || !spell_zone(format)) return std::nullopt;
  if (kind == TemporalKind::time) {
    if (format.zone != TemporalFormat::Zone::none) return std::nullopt;
    return format;
  }
  if (has(blank_between) && has(t_between)) return std::nullopt;
  format.separator = has(t_between) ? 'T' : ' ';
  return format;
}

}  // namespace lite2pg
