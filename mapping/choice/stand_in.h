// What stands for a value of the source before its codec sees it: what NULL becomes, which label of an enum a number or
// another spelling means, in arrays too, the number beside a unit, true, false and NULL in words of a
// column's own, a spelling that the type does not have. Loads, misfit scans and the source side of a verification ask
// the same class; the last of these reads spellings in decode's own way.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/codec/encode/spellings/spelling.h"
#include "mapping/plan/plan.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// read_spelling() or meaning_of().
using SpellingOf = Value (*)(WrittenForm spelling, const Value& v, std::string& scratch);

class ColumnStandIn {
 public:
  /// Leaves every value as it is.
  ColumnStandIn() = default;
  /// `read`: the reading of spellings that is encode's, or decode's.
  explicit ColumnStandIn(const ColumnPlan& column, SpellingOf read = read_spelling);

  [[nodiscard]] bool is_needed() const noexcept {
    return null_.has_value() || form_ != LabelForm::exact || wording_.any();
  }
  /// Borrows from `source`, or from this object until the next call. One thread.
  [[nodiscard]] Value of(const Value& source) const;

 private:
  [[nodiscard]] Value label_of(const Value& v) const noexcept;
  [[nodiscard]] Value labels_of(const Value& v) const;
  [[nodiscard]] Value without_unit(const Value& v) const;
  [[nodiscard]] bool is_null_word(const Value& v) const noexcept;
  [[nodiscard]] std::optional<bool> word_of(std::string_view text) const noexcept;

  std::optional<OwnedValue> null_;
  LabelForm form_ = LabelForm::exact;
  std::vector<std::string> labels_;
  bool array_ = false;  ///< Labels stand in JSON arrays.
  Wording wording_;
  SpellingOf read_ = read_spelling;
  mutable std::string scratch_, plain_;
};

/// The value that ColumnPlan::null_as spells.
[[nodiscard]] OwnedValue constant_value(std::string_view spelled);
/// A text as constant_value() reads it.
[[nodiscard]] std::string constant_text(std::string_view text);

}  // namespace lite2pg
