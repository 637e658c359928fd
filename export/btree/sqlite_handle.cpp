#include "export/btree/sqlite_handle.h"

#include <SQLiteCpp/Database.h>
#include <sqlite3.h>

namespace lite2pg {
namespace {

sqlite3_file* handle(SQLite::Database& db, int which) {
  sqlite3_file* file = nullptr;
  const int code = sqlite3_file_control(db.getHandle(), "main", which, &file);
  return code == SQLITE_OK && file != nullptr && file->pMethods != nullptr ? file : nullptr;
}

}  // namespace

sqlite3_file* database_handle(SQLite::Database& db) { return handle(db, SQLITE_FCNTL_FILE_POINTER); }

sqlite3_file* log_handle(SQLite::Database& db) { return handle(db, SQLITE_FCNTL_JOURNAL_POINTER); }

bool read_exactly(sqlite3_file* file, std::uint64_t offset, std::uint8_t* to, std::size_t size) {
  if (file == nullptr) return false;
  return file->pMethods->xRead(file, to, static_cast<int>(size), static_cast<sqlite3_int64>(offset)) == SQLITE_OK;
}

std::uint64_t longest_payload(SQLite::Database& db) {
  return static_cast<std::uint64_t>(sqlite3_limit(db.getHandle(), SQLITE_LIMIT_LENGTH, -1));
}

}  // namespace lite2pg
