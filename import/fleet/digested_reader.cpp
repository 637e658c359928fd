#include "import/fleet/digested_reader.h"

#include <vector>

namespace lite2pg {
namespace {

class DigestedCursor final : public RowCursor {
 public:
  DigestedCursor(std::unique_ptr<RowCursor> rows, DigestedReader& digest) : rows_(std::move(rows)), digest_(digest) {}

  bool next(Row& row) override {
    if (!rows_->next(row)) return false;
    digest_.add(row);
    return true;
  }
  [[nodiscard]] std::string locate() const override { return rows_->locate(); }
  [[nodiscard]] std::int64_t row_number() const override { return rows_->row_number(); }
  [[nodiscard]] bool counts_from_slice() const override { return rows_->counts_from_slice(); }

 private:
  std::unique_ptr<RowCursor> rows_;
  DigestedReader& digest_;
};

}  // namespace

TablePlan compared_columns(const TablePlan& plan) {
  TablePlan compared = plan;
  compared.key.clear();
  std::erase_if(compared.columns, [](const ColumnPlan& c) { return c.source_index < 0; });
  return compared;
}

std::unique_ptr<RowCursor> DigestedReader::scan(const Table& table, const Slice& slice) {
  rows_ = 0;
  sum_ = {};
  return std::make_unique<DigestedCursor>(reader_.scan(table, slice), *this);
}

}  // namespace lite2pg
