#include "mapping/codec/encode/grouped_number.h"

#include <algorithm>

#include "common/ascii.h"
#include "mapping/codec/encode/blank.h"

namespace lite2pg {
namespace {

constexpr std::size_t group_digits = 3;

/// How many bytes of a mark stand at the beginning; 0: none.
std::size_t mark_size(std::string_view s, char thousands) noexcept {
  if (s.empty()) return 0;
  if (s[0] == thousands || s[0] == ' ' || s[0] == '\'') return 1;
  // No-break space, right single quotation mark, thin and narrow no-break spaces.
  for (const std::string_view mark : {"\xC2\xA0", "\xE2\x80\x99", "\xE2\x80\x89", "\xE2\x80\xAF"})
    if (s.starts_with(mark)) return mark.size();
  return 0;
}

std::size_t digits_at(std::string_view s) noexcept {
  return static_cast<std::size_t>(std::find_if_not(s.begin(), s.end(), is_digit) - s.begin());
}

}  // namespace

void UngroupedNumber::add(std::string_view s) noexcept {
  std::copy(s.begin(), s.end(), text_.begin() + static_cast<std::ptrdiff_t>(size_));
  size_ += s.size();
}

Misfit UngroupedNumber::read_whole(std::string_view whole, char thousands) noexcept {
  const std::size_t first = digits_at(whole);
  add(whole.substr(0, first));
  whole.remove_prefix(first);
  if (whole.empty()) return Misfit::none;
  if (first == 0 || first > group_digits) return Misfit::bad_syntax;
  const std::string_view mark = whole.substr(0, mark_size(whole, thousands));
  while (!whole.empty()) {
    if (mark.empty() || !whole.starts_with(mark)) return Misfit::bad_syntax;
    whole.remove_prefix(mark.size());
    if (digits_at(whole.substr(0, group_digits)) != group_digits) return Misfit::bad_syntax;
    add(whole.substr(0, group_digits));
    whole.remove_prefix(group_digits);
  }
  return Misfit::none;
}

Misfit UngroupedNumber::read(std::string_view text, NumberForm form) noexcept {
  std::string_view s = trimmed(text);
  size_ = 0;
  if (s.size() >= text_.size()) return Misfit::out_of_range;
  const bool before = s.starts_with('-') || s.starts_with('+'), behind = !before && s.ends_with('-');
  if (before && s[0] == '-') add("-");
  if (behind) add("-");
  s.remove_prefix(before ? 1 : 0);
  s.remove_suffix(behind ? 1 : 0);
  const bool comma = form == NumberForm::comma;
  const std::size_t mark = std::min(s.find(comma ? ',' : '.'), s.size());
  const std::size_t exponent = std::min(s.find_first_of("eE"), s.size());
  if (const Misfit m = read_whole(s.substr(0, std::min(mark, exponent)), comma ? '.' : ','); m != Misfit::none)
    return m;
  if (mark < exponent) {
    const std::string_view fraction = s.substr(mark + 1, exponent - mark - 1);
    if (digits_at(fraction) != fraction.size()) return Misfit::bad_syntax;
    add(".");
    add(fraction);
  }
  add(s.substr(exponent));  // Whoever reads the number checks it, and that there are digits.
  return Misfit::none;
}

}  // namespace lite2pg
