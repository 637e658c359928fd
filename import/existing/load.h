// The load into tables that stand in the target: one transaction on one connection, so that a run that fails or is
// killed leaves nothing at all. Foreign keys do not get in the way and hold again at the end; nor do triggers, but for
// those that are wanted.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "import/existing/trigger_choice.h"
#include "import/ledger/writer.h"
#include "import/load/context.h"
#include "import/load/leading_session.h"
#include "import/load/step.h"
#include "import/load/worker_connection.h"
#include "mapping/target/catalog.h"

namespace lite2pg {

struct ExistingLoadOptions {
  std::string schema;
  bool truncate = false;  ///< Empties tables that hold rows.
  bool append = false;    ///< Adds to tables that hold rows.
  bool ledger = true;     ///< Records tables and the end of the run, in the same transaction.
  TriggerWishes triggers = {};
  /// Called when all rows are in and all constraints hold, before the COMMIT; what it throws ends the load.
  std::function<void(const std::vector<TableRecord>& loaded)> before_commit;
};

struct ExistingLoadResult {
  std::vector<TableRecord> tables;
  std::vector<std::string> not_valid;                 ///< Foreign keys that orphans left NOT VALID, as --orphans asks.
  std::vector<std::string> warnings;                  ///< Triggers that did not fire; columns that they left empty.
  std::size_t keys = 0, triggers = 0, sequences = 0;  ///< How many were made again, switched off and on, set.
};

/// Thrown when foreign keys do not hold: all of them.
class BrokenKeys : public Error {
 public:
  explicit BrokenKeys(std::vector<Refusal> refusals);
  [[nodiscard]] const std::vector<Refusal>& refusals() const noexcept { return refusals_; }

 private:
  std::vector<Refusal> refusals_;
};

/// Commits, or throws with nothing changed: Error(refused) for tables that hold rows, BrokenKeys, TargetError,
/// Error(interrupted), Error(partial) when the window is over, what the source and the hooks throw. Passing errors
/// begin the transaction anew. A COMMIT whose answer was lost is looked up: it is done once. `leading` reads the
/// catalog meanwhile; `context.server` makes the connection.
[[nodiscard]] ExistingLoadResult load_existing(const LoadContext& context, const TargetCatalog& catalog,
                                               LeadingSession& leading, const ExistingLoadOptions& options);

}  // namespace lite2pg
