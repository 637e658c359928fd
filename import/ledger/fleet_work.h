// What the ledger's other readers know of a fleet's run: its work is in the rows of its files (import/tenants), not in
// those of tables and steps.
#pragma once

#include <string_view>
#include <vector>

#include "import/ledger/ledger.h"

namespace lite2pg {

/// By what the run notes of itself (import/tenants/settings.h): the tables of fleets are there then.
[[nodiscard]] bool is_fleet(const RunRecord& run);

/// Whether a process is at work on the fleet at this moment: it renews leases, and has a transaction open in a session
/// that is called after the run.
[[nodiscard]] bool has_fleet_workers(Session& session, std::string_view run);

/// What is loaded so far, by table.
[[nodiscard]] std::vector<TableRecord> fleet_tables(Session& session, std::string_view run);
/// Since a file changed its state.
[[nodiscard]] double seconds_since_fleet_progress(Session& session, std::string_view run);

}  // namespace lite2pg
