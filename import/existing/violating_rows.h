// Rows that violate constraints of the target are set aside, where the mapping file says so for their table
// (on_violation = "reject").
#pragma once

#include <set>
#include <string>

#include "import/existing/constraint_asking.h"

namespace lite2pg {

/// The target's tables for which the plan's mapping file says so.
[[nodiscard]] std::set<std::string> rejecting_tables(const Plan& plan);

/// Adds to `aside` the rows of these tables of the target that violate a constraint, until the others hold it: first
/// those that a CHECK refuses, then those that refer to no row, then those that repeat a key; then who refers to these,
/// and so on. What is still violated comes back, with what could not be asked. Throws as ask_constraints().
[[nodiscard]] ConstraintAnswers set_violating_aside(const ConstraintQuestion& question,
                                                    const std::set<std::string>& tables, OrphansByTable& aside);

/// For each table of which rows are set aside without the mapping file's saying so: the line that does, with the number
/// of the rows.
[[nodiscard]] std::vector<MisfitReport> violating_rows(const Plan& plan, const OrphansByTable& aside);

/// For people: how many rows of which table are set aside so; empty when there is none.
[[nodiscard]] std::string violating_text(const OrphansByTable& aside);

}  // namespace lite2pg
