// Rows of the source that the import did not load because it was told so, by what its ledger calls them, and
// those that the plan does not let through.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "export/rows/row_source.h"
#include "mapping/choice/rejecting_columns.h"

namespace lite2pg {

class RowsSetAside {
 public:
  /// `place`: "rowid 42", "key (1, 'x')". False: it was shortened, or counts from somewhere, and names no one row.
  bool add(std::string_view place);
  /// Whether the row that the cursor has just handed out is one of them.
  [[nodiscard]] bool has(const RowCursor& cursor) const;
  [[nodiscard]] bool empty() const noexcept { return rowids_.empty() && keys_.empty(); }

 private:
  std::unordered_set<std::int64_t> rowids_;
  std::unordered_set<std::string> keys_;
};

/// Rows that the plan sets aside because a value does not fit.
struct RowsThatMisfit {
  std::vector<ColumnPlan> columns;  ///< That reject rows; source_index is that of the source that is read.
  /// What the server alone could refuse, by place: the row as the ledger keeps it, and the column. A row that is not
  /// what is kept there was not set aside.
  struct Kept {
    std::string document, column;
  };
  std::unordered_multimap<std::string, Kept> kept;

  [[nodiscard]] bool empty() const noexcept { return columns.empty(); }
};

/// Both kinds, while a table is read. One thread.
class LeftOutRows {
 public:
  /// All outlive it.
  LeftOutRows(const Table& table, const RowsSetAside& set_aside, const RowsThatMisfit& misfits)
      : table_(table), set_aside_(set_aside), misfits_(misfits), rejecting_(misfits.columns) {}

  [[nodiscard]] bool any() const noexcept { return !set_aside_.empty() || !misfits_.empty(); }
  /// Whether the row that the cursor has just handed out is left out.
  [[nodiscard]] bool has(Row row, const RowCursor& cursor);
  /// Of the last such row the column that does not take its value; nullptr: it is left out for another reason.
  [[nodiscard]] const std::string* column() const noexcept { return column_; }

 private:
  [[nodiscard]] const std::string* refusing(Row row, const RowCursor& cursor);

  const Table& table_;
  const RowsSetAside& set_aside_;
  const RowsThatMisfit& misfits_;
  RejectingColumns rejecting_;
  const std::string* column_ = nullptr;
};

}  // namespace lite2pg
