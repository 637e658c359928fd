// Cuts tables into slices of like size, and guesses how large they are, without reading them.
#pragma once

#include <cstdint>
#include <vector>

#include "export/rows/row_source.h"
#include "export/sqlite/file.h"

namespace SQLite {
class Database;
}

namespace lite2pg {

/// At most `parts` slices that together hold every row exactly once. One slice without bounds when the table is small
/// or its key cannot be cut safely. Throws SQLite::Exception.
[[nodiscard]] std::vector<Slice> split_table(SQLite::Database& db, const SqliteFile& file, const Table& table,
                                             std::size_t parts);

struct TableSize {
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;
};
/// Guessed from the file's pages; 0 for virtual tables. Throws SQLite::Exception.
[[nodiscard]] TableSize estimate_size(SQLite::Database& db, const SqliteFile& file, const Table& table);

/// Leading columns of the scan key that slices may be bounded by: those whose collation is SQLite's own. 0: the table
/// cannot be cut.
[[nodiscard]] std::size_t usable_key_parts(const Table& table);

}  // namespace lite2pg
