// Brings changes and new values into the temporary tables of the repair's transaction.
#pragma once

#include "import/postgres/copy_stream.h"
#include "sync/apply/change.h"
#include "sync/apply/new_rows.h"
#include "sync/apply/statements.h"

namespace lite2pg {

/// What the statements need to know of a table's changes.
[[nodiscard]] AppliedTable applied_table(const TableChanges& changes, std::size_t number, TableFacts facts);

/// In the open transaction. Drops and names what has no place in the target: values that the server refuses, columns
/// that only the target sets.
void stage_changes(DataConnection& connection, const AppliedTable& table, const NewRows& rows, TableChanges& changes,
                   SkippedRows& skipped);

}  // namespace lite2pg
