// Compares the schema of the target with the ledger's record and the plan: tables, columns, keys, indexes, constraints,
// defaults, views, triggers, whether each is enforced, and whether the next number of every sequence is a new one.
// Creates nothing and runs nothing of the target's.
#pragma once

#include "verify/comparison/plan_source.h"
#include "verify/comparison/result.h"

namespace lite2pg {

/// Fills result.schema; what could not be compared goes to result.left_out, a record that was tampered with to
/// result.faults. `session` must be in no transaction.
/// `chosen` is as it was before, when it is done.
void check_schema(Session& session, const VerifyOptions& options, ChosenPlan& chosen, VerifyResult& result);
/// The same, but for the sequences.
void check_shape(Session& session, const VerifyOptions& options, ChosenPlan& chosen, VerifyResult& result);

}  // namespace lite2pg
