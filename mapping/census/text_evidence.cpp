#include "mapping/census/text_evidence.h"

#include <algorithm>
#include <array>
#include <bit>

#include "common/text.h"
#include "mapping/codec/json_syntax.h"

namespace lite2pg {
namespace {

struct Word {
  std::string_view text;
  BoolWords pair;
};

constexpr std::array words = {
    Word{"t", BoolWords::t_f},           Word{"f", BoolWords::t_f},
    Word{"T", BoolWords::T_F},           Word{"F", BoolWords::T_F},
    Word{"true", BoolWords::true_false}, Word{"false", BoolWords::true_false},
    Word{"True", BoolWords::True_False}, Word{"False", BoolWords::True_False},
    Word{"TRUE", BoolWords::TRUE_FALSE}, Word{"FALSE", BoolWords::TRUE_FALSE},
    Word{"y", BoolWords::y_n},           Word{"n", BoolWords::y_n},
    Word{"Y", BoolWords::Y_N},           Word{"N", BoolWords::Y_N},
    Word{"yes", BoolWords::yes_no},      Word{"no", BoolWords::yes_no},
    Word{"Yes", BoolWords::Yes_No},      Word{"No", BoolWords::Yes_No},
    Word{"YES", BoolWords::YES_NO},      Word{"NO", BoolWords::YES_NO},
    Word{"on", BoolWords::on_off},       Word{"off", BoolWords::on_off},
    Word{"On", BoolWords::On_Off},       Word{"Off", BoolWords::On_Off},
    Word{"ON", BoolWords::ON_OFF},       Word{"OFF", BoolWords::ON_OFF},
    Word{"1", BoolWords::zero_one},      Word{"0", BoolWords::zero_one},
};

constexpr std::uint8_t hyphens_seen = 1;
constexpr std::uint8_t bare_seen = 2;
constexpr std::uint8_t braces_seen = 4;

constexpr std::uint8_t lower_letter = 1;
constexpr std::uint8_t upper_letter = 2;
constexpr std::uint8_t no_hex = 4;

constexpr std::array<std::uint8_t, 256> hex_kinds = [] {
  std::array<std::uint8_t, 256> kinds{};
  kinds.fill(no_hex);
  for (std::size_t c = '0'; c <= '9'; ++c) kinds[c] = 0;
  for (std::size_t c = 'a'; c <= 'f'; ++c) kinds[c] = lower_letter;
  for (std::size_t c = 'A'; c <= 'F'; ++c) kinds[c] = upper_letter;
  return kinds;
}();

/// What the characters of a run are, together.
std::uint8_t kinds_of(const char* p, std::size_t count) noexcept {
  std::uint8_t kinds = 0;
  for (std::size_t i = 0; i < count; ++i) kinds |= hex_kinds[static_cast<unsigned char>(p[i])];
  return kinds;
}

/// The same for 36 characters of 8-4-4-4-12, or for 32 without hyphens.
std::uint8_t kinds_of_uuid(std::string_view text) noexcept {
  const char* const p = text.data();
  if (text.size() == 32) return kinds_of(p, 32);
  if (text.size() != 36 || p[8] != '-' || p[13] != '-' || p[18] != '-' || p[23] != '-') return no_hex;
  return kinds_of(p, 8) | kinds_of(p + 9, 4) | kinds_of(p + 14, 4) | kinds_of(p + 19, 4) | kinds_of(p + 24, 12);
}

}  // namespace

void WordEvidence::add(std::string_view text, std::int64_t row) noexcept {
  if (const auto word = std::ranges::find(words, text, &Word::text); word != words.end()) {
    pairs |= 1U << static_cast<unsigned>(word->pair);
  } else if (std::ranges::any_of(words, [&](const Word& w) { return equals_ignoring_case(w.text, text); })) {
    odd_case = true;
  } else {
    others.add(row);
  }
}

void WordEvidence::merge(const WordEvidence& other) noexcept {
  pairs |= other.pairs;
  odd_case = odd_case || other.odd_case;
  others.merge(other.others);
}

void UuidEvidence::add(std::string_view text, std::int64_t row) noexcept {
  const bool braced = text.size() == 38 && text.front() == '{' && text.back() == '}';
  const std::string_view inner = braced ? text.substr(1, 36) : text;
  const std::uint8_t kinds = kinds_of_uuid(inner);
  if ((kinds & no_hex) != 0) return others.add(row);
  forms |= braced ? braces_seen : inner.size() == 36 ? hyphens_seen : bare_seen;
  lower = lower || (kinds & lower_letter) != 0;
  upper = upper || (kinds & upper_letter) != 0;
}

void UuidEvidence::merge(const UuidEvidence& other) noexcept {
  forms |= other.forms;
  lower = lower || other.lower;
  upper = upper || other.upper;
  others.merge(other.others);
}

UuidForm UuidEvidence::form() const noexcept {
  if (lower && upper) return UuidForm::mixed;
  switch (forms) {
    case hyphens_seen: return upper ? UuidForm::HYPHENS : UuidForm::hyphens;
    case bare_seen: return upper ? UuidForm::HEX32 : UuidForm::hex32;
    case braces_seen: return upper ? UuidForm::BRACES : UuidForm::braces;
    default: return UuidForm::mixed;
  }
}

void DecimalEvidence::add(std::string_view text, std::int64_t row) noexcept {
  const bool negative = text.starts_with('-');
  const std::string_view magnitude = text.substr(negative ? 1 : 0);
  const std::size_t point = std::min(magnitude.find('.'), magnitude.size());
  const std::string_view integral = magnitude.substr(0, point);
  const std::string_view fraction = magnitude.substr(std::min(point + 1, magnitude.size()));
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto is_zero = [](char c) { return c == '0'; };
  const bool spelled = !integral.empty() && std::ranges::all_of(integral, is_digit) &&
                       std::ranges::all_of(fraction, is_digit) && (point == magnitude.size() || !fraction.empty()) &&
                       (integral.size() == 1 || integral[0] != '0');
  const bool zero = spelled && std::ranges::all_of(integral, is_zero) && std::ranges::all_of(fraction, is_zero);
  if (!spelled || (negative && zero)) return others.add(row);
  const std::size_t digits = integral == "0" ? 0 : integral.size();
  integral_digits = std::max(integral_digits, static_cast<std::uint32_t>(digits));
  fraction_min = std::min(fraction_min, static_cast<std::uint32_t>(fraction.size()));
  fraction_max = std::max(fraction_max, static_cast<std::uint32_t>(fraction.size()));
}

void DecimalEvidence::merge(const DecimalEvidence& other) noexcept {
  integral_digits = std::max(integral_digits, other.integral_digits);
  fraction_min = std::min(fraction_min, other.fraction_min);
  fraction_max = std::max(fraction_max, other.fraction_max);
  others.merge(other.others);
}

namespace {

/// What stands behind the digits, signs and marks, else before them. Empty: nothing, or it is long or has digits.
std::string_view unit_of(std::string_view text) noexcept {
  constexpr std::string_view signs = "0123456789+-.,' \t\r\n", blank = " \t\r\n";
  constexpr std::size_t longest = 15;  // Bytes; no allocation.
  const std::size_t first = text.find_first_of("0123456789");
  if (first == std::string_view::npos) return {};
  std::string_view unit = text.substr(std::min(text.find_first_not_of(signs, first), text.size()));
  if (unit.empty()) {
    unit = text.substr(0, first);
    unit = unit.substr(0, unit.find_last_not_of(signs) + 1);
    unit.remove_prefix(std::min(unit.find_first_not_of(signs), unit.size()));
  }
  while (unit.starts_with("\xC2\xA0") || unit.starts_with("\xE2\x80\xAF"))
    unit.remove_prefix(unit[0] == '\xC2' ? 2 : 3);
  unit = unit.substr(0, unit.find_last_not_of(blank) + 1);
  const bool number = unit.find_first_of("0123456789") != std::string_view::npos;  // 5e0
  return number || unit.size() > longest ? std::string_view() : unit;
}

}  // namespace

void UnitEvidence::add(std::string_view text) {
  if (several) return;
  const std::string_view found = unit_of(text);
  several = found.empty() || (any && found != unit);
  unit = several ? std::string_view() : found;
  any = true;
}

void UnitEvidence::merge(const UnitEvidence& other) {
  if (!other.any) return;
  several = several || other.several || (any && other.unit != unit);
  if (!any) unit = other.unit;
  if (several) unit.clear();
  any = true;
}

void TextEvidence::add(EvidenceSet wanted, std::string_view text, bool clean, std::int64_t row) noexcept {
  if ((wanted & evidence::temporal) != 0) add_temporal(text, row);
  if ((wanted & evidence::boolean) != 0) words.add(text, row);
  if ((wanted & evidence::uuid) != 0) uuid.add(text, row);
  if ((wanted & evidence::json) != 0 && !(clean && is_json(text))) not_json.add(row);
  if ((wanted & evidence::decimal) != 0) decimal.add(text, row);
  if ((wanted & evidence::unit) != 0) unit.add(clean ? text : std::string_view());
}

void TextEvidence::add_temporal(std::string_view text, std::int64_t row) noexcept {
  switch (temporal.add(text)) {
    case TextSays::moment: return;
    case TextSays::number: return spelled.add(row);
    case TextSays::infinity: return infinite.add(row);
    case TextSays::no_date: return no_date.add(row);
    case TextSays::nothing: return not_temporal.add(row);
  }
}

void TextEvidence::merge(const TextEvidence& other) noexcept {
  temporal.merge(other.temporal);
  not_temporal.merge(other.not_temporal);
  no_date.merge(other.no_date);
  infinite.merge(other.infinite);
  spelled.merge(other.spelled);
  words.merge(other.words);
  uuid.merge(other.uuid);
  not_json.merge(other.not_json);
  decimal.merge(other.decimal);
  unit.merge(other.unit);
}

void TextEvidence::shift_rows(std::int64_t by) noexcept {
  for (Offenders* o :
       {&not_temporal, &no_date, &infinite, &spelled, &words.others, &uuid.others, &not_json, &decimal.others})
    o->shift_rows(by);
}

}  // namespace lite2pg
