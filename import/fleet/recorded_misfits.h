// What the ledger knows of values that did not fit: those for which files were set aside, and rows that were set aside
// by themselves.
#pragma once

#include <string>

#include "import/fleet/misfits.h"
#include "import/postgres/session.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// Of the files that are set aside for them at this moment.
[[nodiscard]] FleetMisfits misfits_of_aside_files(Session& session, const std::string& run);

/// Of the rows in lite2pg.rejected_row that misfits brought there.
[[nodiscard]] FleetMisfits misfits_of_rejected_rows(Session& session, const std::string& run, const Plan& plan);

/// A column's value in a row's document (import/ledger/rejected_row.h), given as JSON, as misfits are shown.
[[nodiscard]] std::string shown_value(const std::string& json);

}  // namespace lite2pg
