// Reads the tables of one schema of the target from pg_catalog.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "import/postgres/session.h"
#include "mapping/target/catalog.h"

namespace lite2pg {

/// Throws Error(target) when there is no such schema.
[[nodiscard]] TargetCatalog read_target_catalog(Session& session, const std::string& schema);

/// By table: name and type (as TargetColumn::type) of each column in its order. Much cheaper than the catalog.
[[nodiscard]] std::map<std::string, std::vector<std::pair<std::string, std::string>>> read_column_types(
    Session& session, const std::string& schema);

}  // namespace lite2pg
