// The statements of a repair as a script for psql (--sql-out), with the same guards.
#pragma once

#include <string>
#include <vector>

#include "import/ledger/repairs.h"
#include "import/postgres/copy_stream.h"
#include "sync/apply/change.h"
#include "sync/apply/statements.h"

namespace lite2pg {

/// From what is staged in the open transaction.
[[nodiscard]] std::string repair_script(DataConnection& connection, const std::vector<AppliedTable>& tables,
                                        const std::vector<TableChanges>& changes, const RepairRecord& record);

}  // namespace lite2pg
