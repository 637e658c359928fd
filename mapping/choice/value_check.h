// What a column of an existing table asks of a value beyond what its codec encodes: a label of the enum, a JSON array
// of values, no blanks at the end of a char(n).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mapping/codec/codec.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

class ValueCheck {
 public:
  /// Checks nothing.
  ValueCheck() = default;
  explicit ValueCheck(const ColumnPlan& column);

  [[nodiscard]] bool is_needed() const noexcept { return kind_ != Kind::none || refused_ != nullptr; }
  /// `field`: the bytes that the codec encoded.
  [[nodiscard]] Misfit check(std::string_view field) const;

 private:
  enum class Kind : std::uint8_t { none, label, labels, padded, padded_elements, array, name };

  [[nodiscard]] Misfit check_kind(std::string_view field) const;

  Kind kind_ = Kind::none;
  std::vector<std::string> labels_;  ///< Sorted.
  std::shared_ptr<const std::set<std::string>> refused_;
};

/// Appends a JSON array (as text) as an array literal of PostgreSQL: '["a",null,[1]]' -> '{"a",NULL,{"1"}}'
/// (https://www.postgresql.org/docs/15/arrays.html#ARRAYS-IO). False when it is no array, or holds objects.
[[nodiscard]] bool append_array_literal(std::string_view json, std::string& out);

}  // namespace lite2pg
