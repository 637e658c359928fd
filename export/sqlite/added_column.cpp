#include "export/sqlite/added_column.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

#include <string_view>

#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

/// One statement, whatever follows it.
void run(SQLite::Database& db, const std::string& sql) { (void)SQLite::Statement(db, sql).exec(); }

OwnedValue value_of(const SQLite::Column& c) {
  if (c.isInteger()) return OwnedValue(Value::of(std::int64_t{c.getInt64()}));
  if (c.isFloat()) return OwnedValue(Value::of(c.getDouble()));
  const auto bytes = [&c] { return std::string_view(static_cast<const char*>(c.getBlob()), c.getBytes()); };
  if (c.isText()) return OwnedValue(Value::text(bytes()));
  return OwnedValue(c.isBlob() ? Value::blob(bytes()) : Value::null());
}

}  // namespace

std::optional<OwnedValue> value_of_added_column(const Table& table, const Column& column) try {
  if (column.generated != Generated::no || column.key_position > 0) return std::nullopt;
  SQLite::Database db(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  run(db, std::string("CREATE TABLE t (x INT)") + (table.strict ? " STRICT" : ""));
  run(db, "INSERT INTO t VALUES (1)");
  run(db, "ALTER TABLE t ADD COLUMN y " + column.declared_type + (column.not_null ? " NOT NULL" : "") +
              (column.default_sql ? " DEFAULT (" + *column.default_sql + ")" : ""));
  SQLite::Statement query(db, "SELECT y FROM t");
  if (!query.executeStep()) return std::nullopt;
  return value_of(query.getColumn(0));
} catch (const SQLite::Exception&) {
  return std::nullopt;
}

}  // namespace lite2pg
