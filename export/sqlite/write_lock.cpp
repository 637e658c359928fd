#include "export/sqlite/write_lock.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include "common/error.h"
#include "common/interrupt.h"
#include "export/sqlite/connection.h"
#include "export/sqlite/error.h"

namespace lite2pg {
namespace {

using Clock = std::chrono::steady_clock;
constexpr int wait_ms = 100;

/// Reading meets a hot journal too, but cannot roll it back.
void refuse_hot_journal(const SqliteFile& file) {
  const auto db = open_connection(file);
  begin_reading(*db);
  end_reading(*db);
}

bool try_lock(SQLite::Database& db) {
  const int code = sqlite3_exec(db.getHandle(), "BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
  if ((code & 0xff) == SQLITE_BUSY) return false;
  db.check(code);
  return true;
}

}  // namespace

WriteLock::WriteLock(const std::string& path, std::chrono::milliseconds patience) : file_(path) {
  const auto until = Clock::now() + patience;
  try {
    refuse_hot_journal(file_);
    db_ = std::make_unique<SQLite::Database>(path, SQLite::OPEN_READWRITE, wait_ms);
    // Closing must not copy the log into the database file.
    db_->check(sqlite3_db_config(db_->getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr));
    while (!try_lock(*db_)) {
      throw_if_interrupted();
      if (Clock::now() > until)
        throw Error(
            ExitCode::source,
            path + ": another program kept the writer's lock for " + std::to_string(patience.count() / 1000) + " s",
            "try again, or wait longer with --lock-timeout SECONDS");
    }
  } catch (const SQLite::Exception& e) {
    throw_sqlite_error(path, {}, e);
  }
  check();
}

WriteLock::~WriteLock() {
  if (db_) db_->tryExec("ROLLBACK");
}

void WriteLock::check() const {
  sqlite3* handle = db_->getHandle();
  if (sqlite3_db_readonly(handle, "main") == 0 && sqlite3_txn_state(handle, "main") == SQLITE_TXN_WRITE) return;
  throw Error(ExitCode::source, file_.shown() + ": cannot be locked for writers: it may not be written to",
              "run as the owner of the file, on the machine and file system where it can be written to");
}

}  // namespace lite2pg
