#include "mapping/codec/encode/times/iso.h"

#include <algorithm>
#include <array>

#include "common/ascii.h"

namespace lite2pg {
namespace {

using Zone = TemporalFormat::Zone;
using Fraction = TemporalFormat::Fraction;

constexpr std::int64_t iso_second = 1'000'000;

constexpr bool is_capital(char c) noexcept { return c >= 'A' && c <= 'Z'; }

/// Days from 2000-01-01 in the proleptic Gregorian calendar: years begin in March, so that the leap day comes last; 400
/// of them have 146097 days (http://howardhinnant.github.io/date_algorithms.html, days_from_civil).
constexpr std::int32_t days_of(int year, int month, int day) noexcept {
  const int y = month <= 2 ? year - 1 : year;
  const int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return y * 365 + y / 4 - y / 100 + y / 400 + day_of_year - 730425;
}
static_assert(days_of(2000, 1, 1) == 0 && days_of(1970, 1, 1) == -10957 && days_of(2000, 3, 1) == 60);

constexpr int days_in(int year, int month) noexcept {
  constexpr std::array<std::uint8_t, 13> days = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return days[static_cast<std::size_t>(month)] + (leap && month == 2 ? 1 : 0);
}

/// Reads from the left; a step that returns false has met something else.
class IsoReader {
 public:
  IsoReader(std::string_view text, IsoText& iso) noexcept : at_(text.data()), end_(at_ + text.size()), iso_(iso) {}

  Misfit read() noexcept {
    if (left() >= 3 && at_[2] == ':') return as_misfit(clock() && zone());
    if (const Misfit m = date(); m != Misfit::none) return m;
    return as_misfit(at_ == end_ || (separator() && clock() && zone()));
  }

 private:
  static Misfit as_misfit(bool good) noexcept { return good ? Misfit::none : Misfit::bad_syntax; }
  [[nodiscard]] std::ptrdiff_t left() const noexcept { return end_ - at_; }

  /// Two digits; anything above 99 when they are none, so that range checks catch it.
  [[nodiscard]] static int two(const char* p) noexcept {
    const int tens = static_cast<unsigned char>(p[0] - '0');
    const int ones = static_cast<unsigned char>(p[1] - '0');
    return tens > 9 || ones > 9 ? 1000 : tens * 10 + ones;
  }

  Misfit date() noexcept {
    if (left() < 10 || at_[4] != '-' || at_[7] != '-') return far_date();
    const int century = two(at_), year = two(at_ + 2), month = two(at_ + 5), day = two(at_ + 8);
    if (century > 99 || year > 99 || month < 1 || month > 12) return Misfit::bad_syntax;
    const int full = century * 100 + year;
    if (day < 1 || day > days_in(full, month)) return Misfit::bad_syntax;
    if (full == 0 || std::string_view(at_, static_cast<std::size_t>(left())).ends_with(" BC"))
      return Misfit::out_of_range;
    iso_.days = days_of(full, month, day);
    iso_.has_date = true;
    at_ += 10;
    return Misfit::none;
  }

  /// [+-]Y...YYYY-MM-DD: a date, though of no year that we carry.
  [[nodiscard]] Misfit far_date() const noexcept {
    const char* p = at_;
    if (p != end_ && (*p == '-' || *p == '+')) ++p;
    const char* const year = p;
    while (p != end_ && is_digit(*p)) ++p;
    const bool far =
        p - year >= 4 && end_ - p >= 6 && p[0] == '-' && p[3] == '-' && two(p + 1) <= 12 && two(p + 4) <= 31;
    return far ? Misfit::out_of_range : Misfit::bad_syntax;
  }

  bool separator() noexcept {
    iso_.separator = *at_++;
    iso_.irregular = iso_.separator == 't';
    return iso_.separator == ' ' || iso_.separator == 'T' || iso_.irregular;
  }

  bool clock() noexcept {
    if (left() < 5 || at_[2] != ':') return false;
    const int hour = two(at_), minute = two(at_ + 3);
    if (hour > 24 || minute > 59) return false;
    iso_.has_clock = true;
    iso_.micros = (hour * 3600LL + minute * 60LL) * iso_second;
    at_ += 5;
    if (!seconds()) return false;
    if (hour < 24) return true;
    iso_.irregular = true;
    return iso_.micros == 86400 * iso_second && !iso_.too_fine;
  }

  bool seconds() noexcept {
    if (at_ == end_ || *at_ != ':') return true;
    if (left() < 3) return false;
    const int s = two(at_ + 1);
    if (s > 59) return false;
    iso_.has_seconds = true;
    iso_.micros += s * iso_second;
    at_ += 3;
    return at_ == end_ || *at_ != '.' || fraction();
  }

