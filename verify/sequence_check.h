// Whether the next number that an identity or serial column gives out is above every number given out before: in the
// table, and in SQLite's sqlite_sequence.
#pragma once

#include "import/session.h"
#include "mapping/target_schema.h"
#include "verify/verify_result.h"

namespace lite2pg {

/// Adds differences to result.schema, and to result.left_out where the role may not look.
void check_sequences(Session& session, const Plan& plan, const TargetCatalog& catalog, VerifyResult& result);

}  // namespace lite2pg
