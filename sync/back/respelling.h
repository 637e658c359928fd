// What decode gives in a canonical form that no application wrote: the same value in a form that one reads.
#pragma once

#include <cstdint>
#include <string>

#include "mapping/plan/plan.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// One column; one thread.
class Respelling {
 public:
  /// `compared`: the codec by which the column's values are the same.
  Respelling(const ColumnPlan& column, const Codec& compared);

  [[nodiscard]] bool any() const noexcept { return kind_ != Kind::none; }
  /// Whether what cannot be respelled cannot be written: read again, it would be another value.
  [[nodiscard]] bool needed() const noexcept { return kind_ == Kind::marked; }
  /// `v` itself, or, of columns that had another form:
  /// - bits that were numbers: INTEGER;
  /// - arrays whose values stood between marks, or in another list: TEXT in that form.
  /// Borrows from `v`, or from this object until the next call.
  [[nodiscard]] Value of(const Value& v);

 private:
  enum class Kind : std::uint8_t { none, bits, marked };
  [[nodiscard]] static Kind kind_of(const ColumnPlan& column, const Codec& compared);

  Kind kind_;
  ArrayForm form_;
  std::string text_;
};

}  // namespace lite2pg
