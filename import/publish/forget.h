// The end of a migration: the ledger goes, because tools that compare schemas see it as drift.
#pragma once

#include <string>

#include "import/ledger/ledger.h"

namespace lite2pg {

/// Why a run's record is needed still, a line each: it is at work, loading, staged or rolled back (its tables stand in
/// a schema of ours), or it put aside what it replaced. Empty: nothing stands in the way.
[[nodiscard]] std::string needs_ledger(const std::vector<RunRecord>& runs);

/// What of value is in the ledger alone, for people: rows that were set aside or repaired. Empty: nothing.
[[nodiscard]] std::string lost_by_forgetting(Session& session);

/// Drops the schema lite2pg with its tables, in one transaction, and nothing beside it: what others made to depend on
/// them makes it fail. Throws TargetError with nothing changed.
void drop_ledger(Session& session);

}  // namespace lite2pg
