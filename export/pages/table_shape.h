// How a table's rows lie in its b-tree, and whether they can be read from its pages here.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "export/btree/key_order.h"
#include "export/btree/view.h"
#include "export/pages/tree_roots.h"
#include "mapping/source/schema.h"

namespace SQLite {
class Database;
}

namespace lite2pg {

struct TableShape {
  std::uint32_t root = 0;
  bool has_rowid = true;
  bool names_rowid = false;  ///< Rows can be named by their rowid in SQL.
  std::size_t columns = 0;
  int rowid_alias = -1;      ///< The column that is the rowid; its stored value is NULL.
  std::vector<int> stored;   ///< WITHOUT ROWID: the column of each stored value; a repeated one only at first (-1).
  std::vector<int> reals;    ///< Columns of affinity REAL: their whole numbers are stored as integers.
  std::vector<KeyPart> key;  ///< WITHOUT ROWID: the order of the tree.
  bool descends = false;     ///< A part of the key is DESC: the tree's order is not that of slices.
  std::string unreadable;    ///< Why the table is left to SQLite; empty: it is not.

  [[nodiscard]] bool is_readable() const noexcept { return unreadable.empty(); }
};

/// Throws SQLite::Exception.
[[nodiscard]] TableShape shape_of(SQLite::Database& db, const PageView& view, const TableRoots& roots,
                                  const Table& table);

}  // namespace lite2pg
