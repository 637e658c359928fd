// Rows in a run's tables that the run did not load: what applications wrote since it was published.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "import/ledger/ledger.h"

namespace lite2pg {

/// Per table of the run that stands in `schema`: how many of its rows were inserted or updated by other transactions
/// than those that loaded it; tables without such rows are left out. Reads every row.
[[nodiscard]] std::vector<std::pair<std::string, std::uint64_t>> later_rows(Session& session, const RunRecord& run,
                                                                            const std::string& schema);

/// "12 rows in 2 tables (users: 10, notes: 2)"; "" when there are none.
[[nodiscard]] std::string describe_rows(const std::vector<std::pair<std::string, std::uint64_t>>& rows);

}  // namespace lite2pg
