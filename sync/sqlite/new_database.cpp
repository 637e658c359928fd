#include "sync/sqlite/new_database.h"

#include <SQLiteCpp/Database.h>
#include <sqlite3.h>

#include "common/error.h"
#include "common/interrupt.h"

namespace lite2pg {
namespace {

struct Finalizer {
  void operator()(sqlite3_stmt* s) const noexcept { sqlite3_finalize(s); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalizer>;

/// The cache bounds what building an index keeps in memory too.
constexpr const char* fast_and_small =
    "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA foreign_keys = OFF; "
    "PRAGMA cache_size = -16384; PRAGMA temp_store = FILE; PRAGMA mmap_size = 0";

/// Must come before the first table: https://sqlite.org/pragma.html
std::string file_pragmas(const Schema& schema) {
  std::string sql;
  if (schema.file.page_size > 0) sql += "PRAGMA page_size = " + std::to_string(schema.file.page_size) + ";";
  sql += "PRAGMA encoding = '" + std::string(schema.encoding.starts_with("UTF-16") ? schema.encoding : "UTF-8") + "';";
  sql += "PRAGMA auto_vacuum = " + std::to_string(schema.file.auto_vacuum) + ";";
  sql += "PRAGMA user_version = " + std::to_string(schema.user_version) + ";";
  return sql + "PRAGMA application_id = " + std::to_string(schema.application_id);
}

/// Not the fault of a statement.
bool is_trouble(int code) {
  switch (code & 0xff) {
    case SQLITE_ERROR:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
    case SQLITE_AUTH:
    case SQLITE_MISUSE:
    case SQLITE_RANGE: return false;
    default: return true;
  }
}

}  // namespace

NewDatabase::NewDatabase(const std::string& path, std::string shown, const Schema& schema) : shown_(std::move(shown)) {
  try {
    db_ = std::make_unique<SQLite::Database>(path, SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX);
  } catch (const SQLite::Exception& e) {
    throw Error(ExitCode::source, "'" + shown_ + "' cannot be made: " + e.what());
  }
  interrupter_ = std::make_unique<Interrupter>(*db_, stop_);
  sqlite3_db_config(db_->getHandle(), SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
  run(file_pragmas(schema));
  run(fast_and_small);
}

NewDatabase::~NewDatabase() = default;

void NewDatabase::run(const std::string& sql) {
  if (sqlite3_exec(db_->getHandle(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(sql);
}

std::optional<std::string> NewDatabase::try_run(const std::string& sql) {
  sqlite3* handle = db_->getHandle();
  sqlite3_stmt* made = nullptr;
  int code = sqlite3_prepare_v2(handle, sql.data(), static_cast<int>(sql.size()), &made, nullptr);
  const Statement statement(made);
  while (code == SQLITE_OK || code == SQLITE_ROW) code = made == nullptr ? SQLITE_DONE : sqlite3_step(made);
  if (code == SQLITE_DONE) return std::nullopt;
  if (is_trouble(code)) fail(sql);
  return sqlite3_errmsg(handle);
}

void NewDatabase::set_journal_mode(const std::string& mode) {
  // The only one that the file itself remembers: https://sqlite.org/pragma.html#pragma_journal_mode
  if (mode != "wal") return;
  run("PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL");
}

void NewDatabase::fail(const std::string& what) const {
  const int code = sqlite3_extended_errcode(db_->getHandle());
  if ((code & 0xff) == SQLITE_INTERRUPT) throw_if_interrupted();
  const std::string hint = (code & 0xff) == SQLITE_FULL ? "make room on the disk, or name OUT elsewhere" : "";
  throw Error(ExitCode::source,
              "'" + shown_ + "' cannot be made: " + sqlite3_errmsg(db_->getHandle()) + ", at " + what.substr(0, 120),
              hint);
}

}  // namespace lite2pg
