// Which rows of the source an import was told to load: those that --where names, without those that --orphans=set-aside
// and on_violation left out. The others are no differences; that they are not compared is said.
#pragma once

#include "verify/comparison/comparison.h"
#include "verify/comparison/plan_source.h"

namespace lite2pg {

/// Takes the source's rows by the plan's --where; before any of them is read. Throws Error(usage) for an archive of
/// other rows.
void take_wanted_rows(const ChosenPlan& chosen, VerifySource& source);
/// Leaves out what was set aside; adds what is left out to `comparison.left_out`.
void leave_out_unwanted_rows(const ChosenPlan& chosen, Comparison& comparison);

}  // namespace lite2pg
