#include "mapping/codec/decode/spellings/meaning.h"

#include <algorithm>

#include "mapping/codec/decode/spellings/steps.h"

namespace lite2pg {

Value meaning_of(WrittenForm spelling, const Value& v, std::string& scratch) {
  const auto by = [&](SpellingReader read) { return respelled(traits_of(spelling), read, v, scratch); };
  switch (spelling) {
    case WrittenForm::plain: return v;
    case WrittenForm::literal: return by(mean_literal);
    case WrittenForm::hex: return by(mean_hex);
    case WrittenForm::accounting: return by(mean_accounting);
    case WrittenForm::fraction: return by(mean_fraction);
    case WrittenForm::native: return by(mean_native);
    case WrittenForm::lakh: return by(mean_lakh);
    case WrittenForm::hhmm: return by(mean_hhmm);
    case WrittenForm::hhmmss: return by(mean_hhmmss);
    case WrittenForm::month: return by(mean_month);
    case WrittenForm::year: return by(mean_year);
    case WrittenForm::first_day: return by(mean_first_day);
    case WrittenForm::base64:
    case WrittenForm::base64_bytes: return by(mean_base64);
    case WrittenForm::base64_dotnet: return by(mean_base64_dotnet);
    case WrittenForm::ulid: return by(mean_ulid);
    case WrittenForm::base32: return by(mean_base32);
    case WrittenForm::shortuuid: return by(mean_shortuuid);
    case WrittenForm::base58: return by(mean_base58);
    case WrittenForm::base62: return by(mean_base62);
    case WrittenForm::decimal: return by(mean_decimal);
    case WrittenForm::address: return by(mean_address);
    case WrittenForm::pair: return by(mean_pair);
    case WrittenForm::lexemes: return by(mean_lexemes);
  }
  return v;
}

namespace {

/// How many bytes of a blank the text begins with: one that does not break, or a thin one, has more than one.
std::size_t blank_before(std::string_view s) noexcept {
  if (s.empty()) return 0;
  if (s[0] == ' ' || s[0] == '\t' || s[0] == '\r' || s[0] == '\n') return 1;
  if (s.starts_with("\xC2\xA0")) return 2;
  return s.starts_with("\xE2\x80\xAF") || s.starts_with("\xE2\x80\x89") ? 3 : 0;
}

}  // namespace

std::string_view stripped(std::string_view s) noexcept {
  while (const std::size_t n = blank_before(s)) s.remove_prefix(n);
  constexpr std::size_t longest_blank = 3;
  for (std::size_t n = 1; n <= std::min(longest_blank, s.size());) {
    if (blank_before(s.substr(s.size() - n)) == n) {
      s.remove_suffix(n);
      n = 1;
    } else {
      ++n;
    }
  }
  return s;
}

}  // namespace lite2pg
