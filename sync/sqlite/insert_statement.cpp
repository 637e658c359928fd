#include "sync/sqlite/insert_statement.h"

#include <SQLiteCpp/Database.h>
#include <sqlite3.h>

#include "common/error.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

std::string insert_sql(const std::string& table, const std::vector<std::string>& columns) {
  if (columns.empty()) return "INSERT OR ABORT INTO main." + quote_identifier(table) + " DEFAULT VALUES";
  std::string names, places;
  for (const std::string& column : columns) {
    names += (names.empty() ? "" : ", ") + quote_identifier(column);
    places += places.empty() ? "?" : ", ?";
  }
  return "INSERT OR ABORT INTO main." + quote_identifier(table) + " (" + names + ") VALUES (" + places + ")";
}

int bind(sqlite3_stmt* statement, int at, const Value& v) {
  switch (v.storage()) {
    case StorageClass::null: break;
    case StorageClass::integer: return sqlite3_bind_int64(statement, at, v.integer());
    case StorageClass::real: return sqlite3_bind_double(statement, at, v.real());
    case StorageClass::text:
      // Without a pointer it would be NULL.
      return sqlite3_bind_text64(statement, at, v.bytes().empty() ? "" : v.bytes().data(), v.bytes().size(),
                                 SQLITE_STATIC, SQLITE_UTF8);
    case StorageClass::blob:
      if (v.bytes().empty()) return sqlite3_bind_zeroblob(statement, at, 0);
      return sqlite3_bind_blob64(statement, at, v.bytes().data(), v.bytes().size(), SQLITE_STATIC);
  }
  return sqlite3_bind_null(statement, at);
}

}  // namespace

InsertStatement::InsertStatement(NewDatabase& db, const std::string& table, const std::vector<std::string>& columns)
    : db_(db), table_(table) {
  const std::string sql = insert_sql(table, columns);
  sqlite3_stmt* made = nullptr;
  const int code = sqlite3_prepare_v3(db.handle().getHandle(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &made, nullptr);
  statement_.reset(made);
  if (code == SQLITE_ERROR) {
    throw Error(ExitCode::refused,
                "this SQLite cannot write rows of table " + table + ": " + sqlite3_errmsg(db.handle().getHandle()),
                "a function or collation that the application brings along is missing here");
  }
  if (code != SQLITE_OK) db.fail("INSERT INTO " + table);
}

InsertStatement::~InsertStatement() = default;

void InsertStatement::Finalizer::operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }

std::optional<std::string> InsertStatement::write(Row row) {
  sqlite3_stmt* statement = statement_.get();
  int code = SQLITE_OK;
  for (std::size_t i = 0; i < row.size() && code == SQLITE_OK; ++i)
    code = bind(statement, static_cast<int>(i) + 1, row[i]);
  if (code == SQLITE_OK) code = sqlite3_step(statement);
  if (code == SQLITE_DONE) {
    sqlite3_reset(statement);
    return std::nullopt;
  }
  if (code != SQLITE_CONSTRAINT && code != SQLITE_MISMATCH && code != SQLITE_TOOBIG && code != SQLITE_ERROR) {
    db_.fail("INSERT INTO " + table_);
  }
  std::string said = sqlite3_errmsg(db_.handle().getHandle());
  sqlite3_reset(statement);
  return said;
}

}  // namespace lite2pg
