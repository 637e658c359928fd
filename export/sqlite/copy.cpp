#include "export/sqlite/copy.h"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>

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
  {
    const auto source = open_connection(file);
    SQLite::Database copy(to, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    SQLite::Backup(copy, *source).executeStep(-1);
  }
  return file.mode() == OpenMode::live || file.state() == before;
}

}  // namespace

void copy_database(const std::string& from, const std::string& shown, const std::string& to) {
  std::error_code ignored;
  try {
    for (int i = 0; i < attempts; ++i) {
      if (copy_once(from, shown, to)) return;
      std::filesystem::remove(to, ignored);
    }
  } catch (const SQLite::Exception& e) {
    std::filesystem::remove(to, ignored);
    throw_sqlite_error(shown, {}, e);
  }
  throw Error(ExitCode::source, shown + ": is opened and closed again and again while it is copied",
              "try again, or keep one connection to it open");
}

}  // namespace lite2pg
