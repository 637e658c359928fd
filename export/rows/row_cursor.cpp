#include "export/rows/row_cursor.h"

#include <SQLiteCpp/Database.h>
#include <sqlite3.h>

#include "export/rows/scan_sql.h"
#include "export/rows/utf16.h"
#include "export/sqlite/connection.h"
#include "export/sqlite/error.h"
#include "mapping/value/value_text.h"

namespace lite2pg {
namespace {

int bind_value(sqlite3_stmt* statement, int at, const Value& v) {
  switch (v.storage()) {
    case StorageClass::null: break;
    case StorageClass::integer: return sqlite3_bind_int64(statement, at, v.integer());
    case StorageClass::real: return sqlite3_bind_double(statement, at, v.real());
    case StorageClass::text:
      return sqlite3_bind_text64(statement, at, v.bytes().data(), v.bytes().size(), SQLITE_STATIC, SQLITE_UTF8);
    case StorageClass::blob:
      if (v.bytes().empty()) return sqlite3_bind_zeroblob(statement, at, 0);
      return sqlite3_bind_blob64(statement, at, v.bytes().data(), v.bytes().size(), SQLITE_STATIC);
  }
  return sqlite3_bind_null(statement, at);
}

/// The pointer first, then the length: https://sqlite.org/c3ref/column_blob.html. For TEXT in a UTF-8 database the
/// blob accessor gives the very bytes and converts nothing.
std::string_view raw_bytes(sqlite3_value* v) {
  const void* data = sqlite3_value_blob(v);
  const auto size = static_cast<std::size_t>(sqlite3_value_bytes(v));
  return {static_cast<const char*>(data), size};
}

/// One call for the column and then sqlite3_value_...: a sixth fewer instructions a row than sqlite3_column_..., which
/// look the column up each time. That values of columns are not thread-safe does not matter: one thread has them.
Value value_of(sqlite3_value* v) {
  switch (sqlite3_value_type(v)) {
    case SQLITE_INTEGER: return Value::of(std::int64_t{sqlite3_value_int64(v)});
    case SQLITE_FLOAT: return Value::of(sqlite3_value_double(v));
    case SQLITE_TEXT: return Value::text(raw_bytes(v));
    case SQLITE_BLOB: return Value::blob(raw_bytes(v));
    default: return Value::null();
  }
}

}  // namespace

std::string place_of_row(const Table& table, Row row, std::int64_t number, std::int64_t nth) {
  if (rowid_name(table)) return "rowid " + std::to_string(number);
  if (table.kind != TableKind::without_rowid) return "row " + std::to_string(nth);
  std::string key;
  for (const int column : table.key_columns())
    key += (key.empty() ? "" : ", ") + show(row[static_cast<std::size_t>(column)]);
  return "key (" + key + ")";
}

void SqliteCursor::Finalizer::operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }

SqliteCursor::SqliteCursor(SQLite::Database& db, std::string path, const Table& table, const Slice& slice, bool utf16,
                           std::string_view condition)
    : db_(db),
      path_(std::move(path)),
      table_(table),
      values_(table.columns.size()),
      has_rowid_(rowid_follows_columns(table)) {
  const std::string sql = scan_sql(table, slice, condition);
  sqlite3_stmt* statement = nullptr;
  check(sqlite3_prepare_v2(db.getHandle(), sql.c_str(), static_cast<int>(sql.size()) + 1, &statement, nullptr));
  statement_.reset(statement);
  limit_cache(db);
  if (utf16) converted_.resize(values_.size());
  bind(slice);
}

SqliteCursor::~SqliteCursor() = default;

void SqliteCursor::bind(const Slice& slice) {
  int at = 0;
  for (const auto* bound : {&slice.from, &slice.until})
    for (const OwnedValue& v : *bound) check(bind_value(statement_.get(), ++at, v.view()));
}

bool SqliteCursor::next(Row& row) {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_DONE) return false;
  if (code != SQLITE_ROW) fail();
  if (converted_.empty()) {
    fill();
  } else {
    fill_from_utf16();
  }
  ++rows_;
  row = values_;
  return true;
}

void SqliteCursor::fill() {
  sqlite3_stmt* statement = statement_.get();
  int column = 0;
  for (Value& v : values_) v = value_of(sqlite3_column_value(statement, column++));
}

void SqliteCursor::fill_from_utf16() {
  for (std::size_t i = 0; i < values_.size(); ++i) {
    sqlite3_value* v = sqlite3_column_value(statement_.get(), static_cast<int>(i));
    values_[i] = sqlite3_value_type(v) == SQLITE_TEXT ? utf8_text(v, converted_[i]) : value_of(v);
  }
}

Value SqliteCursor::utf8_text(sqlite3_value* v, std::string& scratch) const {
  const void* units = sqlite3_value_text16(v);
  if (units == nullptr) fail();
  utf16_to_utf8({static_cast<const char*>(units), static_cast<std::size_t>(sqlite3_value_bytes16(v))}, scratch);
  return Value::text(scratch);
}

std::int64_t SqliteCursor::row_number() const {
  if (table_.rowid_alias >= 0) return values_[static_cast<std::size_t>(table_.rowid_alias)].integer();
  return has_rowid_ ? sqlite3_column_int64(statement_.get(), static_cast<int>(values_.size())) : rows_;
}

std::string SqliteCursor::locate() const { return place_of_row(table_, values_, row_number(), rows_); }

void SqliteCursor::check(int code) const {
  if (code != SQLITE_OK) fail();
}

void SqliteCursor::fail() const {
  throw_sqlite_error(path_, table_.name, sqlite3_extended_errcode(db_.getHandle()), sqlite3_errmsg(db_.getHandle()));
}

}  // namespace lite2pg
