// Texts that the server cast by itself are read back before the COMMIT: what it stored must be what was sent.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "export/rows/row_source.h"
#include "import/postgres/bulk_connection.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// Compares count and sum of hashes of the texts in each column that has no codec, as the source has them and as the
/// target shows them. `own_rows_alone`: the table held rows before this transaction. Throws Error(refused) naming the
/// column; TargetError; what the source throws.
void check_read_back(BulkConnection& connection, Reader& reader, const Table& source, const TablePlan& table,
                     std::string_view schema, bool own_rows_alone);

/// One statement, one field: count and sum a column, all between blanks.
[[nodiscard]] std::string read_back_sql(const TablePlan& table, const std::vector<const ColumnPlan*>& columns,
                                        std::string_view schema, bool own_rows_alone);

}  // namespace lite2pg
