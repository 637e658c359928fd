// What a load will take, roughly, by the plan alone: the order of work, the look at the disk and the assessment rest on
// it. Costs are those of an ordinary machine: an order of magnitude, not a promise.
#pragma once

#include <cstdint>

#include "mapping/plan/plan.h"

namespace lite2pg {

inline constexpr double seconds_per_statement = 1e-3;

/// Estimated seconds to COPY the table.
[[nodiscard]] double load_cost(const TablePlan& table);

struct DiskNeed {
  std::uint64_t table_bytes = 0, index_bytes = 0;
  [[nodiscard]] std::uint64_t bytes() const noexcept { return table_bytes + index_bytes; }
};
/// On the server, without WAL.
[[nodiscard]] DiskNeed disk_need(const Plan& plan);

/// Estimated seconds of all COPY with so many jobs that share the work evenly: large tables are cut into slices.
[[nodiscard]] double copy_seconds(const Plan& plan, unsigned jobs);

}  // namespace lite2pg
