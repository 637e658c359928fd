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
  [[nodiscard]] char peek() const noexcept { return rest_[0]; }
  [[nodiscard]] bool starts_with(std::string_view s) const noexcept { return rest_.starts_with(s); }
  /// The rest, when it is just this.
  bool take_all(std::string_view s) noexcept {
    if (rest_ != s) return false;
    rest_ = {};
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

bool read_offset(Cursor& c, bool west, minutes& offset) noexcept {
  int h = 0, m = 0;
  if (!c.number(2, h)) return false;
  const bool colon = c.take(':');
  if (!c.number(2, m) && colon) return false;
  if (h > 15 || m > 59) return false;
  offset = (west ? -1 : 1) * (std::chrono::hours{h} + minutes{m});
  return c.at_end() || c.peek() == ' ';
}

/// " CET m=+0.01": whatever stands there changes no instant, but it must look like a name and a duration.
bool skip_name(Cursor& c) noexcept {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", digits = "0123456789";
  const auto skip = [&](std::string_view chars) {
    std::size_t n = 0;
    while (c.take_one_of(chars)) ++n;
    return n;
  };
  if (!c.starts_with(" m=")) {
    if (!c.take(' ')) return false;
    (void)c.take_one_of("+-");
    std::size_t n = skip(letters);
    if (n == 0) n = skip(digits);
    if (n < 1 || n > 5) return false;
  }
  if (c.at_end()) return true;
  if (!c.take(' ') || !c.take('m') || !c.take('=') || !c.take_one_of("+-")) return false;
  return skip("0123456789.") > 0 && c.at_end();
}

/// True at the end of the text; `offset` stays empty when there is no zone.
bool read_zone(Cursor& c, std::optional<minutes>& offset) noexcept {
  if (c.at_end()) return true;
  offset = 0min;
  const bool apart = c.take(' ');
  if (c.take_all("UTC") || c.take_one_of("Zz")) return c.at_end();
  const bool west = c.take('-');
  if (!west && !c.take('+')) return false;
  return read_offset(c, west, *offset) && (c.at_end() || (apart && skip_name(c)));
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
  if (f.fraction == Fraction::threes) {
    if (micros % 1000 == 0) at_ -= 3;
    return;
  }
  const bool keep = f.fraction == Fraction::fixed || f.fraction == Fraction::zero_left;
  const char* const least = keep ? digits + std::min<int>(f.digits, 6) : digits;
  while (at_ > least && at_[-1] == '0') --at_;
  while (keep && at_ < digits + std::min<int>(f.digits, 9)) *at_++ = '0';
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
  if (f.zone_apart) *at_++ = ' ';
  if (f.zone == Zone::z && f.offset_minutes == 0) {
    *at_++ = 'Z';
    return;
  }
  const int offset = f.offset_minutes;
  *at_++ = offset < 0 ? '-' : '+';
  const int east = offset < 0 ? -offset : offset;
  two(east / 60 % 100);
  if (f.zone == Zone::hours && east % 60 == 0) return;
  if (f.zone != Zone::compact) *at_++ = ':';
  two(east % 60);
}

Value IsoSpelling::finish() noexcept {
  if (before_christ_) {
    std::memcpy(at_, " BC", 3);
    at_ += 3;
  }
  return Value::text({start_, static_cast<std::size_t>(at_ - start_)});
}

std::optional<ReadMoment> parse_iso(std::string_view text, bool cut) noexcept {
  Cursor c(text);
  ReadMoment read;
  if (text.size() > 2 && text[2] == ':') {
    if (!read_clock(c, cut, read.time) || !read_zone(c, read.offset)) return std::nullopt;
    return read;
  }
  read.has_date = true;
  if (!read_date(c, read.day)) return std::nullopt;
  if (c.at_end()) return read;
  if (!c.take_one_of(" Tt") || !read_clock(c, cut, read.time) || !read_zone(c, read.offset)) return std::nullopt;
  return read;
}

}  // namespace lite2pg
