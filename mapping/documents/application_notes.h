// What an application notices after it moved: where PostgreSQL answers the same statement in another way than SQLite.
#pragma once

#include <string>
#include <vector>

#include "mapping/plan/plan.h"

namespace lite2pg {

/// The points that apply to this database, a line each; docs/schema.md explains them.
[[nodiscard]] std::vector<std::string> application_notes(const Plan& plan);

}  // namespace lite2pg
