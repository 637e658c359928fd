// Rows from the pages of a table, with all that SQLite adds when it reads one: the rowid in its column, whole numbers
// of REAL columns as REAL, defaults of columns that were added after the row was written.
#pragma once

#include <limits>
#include <span>
#include <string>
#include <vector>

#include "export/btree/key_walk.h"
#include "export/btree/rowid_walk.h"
#include "export/pages/table_shape.h"
#include "export/rows/row_source.h"

namespace lite2pg {

/// Where rows are read from.
struct PagePlace {
  SQLite::Database* db = nullptr;  ///< In the snapshot's read transaction.
  std::string path;                ///< For messages.
  const PageView* view = nullptr;
  PageClaims* claims = nullptr;  ///< As the walks have it.
};

/// What SQLite gives for columns that a record lacks: it is asked, since only it knows the value of a default.
class LateColumns {
 public:
  LateColumns(const PagePlace& place, const Table& table) : place_(place), table_(&table) {}

  /// The value of `column` in rows whose records end after `have` values; borrowed. `at`: the rowid or the key of such
  /// a row. nullptr: SQLite does not find that row there.
  [[nodiscard]] const OwnedValue* find(std::size_t column, std::size_t have, std::span<const Value> at);

 private:
  [[nodiscard]] bool learn(std::span<const Value> at);

  const PagePlace& place_;
  const Table* table_;
  std::size_t known_from_ = std::numeric_limits<std::size_t>::max();  ///< The shortest record asked about.
  std::vector<OwnedValue> row_;                                       ///< As SQLite reads it.
};

/// Rows of a rowid table. One thread; `place`, `table` and `shape` outlive it.
class RowidRows {
 public:
  RowidRows(const PagePlace& place, const Table& table, const TableShape& shape, const Slice& slice);
  [[nodiscard]] WalkStep next();
  [[nodiscard]] Row values() const noexcept { return values_; }
  [[nodiscard]] std::int64_t rowid() const noexcept { return walk_.rowid(); }

 private:
  [[nodiscard]] bool complete(std::size_t have);

  const TableShape& shape_;
  PageFile file_;
  RowidWalk walk_;
  LateColumns late_;
  std::vector<Value> values_;
};

/// Rows of a WITHOUT ROWID table. The same.
class KeyRows {
 public:
  KeyRows(const PagePlace& place, const Table& table, const TableShape& shape, const Slice& slice);
  [[nodiscard]] WalkStep next();
  [[nodiscard]] Row values() const noexcept { return values_; }

 private:
  [[nodiscard]] bool arrange(std::span<const Value> stored);

  const TableShape& shape_;
  PageFile file_;
  KeyWalk walk_;
  LateColumns late_;
  std::vector<Value> values_;
};

/// Whether a slice of such a table can be read from its pages: its bounds are in the order of the tree.
[[nodiscard]] bool reads_slice(const TableShape& shape, const Slice& slice) noexcept;

}  // namespace lite2pg
