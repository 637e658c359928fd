// Reads the tables of one schema of the target from pg_catalog.
#pragma once

#include <string>

#include "import/postgres/session.h"
#include "mapping/target/catalog.h"

namespace lite2pg {

/// Throws Error(target) when there is no such schema.
[[nodiscard]] TargetCatalog read_target_catalog(Session& session, const std::string& schema);

}  // namespace lite2pg
