// How far a write-ahead log counts, as SQLite itself says it: the head of the wal-index
// (https://sqlite.org/walformat.html section 2.1). A scan of the log alone may find commits that were never made.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

namespace SQLite {
class Database;
}

namespace lite2pg {

struct LogHead {
  std::uint32_t changes = 0;     ///< Goes up with every commit.
  std::uint32_t frames = 0;      ///< Frames that count (mxFrame).
  std::uint32_t pages = 0;       ///< Size of the database in pages, as of the last of them.
  std::uint32_t backfilled = 0;  ///< Frames that stand in the database file already. Not part of the head's own copies.
  std::array<std::uint32_t, 2> checksum{};  ///< The running checksum at the last frame.
  std::array<std::uint8_t, 8> salts{};      ///< As they stand in the log.
  friend bool operator==(const LogHead&, const LogHead&) = default;
};

/// Through SQLite's own handle, never by opening the -shm. nullopt: the connection has no shared wal-index, or its two
/// copies differ at this moment. `db` must be inside a read transaction, and not opened as immutable.
/// Throws SQLite::Exception.
[[nodiscard]] std::optional<LogHead> read_log_head(SQLite::Database& db);

/// The salts in the wal-index of a connection that read_log_head() had one of: cheap, for every frame that is read.
[[nodiscard]] std::optional<std::array<std::uint8_t, 8>> read_log_salts(SQLite::Database& db);

}  // namespace lite2pg
