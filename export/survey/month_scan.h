// Which months the rows of a table lie in: for its partitions.
#pragma once

#include <string>
#include <vector>

#include "export/rows/row_source.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// "2024-03", ... ascending: the months of the values in the table's partition column, as the target will hold them.
/// Throws Error(refused) when there are more than a thousand; what the source throws.
[[nodiscard]] std::vector<std::string> months_of(RowSource& source, const TablePlan& table);

}  // namespace lite2pg
