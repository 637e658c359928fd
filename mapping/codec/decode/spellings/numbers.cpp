// Numbers as source code, book-keepers and other scripts write them.
#include <algorithm>
#include <charconv>
#include <cstdint>

#include "mapping/codec/decode/spellings/steps.h"

namespace lite2pg {
namespace {

__extension__ using WideProduct = unsigned __int128;

constexpr std::string_view digits = "0123456789";

bool all_in(std::string_view s, std::string_view set) noexcept {
  return !s.empty() && s.find_first_not_of(set) == std::string_view::npos;
}

/// `decimal`, digits from the highest on, times `base`, and `more`.
void multiply_and_add(std::string& decimal, unsigned base, unsigned more) {
  unsigned carry = more;
  for (auto digit = decimal.rbegin(); digit != decimal.rend(); ++digit) {
    carry += static_cast<unsigned>(*digit - '0') * base;
    *digit = digits[carry % 10];
    carry /= 10;
  }
  for (; carry > 0; carry /= 10) decimal.insert(decimal.begin(), digits[carry % 10]);
}

bool convert(std::string_view s, unsigned base, std::string& plain) {
  constexpr std::string_view all = "0123456789abcdef";
  std::string decimal = "0";
  for (const char c : s) {
    const char small = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    const std::size_t digit = all.substr(0, base).find(small);
    if (digit == std::string_view::npos) return false;
    multiply_and_add(decimal, base, static_cast<unsigned>(digit));
  }
  plain += decimal;
  return !s.empty();
}

std::string without(std::string_view s, char mark) {
  std::string rest(s);
  std::erase(rest, mark);
  return rest;
}

/// What stands behind the sign, of which a minus is kept.
std::string_view unsigned_part(std::string_view s, std::string& plain) {
  if (s.empty() || (s[0] != '-' && s[0] != '+')) return s;
  if (s[0] == '-') plain = "-";
  return s.substr(1);
}

/// Each `_` has neighbours of the set.
bool joins_digits(std::string_view s, std::string_view set) noexcept {
  for (std::size_t at = s.find('_'); at != std::string_view::npos; at = s.find('_', at + 1)) {
    const bool inner = at > 0 && at + 1 < s.size();
    if (!inner || set.find(s[at - 1]) == std::string_view::npos || set.find(s[at + 1]) == std::string_view::npos)
      return false;
  }
  return true;
}

unsigned base_named(char c) noexcept {
  if (c == 'x' || c == 'X') return 16;
  if (c == 'b' || c == 'B') return 2;
  return c == 'o' || c == 'O' ? 8 : 0;
}

}  // namespace

bool mean_literal(std::string_view text, std::string& plain) {
  const std::string_view s = unsigned_part(stripped(text), plain);
  const unsigned base = s.size() > 2 && s[0] == '0' ? base_named(s[1]) : 0;
  if (base != 0)
    return joins_digits(s.substr(2), "0123456789abcdefABCDEF") && convert(without(s.substr(2), '_'), base, plain);
  if (s.find('_') == std::string_view::npos || !joins_digits(s, digits)) return false;
  plain += without(s, '_');
  return true;
}

bool mean_hex(std::string_view text, std::string& plain) {
  std::string_view s = unsigned_part(stripped(text), plain);
  if (s.starts_with("0x") || s.starts_with("0X")) s = s.substr(2);
  return convert(s.substr(s.starts_with('#') ? 1 : 0), 16, plain);
}

bool mean_accounting(std::string_view text, std::string& plain) {
  std::string s(stripped(text));
  bool typographic = false;
  for (std::size_t at = 0; (at = s.find("\u2212")) != std::string::npos; typographic = true) s.replace(at, 3, "-");
  const bool parentheses = s.size() > 2 && s.front() == '(' && s.back() == ')';
  const bool before = s.starts_with('-') && typographic, behind = s.ends_with('-');
  if (!parentheses && !before && !behind) return false;
  const std::size_t from = parentheses || before ? 1 : 0, ends = parentheses || (behind && !before) ? 1 : 0;
  if (s.size() < from + ends) return false;
  const std::string_view number = stripped(std::string_view(s).substr(from, s.size() - from - ends));
  if (number.empty() || number.find_first_of("()+-") != std::string_view::npos) return false;
  plain = "-" + std::string(number);
  return true;
}

namespace {

/// One character of one denominator each, by their numerators; blanks where there is no such character.
struct Row {
  std::uint64_t denominator;
  std::string_view numerators[8];
};
constexpr Row vulgar[] = {
    {2, {"½"}}, {4, {"¼", " ", "¾"}}, {5, {"⅕", "⅖", "⅗", "⅘"}}, {8, {"⅛", " ", "⅜", " ", "⅝", " ", "⅞"}}, {10, {"⅒"}}};

std::uint64_t number(std::string_view s) noexcept {
  std::uint64_t n = 0;
  std::from_chars(s.data(), s.data() + s.size(), n);
  return n;
}

struct Vulgar {
  std::uint64_t whole = 0, above = 0, below = 0;
};

bool take_vulgar(std::string_view& s, Vulgar& f) noexcept {
  for (const Row& row : vulgar)
    for (std::size_t i = 0; i < std::size(row.numerators); ++i) {
      const std::string_view sign = row.numerators[i];
      if (sign.size() < 2 || !s.ends_with(sign)) continue;
      f.above = i + 1;
      f.below = row.denominator;
      s.remove_suffix(sign.size());
      return true;
    }
  return false;
}

/// Over a power of ten.
bool spell(Vulgar f, std::string& plain) {
  std::uint64_t twos = 0, fives = 0, rest = f.below;
  for (; rest % 2 == 0; rest /= 2) ++twos;
  for (; rest % 5 == 0; rest /= 5) ++fives;
  if (f.above % rest != 0) return false;
  f.above /= rest;
  WideProduct scaled = f.above;
  const std::uint64_t places = std::max(twos, fives);
  for (std::uint64_t i = twos; i < places; ++i) scaled *= 2;
  for (std::uint64_t i = fives; i < places; ++i) scaled *= 5;
  std::string fraction;
  for (std::uint64_t i = 0; i < places; ++i, scaled /= 10)
    fraction.insert(fraction.begin(), digits[static_cast<std::size_t>(scaled % 10)]);
  fraction.resize(fraction.find_last_not_of('0') + 1);
  plain += std::to_string(f.whole + static_cast<std::uint64_t>(scaled));
  if (!fraction.empty()) plain += "." + fraction;
  return true;
}

}  // namespace

bool mean_fraction(std::string_view text, std::string& plain) {
  std::string_view s = unsigned_part(stripped(text), plain);
  Vulgar f;
  if (!take_vulgar(s, f)) {
    const std::size_t slash = s.find('/');
    if (slash == std::string_view::npos || !all_in(s.substr(slash + 1), digits)) return false;
    const std::size_t above = s.find_last_not_of(digits, slash - 1) + 1;  // 0 where all before are digits.
    f.above = number(s.substr(above, slash - above));
    f.below = number(s.substr(slash + 1));
    if (above == slash || s.size() - slash > 10 || slash - above > 9 || f.below == 0) return false;
    if (above > 0 && s[above - 1] != ' ') return false;
    s = s.substr(0, above);
  }
  s = stripped(s);
  if (s.size() > 9 || (!s.empty() && !all_in(s, digits))) return false;
  f.whole = number(s);
  return spell(f, plain);
}

bool mean_native(std::string_view text, std::string& plain) {
  constexpr std::string_view scripts[] = {"٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९",          "০১২৩৪৫৬৭৮৯", "੦੧੨੩੪੫੬੭੮੯",
                                          "૦૧૨૩૪૫૬૭૮૯", "୦୧୨୩୪୫୬୭୮୯", "௦௧௨௩௪௫௬௭௮௯",          "౦౧౨౩౪౫౬౭౮౯", "೦೧೨೩೪೫೬೭೮೯",
                                          "൦൧൨൩൪൫൬൭൮൯", "๐๑๒๓๔๕๖๗๘๙", "໐໑໒໓໔໕໖໗໘໙",          "༠༡༢༣༤༥༦༧༨༩", "၀၁၂၃၄၅၆၇၈၉",
                                          "០១២៣៤៥៦៧៨៩", "᠐᠑᠒᠓᠔᠕᠖᠗᠘᠙", "０１２３４５６７８９"};
  constexpr std::string_view marks[][2] = {{"٫", "."},  {"٬", ","},  {"．", "."}, {"，", ","},
                                           {"－", "-"}, {"＋", "+"}, {"−", "-"}};
  std::string s(stripped(text));
  bool any = false;
  const auto replace = [&](std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = s.find(from, at)) != std::string::npos; any = true) s.replace(at, from.size(), to);
  };
  for (const std::string_view script : scripts) {
    const std::size_t size = script.size() / digits.size();
    for (std::size_t i = 0; i < digits.size(); ++i) replace(script.substr(i * size, size), digits.substr(i, 1));
  }
  for (const auto& [from, to] : marks) replace(from, to);
  plain = s;
  return any && std::ranges::all_of(s, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// The groups are made anew: they are those that stand there, or none.
bool mean_lakh(std::string_view text, std::string& plain) {
  const std::string_view s = unsigned_part(stripped(text), plain);
  const std::string_view whole = s.substr(0, s.find('.'));
  const std::string all = without(whole, ',');
  std::string grouped;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::size_t left = all.size() - i;
    if (i > 0 && left >= 3 && left % 2 == 1) grouped += ',';
    grouped += all[i];
  }
  if (grouped != whole || all.size() < 4 || !all_in(all, digits)) return false;
  plain += all;
  plain += s.substr(whole.size());
  return true;
}

}  // namespace lite2pg
