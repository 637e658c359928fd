// One state of the source for all readers: connections whose read transactions began on the same data.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "export/sqlite/file.h"
#include "export/sqlite/log_head.h"

namespace SQLite {
class Database;
}

namespace lite2pg {

class Snapshot;

/// A connection inside the snapshot's read transaction; goes back to the snapshot when it dies. One thread at a time.
class SnapshotConnection {
 public:
  SnapshotConnection(Snapshot& snapshot, std::unique_ptr<SQLite::Database> db);
  ~SnapshotConnection();
  SnapshotConnection(SnapshotConnection&&) noexcept;
  SnapshotConnection& operator=(SnapshotConnection&&) = delete;
  [[nodiscard]] SQLite::Database& db() const noexcept { return *db_; }

 private:
  Snapshot* snapshot_;
  std::unique_ptr<SQLite::Database> db_;
};

/// Any thread may call any function. Must outlive its connections; `file` must outlive the snapshot.
class Snapshot {
 public:
  /// Begins `connections` (at least 1) read transactions at once: so many readers see one state even while a program
  /// goes on writing. Throws Error(source).
  Snapshot(const SqliteFile& file, unsigned connections);
  ~Snapshot();
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

  /// A free connection, or a new one. Throws Error(source) when one more is needed but the data moved on meanwhile.
  [[nodiscard]] SnapshotConnection connect();
  /// Closes the connections that nobody reads with: each holds the schema, some MB for thousands of tables, and keeps
  /// writers waiting where there is no log.
  void close_idle();
  /// Throws Error(source) when anybody wrote to the source since the snapshot was taken.
  void check_unchanged();
  /// How far the write-ahead log counted when the snapshot was taken; none when there is no log in use.
  [[nodiscard]] const std::optional<LogHead>& log_head() const noexcept { return log_head_; }

 private:
  friend class SnapshotConnection;
  void give_back(std::unique_ptr<SQLite::Database> db);
  bool begin_all(unsigned connections);
  [[nodiscard]] bool has_moved();

  const SqliteFile& file_;
  std::mutex lock_;
  std::unique_ptr<SQLite::Database> watch_;  ///< Idle: never holds a transaction, so that it sees what others commit.
  std::vector<std::unique_ptr<SQLite::Database>> free_;
  int version_ = 0;
  FileState state_;
  std::optional<LogHead> log_head_;
};

}  // namespace lite2pg
