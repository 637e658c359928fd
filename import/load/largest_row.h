// Which row does not fit a page: PostgreSQL says that one did not, but not which.
#pragma once

#include <cstdint>
#include <string>

#include "export/rows/row_source.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// About the bytes that a row needs in its page at the least, when every long value is stored apart from it
/// (https://www.postgresql.org/docs/15/storage-page-layout.html and storage-toast.html: 24 bytes of header, a bit a
/// column for NULLs, 18 bytes for a value that is stored apart). Alignment is left out.
[[nodiscard]] std::uint64_t least_row_bytes(const TablePlan& table, Row row);

/// The row that needs most: "rowid 42, which needs about 12,024 bytes". Reads to the cursor's end; "" without rows.
[[nodiscard]] std::string largest_row(const TablePlan& table, RowCursor& cursor);

}  // namespace lite2pg
