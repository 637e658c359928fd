// What stands for a value of the source before its codec sees it: what NULL becomes, which label of an enum a number or
// another spelling means. Loads, misfit scans and the source side of a verification ask the same class.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/plan/plan.h"
#include "mapping/value/value.h"

namespace lite2pg {

class ColumnStandIn {
 public:
  /// Leaves every value as it is.
  ColumnStandIn() = default;
  explicit ColumnStandIn(const ColumnPlan& column);

  [[nodiscard]] bool is_needed() const noexcept { return null_.has_value() || form_ != LabelForm::exact; }
  /// Borrows from `v` or from this object.
  [[nodiscard]] Value of(const Value& v) const noexcept;

 private:
  [[nodiscard]] Value label_of(const Value& v) const noexcept;

  std::optional<OwnedValue> null_;
  LabelForm form_ = LabelForm::exact;
  std::vector<std::string> labels_;
};

/// The value that ColumnPlan::null_as spells.
[[nodiscard]] OwnedValue constant_value(std::string_view spelled);
/// A text as constant_value() reads it.
[[nodiscard]] std::string constant_text(std::string_view text);

}  // namespace lite2pg
