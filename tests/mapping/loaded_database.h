// A database that SQLite makes from SQL text, and the same in PostgreSQL: tables, rows and objects as planned.
#pragma once

#include <string>
#include <vector>

#include "mapping/plan/plan.h"
#include "tests/support/postgres_server.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::test {

class LoadedDatabase {
 public:
  explicit LoadedDatabase(const std::string& script, const PlanOptions& options = {}, const std::string& mapping = {});

  [[nodiscard]] const Plan& plan() const noexcept { return plan_; }
  /// Rows as text. REALs by their shortest decimal, BLOBs as hex.
  [[nodiscard]] Rows in_sqlite(const std::string& sql) const;
  Rows in_postgres(const std::string& sql) const { return target_.psql(sql); }
  /// Whether SQLite and PostgreSQL take the statement: "yes", "no" (a constraint), or the message of another error.
  /// Foreign keys are enforced.
  [[nodiscard]] std::string sqlite_takes(const std::string& sql) const;
  [[nodiscard]] std::string postgres_takes(const std::string& sql) const;

 private:
  TempDir folder_;
  std::string path_;
  Plan plan_;
  TempDatabase target_;
};

/// INSERT statements for every row of the planned tables, by way of the columns' codecs.
[[nodiscard]] std::string insert_statements(const Plan& plan, const std::string& sqlite_file);
/// Everything that a load runs, in its order: tables, `rows`, then objects.
[[nodiscard]] std::string load_statements(const Plan& plan, const std::string& rows);

/// What makes the triggers for the tables in `schema`.
[[nodiscard]] std::string trigger_statements(const Plan& plan, const std::string& schema);

}  // namespace lite2pg::test
