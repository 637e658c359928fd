// A migrated database and its repair.
#pragma once

#include <functional>
#include <string>

#include "sync/apply/repair.h"
#include "sync/apply/undo.h"
#include "tests/verify/migrated_database.h"

namespace lite2pg::test {

class RepairedDatabase : public MigratedDatabase {
 public:
  using MigratedDatabase::MigratedDatabase;

  /// Everything, however much it is; `change` may set settings.
  [[nodiscard]] RepairResult repair(const std::function<void(RepairSettings&)>& change = {}) const;
  [[nodiscard]] UndoResult undo(const std::string& id = {}) const;

  /// All rows of all tables of a schema, with (`xmin`) or without the transactions that wrote them, in a fixed order.
  [[nodiscard]] std::vector<std::string> content(bool xmin, const std::string& schema = "public") const;
};

/// "update people id=3 (name)", "insert people id=4".
[[nodiscard]] std::vector<std::string> lines_of(const std::vector<MadeChange>& changes);
/// "update people id=3: it was changed or deleted meanwhile"
[[nodiscard]] std::vector<std::string> lines_of(const SkippedRows& skipped);

}  // namespace lite2pg::test
