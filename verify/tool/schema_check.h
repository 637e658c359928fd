// Compares the schema of the target with the plan: tables, columns, keys, indexes, constraints, defaults, and whether
// the next number of every sequence is a new one.
#pragma once

#include "verify/tool/plan_source.h"
#include "verify/tool/result.h"

namespace lite2pg {

/// Fills result.schema; what could not be compared goes to result.left_out. Uses connections of its own.
void check_schema(const Target& target, const VerifyOptions& options, const ChosenPlan& chosen, VerifyResult& result);

}  // namespace lite2pg
