// The connection by which a new SQLite file is filled: no journal and no syncs, since a file that is not finished is
// thrown away.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "common/parallel.h"
#include "export/sqlite/interrupter.h"
#include "mapping/source/schema.h"

namespace SQLite {
class Database;
}

namespace lite2pg {

class NewDatabase {
 public:
  /// `path`: an empty file. `shown`: what messages call it. Page size, encoding, auto_vacuum, user_version and
  /// application_id as in `schema`. Throws Error(source).
  NewDatabase(const std::string& path, std::string shown, const Schema& schema);
  ~NewDatabase();
  NewDatabase(const NewDatabase&) = delete;
  NewDatabase& operator=(const NewDatabase&) = delete;

  /// Our own statements, several at a time. Throws Error(source), Error(interrupted).
  void run(const std::string& sql);
  /// The first statement of a text that is not ours. What SQLite says against it; nullopt when it did it. Throws
  /// Error(source) for what is not the statement's fault (a full disk), Error(interrupted).
  [[nodiscard]] std::optional<std::string> try_run(const std::string& sql);
  /// PRAGMA journal_mode, once all else is done.
  void set_journal_mode(const std::string& mode);

  [[nodiscard]] SQLite::Database& handle() noexcept { return *db_; }
  /// Throws Error(source) or Error(interrupted) for what the last call on the handle said.
  [[noreturn]] void fail(const std::string& what) const;

 private:
  std::string shown_;
  std::unique_ptr<SQLite::Database> db_;
  StopFlag stop_;
  std::unique_ptr<Interrupter> interrupter_;
};

}  // namespace lite2pg
