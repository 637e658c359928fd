// A SQLite database and a PostgreSQL database with tables for it, which a role owns that is no superuser: as an
// application's own migrations leave it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/e2e/tools.h"

namespace lite2pg::test {

class ExistingTarget {
 public:
  /// `source_sql` makes the SQLite database, `target_sql` the tables.
  ExistingTarget(const std::string& source_sql, const std::string& target_sql);
  ~ExistingTarget();
  ExistingTarget(const ExistingTarget&) = delete;
  ExistingTarget& operator=(const ExistingTarget&) = delete;

  /// lite2pg-import SOURCE TARGET --existing, as the role.
  [[nodiscard]] CommandResult import(const std::vector<std::string>& options = {}) const;
  [[nodiscard]] CommandResult verify(const std::vector<std::string>& options = {}) const;

  [[nodiscard]] std::string source() const { return dir_ / "source.db"; }
  [[nodiscard]] const TempDir& dir() const noexcept { return dir_; }
  [[nodiscard]] const std::string& uri() const noexcept { return uri_; }  ///< As the role.
  [[nodiscard]] const std::string& role() const noexcept { return role_; }
  [[nodiscard]] const std::string& database() const noexcept { return database_->name(); }
  /// As superuser.
  Rows psql(const std::string& sql) const { return database_->psql(sql); }
  [[nodiscard]] std::string value(const std::string& sql) const { return database_->value(sql); }

 private:
  TempDir dir_;
  std::string role_;
  std::unique_ptr<TempDatabase> database_;
  std::string uri_;
};

}  // namespace lite2pg::test
