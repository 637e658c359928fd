#include "export/sqlite/connection.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

#include "export/sqlite/error.h"
#include "export/sqlite/file.h"
#include "mapping/source/collation.h"

namespace lite2pg {
namespace {

constexpr int lock_wait_ms = 2000;

/// Built-in functions that do more than compute, whatever this version of SQLite marks them as. The others depend on
/// nothing but their arguments and the clock.
constexpr std::array<std::string_view, 4> acting_functions = {"load_extension", "fts3_tokenizer", "sqlite_log",
                                                              "rtreecheck"};

/// https://sqlite.org/c3ref/set_authorizer.html. No function of the application's is registered, so that the rest are
/// SQLite's own.
int permit(void*, int action, const char*, const char* function, const char*, const char*) {
  if (action != SQLITE_FUNCTION || function == nullptr) return SQLITE_OK;
  const bool acts = std::ranges::any_of(
      acting_functions, [&](std::string_view name) { return sqlite3_stricmp(function, name.data()) == 0; });
  return acts ? SQLITE_DENY : SQLITE_OK;
}

/// https://sqlite.org/security.html and https://sqlite.org/c3ref/c_dbconfig_defensive.html. Text in double quotes is
/// always a name in our own statements: DQS_DML off makes a misspelt name an error instead of a string.
void distrust(SQLite::Database& db) {
  sqlite3* handle = db.getHandle();
  db.check(sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr));
  db.check(sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr));
  db.check(sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr));
  db.check(sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr));
  db.check(sqlite3_set_authorizer(handle, permit, nullptr));
  // Closing must not copy the log into the database file.
  db.check(sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr));
  db.exec("PRAGMA cell_size_check = ON");
}

bool parses_schema(sqlite3* handle) {
  return sqlite3_exec(handle, "SELECT 1 FROM sqlite_schema LIMIT 1", nullptr, nullptr, nullptr) != SQLITE_CORRUPT;
}

void trust(SQLite::Database& db) {
  db.check(sqlite3_db_config(db.getHandle(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 1, nullptr));
}

bool trusts(SQLite::Database& db) {
  int on = 0;
  db.check(sqlite3_db_config(db.getHandle(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, -1, &on));
  return on != 0;
}

/// An index on json_extract() makes a schema that SQLite calls malformed where the schema is not trusted, because not
/// all of its own functions are marked as innocuous (https://sqlite.org/src/doc/latest/doc/trusted-schema.md). Such a
/// schema is trusted: its functions are looked at one by one anyway.
void settle_trust(SQLite::Database& db) {
  sqlite3* handle = db.getHandle();
  if (parses_schema(handle)) return;
  trust(db);
  if (!parses_schema(handle)) db.check(sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr));
}

int compare_bytes(void*, int left_size, const void* left, int right_size, const void* right) {
  const int order = std::memcmp(left, right, static_cast<std::size_t>(std::min(left_size, right_size)));
  return order != 0 ? order : left_size - right_size;
}

/// Without its key's collation SQLite would not even step through a WITHOUT ROWID table. Nothing that depends on the
/// order is asked of such a key (table_split, find_orphans). In a UTF-16 database SQLite asks for its own NOCASE and
/// RTRIM too before it converts for them: with ours in their place ranges of keys would lose rows.
void supply_collation(void*, sqlite3* handle, int encoding, const char* name) {
  if (builtin_collation(name)) return;
  sqlite3_create_collation(handle, name, encoding, nullptr, compare_bytes);
}

/// No memory-mapped reads: a file that is cut while it is mapped would kill the process by SIGBUS.
/// Sorting never happens in the scans, but what little is sorted elsewhere stays out of the file system.
void set_limits(SQLite::Database& db) {
  db.exec("PRAGMA mmap_size = 0");
  db.exec("PRAGMA temp_store = MEMORY");
  db.exec("PRAGMA query_only = ON");
}

std::unique_ptr<SQLite::Database> open_distrusting(const SqliteFile& file) {
  auto db = std::make_unique<SQLite::Database>(
      file.uri(), SQLite::OPEN_READONLY | SQLite::OPEN_URI | SQLite::OPEN_NOMUTEX, lock_wait_ms);
  // Before anything else: the first look at the file decides where the log's index lives.
  if (file.mode() == OpenMode::frozen) db->exec("PRAGMA locking_mode = EXCLUSIVE");
  distrust(*db);
  db->check(sqlite3_collation_needed(db->getHandle(), nullptr, supply_collation));
  return db;
}

}  // namespace

std::unique_ptr<SQLite::Database> open_connection(const SqliteFile& file) {
  try {
    auto db = open_distrusting(file);
    settle_trust(*db);  // Before whatever reads the schema.
    set_limits(*db);
    limit_cache(*db);
    return db;
  } catch (const SQLite::Exception& e) {
    throw_sqlite_error(file.shown(), {}, e);
  }
}

std::unique_ptr<SQLite::Database> open_connection(const SqliteFile& file, SQLite::Database& first) {
  try {
    auto db = open_distrusting(file);
    if (trusts(first)) trust(*db);
    set_limits(*db);
    return db;
  } catch (const SQLite::Exception& e) {
    throw_sqlite_error(file.shown(), {}, e);
  }
}

void limit_cache(SQLite::Database& db) { db.exec("PRAGMA cache_size = -1024"); }

void begin_reading(SQLite::Database& db) {
  db.exec("BEGIN");
  try {
    db.exec("PRAGMA schema_version");  // Reads the file's first page, and nothing of what it says.
  } catch (...) {
    end_reading(db);
    throw;
  }
}

void end_reading(SQLite::Database& db) noexcept { db.tryExec("ROLLBACK"); }

std::string declared_collation(SQLite::Database& db, const std::string& table, const std::string& column) {
  const char* name = nullptr;
  const int code = sqlite3_table_column_metadata(db.getHandle(), "main", table.c_str(), column.c_str(), nullptr, &name,
                                                 nullptr, nullptr, nullptr);
  return code == SQLITE_OK && name != nullptr && std::string_view(name) != "BINARY" ? name : "";
}

int data_version(SQLite::Database& db) { return db.execAndGet("PRAGMA data_version").getInt(); }

}  // namespace lite2pg
