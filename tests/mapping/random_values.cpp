#include "tests/mapping/random_values.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdio>
#include <limits>

namespace lite2pg::test {
namespace {

using Fraction = TemporalFormat::Fraction;
using Zone = TemporalFormat::Zone;

template <typename... Args>
std::string print(const char* format, Args... args) {
  std::array<char, 64> out;
  const int n = std::snprintf(out.data(), out.size(), format, args...);
  return {out.data(), static_cast<std::size_t>(n)};
}

void append(std::string& out, std::uint32_t c) {
  const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    tail(0);
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

}  // namespace

std::int64_t Random::integer(int width) {
  const std::uint64_t n = bits() >> (64 - static_cast<int>(below(static_cast<std::uint64_t>(width)) + 1));
  const auto high = std::int64_t{1} << (width - 1);
  switch (below(16)) {
    case 0: return static_cast<std::int64_t>(static_cast<std::uint64_t>(high) - 1 - below(3));
    case 1: return static_cast<std::int64_t>(static_cast<std::uint64_t>(-high) + below(3));
    default: return static_cast<std::int64_t>(n << (64 - width)) >> (64 - width);
  }
}

double Random::finite() {
  switch (below(8)) {
    case 0: return static_cast<double>(integer());
    case 1: return static_cast<double>(integer(40)) / 100;
    case 2: return static_cast<double>(integer(50)) * std::pow(10, static_cast<double>(between(-20, 20)));
    case 3: return std::ldexp(static_cast<double>(integer(54)), static_cast<int>(between(-1074, 960)));
    case 4: return std::bit_cast<double>((bits() & 0x800FFFFFFFFFFFFF) >> below(52));  // subnormal
    case 5: return static_cast<double>(static_cast<float>(integer(30))) / 8;
    default: break;
  }
  const auto v = std::bit_cast<double>(bits());
  return std::isfinite(v) ? v : 0.0;
}

double Random::real() {
  if (chance(50)) return chance(2) ? std::numeric_limits<double>::infinity() : -std::numeric_limits<double>::infinity();
  return chance(50) ? -0.0 : finite();
}

std::string Random::decimal(std::size_t whole_digits, std::size_t fraction_digits) {
  std::string digits = chance(4) ? "0" : std::string(1, static_cast<char>('1' + below(9)));
  if (digits != "0")
    for (std::size_t n = below(whole_digits); n > 0; --n)
      digits += static_cast<char>('0' + (chance(3) ? 0 : below(10)));
  if (fraction_digits > 0) {
    digits += '.';
    for (; fraction_digits > 0; --fraction_digits) digits += static_cast<char>('0' + (chance(3) ? 0 : below(10)));
  }
  const bool zero = digits.find_first_not_of("0.") == std::string::npos;
  return !zero && chance(2) ? "-" + digits : digits;
}

std::string Random::text(std::size_t most) {
  std::string out;
  for (std::size_t n = below(most + 1); n > 0; --n) {
    std::uint32_t c = static_cast<std::uint32_t>(below(0x5F) + 0x20);
    if (chance(8)) c = static_cast<std::uint32_t>(below(0x11FFFF) >> below(14));
    append(out, c == 0 || (c >= 0xD800 && c < 0xE000) || c > 0x10FFFF ? 'x' : c);
  }
  return out;
}

std::string Random::bytes(std::size_t most) {
  std::string out;
  for (std::size_t n = below(most + 1); n > 0; --n) out += static_cast<char>(bits());
  return out;
}

std::string Random::json_text(bool name) {
  if (name && chance(2)) return print("\"%c\"", static_cast<char>('a' + below(4)));
  std::string out = "\"";
  for (std::size_t n = below(8); n > 0; --n) {
    constexpr std::array<const char*, 9> escapes = {"\\n",     "\\\"",    "\\\\",           "\\/", "\\u00e9",
                                                    "\\u0001", "\\u0041", "\\ud83e\\udd86", "é"};
    out += chance(4) ? escapes[below(escapes.size())] : std::string(1, static_cast<char>('a' + below(26)));
  }
  return out + "\"";
}

std::string Random::json_number() {
  std::string out = decimal(12, below(6));
  if (chance(4)) out += print("%s%d", chance(2) ? "e" : "E+", static_cast<int>(below(400)));
  return chance(50) ? "-0.0" : out;
}

std::string Random::json(int depth) {
  const auto blank = [this] { return std::string(chance(3) ? 1 : 0, chance(2) ? ' ' : '\n'); };
  switch (below(depth > 0 ? 8 : 5)) {
    case 0: return chance(2) ? "true" : "false";
    case 1: return "null";
    case 2: return json_text(false);
    case 3:
    case 4: return json_number();
    default: break;
  }
  const bool object = chance(2);
  std::string out = object ? "{" : "[";
  for (std::size_t n = below(5), i = 0; i < n; ++i) {
    out += (i > 0 ? "," : "") + blank();
    if (object) out += json_text(true) + blank() + ":" + blank();
    out += json(depth - 1) + blank();
  }
  return out + (object ? "}" : "]");
}

std::string Random::uuid(UuidForm form) {
  using F = UuidForm;
  if (form == F::mixed) form = static_cast<F>(below(6));
  const bool capital = form == F::HYPHENS || form == F::HEX32 || form == F::BRACES;
  std::string out;
  for (int i = 0; i < 32; ++i) {
    if (form != F::hex32 && form != F::HEX32 && (i == 8 || i == 12 || i == 16 || i == 20)) out += '-';
    out += (capital ? "0123456789ABCDEF" : "0123456789abcdef")[below(16)];
  }
  return form == F::braces || form == F::BRACES ? "{" + out + "}" : out;
}

std::string Random::date() {
  const int year = static_cast<int>(chance(3) ? between(1, 9999) : between(1970, 2040));
  const int month = static_cast<int>(between(1, 12));
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  const int last = month == 2 ? (leap ? 29 : 28) : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  return print("%04d-%02d-%02d", year, month, chance(8) ? last : static_cast<int>(between(1, last)));
}

std::string Random::clock(const TemporalFormat& f) {
  std::string out = print("%02d:%02d", static_cast<int>(below(24)), static_cast<int>(below(60)));
  if (!f.seconds) return out;
  out += print(":%02d", static_cast<int>(below(60)));
  if (f.fraction == Fraction::none) return out;
  if (f.fraction == Fraction::threes) {
    const int kept = static_cast<int>(between(0, 2));
    return out + (kept == 0   ? ""
                  : kept == 1 ? print(".%03d", static_cast<int>(between(1, 999)))
                              : print(".%03d%03d", static_cast<int>(below(1000)), static_cast<int>(between(1, 999))));
  }
  std::string digits = (print("%06d", static_cast<int>(chance(4) ? 0 : below(1'000'000))) + "000").substr(0, f.digits);
  if (f.fraction == Fraction::trimmed)
    while (digits.ends_with('0')) digits.pop_back();
  const bool zero = digits.find_first_not_of('0') == std::string::npos;
  return zero && f.fraction != Fraction::fixed ? out : out + "." + digits;
}

std::string Random::moment(CodecId id, const TemporalFormat& f) {
  if (id == CodecId::date || f.midnight) return date();
  std::string out = id == CodecId::time || id == CodecId::timetz ? clock(f) : date() + f.separator + clock(f);
  if (id == CodecId::time) {
    if (!f.dated) return out;
    out = "2000-01-01" + std::string(1, f.separator) + out;
  }
  if (f.zone_apart && f.zone != Zone::none) out += ' ';
  int minutes = f.offset_minutes;
  if (id == CodecId::timetz)
    minutes = static_cast<int>(f.zone == Zone::hours ? between(-15, 15) * 60 : between(-899, 899));
  const int offset = std::abs(minutes);
  const char sign = minutes < 0 ? '-' : '+';
  switch (f.zone) {
    case Zone::none: return out;
    case Zone::z: return out + "Z";
    case Zone::colon: return out + print("%c%02d:%02d", sign, offset / 60, offset % 60);
    case Zone::compact: return out + print("%c%02d%02d", sign, offset / 60, offset % 60);
    case Zone::hours: return out + print("%c%02d", sign, offset / 60);
  }
  return out;
}

std::string Random::moment_in_any_form(CodecId id) {
  TemporalFormat f = iso_format(id);
  f.dated = false;
  if (id == CodecId::time) f.zone = Zone::none;
  if (id == CodecId::date && chance(3)) return date() + (chance(2) ? "T00:00" : " 00:00:00.000");
  std::string out = moment(id, f);
  if (out.size() == 26 && f.fraction == Fraction::fixed && f.digits == 6) out += chance(2) ? "000" : "0";
  if (id == CodecId::date || id == CodecId::time) return out;
  if (f.zone == Zone::compact && f.zone_apart && chance(2)) {  // As Go writes them.
    out += chance(2) ? " UTC" : " +0545";
    if (chance(2)) out += " m=+0.014533293";
  }
  if (f.zone == Zone::none && !f.midnight && chance(8)) out += " UTC";
  return out;
}

TemporalFormat Random::iso_format(CodecId id) {
  TemporalFormat f;
  if (id == CodecId::date) return f;
  f.seconds = !chance(4);
  f.fraction = static_cast<Fraction>(below(5));
  const bool fixed = f.fraction == Fraction::fixed || f.fraction == Fraction::zero_left;
  if (f.fraction != Fraction::none) f.digits = static_cast<std::uint8_t>(between(1, fixed ? 9 : 6));
  if (f.fraction == Fraction::threes) f.digits = 6;
  if (id == CodecId::time) {
    f.dated = f.seconds && chance(2);
    if (f.dated && chance(2)) f.separator = 'T';
    if (f.dated && chance(2)) f.zone = Zone::z;
    return f;
  }
  f.midnight = id != CodecId::timetz && chance(8);
  if (chance(2)) f.separator = 'T';
  f.zone = static_cast<Zone>(below(5));
  if (f.zone != Zone::z && f.zone != Zone::none) f.offset_minutes = static_cast<std::int16_t>(between(-899, 899));
  if (f.zone == Zone::hours) f.offset_minutes = static_cast<std::int16_t>(f.offset_minutes / 60 * 60);
  if (id == CodecId::timetz) f.offset_minutes = 0;
  f.zone_apart = f.zone != Zone::none && chance(3);
  if (f.zone != Zone::none) f.midnight = false;
  return f;
}

std::int64_t Random::micros() {
  constexpr std::int64_t year_1 = -62'135'596'800, year_10000 = 253'402'300'800;
  std::int64_t seconds = chance(3) ? between(year_1, year_10000 - 1) : between(0, 2'000'000'000);
  if (chance(4)) seconds -= seconds % 86400;
  return seconds * 1'000'000 + (chance(2) ? 0 : between(0, 999'999));
}

}  // namespace lite2pg::test
