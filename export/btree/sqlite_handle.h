// The files behind a connection, as SQLite itself has them open
// (https://sqlite.org/c3ref/c_fcntl_begin_atomic_write.html).
#pragma once

#include <cstddef>
#include <cstdint>

struct sqlite3_file;
namespace SQLite {
class Database;
}

namespace lite2pg {

/// nullptr: none, or not open. Valid while the connection is.
[[nodiscard]] sqlite3_file* database_handle(SQLite::Database& db);
/// The write-ahead log's; valid while the connection is in its read transaction.
[[nodiscard]] sqlite3_file* log_handle(SQLite::Database& db);

/// False when not all bytes are there, or `file` is nullptr.
[[nodiscard]] bool read_exactly(sqlite3_file* file, std::uint64_t offset, std::uint8_t* to, std::size_t size);

/// The longest row that SQLite would read, in bytes (https://sqlite.org/limits.html): a longer one it must meet itself.
[[nodiscard]] std::uint64_t longest_payload(SQLite::Database& db);

}  // namespace lite2pg
