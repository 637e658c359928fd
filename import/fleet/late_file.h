// A file that is loaded when the fleet is published already: its rows come into a schema of its own and go from there
// into the shared tables by one statement, so that foreign keys, which PostgreSQL looks at when a statement ends, see
// all of them. SQL text only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "import/tenants/file_notes.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// Yields a row when the shared tables hold any of the tenant's.
[[nodiscard]] std::string has_rows_sql(const Plan& plan, std::string_view schema, std::string_view tenant);

/// Brings all rows of `stage` into the tables of `schema`, moves sequences forward where the file had issued higher
/// numbers, and drops the stage.
[[nodiscard]] std::vector<std::string> join_tables_sql(const Plan& plan, const FileNotes& notes, std::string_view stage,
                                                       std::string_view schema);

}  // namespace lite2pg
