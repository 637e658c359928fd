#include "import/load/estimate.h"

#include <algorithm>

#include "common/text.h"
#include "import/load/schedule.h"

namespace lite2pg {
namespace {

double seconds_of(const Plan& plan, unsigned jobs) {
  const SliceCounts counts = choose_slices(plan, jobs);
  std::vector<std::vector<Slice>> slices;
  for (const TablePlan& table : plan.tables) {
    const auto count = counts.find(table.target);
    slices.emplace_back(count == counts.end() ? 1 : count->second);
  }
  double end = 0;
  for (const Placement& p : simulate(make_work_list(plan, slices).items, std::max(1U, jobs)))
    end = std::max(end, p.end);
  return end;
}

}  // namespace

Estimate estimate_of(const Plan& plan, unsigned jobs) {
  Estimate estimate;
  estimate.seconds = seconds_of(plan, jobs);
  estimate.disk = disk_need(plan);
  return estimate;
}

std::string describe(const Estimate& e, unsigned jobs) {
  return "about " + human_seconds(e.seconds) + " with " + std::to_string(jobs) + (jobs == 1 ? " job" : " jobs") +
         ", about " + human_bytes(e.bytes()) + " on the server's disk (" + human_bytes(e.disk.table_bytes) +
         " tables, " + human_bytes(e.disk.index_bytes) + " indexes), WAL not counted";
}

}  // namespace lite2pg
