// Brings one staged table to the state of a snapshot, within the open transaction.
#pragma once

#include <cstdint>
#include <string>

#include "import/live/leaf_store.h"
#include "import/load/run.h"
#include "sync/delta/leaf_changes.h"
#include "sync/delta/target_sums.h"

namespace lite2pg {

/// What a step stands on; the transaction's search_path is the staging schema.
struct StepContext {
  Session& session;
  const RunRecord& run;
  const Plan& plan;  ///< To which the table belongs.
  PageSource& source;
  std::uint64_t seed = 0;
  bool numbered = false;  ///< LiveSource's.
  bool freezes = false;   ///< Whatever is touched is read back from both sides, and what went and came is kept.
};

struct TableStep {
  std::string table;
  std::uint64_t inserted = 0, updated = 0, deleted = 0;
  std::uint64_t leaves = 0, leaves_changed = 0;
  std::string anew;        ///< Why it was loaded anew; empty: it was not.
  bool equal = true;       ///< When it was to be proven.
  std::string come, gone;  ///< Kept helper tables, with schema: rows in the changed ranges, and rows that went.
  [[nodiscard]] bool touched() const noexcept { return inserted + updated + deleted > 0 || !anew.empty(); }
};

/// Throws RoundMisfit, Error(source), TargetError.
[[nodiscard]] TableStep step_table(const StepContext& context, const TablePlan& table);
/// The same when it is known already what changed.
[[nodiscard]] TableStep step_table(const StepContext& context, const TablePlan& table, LeafChanges&& changes);

/// Drops the staged table, when it is there, and loads it from the snapshot, with keys, indexes and its leaves.
/// `before`: as it was planned when it was made; nullptr: it was not.
[[nodiscard]] TableStep load_anew(const StepContext& context, const TablePlan& table, const TablePlan* before,
                                  const std::string& why);

/// Statements that drop a staged table and what is recorded of it.
[[nodiscard]] std::vector<std::string> drop_table_sql(const RunRecord& run, const TablePlan& table);

}  // namespace lite2pg
