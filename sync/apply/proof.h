// Looks at rows inside the transaction: whether they still are what they were when they were read, and, after the
// changes, whether they have become what they should.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "import/postgres/copy_stream.h"
#include "sync/apply/change.h"
#include "sync/apply/executor.h"

namespace lite2pg {

/// Locks the rows and compares each with what was read, xmin and values; those that moved on are taken out.
[[nodiscard]] std::vector<RefusedChange> drop_moved(DataConnection& connection, const AppliedTable& table,
                                                    const TableChanges& changes, std::uint64_t seed);

/// Compares every row that was written with the source's, and counts those that were deleted. Adds their transactions
/// to `xids`. Throws Error(refused) when one is not right: the transaction must be rolled back.
void prove_written(DataConnection& connection, const AppliedTable& table, const TableChanges& changes,
                   std::uint64_t seed, std::set<std::uint32_t>& xids);

}  // namespace lite2pg
