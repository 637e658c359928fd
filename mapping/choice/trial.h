// What came of trying lines of a mapping file on a column, as lines to paste.
#pragma once

#include <string>
#include <vector>

#include "mapping/plan/plan.h"

namespace lite2pg {

/// What settles the misfits of one column: the candidates that hold, in their order, then what always does. `holds`:
/// one a candidate of the trial, whether every value of the column fitted under it.
[[nodiscard]] Remedy remedy_of(const ColumnTrial& trial, const std::vector<bool>& holds);

/// The plan's tables, mapping and options with what the first choice of each remedy makes of its column: what a run
/// with all lines that are offered would load.
[[nodiscard]] Plan as_offered(const Plan& plan);

}  // namespace lite2pg
