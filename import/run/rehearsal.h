// A load into existing tables that is always rolled back (--rehearse): the target's constraints are taken off first, so
// that all that violates them is found at once, and not one row a run.
#pragma once

#include <string>
#include <vector>

#include "import/existing/constraint_check.h"
#include "import/load/context.h"
#include "import/postgres/bulk_connection.h"
#include "import/postgres/session.h"
#include "import/run/strategy.h"
#include "mapping/target/catalog.h"

namespace lite2pg {

struct RehearsalOptions {
  std::string schema;
  bool truncate = false;
  std::vector<std::string> fired = {};  ///< Tables whose triggers fire, as they will for the load.
};

/// Locks the tables as the load would, loads, asks each constraint, rolls back. What the rows would violate; an error
/// of the server that no constraint explains is one of them, with its message. Throws TargetError when the connection
/// is lost, Error(interrupted), what the source throws.
[[nodiscard]] std::vector<Violations> rehearse(const LoadContext& context, Session& session, BulkConnection& connection,
                                               const RehearsalOptions& options);

/// The same for a run, by its options.
[[nodiscard]] std::vector<Violations> rehearse_load(RunParts& parts);

}  // namespace lite2pg
