// The run of a fleet: the first process makes it, the others find it by what they were asked to do.
#pragma once

#include <string>
#include <vector>

#include "import/ledger/ledger.h"
#include "import/postgres/session.h"
#include "import/run/options.h"
#include "import/tenants/list.h"
#include "import/tenants/settings.h"

namespace lite2pg {

[[nodiscard]] FleetSettings settings_for(const ImportOptions& options, const std::vector<FleetFile>& files);

/// The unfinished or published run that has these settings, else a new one in state loading, with its files listed.
/// A stopped run whose files were set aside tries them again, when nobody is at work on it. A run of the same files
/// with other options that has loaded nothing, and that nobody works on, gives way: a mistaken option is mended by the
/// next command. Throws Error(refused) when another fleet, or the same with other options, is under way into the same
/// schema; Error(usage), before a run is recorded, for options that do not go with the files.
[[nodiscard]] RunRecord join_run(Session& session, const ImportOptions& options, const std::vector<FleetFile>& files);

}  // namespace lite2pg
