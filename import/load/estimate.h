// How long a load will take and how much disk it needs, roughly: for --dry-run, --window and the look at the disk.
#pragma once

#include <cstdint>
#include <string>

#include "import/load/run.h"
#include "mapping/plan/load_cost.h"

namespace lite2pg {

struct Estimate {
  double seconds = 0;  ///< Of the load; the survey comes before it.
  DiskNeed disk;
  [[nodiscard]] std::uint64_t bytes() const noexcept { return disk.bytes(); }
};

/// By the plan's rows and bytes and the costs that order the work, which are those of an ordinary machine.
[[nodiscard]] Estimate estimate_of(const Plan& plan, unsigned jobs);

/// "about 12 s with 2 jobs, about 40 MB on the server's disk (30 MB tables, 10 MB indexes), WAL not counted"
[[nodiscard]] std::string describe(const Estimate& estimate, unsigned jobs);

}  // namespace lite2pg
