// What came of trying lines of a mapping file on a column, as lines to paste.
#pragma once

#include <string>
#include <vector>

#include "mapping/plan/plan.h"

namespace lite2pg {

/// The lines to paste for one column: those of the first candidate that holds, the others as comments behind it, then
/// what always holds. `holds`: one a candidate of the trial, whether every value of the column fitted under it.
[[nodiscard]] std::string remedy_text(const ColumnTrial& trial, const std::vector<bool>& holds);

}  // namespace lite2pg
