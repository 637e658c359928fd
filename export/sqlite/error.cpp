#include "export/sqlite/error.h"

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include "common/error.h"
#include "common/interrupt.h"

namespace lite2pg {
namespace {

constexpr std::string_view damaged_hint =
    "the database file is damaged: restore a backup, or recover what is left with `sqlite3 FILE .recover | sqlite3 "
    "NEW` and use the new file";

std::string_view hint_for_extended(int code) {
  switch (code) {
    case SQLITE_READONLY_ROLLBACK:
    case SQLITE_BUSY_RECOVERY:
      return "a program stopped in the middle of a write: open the database once with the application or with sqlite3, "
             "so that its journal is rolled back, and run again";
    case SQLITE_READONLY_CANTINIT:
    case SQLITE_READONLY_RECOVERY:
    case SQLITE_READONLY_CANTLOCK:
      return "the write-ahead log beside the file cannot be read from here: copy the database together with its -wal "
             "file into a folder you can write, and use the copy";
    case SQLITE_IOERR_LOCK:
    case SQLITE_IOERR_RDLOCK:
    case SQLITE_IOERR_UNLOCK:
    case SQLITE_IOERR_CHECKRESERVEDLOCK:
      return "the file system does not support locks: copy the database, with a -wal file if there is one, to a local "
             "disk and use the copy";
    default: return {};
  }
}

std::string_view hint_for(int code) {
  if (const auto hint = hint_for_extended(code); !hint.empty()) return hint;
  switch (code & 0xff) {
    case SQLITE_CORRUPT: return damaged_hint;
    case SQLITE_NOTADB: return "the file is no SQLite database, or it is encrypted: decrypt it first with its own tool";
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return "another program is writing to the database: stop it and run again";
    case SQLITE_CANTOPEN: return "check that the file and its folder are readable for this user";
    case SQLITE_IOERR:
      return "the disk or file system reported an error: copy the database to another disk and run again";
    case SQLITE_NOMEM: return "a value or page is too large for the memory at hand; is the file damaged?";
    default: return {};
  }
}

std::string_view hint_for_message(std::string_view message) {
  if (message.starts_with("no such collation sequence") || message.starts_with("no such function") ||
      message.starts_with("unknown function") || message.starts_with("no such module") ||
      message.starts_with("unsafe use of"))
    return "the table needs something that only its own application adds to SQLite: leave the table out with "
           "--exclude, or copy it into a plain table first";
  return {};
}

std::string place(const std::string& path, std::string_view table) {
  return table.empty() ? path : path + ": table " + std::string(table);
}

}  // namespace

void throw_sqlite_error(const std::string& path, std::string_view table, int extended_code, std::string_view message) {
  if ((extended_code & 0xff) == SQLITE_INTERRUPT) {
    throw_if_interrupted();  // SIGTERM has an exit code of its own
    throw Error(ExitCode::interrupted, place(path, table) + ": interrupted");
  }
  std::string_view hint = hint_for(extended_code);
  if (hint.empty()) hint = hint_for_message(message);
  throw Error(ExitCode::source, place(path, table) + ": cannot be read: " + std::string(message), std::string(hint));
}

void throw_sqlite_error(const std::string& path, std::string_view table, const SQLite::Exception& e) {
  const int code = e.getExtendedErrorCode() > 0 ? e.getExtendedErrorCode() : e.getErrorCode();
  throw_sqlite_error(path, table, code, e.what());
}

bool is_interrupt(const SQLite::Exception& e) noexcept { return (e.getErrorCode() & 0xff) == SQLITE_INTERRUPT; }

bool is_damage(const SQLite::Exception& e) noexcept { return (e.getErrorCode() & 0xff) != SQLITE_ERROR; }

}  // namespace lite2pg
