#include "tests/behaviour/two_databases.h"

#include <libpq-fe.h>
#include <sqlite3.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <stdexcept>

#include "mapping/codec/decode/decode.h"
#include "mapping/sql/operands/literal.h"
#include "mapping/sql/operands/scope.h"
#include "mapping/target/quote.h"
#include "tests/mapping/loaded_database.h"
#include "tests/mapping/planned_database.h"

namespace lite2pg::test {
namespace {

using Result = std::unique_ptr<PGresult, void (*)(PGresult*)>;

/// What any later row may hold, in whatever form its dates are.
Codec any_row(const ColumnPlan& column, const Affinity affinity) {
  Codec codec = codec_of_any_row(column.codec, affinity);
  const bool temporal = codec.id() == CodecId::date || codec.id() == CodecId::time ||
                        codec.id() == CodecId::timestamp || codec.id() == CodecId::timestamptz;
  if (temporal && codec.temporal().unit == TemporalFormat::Unit::iso)
    codec.mutable_temporal().unit = TemporalFormat::Unit::any;
  return codec;
}

const Table& source_of(const Plan& plan, const TablePlan& table) {
  return *std::ranges::find(plan.schema.tables, table.source, &Table::name);
}

Affinity affinity_in(const Plan& plan, const TablePlan& table, const ColumnPlan& column) {
  const Table& source = source_of(plan, table);
  return affinity_of(source, source.columns[static_cast<std::size_t>(column.source_index)]);
}

std::string spelled(const Value& v) {
  switch (v.storage()) {
    case StorageClass::null: return "NULL";
    case StorageClass::integer: return "i" + std::to_string(v.integer());
    case StorageClass::real: {
      char buffer[64];
      const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, v.real() + 0.0);
      return "r" + std::string(buffer, end);
    }
    case StorageClass::text: return "t" + std::string(v.bytes());
    case StorageClass::blob: return "b" + std::string(v.bytes());
  }
  return {};
}

Value column_value(sqlite3_stmt* statement, int column) {
  const auto bytes = [&] {
    const auto* data = static_cast<const char*>(sqlite3_column_blob(statement, column));
    return std::string_view(data == nullptr ? "" : data,
                            static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
  };
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER: return Value::of(static_cast<std::int64_t>(sqlite3_column_int64(statement, column)));
    case SQLITE_FLOAT: return Value::of(sqlite3_column_double(statement, column));
    case SQLITE_TEXT: return Value::text(bytes());
    case SQLITE_BLOB: return Value::blob(bytes());
    default: return Value::null();
  }
}

/// "" when taken, "constraint" when refused by one; else throws: the statement itself is wrong.
std::string run_in(sqlite3* db, const std::string& sql) {
  const int code = sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) & 0xff;
  if (code == SQLITE_OK) return {};
  const std::string message = sqlite3_errmsg(db);
  if (code == SQLITE_CONSTRAINT || code == SQLITE_MISMATCH || message == "integer overflow") return message;
  throw std::runtime_error(message + " in " + sql);
}

std::string list_differences(const std::vector<std::string>& theirs, const std::vector<std::string>& ours) {
  std::string text;
  for (const std::string& row : theirs) {
    if (!std::ranges::binary_search(ours, row)) text += "\n  SQLite alone:     " + row;
  }
  for (const std::string& row : ours) {
    if (!std::ranges::binary_search(theirs, row)) text += "\n  PostgreSQL alone: " + row;
  }
  return text.empty() ? "\n  rows stand more often on one side" : text;
}

}  // namespace

std::string sqlite_literal(const Value& value) {
  switch (value.storage()) {
    case StorageClass::integer:
      if (value.integer() == INT64_MIN) return "(-9223372036854775807 - 1)";
      return std::to_string(value.integer());
    case StorageClass::real: {
      if (std::isinf(value.real())) return value.real() < 0 ? "-9e999" : "9e999";
      char buffer[64];
      const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value.real());
      const std::string text(buffer, end);
      return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
    }
    case StorageClass::text: return quote_literal(value.bytes());
    case StorageClass::blob: {
      std::string hex = quote_bytea(value.bytes());  // '\x00ff'::bytea
      hex = hex.substr(0, hex.rfind('\'') + 1);
      return "x'" + hex.substr(3);
    }
    default: return "NULL";
  }
}

TargetSession::TargetSession(const std::string& uri) : connection_(PQconnectdb(uri.c_str())) {
  if (PQstatus(connection_) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection_));
  (void)run("SET client_min_messages = error; SET TimeZone = 'UTC'");
}

TargetSession::~TargetSession() { PQfinish(connection_); }

std::string TargetSession::run(const std::string& sql) {
  const Result result(PQexec(connection_, sql.c_str()), PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) return {};
  const char* state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
  const std::string error = std::string(state == nullptr ? "?" : state) + " " + PQresultErrorMessage(result.get());
  if (PQtransactionStatus(connection_) != PQTRANS_IDLE) PQclear(PQexec(connection_, "ROLLBACK"));
  return error;
}

std::vector<std::vector<std::optional<std::string>>> TargetSession::rows(const std::string& sql) {
  const Result result(PQexecParams(connection_, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1), PQclear);
  if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) throw std::runtime_error(PQresultErrorMessage(result.get()));
  std::vector<std::vector<std::optional<std::string>>> rows(static_cast<std::size_t>(PQntuples(result.get())));
  for (int r = 0; r < PQntuples(result.get()); ++r) {
    for (int c = 0; c < PQnfields(result.get()); ++c) {
      auto& field = rows[static_cast<std::size_t>(r)].emplace_back();
      if (PQgetisnull(result.get(), r, c) != 0) continue;
      field.emplace(PQgetvalue(result.get(), r, c), static_cast<std::size_t>(PQgetlength(result.get(), r, c)));
    }
  }
  return rows;
}

