// Opens a connection to the source that can only read and that trusts nothing the file says.
#pragma once

#include <memory>
#include <string>

namespace SQLite {
class Database;
}

namespace lite2pg {

class SqliteFile;

/// Read-only, one thread (SQLITE_OPEN_NOMUTEX), defensive, schema not trusted, no extensions, cell sizes checked.
/// Waits up to two seconds for a lock. Throws Error(source).
[[nodiscard]] std::unique_ptr<SQLite::Database> open_connection(const SqliteFile& file);
/// One more of the same file, which has not looked at the schema: of thousands of tables that takes some MB in each
/// connection. It does so when it is asked something, and trusts the schema as far as `first` does.
[[nodiscard]] std::unique_ptr<SQLite::Database> open_connection(const SqliteFile& file, SQLite::Database& first);
/// How many pages a connection keeps; looks at the schema. Throws SQLite::Exception.
void limit_cache(SQLite::Database& db);

/// Starts a read transaction and takes its view of the data at once, without a look at the schema. Throws
/// SQLite::Exception.
void begin_reading(SQLite::Database& db);
void end_reading(SQLite::Database& db) noexcept;

/// The collation of a table's column, as declared; "" for BINARY or when there is no such column.
[[nodiscard]] std::string declared_collation(SQLite::Database& db, const std::string& table, const std::string& column);

/// Whether another connection has committed since the last call on this one, as a number that then differs
/// (https://sqlite.org/pragma.html#pragma_data_version). Throws SQLite::Exception.
[[nodiscard]] int data_version(SQLite::Database& db);

}  // namespace lite2pg
