// Takes a repair back: the rows that it changed become what they were before, where nobody changed them since.
#pragma once

#include <string>
#include <vector>

#include "import/ledger/repairs.h"
#include "sync/apply/repair.h"
#include "sync/apply/settings.h"

namespace lite2pg {

struct UndoResult {
  std::string target;   ///< For people.
  RepairRecord record;  ///< Of the undo itself, which can be undone.
  std::vector<MadeChange> changes;
  SkippedRows skipped;
};

/// Throws Error(usage) when there is no such repair, or it is undone already; TargetError.
[[nodiscard]] UndoResult undo(const UndoSettings& settings);

}  // namespace lite2pg
