// What a framework's own tables say on both sides: migrations that only one side has tell that source and target are
// of different versions of the application.
#pragma once

#include <string>
#include <vector>

#include "export/rows/row_source.h"
#include "import/postgres/session.h"
#include "mapping/application/framework.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// A line for each of the framework's tables whose entries differ between the source and the target as it stands before
/// the load. Tables of more than 100,000 entries are not looked at. Throws Error(refused) for a table that is kept
/// though its numbers mean other rows than in the source, where rows that are loaded refer to them.
[[nodiscard]] std::vector<std::string> compare_own_tables(const Recognised& found, RowSource& source, Session& session,
                                                          const Plan& plan, const std::string& schema);

/// Entries of both sides, a line; empty when they are the same. Pure. `goes`: those that only the target has go with
/// the load. `migrate`: the command that writes them again.
[[nodiscard]] std::string entries_text(const std::string& table, const std::vector<std::vector<std::string>>& source,
                                       const std::vector<std::vector<std::string>>& target, bool goes,
                                       const std::string& migrate);

}  // namespace lite2pg
