#include "tests/mapping/loaded_database.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "mapping/plan/ddl.h"
#include "mapping/sql/operands/literal.h"
#include "mapping/target/schema_placeholder.h"
#include "tests/mapping/planned_database.h"

namespace lite2pg::test {
namespace {

std::string shortest(double v) {
  char buffer[64];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, v);
  return {buffer, end};
}

std::string hex(const std::string& bytes) {
  std::string text = "\\x";
  constexpr const char* digits = "0123456789abcdef";
  for (const char c : bytes) {
    text += digits[static_cast<unsigned char>(c) >> 4];
    text += digits[static_cast<unsigned char>(c) & 15];
  }
  return text;
}

std::optional<std::string> text_of(const SQLite::Column& c) {
  if (c.isNull()) return std::nullopt;
  if (c.isFloat()) return shortest(c.getDouble());
  return c.isBlob() ? hex(c.getString()) : c.getString();
}

OwnedValue value_of(const SQLite::Column& c) {
  if (c.isNull()) return OwnedValue();
  if (c.isInteger()) return OwnedValue(Value::of(c.getInt64()));
  if (c.isFloat()) return OwnedValue(Value::of(c.getDouble()));
  const std::string bytes = c.getString();
  return OwnedValue(c.isBlob() ? Value::blob(bytes) : Value::text(bytes));
}

std::string made(const TempDir& folder, const std::string& script) {
  const std::string path = folder / "source.db";
  SQLite::Database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec(script);
  return path;
}

std::string insert_into(const TablePlan& table, SQLite::Database& db) {
  std::string columns, names, rows;
  std::vector<const ColumnPlan*> loaded;
  for (const ColumnPlan& c : table.columns) {
    if (c.generated || c.source_index < 0) continue;
    columns += (columns.empty() ? "" : ", ") + quote_identifier(c.source);
    names += (names.empty() ? "" : ", ") + quote_identifier(c.target);
    loaded.push_back(&c);
  }
  SQLite::Statement query(db, "SELECT " + columns + " FROM " + quote_identifier(table.source));
  while (query.executeStep()) {
    rows += rows.empty() ? "(" : ", (";
    for (std::size_t i = 0; i < loaded.size(); ++i) {
      const auto literal = field_literal(loaded[i]->codec, value_of(query.getColumn(static_cast<int>(i))).view());
      if (!literal) throw std::runtime_error("a misfit in " + table.source + "." + loaded[i]->source);
      rows += (i > 0 ? ", " : "") + *literal;
    }
    rows += ")";
  }
  const std::string head = "INSERT INTO " + quote_identifier(table.target) + " (" + names + ") VALUES ";
  return rows.empty() ? "" : head + rows + ";\n";
}

}  // namespace

std::string insert_statements(const Plan& plan, const std::string& sqlite_file) {
  SQLite::Database db(sqlite_file, SQLite::OPEN_READONLY);
  std::string sql;
  for (const TablePlan& table : plan.tables) sql += insert_into(table, db);
  return sql;
}

std::string load_statements(const Plan& plan, const std::string& rows) {
  std::string sql;
  for (const TablePlan& table : plan.tables) sql += create_table_sql(table, "") + ";\n";
  sql += rows;
  for (const TablePlan& table : plan.tables) {
    if (const std::string identity = set_identity_sql(table, ""); !identity.empty()) sql += identity + ";\n";
  }
  for (const Phase phase : {Phase::after_table, Phase::after_load, Phase::final_}) {
    for (const ObjectPlan& object : plan.objects) {
      if (object.phase != phase) continue;
      for (const std::string& statement : object.sql) sql += statement + ";\n";
    }
  }
  return sql;
}

std::string trigger_statements(const Plan& plan, const std::string& schema) {
  std::string sql;
  for (const ObjectPlan& object : plan.objects) {
    if (object.phase != Phase::publish) continue;
    for (const std::string& statement : object.sql) sql += with_schema(statement, schema) + ";\n";
  }
  return sql;
}

LoadedDatabase::LoadedDatabase(const std::string& script, const PlanOptions& options, const std::string& mapping)
    : path_(made(folder_, script)), plan_(plan_of_file(path_, options, mapping)) {
  target_.psql(load_statements(plan_, insert_statements(plan_, path_)) + trigger_statements(plan_, "public"));
}

Rows LoadedDatabase::in_sqlite(const std::string& sql) const {
  SQLite::Database db(path_, SQLite::OPEN_READONLY);
  SQLite::Statement query(db, sql);
  Rows rows;
  while (query.executeStep()) {
    auto& row = rows.emplace_back();
    for (int i = 0; i < query.getColumnCount(); ++i) row.push_back(text_of(query.getColumn(i)));
  }
  return rows;
}

std::string LoadedDatabase::sqlite_takes(const std::string& sql) const {
  SQLite::Database db(path_, SQLite::OPEN_READWRITE);
  db.exec("PRAGMA foreign_keys = on");
  try {
    db.exec(sql);
    return "yes";
  } catch (const SQLite::Exception& e) {
    constexpr int constraint = 19, datatype_mismatch = 20;
    const int code = e.getErrorCode() & 0xff;
    return code == constraint || code == datatype_mismatch ? "no" : e.what();
  }
}

std::string LoadedDatabase::postgres_takes(const std::string& sql) const {
  try {
    target_.psql(sql);
    return "yes";
  } catch (const std::runtime_error& e) {
    const std::string what = e.what();
    return what.find("violates") != what.npos || what.find("duplicate key") != what.npos ? "no" : what;
  }
}

}  // namespace lite2pg::test
