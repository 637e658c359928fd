// Which rows of the source an import was told to load: those that --where names, without those that
// --orphans=set-aside, on_violation and on_misfit left out. The others are no differences; that they are not compared
// is said.
#pragma once

#include "verify/comparison/comparison.h"
#include "verify/comparison/plan_source.h"
#include "verify/sides/digest_pass.h"

namespace lite2pg {

/// Takes the source's rows by the plan's --where; before any of them is read. Throws Error(usage) for an archive of
/// other rows.
void take_wanted_rows(const ChosenPlan& chosen, VerifySource& source);
/// Leaves out what was set aside; adds what is left out to `comparison.left_out`, but for rows with values that do not
/// fit: these are found, and counted, when the rows are read. `session` is to be in no transaction.
void leave_out_unwanted_rows(const ChosenPlan& chosen, Session& session, Comparison& comparison);
/// What to say of the rows with values that did not fit, by column: that they are left out, and whether all of them are
/// kept in the ledger, which holds so many of the table.
[[nodiscard]] std::vector<NotCompared> misfits_left_out(const std::string& table,
                                                        const std::map<std::string, MisfitCount>& misfits,
                                                        std::optional<std::uint64_t> kept);

}  // namespace lite2pg
