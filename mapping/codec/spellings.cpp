#include "mapping/codec/spellings.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "common/ascii.h"

namespace lite2pg {
namespace {

/// In place of what is in no form of the column: no type takes it.
constexpr std::string_view not_in_its_form = "not in the column's form";

/// Of a whole number of any length: its digits are divided by 16, again and again.
std::string hex_of(std::string_view decimal) {
  const bool negative = decimal.starts_with('-');
  std::string digits(decimal.substr(negative ? 1 : 0)), hex;
  if (digits.empty() || !std::ranges::all_of(digits, is_digit)) return {};
  while (!digits.empty()) {
    int rest = 0;
    std::string quotient;
    for (const char c : digits) {
      rest = rest * 10 + (c - '0');
      if (!quotient.empty() || rest >= 16) quotient += static_cast<char>('0' + rest / 16);
      rest %= 16;
    }
    hex += "0123456789abcdef"[rest];
    digits = quotient;
  }
  if (negative) hex += '-';
  std::ranges::reverse(hex);
  return hex;
}

/// Dates as PostgreSQL spells them; empty for another day than the first.
std::string month_of(std::string_view date) {
  return date.size() == 10 && date.ends_with("-01") ? std::string(date.substr(0, 7)) : "";
}
std::string year_of(std::string_view date) {
  return date.size() == 10 && date.ends_with("-01-01") ? std::string(date.substr(0, 4)) : "";
}

using Kind = SpelledKind;
constexpr SpellingTraits spelling_rows[] = {
    {WrittenForm::plain, "plain", Kind::none, ""},
    {WrittenForm::literal, "literal", Kind::number, "numbers as programs write them: 0x1F, 0b101, 0o17, 1_000"},
    {WrittenForm::hex, "hex", Kind::number, "numbers in hex: 1f, 0x1F", 0, false, hex_of},
    {WrittenForm::accounting, "accounting", Kind::number, "(12.50) and 12.50- are negative"},
    {WrittenForm::fraction, "fraction", Kind::number, "1/2 and 2 3/4 are the decimals that they make"},
    {WrittenForm::native, "native", Kind::number, "digits of other scripts"},
    {WrittenForm::lakh, "lakh", Kind::number, "12,34,567.50: two digits each before the last three"},
    {WrittenForm::hhmm, "hhmm", Kind::time, "0830, 830, 8.30 and 8h30 are half past eight", 4},
    {WrittenForm::hhmmss, "hhmmss", Kind::time, "083000 is half past eight"},
    {WrittenForm::month, "month", Kind::date, "a month is its first day: 2026-11", 6, false, month_of},
    {WrittenForm::year, "year", Kind::date, "a year is its first day", 4, false, year_of},
    {WrittenForm::first_day, "first_day", Kind::date, "months and years beside dates are their first days", 4, true},
    {WrittenForm::base64, "base64", Kind::uuid, "16 bytes in base64"},
    {WrittenForm::base64_dotnet, "base64_dotnet", Kind::uuid, "the bytes of .NET's Guid.ToByteArray in base64"},
    {WrittenForm::ulid, "ulid", Kind::uuid, "ULIDs, as the 128 bits that they are"},
    {WrittenForm::base32, "base32", Kind::uuid, "16 bytes in base32"},
    {WrittenForm::shortuuid, "shortuuid", Kind::uuid, "22 digits of base 57, as Python's shortuuid writes them"},
    {WrittenForm::base58, "base58", Kind::uuid, "digits of base 58, as Bitcoin has them"},
    {WrittenForm::base62, "base62", Kind::uuid, "digits of base 62: 0 to 9, A to Z, a to z"},
    {WrittenForm::decimal, "decimal", Kind::uuid, "the 128 bits as a decimal number", 1},
    {WrittenForm::base64_bytes, "base64_bytes", Kind::uuid, "16 bytes in base64, of no version of UUIDs"},
    {WrittenForm::address, "address", Kind::network, "ports and zones are left out", 0, true},
    {WrittenForm::pair, "pair", Kind::point, "two numbers are x and y: 1,2 or POINT(1 2)"},
    {WrittenForm::lexemes, "lexemes", Kind::words, "words in any order, with quotes or without"},
};
static_assert([] {
  for (std::size_t i = 0; i < std::size(spelling_rows); ++i)
    if (spelling_rows[i].form != static_cast<WrittenForm>(i)) return false;
  return true;
}());

/// With zeros before it.
std::string_view digits_of(std::int64_t n, std::size_t least, std::array<char, 40>& room) noexcept {
  char* const zeros = std::fill_n(room.data(), least, '0');
  if (n < 0) return {};
  const char* const end = std::to_chars(zeros, room.data() + room.size(), n).ptr;
  const auto size = static_cast<std::size_t>(end - zeros);
  return {zeros - (least - std::min(least, size)), std::max(least, size)};
}

}  // namespace

const SpellingTraits& traits_of(WrittenForm spelling) noexcept {
  return spelling_rows[static_cast<std::size_t>(spelling)];
}
std::span<const SpellingTraits> spellings() noexcept { return spelling_rows; }

Value respelled(const SpellingTraits& traits, SpellingReader read, const Value& v, std::string& scratch) {
  std::array<char, 40> room{};
  std::string_view text;
  if (v.storage() == StorageClass::text) {
    text = v.bytes();
  } else if (v.storage() == StorageClass::integer && traits.integer_digits > 0) {
    text = digits_of(v.integer(), traits.integer_digits, room);
  }
  scratch.clear();
  if (!text.empty() && read(text, scratch)) return Value::text(scratch);
  const bool takes_plain =
      traits.write == nullptr || v.is_null() || (text.empty() && v.storage() == StorageClass::text);
  return takes_plain ? v : Value::text(not_in_its_form);
}

}  // namespace lite2pg
