#include "mapping/codec/decode/iso.h"

#include <array>
#include <charconv>
#include <cstring>

namespace lite2pg {
namespace {

using std::chrono::days;
using std::chrono::hh_mm_ss;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::sys_days;
using std::chrono::year_month_day;
using namespace std::chrono_literals;
using Fraction = TemporalFormat::Fraction;
using Zone = TemporalFormat::Zone;

constexpr std::size_t longest = 64;

constexpr std::array<char, 200> pairs = [] {
  std::array<char, 200> t{};
  for (std::size_t i = 0; i < 100; ++i) {
    t[2 * i] = static_cast<char>('0' + i / 10);
    t[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return t;
}();

/// Takes a text apart from the left.
class Cursor {
 public:
  explicit Cursor(std::string_view s) noexcept : rest_(s) {}

  [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }
  bool take(char c) noexcept {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool take_one_of(std::string_view chars) noexcept {
    if (rest_.empty() || chars.find(rest_[0]) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }
  /// Just `count` digits.
  bool number(std::size_t count, int& n) noexcept {
    if (rest_.size() < count) return false;
    n = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return false;
      n = n * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return true;
  }
  [[nodiscard]] std::string_view digits() noexcept {
    const std::size_t n = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
    const std::string_view d = rest_.substr(0, n);
    rest_.remove_prefix(n);
    return d;
  }
  [[nodiscard]] std::size_t size() const noexcept { return rest_.size(); }

 private:
  std::string_view rest_;
};

bool read_date(Cursor& c, sys_days& day) noexcept {
  int y = 0, m = 0, d = 0;
  if (!c.number(4, y) || !c.take('-') || !c.number(2, m) || !c.take('-') || !c.number(2, d)) return false;
  const year_month_day ymd{std::chrono::year{y}, std::chrono::month(static_cast<unsigned>(m)),
                           std::chrono::day(static_cast<unsigned>(d))};
  day = ymd;
  return y > 0 && ymd.ok();
}

bool read_fraction(Cursor& c, bool cut, microseconds& fraction) noexcept {
  const std::string_view digits = c.digits();
  if (digits.empty() || digits.size() > 9) return false;
  const bool too_fine = digits.size() > 6 && digits.find_first_not_of('0', 6) != std::string_view::npos;
  if (too_fine && !cut) return false;
  std::int64_t n = 0;
  for (std::size_t i = 0; i < 6; ++i) n = n * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  fraction = microseconds{n};
  return true;
}

bool read_clock(Cursor& c, bool cut, microseconds& time) noexcept {
  int h = 0, m = 0, s = 0;
  microseconds fraction{};
  if (!c.number(2, h) || !c.take(':') || !c.number(2, m)) return false;
  if (c.take(':')) {
    if (!c.number(2, s)) return false;
    if (c.take('.') && !read_fraction(c, cut, fraction)) return false;
  }
  time = std::chrono::hours{h} + minutes{m} + std::chrono::seconds{s} + fraction;
  return m < 60 && s < 60 && time <= 24h;
}

/// True at the end of the text; `offset` stays when there is no zone.
bool read_zone(Cursor& c, minutes& offset) noexcept {
  if (c.at_end()) return true;
  offset = 0min;
  if (c.take_one_of("Zz")) return c.at_end();
  const bool west = c.take('-');
  if (!west && !c.take('+')) return false;
  int h = 0, m = 0;
  if (!c.number(2, h)) return false;
  const bool more = !c.at_end();
  if (more && ((c.size() == 3 && !c.take(':')) || !c.number(2, m))) return false;
  if (h > 15 || m > 59 || !c.at_end()) return false;
  offset = (west ? -1 : 1) * (std::chrono::hours{h} + minutes{m});
  return true;
}

}  // namespace

IsoSpelling::IsoSpelling(std::string& scratch) {
  if (scratch.size() < longest) scratch.resize(longest);
  start_ = at_ = scratch.data();
}

void IsoSpelling::two(int n) noexcept {
  std::memcpy(at_, &pairs[2 * static_cast<std::size_t>(n)], 2);
  at_ += 2;
}

void IsoSpelling::year(std::int64_t n) noexcept {
  before_christ_ = n < 1;
  if (before_christ_) n = 1 - n;
  if (n > 9999) {
    at_ = std::to_chars(at_, at_ + 20, n).ptr;
    return;
  }
  two(static_cast<int>(n / 100));
  two(static_cast<int>(n % 100));
}

void IsoSpelling::date(std::int64_t from_2000) noexcept {
  // std::chrono's years have 16 bits, PostgreSQL's more: turn back whole cycles of 400 years.
  constexpr std::int64_t cycle = 146097;
  const std::int64_t cycles = (from_2000 >= 0 ? from_2000 : from_2000 - cycle + 1) / cycle;
  const year_month_day ymd{sys_days{2000y / 1 / 1} + days{from_2000 - cycles * cycle}};
  year(int{ymd.year()} + cycles * 400);
  *at_++ = '-';
  two(static_cast<int>(unsigned{ymd.month()}));
  *at_++ = '-';
  two(static_cast<int>(unsigned{ymd.day()}));
}

void IsoSpelling::fraction(const TemporalFormat& f, int micros) noexcept {
  if (micros == 0 && f.fraction != Fraction::fixed) return;
  *at_++ = '.';
  char* const digits = at_;
  two(micros / 10000);
  two(micros / 100 % 100);
  two(micros % 100);
  const bool keep = f.fraction == Fraction::fixed || f.fraction == Fraction::zero_left;
  const char* const least = keep ? digits + std::min<int>(f.digits, 6) : digits;
  while (at_ > least && at_[-1] == '0') --at_;
}

void IsoSpelling::clock(const TemporalFormat& f, microseconds time) noexcept {
  const hh_mm_ss<microseconds> t{time};
  two(static_cast<int>(t.hours().count()));
  *at_++ = ':';
  two(static_cast<int>(t.minutes().count()));
  const auto micros = static_cast<int>(t.subseconds().count());
  if (!f.seconds && t.seconds() == 0s && micros == 0) return;
  *at_++ = ':';
  two(static_cast<int>(t.seconds().count()));
  fraction(f, micros);
}

void IsoSpelling::zone(const TemporalFormat& f) noexcept {
  if (f.zone == Zone::none) return;
  if (f.zone == Zone::z) {
    *at_++ = 'Z';
    return;
  }
  const int offset = f.offset_minutes;
  *at_++ = offset < 0 ? '-' : '+';
  const int east = offset < 0 ? -offset : offset;
  two(east / 60 % 100);
  if (f.zone == Zone::hours) return;
  if (f.zone == Zone::colon) *at_++ = ':';
  two(east % 60);
}

Value IsoSpelling::finish() noexcept {
  if (before_christ_) {
    std::memcpy(at_, " BC", 3);
    at_ += 3;
  }
  return Value::text({start_, static_cast<std::size_t>(at_ - start_)});
}

std::optional<ReadMoment> parse_iso(std::string_view text, minutes offset, bool cut) noexcept {
  Cursor c(text);
  microseconds time{};
  if (text.size() > 2 && text[2] == ':') {
    if (!read_clock(c, cut, time) || !c.at_end()) return std::nullopt;
    return ReadMoment{false, time};
  }
  sys_days day;
  if (!read_date(c, day)) return std::nullopt;
  if (!c.at_end() && !(c.take_one_of(" Tt") && read_clock(c, cut, time) && read_zone(c, offset))) return std::nullopt;
  return ReadMoment{true, day.time_since_epoch() + time - offset};
}

}  // namespace lite2pg
