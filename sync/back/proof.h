// What shows that the new file is right: SQLite's own checks, and verify's comparison with the very snapshot of the
// target that it was made from.
#pragma once

#include <string>
#include <vector>

#include "common/console/progress.h"
#include "sync/back/back_plan.h"
#include "sync/sqlite/new_database.h"
#include "verify/comparison/result.h"
#include "verify/sides/access.h"
#include "verify/sides/target_snapshot.h"

namespace lite2pg {

/// quick_check; throws Error(source) with what it says. Gives what foreign_key_check finds, a line a foreign key:
/// SQLite lets such rows be, and so may the target have.
[[nodiscard]] std::vector<std::string> check_file(NewDatabase& db);

/// Compares `file` (closed by whoever wrote it) with the snapshot, table by table. `rejected`: rows by SQLite table
/// that were set aside and so must be missing, and nothing else. Throws Error(refused) when anything differs, with all
/// of it in `result`.
void prove_equal(const BackSettings& settings, const BackPlan& plan, const std::string& file,
                 const std::map<std::string, std::uint64_t>& rejected, const ReadAccess& access,
                 TargetSnapshot& snapshot, Progress& progress, VerifyResult& result);

/// How the schema of the target differs from what was imported, a line each: the file does not follow it.
/// `session` must be in no transaction; `plan` is given up for it.
[[nodiscard]] std::vector<std::string> schema_notes(Session& session, const BackSettings& settings, BackPlan& plan);

}  // namespace lite2pg
