// What is looked at before a run touches anything: so that a night's work does not end with a missing right.
#pragma once

#include <string>
#include <vector>

#include "import/ledger.h"
#include "import/session.h"
#include "mapping/plan.h"

namespace lite2pg {

inline constexpr int oldest_server = 140000;  ///< PostgreSQL 14: ctid ranges, which verify needs.

/// One line for each other session that uses something in the schema at this moment: publishing will wait for it.
[[nodiscard]] std::vector<std::string> sessions_in_use_of(Session& session, const std::string& schema);

/// Version, encoding UTF8, writable, the rights to create schemas and to put tables into `schema`.
/// Throws Error(target) with what to do.
void check_server(Session& session, const std::string& schema);

/// The same for a run into tables that stand there: version, encoding, writable; the right to make the ledger when
/// there is none, and a ledger is wanted.
void check_server_for_existing(Session& session, bool ledger);

/// Throws Error(refused) naming the plan's tables and views that already stand in `schema`, unless they may be
/// replaced.
void check_not_occupied(Session& session, const Plan& plan, const std::string& schema, bool replace);

/// Lines that name runs that stopped part-way and still hold a staging schema.
[[nodiscard]] std::vector<std::string> unfinished_runs(const std::vector<RunRecord>& runs);

}  // namespace lite2pg
