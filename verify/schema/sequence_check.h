// Whether the next number that an identity or serial column gives out is above every number given out before: in the
// table, and in SQLite's sqlite_sequence.
#pragma once

#include "import/postgres/session.h"
#include "mapping/target/catalog.h"
#include "verify/schema/difference.h"
#include "verify/sides/compared_table.h"

namespace lite2pg {

/// Adds differences to `outcome`, and to `left_out` where the role may not look.
void check_sequences(Session& session, const Plan& plan, const TargetCatalog& catalog, SchemaOutcome& outcome,
                     std::vector<NotCompared>& left_out);

}  // namespace lite2pg
