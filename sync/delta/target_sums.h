// What rows of a staged table add up to as PostgreSQL holds them: read back and decoded.
#pragma once

#include <string>
#include <string_view>

#include "import/live/leaf_store.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

struct RowTotal {
  std::uint64_t rows = 0;
  Hash128 sum;
  friend bool operator==(const RowTotal&, const RowTotal&) = default;
};

/// Of the rows that meet `condition`; empty: of all. `digest`: the table's digest_plan. Throws TargetError.
[[nodiscard]] RowTotal target_total(DataConnection& connection, const TablePlan& digest, std::string_view schema,
                                    std::string_view condition, std::uint64_t seed);

}  // namespace lite2pg
