// Numbers as source code, book-keepers and other scripts write them.
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <vector>

#include "common/ascii.h"
#include "mapping/codec/encode/spellings/steps.h"

namespace lite2pg {
namespace {

constexpr std::size_t longest = 256;  // Of a number in letters.

std::optional<unsigned> digit_in(char c, unsigned base) noexcept {
  const char small = static_cast<char>(c | 0x20);
  const unsigned n = is_digit(c)                    ? static_cast<unsigned>(c - '0')
                     : small >= 'a' && small <= 'f' ? static_cast<unsigned>(small - 'a' + 10)
                                                    : base;
  return n < base ? std::optional(n) : std::nullopt;
}

/// A whole number of any length, nine decimal digits a limb, the lowest first.
class BigNumber {
 public:
  void add_digit(unsigned base, unsigned digit) {
    std::uint64_t carry = digit;
    for (std::uint64_t& limb : limbs_) {
      carry += limb * base;
      limb = carry % limit;
      carry /= limit;
    }
    if (carry > 0) limbs_.push_back(carry);
  }

  void append_to(std::string& out) const {
    if (limbs_.empty()) out += '0';
    for (std::size_t i = limbs_.size(); i > 0; --i) {
      const std::string digits = std::to_string(limbs_[i - 1]);
      if (i < limbs_.size()) out.append(limb_digits - digits.size(), '0');
      out += digits;
    }
  }

 private:
  static constexpr std::uint64_t limit = 1'000'000'000;
  static constexpr std::size_t limb_digits = 9;
  std::vector<std::uint64_t> limbs_;
};

/// Digits with `_` between two of them.
bool read_based(std::string_view s, unsigned base, std::string& plain) {
  if (s.empty() || s.size() > longest || s.back() == '_' || s.front() == '_') return false;
  BigNumber number;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '_' && s[i - 1] != '_') continue;
    const auto digit = digit_in(s[i], base);
    if (!digit) return false;
    number.add_digit(base, *digit);
  }
  number.append_to(plain);
  return true;
}

unsigned base_of(std::string_view s) noexcept {
  if (s.size() < 3 || s[0] != '0') return 0;
  switch (s[1] | 0x20) {
    case 'x': return 16;
    case 'b': return 2;
    case 'o': return 8;
    default: return 0;
  }
}

/// Takes the sign off, and writes a minus.
std::string_view without_sign(std::string_view s, std::string& plain) {
  if (s.starts_with('-')) plain += '-';
  return s.substr(s.starts_with('-') || s.starts_with('+') ? 1 : 0);
}

/// 1_000.5: each `_` between two digits.
bool drop_underscores(std::string_view s, std::string& plain) {
  if (s.find('_') == std::string_view::npos || s.size() > longest) return false;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] != '_') {
      plain += s[i];
    } else if (i == 0 || i + 1 == s.size() || !is_digit(s[i - 1]) || !is_digit(s[i + 1])) {
      return false;
    }
  }
  return true;
}

}  // namespace

bool read_literal(std::string_view text, std::string& plain) {
  const std::string_view s = without_sign(without_blanks(text), plain);
  const unsigned base = base_of(s);
  return base == 0 ? drop_underscores(s, plain) : read_based(s.substr(2), base, plain);
}

bool read_hex_number(std::string_view text, std::string& plain) {
  std::string_view s = without_sign(without_blanks(text), plain);
  if (base_of(s) == 16) s.remove_prefix(2);
  if (s.starts_with('#')) s.remove_prefix(1);
  return s.find('_') == std::string_view::npos && read_based(s, 16, plain);
}

bool read_accounting(std::string_view text, std::string& plain) {
  constexpr std::string_view minus = "\u2212";
  std::string_view s = without_blanks(text);
  if (s.starts_with('(') && s.ends_with(')') && s.size() > 2) {
    s = s.substr(1, s.size() - 2);
  } else if (s.ends_with('-')) {
    s.remove_suffix(1);
  } else if (s.ends_with(minus)) {
    s.remove_suffix(minus.size());
  } else if (s.starts_with(minus)) {
    s.remove_prefix(minus.size());
  } else {
    return false;
  }
  s = without_blanks(s);
  if (s.empty() || s.find_first_of("()+-") != std::string_view::npos || s.find(minus) != std::string_view::npos)
    return false;
  plain.append("-").append(s);
  return true;
}

namespace {

struct Vulgar {
  std::string_view sign;
  std::string_view spelled;
};
constexpr Vulgar vulgar_fractions[] = {{"½", "1/2"}, {"¼", "1/4"}, {"¾", "3/4"}, {"⅕", "1/5"},
                                       {"⅖", "2/5"}, {"⅗", "3/5"}, {"⅘", "4/5"}, {"⅛", "1/8"},
                                       {"⅜", "3/8"}, {"⅝", "5/8"}, {"⅞", "7/8"}, {"⅒", "1/10"}};

std::optional<std::uint64_t> small_number(std::string_view s) noexcept {
  constexpr std::size_t most_digits = 9;
  std::uint64_t n = 0;
  const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), n);
  const bool good = !s.empty() && s.size() <= most_digits && error == std::errc{} && end == s.data() + s.size();
  return good ? std::optional(n) : std::nullopt;
}

/// By long division; false when it does not end.
bool divide(std::uint64_t n, std::uint64_t by, std::string& plain) {
  constexpr int most_digits = 30;  // 2^29 is the greatest power of two below a number of nine digits.
  plain += std::to_string(n / by);
  n %= by;
  if (n > 0) plain += '.';
  for (int i = 0; n > 0 && i < most_digits; ++i) {
    n *= 10;
    plain += static_cast<char>('0' + n / by);
    n %= by;
  }
  return n == 0;
}

}  // namespace

bool read_fraction(std::string_view text, std::string& plain) {
  std::string_view s = without_sign(without_blanks(text), plain), parts;
  for (const Vulgar& v : vulgar_fractions)
    if (s.ends_with(v.sign)) {
      s.remove_suffix(v.sign.size());
      parts = v.spelled;
    }
  if (parts.empty()) {
    const std::size_t blank = s.rfind(' ');
    parts = s.substr(blank == std::string_view::npos ? 0 : blank + 1);
    s = s.substr(0, blank == std::string_view::npos ? 0 : blank);
  }
  s = without_blanks(s);
  const std::size_t slash = parts.find('/');
  if (slash == std::string_view::npos) return false;
  const auto whole = s.empty() ? std::optional<std::uint64_t>(0) : small_number(s);
  const auto above = small_number(parts.substr(0, slash)), below = small_number(parts.substr(slash + 1));
  if (!whole || !above || !below || *below == 0) return false;
  return divide(*whole * *below + *above, *below, plain);
}

bool read_lakh(std::string_view text, std::string& plain) {
  std::string_view s = without_sign(without_blanks(text), plain);
  const std::size_t point = std::min(s.find('.'), s.size());
  std::string_view whole = s.substr(0, point);
  constexpr std::size_t last_group = 4;  // With its comma.
  if (whole.size() <= last_group || whole[whole.size() - last_group] != ',') return false;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    const std::size_t behind = whole.size() - i;  // Commas stand 4, 7, 10 ... before the end.
    if ((whole[i] == ',') != (behind >= last_group && behind % 3 == 1)) return false;
    if (whole[i] != ',') plain += whole[i];
  }
  const bool digits = std::ranges::all_of(plain.substr(plain.starts_with('-') ? 1 : 0), is_digit);
  plain += s.substr(point);
  return digits && whole.front() != ',';
}

}  // namespace lite2pg
