// Versions of a fleet's schema that are no earlier form of the newest: named with their files, and set aside or
// refused.
#pragma once

#include <string>
#include <vector>

#include "common/say.h"
#include "import/postgres/session.h"
#include "import/tenants/options.h"
#include "import/tenants/schema_version.h"
#include "mapping/documents/report.h"

namespace lite2pg {

/// Settles the versions that do not join `newest`. Under OnDrift::aside their files are set aside; else they go into
/// the report's `schema_drift` and are said, all of them, before Error(refused) is thrown.
void settle_drift(Session& session, const std::string& run, const std::vector<SchemaVersion>& versions,
                  const SchemaVersion& newest, OnDrift policy, Report& report, const Say& say);

/// For people: a version with the reason, then its files, a line each.
[[nodiscard]] std::string drift_text(const SchemaDrift& drift, std::size_t files_of_newest);

}  // namespace lite2pg
