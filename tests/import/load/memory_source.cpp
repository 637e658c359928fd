#include "tests/import/load/memory_source.h"

namespace lite2pg::test {
namespace {

class MemoryCursor : public RowCursor {
 public:
  MemoryCursor(std::int64_t from, std::int64_t until) : at_(from - 1), until_(until) {}
  bool next(Row& row) override {
    if (++at_ >= until_) return false;
    name_ = "name " + std::to_string(at_);
    values_ = {Value::of(at_), Value::text(name_)};
    row = values_;
    return true;
  }
  [[nodiscard]] std::string locate() const override { return "rowid " + std::to_string(at_); }
  [[nodiscard]] std::int64_t row_number() const override { return at_; }

 private:
  std::int64_t at_, until_;
  std::string name_;
  std::vector<Value> values_;
};

class MemoryReader : public Reader {
 public:
  explicit MemoryReader(std::vector<std::pair<std::string, std::int64_t>> rows) : rows_(std::move(rows)) {}
  std::unique_ptr<RowCursor> scan(const Table& table, const Slice& slice) override {
    std::int64_t until = 1;
    for (const auto& [name, rows] : rows_) {
      if (name == table.name) until = rows + 1;
    }
    const std::int64_t from = slice.from.empty() ? 1 : slice.from[0].view().integer();
    if (!slice.until.empty()) until = slice.until[0].view().integer();
    return std::make_unique<MemoryCursor>(from, until);
  }

 private:
  std::vector<std::pair<std::string, std::int64_t>> rows_;
};

}  // namespace

void MemorySource::add_table(const std::string& name, std::int64_t rows) {
  Table table;
  table.name = name;
  table.columns.resize(2);
  table.columns[0].name = "id";
  table.columns[1].name = "name";
  schema_.tables.push_back(std::move(table));
  rows_.push_back(rows);
}

std::int64_t MemorySource::rows_of(const Table& table) const {
  for (std::size_t t = 0; t < rows_.size(); ++t) {
    if (schema_.tables[t].name == table.name) return rows_[t];
  }
  return 0;
}

std::unique_ptr<Reader> MemorySource::reader() {
  std::vector<std::pair<std::string, std::int64_t>> rows;
  for (std::size_t t = 0; t < rows_.size(); ++t) rows.emplace_back(schema_.tables[t].name, rows_[t]);
  return std::make_unique<MemoryReader>(std::move(rows));
}

std::vector<Slice> MemorySource::split(const Table& table, std::size_t parts) {
  const auto count = static_cast<std::int64_t>(parts);
  std::vector<Slice> slices(parts);
  for (std::int64_t p = 1; p < count; ++p) {
    const OwnedValue bound(Value::of(rows_of(table) * p / count + 1));
    slices[static_cast<std::size_t>(p - 1)].until = {bound};
    slices[static_cast<std::size_t>(p)].from = {bound};
  }
  return slices;
}

Plan MemorySource::plan() const {
  Plan plan;
  for (std::size_t t = 0; t < rows_.size(); ++t) {
    TablePlan& table = plan.tables.emplace_back();
    table.source = table.target = schema_.tables[t].name;
    table.rows = static_cast<std::uint64_t>(rows_[t]);
    table.bytes = std::uint64_t{4} << 20;
    for (int c = 0; c < 2; ++c) {
      ColumnPlan& column = table.columns.emplace_back();
      column.source = column.target = c == 0 ? "id" : "name";
      column.source_index = c;
      column.type = c == 0 ? "bigint" : "text";
      column.codec = c == 0 ? CodecId::int8 : CodecId::text;
    }
  }
  return plan;
}

}  // namespace lite2pg::test
