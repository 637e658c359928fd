#include "import/tenants/aligned_source.h"

#include <algorithm>

#include "common/error.h"
#include "export/sqlite/added_column.h"

namespace lite2pg {
namespace {

std::vector<AlignedColumn> align(const Table& own, const Table& newest) {
  std::vector<AlignedColumn> columns;
  bool same = own.columns.size() == newest.columns.size();
  for (std::size_t i = 0; i < newest.columns.size(); ++i) {
    AlignedColumn& column = columns.emplace_back();
    column.own = own.find_column(newest.columns[i].name);
    if (column.own < 0) column.value = value_of_added_column(newest, newest.columns[i]).value_or(OwnedValue());
    same = same && column.own == static_cast<int>(i);
  }
  return same ? std::vector<AlignedColumn>() : columns;
}

/// `census` merged into itself until it stands for `rows` rows: merging is associative.
void add_times(ColumnCensus& to, ColumnCensus one, std::uint64_t rows) {
  for (; rows > 0; rows /= 2) {
    if (rows % 2 == 1) to.merge(one);
    const ColumnCensus copy = one;
    one.merge(copy);
  }
}

class AlignedCursor final : public RowCursor {
 public:
  AlignedCursor(std::unique_ptr<RowCursor> own, const std::vector<AlignedColumn>& columns)
      : own_(std::move(own)), columns_(columns), values_(columns.size()) {}

  bool next(Row& row) override {
    Row own;
    if (!own_->next(own)) return false;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const AlignedColumn& c = columns_[i];
      values_[i] = c.own < 0 ? c.value.view() : own[static_cast<std::size_t>(c.own)];
    }
    row = values_;
    return true;
  }
  [[nodiscard]] std::string locate() const override { return own_->locate(); }
  [[nodiscard]] std::int64_t row_number() const override { return own_->row_number(); }
  [[nodiscard]] bool counts_from_slice() const override { return own_->counts_from_slice(); }

 private:
  std::unique_ptr<RowCursor> own_;
  const std::vector<AlignedColumn>& columns_;
  std::vector<Value> values_;
};

}  // namespace

class AlignedReader final : public Reader {
 public:
  AlignedReader(std::unique_ptr<Reader> own, const AlignedSource& source) : own_(std::move(own)), source_(source) {}

  std::unique_ptr<RowCursor> scan(const Table& table, const Slice& slice) override {
    std::unique_ptr<RowCursor> cursor = own_->scan(source_.own(table), slice);
    const std::vector<AlignedColumn>& columns = source_.alignment_.columns(table);
    if (columns.empty()) return cursor;
    return std::make_unique<AlignedCursor>(std::move(cursor), columns);
  }

 private:
  std::unique_ptr<Reader> own_;
  const AlignedSource& source_;
};

Alignment::Alignment(const Schema& own, const Schema& newest) : newest_(newest) {
  for (const Table& table : newest.tables) {
    const Table* older = own.find_table(table.name);
    tables_.push_back(older == nullptr ? std::vector<AlignedColumn>() : align(*older, table));
  }
}

const std::vector<AlignedColumn>& Alignment::columns(const Table& newest) const {
  const auto found = std::ranges::find(newest_.tables, newest.name, &Table::name);
  return tables_[static_cast<std::size_t>(found - newest_.tables.begin())];
}

TableCensus Alignment::aligned(TableCensus own, TableCensus blank) const {
  const auto newest = std::ranges::find(newest_.tables, blank.table, &Table::name);
  const auto& columns = tables_[static_cast<std::size_t>(newest - newest_.tables.begin())];
  if (columns.empty()) return own;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    ColumnCensus& to = blank.columns[i];
    if (columns[i].own >= 0) {
      to.merge(own.columns[static_cast<std::size_t>(columns[i].own)]);
      continue;
    }
    ColumnCensus one = to;
    one.add(columns[i].value.view(), 1);
    add_times(to, one, own.rows);
  }
  blank.rows = own.rows;
  return blank;
}

std::unique_ptr<Reader> AlignedSource::reader() { return std::make_unique<AlignedReader>(file_.reader(), *this); }

std::vector<Slice> AlignedSource::split(const Table& table, std::size_t parts) {
  return file_.split(own(table), parts);
}
std::uint64_t AlignedSource::estimated_rows(const Table& table) { return file_.estimated_rows(own(table)); }
std::uint64_t AlignedSource::estimated_bytes(const Table& table) { return file_.estimated_bytes(own(table)); }

const Table& AlignedSource::own(const Table& table) const {
  const Table* found = file_.schema().find_table(table.name);
  if (found != nullptr) return *found;
  throw Error(ExitCode::source, "the file has no table '" + table.name + "' any more");
}

}  // namespace lite2pg
