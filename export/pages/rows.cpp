#include "export/pages/rows.h"

#include <SQLiteCpp/Database.h>

#include <algorithm>

#include "export/btree/sqlite_handle.h"
#include "export/rows/row_cursor.h"

namespace lite2pg {
namespace {

RowidRange rowid_range(const Slice& slice) {
  RowidRange range;
  if (!slice.from.empty()) range.from = slice.from.front().view().integer();
  if (!slice.until.empty()) range.until = slice.until.front().view().integer();
  return range;
}

/// https://sqlite.org/fileformat2.html section 2.1: "as an internal optimization, REAL values with no fractional
/// component are stored as integers".
void restore_reals(const std::vector<int>& reals, std::vector<Value>& values) {
  for (const int column : reals) {
    Value& v = values[static_cast<std::size_t>(column)];
    if (v.storage() == StorageClass::integer) v = Value::of(static_cast<double>(v.integer()));
  }
}

bool is_integer(const std::vector<OwnedValue>& bound) {
  return bound.size() == 1 && bound.front().view().storage() == StorageClass::integer;
}

/// Whether SQLite, asked for the first row not before `at`, gave the very row.
bool is_row_at(const Table& table, Row row, std::int64_t number, std::span<const Value> at) {
  if (table.kind != TableKind::without_rowid) return number == at.front().integer();
  const auto key = table.key_columns();
  for (std::size_t i = 0; i < key.size(); ++i)
    if (compare_values(row[static_cast<std::size_t>(key[i])], at[i], Collation::binary) != 0) return false;
  return true;
}

}  // namespace

bool reads_slice(const TableShape& shape, const Slice& slice) noexcept {
  if (slice.from.empty() && slice.until.empty()) return true;
  if (!shape.has_rowid) return !shape.descends;
  return (slice.from.empty() || is_integer(slice.from)) && (slice.until.empty() || is_integer(slice.until));
}

const OwnedValue* LateColumns::find(std::size_t column, std::size_t have, std::span<const Value> at) {
  if (have < known_from_) {
    if (!learn(at)) return nullptr;
    known_from_ = have;
  }
  return &row_[column];
}

bool LateColumns::learn(std::span<const Value> at) {
  Slice slice;
  for (const Value& v : at) slice.from.emplace_back(v);
  SqliteCursor cursor(*place_.db, place_.path, *table_, slice, false);
  Row row;
  if (!cursor.next(row) || !is_row_at(*table_, row, cursor.row_number(), at)) return false;
  row_.clear();
  for (const Value& v : row) row_.emplace_back(v);
  return true;
}

RowidRows::RowidRows(const PagePlace& place, const Table& table, const TableShape& shape, const Slice& slice)
    : shape_(shape),
      file_(*place.db, *place.view),
      walk_(file_, shape.root, rowid_range(slice), place.claims, longest_payload(*place.db)),
      late_(place, table),
      values_(shape.columns) {}

WalkStep RowidRows::next() {
  const WalkStep step = walk_.next();
  if (step != WalkStep::row) return step;
  const int count = record_values(walk_.payload(), values_.data(), static_cast<int>(values_.size()));
  if (count < 0) return WalkStep::surprise;
  if (static_cast<std::size_t>(count) < values_.size() && !complete(static_cast<std::size_t>(count)))
    return WalkStep::surprise;
  if (shape_.rowid_alias >= 0) values_[static_cast<std::size_t>(shape_.rowid_alias)] = Value::of(walk_.rowid());
  restore_reals(shape_.reals, values_);
  return WalkStep::row;
}

bool RowidRows::complete(std::size_t have) {
  if (!shape_.names_rowid) return false;
  const Value rowid = Value::of(walk_.rowid());
  for (std::size_t i = have; i < values_.size(); ++i) {
    const OwnedValue* late = late_.find(i, have, {&rowid, 1});
    if (late == nullptr) return false;
    values_[i] = late->view();
  }
  return true;
}

KeyRows::KeyRows(const PagePlace& place, const Table& table, const TableShape& shape, const Slice& slice)
    : shape_(shape),
      file_(*place.db, *place.view),
      walk_(file_, shape.root, {slice.from, slice.until}, shape.key, shape.stored.size(), place.claims,
            longest_payload(*place.db)),
      late_(place, table),
      values_(shape.columns) {}

WalkStep KeyRows::next() {
  const WalkStep step = walk_.next();
  if (step != WalkStep::row) return step;
  if (!arrange(walk_.values())) return WalkStep::surprise;
  restore_reals(shape_.reals, values_);
  return WalkStep::row;
}

/// From the order of storage to that of the table.
bool KeyRows::arrange(std::span<const Value> stored) {
  for (std::size_t i = 0; i < shape_.stored.size(); ++i) {
    if (shape_.stored[i] < 0) continue;
    const auto column = static_cast<std::size_t>(shape_.stored[i]);
    if (i < stored.size()) {
      values_[column] = stored[i];
      continue;
    }
    const OwnedValue* late = late_.find(column, stored.size(), stored.first(shape_.key.size()));
    if (late == nullptr) return false;
    values_[column] = late->view();
  }
  return true;
}

}  // namespace lite2pg
