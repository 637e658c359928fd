// The transaction of a repair: everything that is written is written here, or nothing is.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "export/rows/row_source.h"
#include "import/ledger/repairs.h"
#include "import/postgres/session.h"
#include "sync/apply/change.h"
#include "sync/apply/script.h"
#include "sync/apply/sequences.h"
#include "sync/apply/settings.h"

namespace lite2pg {

struct ApplyRequest {
  const Target& target;
  RowSource& source;
  std::uint64_t seed = 0;
  const RepairSettings& settings;
  RepairRecord record;                          ///< What is known of it before.
  const std::vector<DrawingColumn>& sequences;  ///< To be moved forward where they are behind.
};

struct AppliedChanges {
  RepairRecord record;                       ///< As it was written.
  bool wrote = false;                        ///< Anything was changed.
  std::vector<std::string> silent_triggers;  ///< "orders: audit": those that did not fire.
  std::vector<DrawingColumn> moved;          ///< Sequences.
};

/// Makes the changes; those that cannot be made are named in `skipped` and gone from `tables` afterwards. `session`
/// must be in no transaction. With settings.dry_run all of it is rolled back.
/// Throws Error(refused), TargetError; then nothing was changed.
[[nodiscard]] AppliedChanges apply_changes(const ApplyRequest& request, Session& session,
                                           std::vector<TableChanges>& tables, SkippedRows& skipped);

}  // namespace lite2pg
