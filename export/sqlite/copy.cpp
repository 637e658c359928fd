#include "export/sqlite/copy.h"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>

#include "common/error.h"
#include "export/sqlite/connection.h"
#include "export/sqlite/error.h"
#include "export/sqlite/file.h"

namespace lite2pg {
namespace {

constexpr int attempts = 20;

/// False when somebody began to write to a file that was opened without locks, since nobody had it open.
bool copy_once(const std::string& from, const std::string& shown, const std::string& to) {
  const SqliteFile file(from, shown);
  const FileState before = file.state();
  const auto stands = [&] { return file.mode() == OpenMode::live || file.state() == before; };
  try {
    const auto source = open_connection(file);
    SQLite::Database copy(to, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    SQLite::Backup(copy, *source).executeStep(-1);
  } catch (const SQLite::Exception&) {
    if (stands()) throw;
  }
  return stands();
}

/// Reading never gives these: the copy's file system is at fault.
bool is_of_writing(const SQLite::Exception& e) noexcept {
  // A backup's step gives its extended code as the only one.
  switch (std::max(e.getErrorCode(), e.getExtendedErrorCode())) {
    case SQLITE_IOERR_WRITE:
    case SQLITE_IOERR_FSYNC:
    case SQLITE_IOERR_DIR_FSYNC:
    case SQLITE_IOERR_TRUNCATE: return true;
    default: return (e.getErrorCode() & 0xff) == SQLITE_FULL;
  }
}

void remove_copy(const std::string& to) {
  std::error_code ignored;
  for (const char* part : {"", "-journal", "-wal", "-shm"}) std::filesystem::remove(to + part, ignored);
}

}  // namespace

void copy_database(const std::string& from, const std::string& shown, const std::string& to) {
  try {
    for (int i = 0; i < attempts; ++i) {
      if (copy_once(from, shown, to)) return;
      remove_copy(to);
    }
  } catch (const SQLite::Exception& e) {
    remove_copy(to);
    if (is_of_writing(e)) {
      throw Error(ExitCode::usage, "the copy '" + to + "' of " + shown + " cannot be written: " + e.what(),
                  "make room there, or name another folder: --snapshot DIR");
    }
    throw_sqlite_error(shown, {}, e);
  }
  throw Error(ExitCode::source, shown + ": is opened and closed again and again while it is copied",
              "try again, or keep one connection to it open");
}

}  // namespace lite2pg
