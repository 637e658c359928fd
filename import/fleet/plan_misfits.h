// Values of a fleet's files that fit a type by themselves, and none together with those of other files.
#pragma once

#include <string>

#include "import/fleet/misfits.h"
#include "import/postgres/session.h"
#include "import/run/options.h"
#include "import/tenants/files.h"
#include "import/tenants/versions.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// What of one file does not fit the columns of `plan` that refuse what they cannot hold; without the values that a
/// column's policy settles. Reads the file. Throws what reading throws.
[[nodiscard]] std::vector<ListedMisfit> misfits_of_file(const std::string& path, const FleetVersions::Version& version,
                                                        const Plan& plan, const CommonOptions& options);

/// Reads all surveyed files again, in the columns that `plan.misfits` names. A file that cannot be read any more is
/// left out: its load will say so.
[[nodiscard]] FleetMisfits misfits_of_plan(Session& session, const std::string& run, const Plan& plan,
                                           const ImportOptions& options);

}  // namespace lite2pg
