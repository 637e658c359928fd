// One database in SQLite and, migrated as planned, in PostgreSQL: the same statements go to both.
#pragma once

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "mapping/plan/plan.h"
#include "mapping/value/value.h"

struct pg_conn;
struct sqlite3;

namespace lite2pg::test {

/// A connection to PostgreSQL that several databases use one after the other, each in a schema of its own.
class TargetSession {
 public:
  explicit TargetSession(const std::string& uri);
  ~TargetSession();
  TargetSession(const TargetSession&) = delete;
  TargetSession& operator=(const TargetSession&) = delete;

  /// Empty, or SQLSTATE and message.
  [[nodiscard]] std::string run(const std::string& sql);
  /// Rows of fields in binary format; NULL is nullopt. Throws std::runtime_error.
  [[nodiscard]] std::vector<std::vector<std::optional<std::string>>> rows(const std::string& sql);

 private:
  pg_conn* connection_;
};

/// A statement in both languages; values are spelled for each side by what the column became.
struct StatementPair {
  std::string sqlite, postgres;
};

/// SQLite does not take the schema itself.
class SchemaRefused : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class TwoDatabases {
 public:
  /// Makes the source from `script` (schema and today's rows, those that SQLite takes) in `file`, plans, and loads.
  /// Throws SchemaRefused.
  TwoDatabases(TargetSession& session, const std::string& file, const std::vector<std::string>& script,
               const PlanOptions& options = {});
  ~TwoDatabases();

  [[nodiscard]] const Plan& plan() const noexcept { return plan_; }
  /// Loads what was planned. Throws std::runtime_error with PostgreSQL's message.
  void load();

  /// The value as PostgreSQL would be given it for that column; nullopt when its type does not hold it.
  [[nodiscard]] std::optional<std::string> literal(const TablePlan& table, const ColumnPlan& column,
                                                   const Value& value) const;

  /// Runs it on both sides. Empty when both take it or both refuse it for a constraint; else what differs. What
  /// PostgreSQL reports as out of range (22003, 22008) is documented: SQLite's side is undone.
  [[nodiscard]] std::string run(const StatementPair& statement);
  /// Empty when all tables hold the same rows; else what differs.
  [[nodiscard]] std::string compare();
  [[nodiscard]] int taken() const noexcept { return taken_; }
  [[nodiscard]] int refused() const noexcept { return refused_; }

 private:
  [[nodiscard]] std::vector<std::string> rows_of_source(const TablePlan& table) const;
  [[nodiscard]] std::vector<std::string> rows_of_target(const TablePlan& table);

  TargetSession& session_;
  std::string file_, schema_;
  Plan plan_;
  sqlite3* source_ = nullptr;
  int taken_ = 0, refused_ = 0;
};

/// 'text', x'..', 1e300: as SQLite reads it.
[[nodiscard]] std::string sqlite_literal(const Value& value);

}  // namespace lite2pg::test