  bool fraction() noexcept {
    const char* const first = ++at_;
    std::int64_t micros = 0;
    for (std::int64_t unit = iso_second / 10; at_ != end_ && is_digit(*at_); ++at_, unit /= 10) {
      micros += (*at_ - '0') * unit;
      if (unit == 0 && *at_ != '0') iso_.too_fine = true;
    }
    const auto digits = at_ - first;
    if (digits < 1 || digits > 9) return false;
    iso_.digits = static_cast<std::uint8_t>(digits);
    iso_.ends_in_zero = at_[-1] == '0';
    iso_.micros += micros;
    return true;
  }

  bool zone() noexcept {
    if (at_ == end_) return true;
    if (*at_ == ' ') {
      iso_.zone_apart = true;
      if (++at_ == end_) return false;
    }
    const char sign = *at_;
    if (sign == '+' || sign == '-') {
      ++at_;
      return offset(sign == '-') && (at_ == end_ || (iso_.zone_apart && name()));
    }
    iso_.zone = Zone::z;
    if (take_word() == "UTC") return iso_.irregular = true;
    if (sign != 'Z' && sign != 'z') return false;
    if (sign == 'z') {
      iso_.irregular = true;
      ++at_;
    }
    return at_ == end_;
  }

  /// PostgreSQL takes offsets below 16 hours.
  bool offset(bool negative) noexcept {
    std::ptrdiff_t size = 0;
    while (size < left() && at_[size] != ' ') ++size;
    const bool colon = size == 5 && at_[2] == ':';
    if (size != 2 && size != 4 && !colon) return false;
    iso_.zone = size == 2 ? Zone::hours : colon ? Zone::colon : Zone::compact;
    const int hours = two(at_);
    const int minutes = size == 2 ? 0 : two(at_ + (colon ? 3 : 2));
    if (hours > 15 || minutes > 59) return false;
    const int total = hours * 60 + minutes;
    if (negative && total == 0) iso_.irregular = true;
    iso_.offset = static_cast<std::int16_t>(negative ? -total : total);
    at_ += size;
    return true;
  }

  /// The letters ahead.
  std::string_view take_word() noexcept {
    const char* const first = at_;
    while (at_ != end_ && is_capital(*at_)) ++at_;
    if (at_ == end_) return {first, static_cast<std::size_t>(at_ - first)};
    at_ = first;
    return {};
  }

  /// What Go adds to an offset: the zone's name, and how long the process has run.
  bool name() noexcept {
    iso_.irregular = true;
    std::string_view rest(at_, static_cast<std::size_t>(left()));
    if (const std::size_t monotonic = rest.find(" m="); monotonic != std::string_view::npos) {
      if (!is_run_time(rest.substr(monotonic + 3))) return false;
      rest = rest.substr(0, monotonic);
    }
    at_ = end_;
    if (rest.empty()) return true;
    rest.remove_prefix(1);
    if (rest.starts_with('+') || rest.starts_with('-')) rest.remove_prefix(1);
    return !rest.empty() && rest.size() <= 5 &&
           (std::ranges::all_of(rest, is_digit) || std::ranges::all_of(rest, is_capital));
  }

  [[nodiscard]] static bool is_run_time(std::string_view text) noexcept {
    return text.size() >= 2 && (text[0] == '+' || text[0] == '-') &&
           std::ranges::all_of(text.substr(1), [](char c) { return is_digit(c) || c == '.'; });
  }

  const char* at_;
  const char* end_;
  IsoText& iso_;
};

bool is_fraction_spelled(const TemporalFormat& f, const IsoText& iso) noexcept {
  switch (f.fraction) {
    case Fraction::none: return iso.digits == 0;
    case Fraction::fixed: return iso.digits == f.digits;
    case Fraction::zero_left: return iso.micros % iso_second == 0 ? iso.digits == 0 : iso.digits == f.digits;
    case Fraction::trimmed: return iso.digits <= f.digits && !iso.ends_in_zero;
    case Fraction::threes:
      if (iso.digits == 3) return iso.micros % iso_second != 0;
      return iso.digits == 0 || (iso.digits == 6 && iso.micros % 1'000 != 0);
  }
  return false;
}

}  // namespace

Misfit read_iso(std::string_view text, IsoText& iso) noexcept { return IsoReader(text, iso).read(); }

bool is_spelled_by(const TemporalFormat& f, const IsoText& iso, bool any_offset) noexcept {
  return iso.has_clock && !iso.irregular && iso.has_seconds == f.seconds &&
         (!iso.has_date || iso.separator == f.separator) && iso.zone == f.zone && iso.zone_apart == f.zone_apart &&
         (f.zone == Zone::none || any_offset || iso.offset == f.offset_minutes) &&
         (!f.seconds || is_fraction_spelled(f, iso));
}

bool days_of_date(int year, int month, int day, std::int32_t& days) noexcept {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > days_in(year, month)) return false;
  days = days_of(year, month, day);
  return true;
}

}  // namespace lite2pg
