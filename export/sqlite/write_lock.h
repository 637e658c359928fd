// The writer's lock on a database: while it is held nobody commits, and everybody may read. The one lock that we ever
// take on a source; nothing is written.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "export/sqlite/file.h"

namespace SQLite {
class Database;
}

namespace lite2pg {

/// BEGIN IMMEDIATE on a connection of its own. One thread.
class WriteLock {
 public:
  /// Waits for other writers, at most `patience`. Throws Error(source) when the lock cannot be had: they do not end,
  /// the file may not be written to, or its journal is hot (the next to write would have to roll it back first).
  WriteLock(const std::string& path, std::chrono::milliseconds patience);
  /// Releases it; neither file nor log change.
  ~WriteLock();
  WriteLock(const WriteLock&) = delete;
  WriteLock& operator=(const WriteLock&) = delete;

  /// Throws Error(source) unless the lock is held indeed: SQLite opens a file that it may not write to for reading, and
  /// BEGIN IMMEDIATE then locks nothing.
  void check() const;

 private:
  SqliteFile file_;  // first: a descriptor that closes would drop the lock
  std::unique_ptr<SQLite::Database> db_;
};

}  // namespace lite2pg
