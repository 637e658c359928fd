// One plan for all files of a fleet: by the evidence of every one of them. One process makes it, under the run's lock.
#pragma once

#include <string>
#include <vector>

#include "common/say.h"
#include "import/postgres/session.h"
#include "import/run/options.h"
#include "import/tenants/files.h"
#include "mapping/documents/report.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// What the run's options ask of the plan, with the tenant's column where the layout has one.
[[nodiscard]] PlanOptions fleet_plan_options(const ImportOptions& options, int server_version);

/// The plan over all surveyed files, without anything of the files' own, with their census and with the columns whose
/// values only together fit no type as misfits. Files whose schema does not join the newest
/// version are settled (drift.h). Throws Error(refused) when no file is left, Error(usage) for options that do not go
/// with the schema.
[[nodiscard]] Plan make_fleet_plan(Session& session, const std::string& run, const ImportOptions& options,
                                   Report& report, const Say& say);

/// Puts the plan into the ledger, in one transaction.
void record_plan(Session& session, const std::string& run, const Plan& plan);

}  // namespace lite2pg
