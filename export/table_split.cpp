#include "export/table_split.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <algorithm>

#include "export/scan_sql.h"

namespace lite2pg {
namespace {

constexpr std::uint64_t smallest_slice = 1000;

struct RowidRange {
  std::int64_t first = 0, last = 0;
  bool empty = true;
  /// last - first, which does not overflow.
  [[nodiscard]] std::uint64_t width() const {
    return static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first);
  }
};

RowidRange rowid_range(SQLite::Database& db, const Table& table, const std::string& key) {
  RowidRange r;
  const std::string from = " FROM " + from_rows_of(table);
  SQLite::Statement query(db, "SELECT (SELECT min(" + key + ")" + from + "), (SELECT max(" + key + ")" + from + ")");
  if (!query.executeStep() || query.getColumn(0).isNull()) return r;
  return {query.getColumn(0).getInt64(), query.getColumn(1).getInt64(), false};
}

Slice bounded(const OwnedValue* from, const OwnedValue* until) {
  Slice s;
  if (from != nullptr) s.from.push_back(*from);
  if (until != nullptr) s.until.push_back(*until);
  return s;
}

std::vector<Slice> slices_between(const std::vector<OwnedValue>& bounds) {
  std::vector<Slice> slices;
  for (std::size_t i = 0; i <= bounds.size(); ++i)
    slices.push_back(bounded(i == 0 ? nullptr : &bounds[i - 1], i == bounds.size() ? nullptr : &bounds[i]));
  return slices;
}

}  // namespace

std::vector<Slice> split_table(SQLite::Database& db, const Table& table, std::size_t parts) {
  const auto key = scan_key(table);
  if (key.empty() || table.kind == TableKind::without_rowid) return {Slice{}};
  const RowidRange range = rowid_range(db, table, key.front());
  if (range.empty || range.width() < smallest_slice) return {Slice{}};
  const std::uint64_t step = range.width() / parts + 1;
  std::vector<OwnedValue> bounds;
  for (std::size_t i = 1; i < parts; ++i)
    bounds.emplace_back(Value::of(static_cast<std::int64_t>(static_cast<std::uint64_t>(range.first) + i * step)));
  return slices_between(bounds);
}

std::uint64_t estimate_rows(SQLite::Database& db, const Table& table) {
  const auto key = scan_key(table);
  if (key.empty() || table.kind == TableKind::without_rowid) return 1;
  const RowidRange range = rowid_range(db, table, key.front());
  return range.empty ? 0 : range.width() + 1;
}

std::uint64_t estimate_bytes(SQLite::Database& db, const Table& table) { return estimate_rows(db, table) * 100; }

}  // namespace lite2pg
