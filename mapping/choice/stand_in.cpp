#include "mapping/choice/stand_in.h"

#include <algorithm>
#include <charconv>

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
    : form_(column.labels.empty() ? LabelForm::exact : column.label_form) {
  if (!column.null_as.empty()) null_ = constant_value(column.null_as);
  if (form_ != LabelForm::exact) labels_ = column.labels;
}

Value ColumnStandIn::of(const Value& v) const noexcept {
  if (v.is_null()) return null_ ? null_->view() : v;
  return form_ == LabelForm::exact ? v : label_of(v);
}

Value ColumnStandIn::label_of(const Value& v) const noexcept {
  if (form_ == LabelForm::any_case) {
    if (v.storage() != StorageClass::text) return v;
    if (std::ranges::find(labels_, v.bytes()) != labels_.end()) return v;
    const auto same = [&](const std::string& label) { return equals_ignoring_case(label, v.bytes()); };
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
