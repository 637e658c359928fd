// The shape of a table, from the upper pages of its b-tree: about how many rows and bytes it has, and keys that cut it
// into parts of like size. A few hundred page reads, whatever the table's size.
//
// The pages are read from the file itself, because SQLite offers no way to them. What still stands in a write-ahead log
// is not seen, and the file may be crafted: everything here is a guess that only balance may depend on.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "export/sqlite/file.h"
#include "mapping/value/value.h"

namespace lite2pg {

struct TableSketch {
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;  ///< Of records, not of pages.
  /// Keys in the order of the b-tree with about equally many rows between neighbours: one rowid each, or the first
  /// `key_columns` columns of a WITHOUT ROWID table's key. Not checked to ascend.
  std::vector<std::vector<OwnedValue>> keys;
};

/// `root`: the table's root page; `key_columns`: 0 for a rowid table. nullopt when the pages make no sense.
[[nodiscard]] std::optional<TableSketch> sketch_table(const SqliteFile& file, std::uint32_t root,
                                                      std::size_t key_columns);

}  // namespace lite2pg
