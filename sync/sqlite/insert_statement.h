// INSERT, prepared once a table: the one place of the way back that steps statements through SQLite's C interface.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mapping/value/value.h"
#include "sync/sqlite/new_database.h"

struct sqlite3_stmt;

namespace lite2pg {

class InsertStatement {
 public:
  /// `columns`: unquoted. The table's own ON CONFLICT clauses do not apply: a row is written whole or refused.
  /// `db` must outlive it. Throws Error(source).
  InsertStatement(NewDatabase& db, const std::string& table, const std::vector<std::string>& columns);
  ~InsertStatement();

  /// What SQLite says against the row ("CHECK constraint failed: price > 0"); nullopt: it is written.
  /// Throws Error(source), Error(interrupted).
  [[nodiscard]] std::optional<std::string> write(Row row);

 private:
  struct Finalizer {
    void operator()(sqlite3_stmt* statement) const noexcept;
  };

  NewDatabase& db_;
  std::string table_;
  std::unique_ptr<sqlite3_stmt, Finalizer> statement_;
};

}  // namespace lite2pg
