// Publishing where the server refuses ALTER ... SET SCHEMA: everything is made anew in the target schema, and the rows
// are copied there, in the transaction that drops what was staged.
#pragma once

#include <vector>

#include "import/catalog/schema_objects.h"
#include "import/ledger/ledger.h"

namespace lite2pg {

/// `staged`: what stands in the run's staging schema. Gives back its namesakes in the target schema. Inside the open
/// transaction. Throws TargetError; Error(refused) when the plan is not in the ledger.
std::vector<SchemaObject> copy_to_target(Session& session, const RunRecord& run,
                                         const std::vector<SchemaObject>& staged);

/// Throws Error(refused): what stands in the way cannot be moved aside, or taken back.
[[noreturn]] void refuse_without_moves(const RunRecord& run, const std::string& what, const std::string& hint);

}  // namespace lite2pg
