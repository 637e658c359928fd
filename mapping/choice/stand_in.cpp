#include "mapping/choice/stand_in.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "common/ascii.h"
#include "common/json_text.h"
#include "common/text.h"

namespace lite2pg {

std::string constant_text(std::string_view text) { return '\'' + std::string(text); }

OwnedValue constant_value(std::string_view spelled) {
  if (spelled.starts_with('\'')) return OwnedValue(Value::text(spelled.substr(1)));
  const char* const end = spelled.data() + spelled.size();
  std::int64_t n = 0;
  if (std::from_chars(spelled.data(), end, n).ptr == end) return OwnedValue(Value::of(n));
  double d = 0;
  std::from_chars(spelled.data(), end, d);
  return OwnedValue(Value::of(d));
}

ColumnStandIn::ColumnStandIn(const ColumnPlan& column, SpellingOf read)
    : form_(column.labels.empty() ? LabelForm::exact : column.label_form),
      array_(column.codec.shape == FieldShape::array),
      wording_(column.wording),
      read_(read) {
  if (!column.null_as.empty()) null_ = constant_value(column.null_as);
  if (form_ != LabelForm::exact) labels_ = column.labels;
}

Value ColumnStandIn::of(const Value& source) const {
  if (source.is_null() || is_null_word(source)) return null_ ? null_->view() : Value::null();
  const Value v = wording_.spelling == WrittenForm::plain ? source : read_(wording_.spelling, source, plain_);
  if (form_ != LabelForm::exact) return array_ ? labels_of(v) : label_of(v);
  if (!wording_.unit.empty()) return without_unit(v);
  if (v.storage() != StorageClass::text) return v;
  const std::optional<bool> word = word_of(v.bytes());
  return word ? Value::of(std::int64_t{*word}) : v;
}

bool ColumnStandIn::is_null_word(const Value& v) const noexcept {
  return v.storage() == StorageClass::text &&
         std::ranges::find(wording_.null_words, v.bytes()) != wording_.null_words.end();
}

std::optional<bool> ColumnStandIn::word_of(std::string_view text) const noexcept {
  const auto has = [&](const std::vector<std::string>& words) {
    return std::ranges::any_of(words, [&](const std::string& w) { return equals_ignoring_case(w, text); });
  };
  if (has(wording_.true_words)) return true;
  return has(wording_.false_words) ? std::optional(false) : std::nullopt;
}

namespace {

bool counts(char c) noexcept {
  const auto u = static_cast<unsigned char>(c);
  return u >= 0x80 || is_digit(c) || (u | 0x20U) - 'a' < 26U;
}

/// What stands between words, and the case of letters, do not count.
bool has_same_letters(std::string_view a, std::string_view b) noexcept {
  std::size_t i = 0, k = 0;
  while (true) {
    while (i < a.size() && !counts(a[i])) ++i;
    while (k < b.size() && !counts(b[k])) ++k;
    if (i == a.size() || k == b.size()) return i == a.size() && k == b.size() && !a.empty();
    if (!equals_ignoring_case(a.substr(i++, 1), b.substr(k++, 1))) return false;
  }
}

/// INTEGER, or TEXT of its digits.
std::optional<std::int64_t> whole_number(const Value& v) noexcept {
  if (v.storage() == StorageClass::integer) return v.integer();
  if (v.storage() != StorageClass::text) return std::nullopt;
  std::int64_t n = 0;
  const char* const end = v.bytes().data() + v.bytes().size();
  const auto read = std::from_chars(v.bytes().data(), end, n);
  return read.ec == std::errc() && read.ptr == end ? std::optional(n) : std::nullopt;
}

/// No type of numbers takes it: a value that does not have the unit is not read without it.
constexpr std::string_view without_its_unit = "without its unit";

std::string_view bare(std::string_view s) noexcept {
  constexpr std::string_view blanks[] = {" ", "\t", "\n", "\r", "\u00A0", "\u202F"};
  const auto trim = [&](auto ends, auto cut) {
    for (bool more = true; more;) {
      more = false;
      for (const std::string_view b : blanks)
        if (ends(b)) cut(b.size()), more = true;
    }
  };
  trim([&](std::string_view b) { return s.starts_with(b); }, [&](std::size_t n) { s.remove_prefix(n); });
  trim([&](std::string_view b) { return s.ends_with(b); }, [&](std::size_t n) { s.remove_suffix(n); });
  return s;
}

}  // namespace

/// -€12.50 is -12.50: the sign may stand before the unit.
Value ColumnStandIn::without_unit(const Value& v) const {
  if (v.storage() != StorageClass::text) return Value::text(without_its_unit);
  std::string_view s = bare(v.bytes());
  if (s.empty()) return v;
  const std::string_view unit = bare(wording_.unit);
  const bool is_signed = s[0] == '-' || s[0] == '+';
  const std::string_view sign = s.substr(0, is_signed ? 1 : 0);
  s = bare(s.substr(sign.size()));
  if (s.ends_with(unit)) {
    s.remove_suffix(unit.size());
  } else if (s.starts_with(unit)) {
    s.remove_prefix(unit.size());
  } else {
    return Value::text(without_its_unit);
  }
  s = bare(s);
  if (s.empty() || (is_signed && (s[0] == '-' || s[0] == '+'))) return Value::text(without_its_unit);
  scratch_.assign(sign).append(s);
  return Value::text(scratch_);
}

/// Of a JSON array each element, at any depth.
Value ColumnStandIn::labels_of(const Value& v) const {
  if (v.storage() != StorageClass::text) return v;
  auto array = try_json(v.bytes());
  if (!array.is_array()) return v;
  const auto replace = [this](auto& self, nlohmann::json& element) -> void {
    if (element.is_array()) {
      for (nlohmann::json& inner : element) self(self, inner);
    } else if (element.is_number_integer()) {
      const Value label = label_of(Value::of(element.get<std::int64_t>()));
      if (label.storage() == StorageClass::text) element = std::string(label.bytes());
    } else if (element.is_string()) {
      element = std::string(label_of(Value::text(element.get_ref<const std::string&>())).bytes());
    }
  };
  replace(replace, array);
  scratch_ = json_text(array, NotUtf8::replaced);
  return Value::text(scratch_);
}

Value ColumnStandIn::label_of(const Value& v) const noexcept {
  if (form_ == LabelForm::any_case || form_ == LabelForm::letters) {
    if (v.storage() != StorageClass::text) return v;
    if (std::ranges::find(labels_, v.bytes()) != labels_.end()) return v;
    const auto same = [&](const std::string& label) {
      return form_ == LabelForm::letters ? has_same_letters(label, v.bytes()) : equals_ignoring_case(label, v.bytes());
    };
    const auto found = std::ranges::find_if(labels_, same);
    // Two that differ in letter case alone: neither is meant more than the other.
    const bool one = found != labels_.end() && std::find_if(found + 1, labels_.end(), same) == labels_.end();
    return one ? Value::text(*found) : v;
  }
  const std::optional<std::int64_t> number = whole_number(v);
  if (!number) return v;
  const std::int64_t i = *number - (form_ == LabelForm::number ? 1 : 0);
  const bool known = i >= 0 && i < static_cast<std::int64_t>(labels_.size());
  return known ? Value::text(labels_[static_cast<std::size_t>(i)]) : v;
}

}  // namespace lite2pg
