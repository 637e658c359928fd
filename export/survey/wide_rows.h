// Rows that no page of PostgreSQL holds, however their long values are stored: those of tables with hundreds of
// columns. The server would refuse the first one in the middle of the load, and not say which it was.
#pragma once

#include "export/rows/row_source.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// Appends to `plan.misfits` an entry for each table that has such rows: how many, and the first. Reads the rows of
/// tables with about 400 columns or more, and of no other. Throws what the source throws.
void find_wide_rows(RowSource& source, Plan& plan);

}  // namespace lite2pg
