#include "mapping/codec/decode/grouped_number.h"

#include <algorithm>

namespace lite2pg {
namespace {

constexpr std::string_view mark_signs = ",. '";

/// Each mark becomes one sign: what people put between thousands is a byte or several.
std::string with_plain_marks(std::string_view text) {
  struct WideMark {
    std::string_view bytes;
    char plain;
  };
  constexpr WideMark wide_marks[] = {{"\u00A0", '\1'}, {"\u2009", '\2'}, {"\u202F", '\3'}, {"\u2019", '\4'}};
  std::string plain(text);
  for (const WideMark& mark : wide_marks)
    for (std::size_t at = 0; (at = plain.find(mark.bytes, at)) != std::string::npos;)
      plain.replace(at, mark.bytes.size(), 1, mark.plain);
  const std::size_t end = plain.find_last_not_of(" \t\n\r");
  plain.resize(end + 1);
  return plain.substr(std::min(plain.find_first_not_of(" \t\n\r"), plain.size()));
}

bool is_mark(char c) noexcept { return (c >= '\1' && c <= '\4') || mark_signs.find(c) != std::string_view::npos; }

/// From the right: a mark before each three digits, or none at all.
bool take_marks_out(std::string& whole) {
  char mark = 0;
  std::string digits;
  std::size_t since = 0;
  for (std::size_t i = whole.size(); i-- > 0;) {
    const char c = whole[i];
    if (!is_mark(c)) {
      if (c < '0' || c > '9' || (mark != 0 && since == 3)) return false;
      digits.insert(digits.begin(), c);
      ++since;
      continue;
    }
    if (since != 3 || i == 0 || (mark != 0 && mark != c)) return false;
    mark = c;
    since = 0;
  }
  whole = digits;
  return true;
}

}  // namespace

bool ungroup(std::string_view text, NumberForm form, std::string& out) {
  std::string s = with_plain_marks(text);
  const bool signed_before = !s.empty() && (s[0] == '-' || s[0] == '+');
  bool negative = signed_before && s[0] == '-';
  if (signed_before) s.erase(0, 1);
  if (!signed_before && !s.empty() && s.back() == '-') {
    negative = true;
    s.pop_back();
  }
  std::string exponent, fraction;
  if (const std::size_t e = s.find_first_of("Ee"); e != std::string::npos) {
    exponent = s.substr(e);
    s.resize(e);
  }
  if (const std::size_t point = s.find(form == NumberForm::comma ? ',' : '.'); point != std::string::npos) {
    fraction = "." + s.substr(point + 1);
    s.resize(point);
  }
  if (fraction.find_first_not_of("0123456789", 1) != std::string::npos && fraction.size() > 1) return false;
  if (!take_marks_out(s)) return false;
  out = (negative ? "-" : "") + s + fraction + exponent;
  return true;
}

}  // namespace lite2pg
