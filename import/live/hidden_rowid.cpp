#include "import/live/hidden_rowid.h"

#include <algorithm>

#include "export/rows/scan_sql.h"

namespace lite2pg {
namespace {

class NumberedCursor final : public RowCursor {
 public:
  explicit NumberedCursor(std::unique_ptr<RowCursor> cursor) : cursor_(std::move(cursor)) {}

  bool next(Row& row) override {
    if (!cursor_->next(row)) return false;
    values_.assign(row.begin(), row.end());
    values_.push_back(Value::of(cursor_->row_number()));
    row = values_;
    return true;
  }
  [[nodiscard]] std::string locate() const override { return cursor_->locate(); }
  [[nodiscard]] std::int64_t row_number() const override { return cursor_->row_number(); }
  [[nodiscard]] bool counts_from_slice() const override { return cursor_->counts_from_slice(); }

 private:
  std::unique_ptr<RowCursor> cursor_;
  std::vector<Value> values_;
};

class NumberingReader final : public Reader {
 public:
  explicit NumberingReader(std::unique_ptr<Reader> reader) : reader_(std::move(reader)) {}

  std::unique_ptr<RowCursor> scan(const Table& table, const Slice& slice) override {
    auto cursor = reader_->scan(table, slice);
    if (!rowid_follows_columns(table)) return cursor;
    return std::make_unique<NumberedCursor>(std::move(cursor));
  }

 private:
  std::unique_ptr<Reader> reader_;
};

ColumnPlan rowid_column(const Table& table) {
  ColumnPlan column;
  column.source = column.target = hidden_rowid;
  column.source_index = static_cast<int>(table.columns.size());
  column.type = "bigint";
  column.codec = Codec(CodecId::int8);
  column.not_null = true;
  return column;
}

}  // namespace

bool needs_hidden_rowid(const Table& table, const TablePlan& plan) {
  const bool taken = std::ranges::find(plan.columns, hidden_rowid, &ColumnPlan::target) != plan.columns.end();
  return table.kind == TableKind::rowid && rowid_follows_columns(table) && !taken && plan.partition_by.empty() &&
         plan.tenant_partitions == 0;
}

TablePlan staged_plan(const Table& table, TablePlan plan) {
  if (needs_hidden_rowid(table, plan)) plan.columns.push_back(rowid_column(table));
  return plan;
}

Plan staged_plan(const Schema& schema, Plan plan) {
  for (TablePlan& table : plan.tables)
    if (const Table* source = schema.find_table(table.source)) table = staged_plan(*source, std::move(table));
  return plan;
}

std::unique_ptr<Reader> RowsWithNumbers::reader() { return std::make_unique<NumberingReader>(source_.reader()); }

}  // namespace lite2pg
