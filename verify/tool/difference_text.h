// The differences of one table, for people.
#pragma once

#include <string>

#include "verify/comparison/result.h"

namespace lite2pg {

/// "3 differences", "at least 3 differences".
[[nodiscard]] std::string count_text(const TableOutcome& table);
/// A line that says how many differences there are and in which columns, then the differences; of many that are alike
/// (the same column, the same cause) the first whole and the keys of some more. Empty when there is none to show.
[[nodiscard]] std::string differences_text(const TableOutcome& table, bool with_drift);

}  // namespace lite2pg
