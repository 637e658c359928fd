#include "mapping/choice/stand_in.h"

#include <algorithm>
#include <charconv>

#include "common/ascii.h"
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

ColumnStandIn::ColumnStandIn(const ColumnPlan& column)
    : form_(column.labels.empty() || column.codec.shape != FieldShape::scalar ? LabelForm::exact : column.label_form) {
  if (!column.null_as.empty()) null_ = constant_value(column.null_as);
  if (form_ != LabelForm::exact) labels_ = column.labels;
}

Value ColumnStandIn::of(const Value& v) const noexcept {
  if (v.is_null()) return null_ ? null_->view() : v;
  return form_ == LabelForm::exact ? v : label_of(v);
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

}  // namespace

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
  if (v.storage() != StorageClass::integer) return v;
  const std::int64_t i = v.integer() - (form_ == LabelForm::number ? 1 : 0);
  const bool known = i >= 0 && i < static_cast<std::int64_t>(labels_.size());
  return known ? Value::text(labels_[static_cast<std::size_t>(i)]) : v;
}

}  // namespace lite2pg
