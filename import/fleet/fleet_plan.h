// One plan for all files of a fleet: by the evidence of every one of them. One process makes it, under the run's lock.
#pragma once

#include <string>
#include <vector>

#include "import/postgres/session.h"
#include "import/run/options.h"
#include "import/tenants/files.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// What the run's options ask of the plan, with the tenant's column where the layout has one.
[[nodiscard]] PlanOptions fleet_plan_options(const ImportOptions& options, int server_version);

/// The plan over all surveyed files, without anything of the files' own. Files whose schema does not join the newest
/// version are set aside, or, under OnDrift::refuse, refuse the whole: Error(refused) naming versions and files,
/// printed in full. So do values that only together fit no type. Throws Error(refused) when no file is left.
[[nodiscard]] Plan make_fleet_plan(Session& session, const std::string& run, const ImportOptions& options);

/// Puts the plan into the ledger, in one transaction.
void record_plan(Session& session, const std::string& run, const Plan& plan);

}  // namespace lite2pg
