// Whether a column of the new file can hold what stands in the target: before SQLite is asked to, because SQLite would
// change some values without a word.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "mapping/value/row_encoding.h"
#include "sync/back/respelling.h"
#include "sync/back/settings.h"
#include "sync/back/written_table.h"
#include "sync/sqlite/stored_form.h"

namespace lite2pg {

/// What a rule says of a value.
struct Ruling {
  std::string reason;      ///< Why it cannot be written; empty: it can.
  bool widenable = false;  ///< --on-misfit widen would write it, as the text that it is.
};

/// One column; one thread.
class ValueRule {
 public:
  /// `table` and `stored` must outlive it.
  ValueRule(const WrittenTable& table, std::size_t column, BackMisfit policy, StoredForm& stored);

  /// Looks at a field of the target, as the row reader decoded it, and puts the value to be written in its place.
  [[nodiscard]] Ruling look_at(RowDecoder::Field& field);
  /// Values that were written as text.
  [[nodiscard]] std::uint64_t widened() const noexcept { return widened_; }
  [[nodiscard]] const std::string& name() const noexcept { return column_.name; }

 private:
  [[nodiscard]] std::string no_place(const Value& v) const;
  [[nodiscard]] bool widenable(const Value& v) const;
  [[nodiscard]] std::string changed(const Value& v);
  [[nodiscard]] std::string changed_in_rtree(const Value& v) const;
  [[nodiscard]] bool take_label(Value& v);
  [[nodiscard]] bool respell(Value& v);
  void take_wording(Value& v);
  [[nodiscard]] Value meant(const Value& v);

  const ColumnPlan& plan_;
  Codec compared_;
  const Column& column_;
  BackMisfit policy_;
  StoredForm& stored_;
  Respelling respelling_;
  Affinity affinity_;
  bool derived_ = false, strict_ = false, rtree_ = false, not_null_ = false, numbers_only_ = false, dates_ = false;
  std::map<std::string, std::int64_t, std::less<>> numbers_of_labels_;
  std::string scratch_, other_scratch_, word_;
  std::uint64_t widened_ = 0;
};

}  // namespace lite2pg
