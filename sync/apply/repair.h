// A repair: verify's differences become INSERT, UPDATE and DELETE in one transaction, and the end is verified.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/console/progress.h"
#include "common/error.h"
#include "import/ledger/repairs.h"
#include "import/load/monitor.h"
#include "import/postgres/capability.h"
#include "mapping/documents/report.h"
#include "sync/apply/change.h"
#include "sync/apply/settings.h"
#include "verify/comparison/result.h"

namespace lite2pg {

/// A row that was changed, or would be, for people and the report.
struct MadeChange {
  std::string table, kind, key;
  std::vector<std::string> columns;  ///< Of an update: source names of those that were set.
};

struct RepairResult {
  std::string source, target, plan;  ///< For people: what was compared, and where the plan is from.
  RepairRecord record;               ///< Empty id: nothing was written.
  std::vector<MadeChange> changes;
  SkippedRows skipped;
  std::vector<std::string> warnings;
  Capabilities capabilities;                 ///< Of the target, for the report.
  std::vector<std::string> silent_triggers;  ///< Those that did not fire.
  std::optional<VerifyResult> verified;      ///< Afterwards; not of a dry run.
  std::optional<Error> refusal;              ///< Of a dry run: why it would not be done.
  std::optional<Error> unverified;           ///< The repair stands, but this ended the verification after it.
  [[nodiscard]] bool in_step() const;
};

/// Throws Error; Error(refused) when nothing can be compared, or too much would be changed.
[[nodiscard]] RepairResult repair(const RepairSettings& settings, RunMonitor& monitor, Progress& progress);

}  // namespace lite2pg
