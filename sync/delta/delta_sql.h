// The statements that bring a staged table to a later state of its source: what goes and what comes, within ranges of
// its key. Pure text.
//
// In the open transaction two helper tables stand in the staging schema: the ranges, and the rows that the source holds
// in them now. Rows of the target that stand in a range and are not among those, byte for byte, are deleted; then what
// is missing is inserted: in this order, so that a unique value may move from one row to another.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sync/delta/table_key.h"

namespace lite2pg {

class DeltaSql {
 public:
  /// `suffix`: of the helper tables' names. `keeps`: what went and what came stays in them, until drop_kept().
  DeltaSql(std::string schema, const TablePlan& table, RangeKey key, const std::string& suffix = {},
           bool keeps = false);

  /// The helper tables, empty.
  [[nodiscard]] std::vector<std::string> create() const;
  /// INSERT of ranges: rows of range_row(), with commas between.
  [[nodiscard]] std::string add_ranges(const std::string& rows) const;
  /// COPY of the rows that come.
  [[nodiscard]] std::string copy_rows() const;
  [[nodiscard]] std::vector<std::string> index_rows() const;
  /// Condition on rows of the table: in one of the ranges.
  [[nodiscard]] std::string within_ranges() const;
  /// One row: how many rows went, and how many of these come again changed.
  [[nodiscard]] std::string delete_gone() const;
  /// One row: how many rows came.
  [[nodiscard]] std::string insert_come() const;
  [[nodiscard]] std::vector<std::string> drop() const;

  /// With schema: the rows that the source holds in the ranges, and those that went.
  [[nodiscard]] const std::string& rows() const noexcept { return rows_; }
  [[nodiscard]] const std::string& gone() const noexcept { return gone_; }

 private:
  [[nodiscard]] std::string tids(const std::string& and_condition) const;

  std::string schema_;
  const TablePlan& table_;
  RangeKey key_;
  std::string rows_name_, target_, rows_, ranges_, gone_;
  bool keeps_ = false;
  std::vector<std::string> columns_;  ///< That are loaded.
};

}  // namespace lite2pg
