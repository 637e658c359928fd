// What is looked at before a run touches anything: so that a night's work does not end with a missing right.
#pragma once

#include <string>
#include <vector>

#include "import/ledger/ledger.h"
#include "import/postgres/server_check.h"
#include "import/postgres/session.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// One line for each other session that uses something in the schema at this moment: publishing will wait for it.
[[nodiscard]] std::vector<std::string> sessions_in_use_of(Session& session, const std::string& schema);

/// Throws Error(refused) naming the plan's tables and views that already stand in `schema`, unless they may be
/// replaced.
void check_not_occupied(Session& session, const Plan& plan, const std::string& schema, bool replace);

/// Lines that name runs that stopped part-way and still hold a staging schema.
[[nodiscard]] std::vector<std::string> unfinished_runs(const std::vector<RunRecord>& runs);

}  // namespace lite2pg
