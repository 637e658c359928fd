// Which row does not fit a page: PostgreSQL says that one did not, but not which.
#pragma once

#include <string>

#include "export/rows/row_source.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// The row that needs most: "rowid 42, which needs at least 12,024 bytes". Reads to the cursor's end; "" without rows.
[[nodiscard]] std::string largest_row(const TablePlan& table, RowCursor& cursor);

}  // namespace lite2pg