TwoDatabases::TwoDatabases(TargetSession& session, const std::string& file, const std::vector<std::string>& script,
                           const PlanOptions& options)
    : session_(session), file_(file), schema_("lite2pg_behaviour") {
  std::filesystem::remove(file_);
  if (sqlite3_open(file_.c_str(), &source_) != SQLITE_OK) throw std::runtime_error("no SQLite database in " + file_);
  (void)run_in(source_, "PRAGMA synchronous = off; PRAGMA journal_mode = memory; PRAGMA foreign_keys = on");
  try {
    for (const std::string& statement : script) (void)run_in(source_, statement);
  } catch (const std::runtime_error& e) {
    sqlite3_close(source_);
    throw SchemaRefused(e.what());
  }
  plan_ = plan_of_file(file_, options);
}

TwoDatabases::~TwoDatabases() {
  sqlite3_close(source_);
  (void)session_.run("RESET search_path; DROP SCHEMA IF EXISTS " + schema_ + " CASCADE");
}

void TwoDatabases::load() {
  const std::string begin = "DROP SCHEMA IF EXISTS " + schema_ + " CASCADE; CREATE SCHEMA " + schema_ +
                            "; SET search_path = " + schema_ + ";\n";
  const std::string error = session_.run(begin + load_statements(plan_, insert_statements(plan_, file_)));
  if (!error.empty()) throw std::runtime_error(error);
}

std::optional<std::string> TwoDatabases::literal(const TablePlan& table, const ColumnPlan& column,
                                                 const Value& value) const {
  const Affinity affinity = affinity_in(plan_, table, column);
  const auto stored = with_affinity(value, affinity);
  return stored ? field_literal(any_row(column, affinity), stored->view()) : std::nullopt;
}

std::string TwoDatabases::run(const StatementPair& statement) {
  (void)run_in(source_, "SAVEPOINT here");
  const std::string theirs = run_in(source_, statement.sqlite);
  const std::string ours = session_.run(statement.postgres);
  const bool out_of_range = ours.starts_with("22003") || ours.starts_with("22008");
  if (!theirs.empty() || out_of_range) (void)run_in(source_, "ROLLBACK TO here");
  const std::string at_end = run_in(source_, "RELEASE here");  // Deferred keys.
  if (!at_end.empty()) (void)run_in(source_, "ROLLBACK TO here; RELEASE here");
  if (out_of_range) return {};
  const std::string refusal = theirs.empty() ? at_end : theirs;
  ++(refusal.empty() ? taken_ : refused_);
  const bool by_constraint = ours.starts_with("23");
  if (refusal.empty() ? ours.empty() : by_constraint) return {};
  return statement.sqlite + "\n" + statement.postgres + "\n  SQLite:     " + (refusal.empty() ? "taken" : refusal) +
         "\n  PostgreSQL: " + (ours.empty() ? "taken" : ours);
}

std::vector<std::string> TwoDatabases::rows_of_source(const TablePlan& table) const {
  std::string columns;
  for (const ColumnPlan& c : table.columns) columns += (columns.empty() ? "" : ", ") + quote_identifier(c.source);
  const std::string sql = "SELECT " + columns + " FROM " + quote_identifier(table.source);
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(source_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
    throw std::runtime_error(sqlite3_errmsg(source_));
  }
  std::vector<std::string> rows;
  std::string scratch;
  while (sqlite3_step(statement) == SQLITE_ROW) {
    std::string& row = rows.emplace_back();
    for (int i = 0; i < sqlite3_column_count(statement); ++i) {
      const ColumnPlan& c = table.columns[static_cast<std::size_t>(i)];
      const Value value = column_value(statement, i);
      const Codec codec = any_row(c, affinity_in(plan_, table, c));
      row += (i > 0 ? " | " : "") + spelled(value.is_null() ? value : canonical(codec, value, scratch));
    }
  }
  sqlite3_finalize(statement);
  std::ranges::sort(rows);
  return rows;
}

std::vector<std::string> TwoDatabases::rows_of_target(const TablePlan& table) {
  std::string columns;
  for (const ColumnPlan& c : table.columns) columns += (columns.empty() ? "" : ", ") + quote_identifier(c.target);
  std::vector<std::string> rows;
  std::string scratch;
  for (const auto& fields : session_.rows("SELECT " + columns + " FROM " + quote_identifier(table.target))) {
    std::string& row = rows.emplace_back();
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const ColumnPlan& c = table.columns[i];
      const Codec codec = any_row(c, affinity_in(plan_, table, c));
      row += (i > 0 ? " | " : "") + (fields[i] ? spelled(decode(codec, *fields[i], scratch)) : std::string("NULL"));
    }
  }
  std::ranges::sort(rows);
  return rows;
}

std::string TwoDatabases::compare() {
  for (const TablePlan& table : plan_.tables) {
    const std::vector<std::string> theirs = rows_of_source(table), ours = rows_of_target(table);
    if (theirs != ours) return "table " + table.source + ":" + list_differences(theirs, ours);
  }
  return {};
}

}  // namespace lite2pg::test
