// A SQLite database made by SQL, and its copy in a PostgreSQL database of its own, as lite2pg-import makes it.
#pragma once

#include <functional>
#include <string>

#include "import/tool/options.h"
#include "tests/support/postgres_server.h"
#include "tests/support/temp_dir.h"
#include "verify/comparison/result.h"
#include "verify/comparison/settings.h"

namespace lite2pg::test {

class MigratedDatabase {
 public:
  /// Without a SQLite file: the caller makes one at `source()`.
  MigratedDatabase() = default;
  /// `sql` makes the SQLite database.
  explicit MigratedDatabase(const std::string& sql);

  /// Loads it with lite2pg-import's code; `change` may set options. Throws std::runtime_error when that does not end
  /// with exit code 0.
  void import(const std::function<void(ImportOptions&)>& change = {});
  /// Changes the SQLite file.
  void sqlite(const std::string& sql) const;
  /// Runs SQL in the target.
  Rows psql(const std::string& sql) const { return target_.psql(sql); }

  [[nodiscard]] std::string source() const { return dir_ / "source.db"; }
  [[nodiscard]] const TempDatabase& target() const noexcept { return target_; }
  [[nodiscard]] const TempDir& dir() const noexcept { return dir_; }

  /// Verifies; `change` may set options.
  [[nodiscard]] VerifyResult verify(const std::function<void(VerifyOptions&)>& change = {}) const;

 private:
  TempDir dir_;
  TempDatabase target_;
};

/// All differences of all tables, one line each: "people changed id=3 name 'Ann' -> 'ann' (letter case)".
[[nodiscard]] std::vector<std::string> lines_of(const VerifyResult& result);

}  // namespace lite2pg::test
