// What is written of a row that a repair brings: the compared columns and those that only a load knows of (columns that
// the mapping gave up on purpose).
#pragma once

#include "mapping/plan/plan.h"
#include "verify/sides/compared_table.h"

namespace lite2pg {

/// `plan` fits the target's types. Columns have the target's names and the source's positions; those that the target
/// computes are marked so.
[[nodiscard]] TablePlan load_plan(const Plan& plan, const ComparedTable& table);

/// Rows that are written get this tenant.
void set_tenant(Plan& plan, const std::string& tenant);

}  // namespace lite2pg
