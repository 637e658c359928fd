// Are the source's pages and records sound? On a connection of its own, so that it can run beside the survey.
#pragma once

#include <string>
#include <vector>

#include "common/parallel.h"
#include "export/rows/source.h"

namespace lite2pg {

/// Something quick_check said (https://sqlite.org/pragma.html#pragma_quick_check).
struct Finding {
  std::string table;  ///< Empty when it belongs to no table, or it is not known to which.
  std::string message;
  /// Pages or records are broken. Else a row breaks a rule of its table (NOT NULL, the types of STRICT), but reads
  /// well.
  bool damage = true;
};

/// Runs quick_check, and checks the order of keys. CHECK constraints are left to PostgreSQL (read-only, SQLite does not
/// even parse them). Empty: sound. At most some hundred findings.
/// Throws Error(source) when the check itself cannot run, Error(interrupted) on `stop` and on Ctrl-C.
[[nodiscard]] std::vector<Finding> find_damage(SqliteSource& source, const StopFlag& stop);

/// The same of single tables: what their pages and rows tell, nothing of the rest of the file.
[[nodiscard]] std::vector<Finding> find_damage_in(SqliteSource& source, const std::vector<const Table*>& tables,
                                                  const StopFlag& stop);

/// Throws Error(source) when one of the findings is damage, naming the damaged tables.
void refuse_damage(const std::string& path, const std::vector<Finding>& findings);

/// Throws Error(source) naming the damaged tables; gives back the findings that are no damage.
std::vector<Finding> check_integrity(SqliteSource& source, const StopFlag& stop);

}  // namespace lite2pg
