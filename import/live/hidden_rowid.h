// Tables whose rows lie in SQLite's own order, by a row number that is none of their columns: while they are staged
// they carry it in a column of its own, so that the rows of a leaf can be found again. The freeze drops it.
#pragma once

#include <memory>
#include <string_view>

#include "export/rows/row_source.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

inline constexpr std::string_view hidden_rowid = "lite2pg_rowid";

/// Not a table with an INTEGER PRIMARY KEY, nor WITHOUT ROWID, nor in partitions, nor one in which columns have taken
/// all names of the row number.
[[nodiscard]] bool needs_hidden_rowid(const Table& table, const TablePlan& plan);

/// The table as it stands in staging: with the column, at its end, when it needs one. Its source index is one behind
/// the table's columns.
[[nodiscard]] TablePlan staged_plan(const Table& table, TablePlan plan);
[[nodiscard]] Plan staged_plan(const Schema& schema, Plan plan);

/// Rows of another source, with the row number behind their columns where the table needs it: what the plans above
/// read. The other source outlives it.
class RowsWithNumbers final : public RowSource {
 public:
  explicit RowsWithNumbers(RowSource& source) : source_(source) {}

  [[nodiscard]] const Schema& schema() const override { return source_.schema(); }
  [[nodiscard]] std::unique_ptr<Reader> reader() override;
  [[nodiscard]] std::vector<Slice> split(const Table& table, std::size_t parts) override {
    return source_.split(table, parts);
  }
  [[nodiscard]] std::uint64_t estimated_rows(const Table& table) override { return source_.estimated_rows(table); }
  [[nodiscard]] std::uint64_t estimated_bytes(const Table& table) override { return source_.estimated_bytes(table); }
  [[nodiscard]] Fingerprint fingerprint() override { return source_.fingerprint(); }
  [[nodiscard]] std::string_view reader_of(std::string_view table) override { return source_.reader_of(table); }
  void check_unchanged() override { source_.check_unchanged(); }

 private:
  RowSource& source_;
};

}  // namespace lite2pg
