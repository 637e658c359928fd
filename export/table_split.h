// Cuts tables into slices of like size, and guesses how large they are, without reading them.
#pragma once

#include <cstdint>
#include <vector>

#include "export/row_source.h"

namespace SQLite {
class Database;
}

namespace lite2pg {

/// At most `parts` slices that together hold every row exactly once. One slice without bounds when the table is small
/// or has no key to cut by. Throws SQLite::Exception.
[[nodiscard]] std::vector<Slice> split_table(SQLite::Database& db, const Table& table, std::size_t parts);

[[nodiscard]] std::uint64_t estimate_rows(SQLite::Database& db, const Table& table);
[[nodiscard]] std::uint64_t estimate_bytes(SQLite::Database& db, const Table& table);

}  // namespace lite2pg
