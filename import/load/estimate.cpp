#include "import/load/estimate.h"

#include <algorithm>

#include "common/text.h"
#include "import/load/schedule.h"

namespace lite2pg {
namespace {

// https://www.postgresql.org/docs/15/storage-page-layout.html: item pointer, tuple header with padding.
constexpr std::uint64_t row_overhead = 4 + 24, index_entry = 4 + 8 + 12;
constexpr double index_fill = 0.9;

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

bool is_index(ObjectKind kind) {
  return kind == ObjectKind::primary_key || kind == ObjectKind::unique || kind == ObjectKind::index;
}

std::uint64_t index_bytes_of(const Plan& plan, const ObjectPlan& object) {
  const auto table = std::ranges::find(plan.tables, object.table, &TablePlan::source);
  if (table == plan.tables.end() || object.sql.empty() || !is_index(object.kind)) return 0;
  return static_cast<std::uint64_t>(static_cast<double>(table->rows * index_entry) / index_fill);
}

}  // namespace

Estimate estimate_of(const Plan& plan, unsigned jobs) {
  Estimate estimate;
  estimate.seconds = seconds_of(plan, jobs);
  for (const TablePlan& table : plan.tables) estimate.table_bytes += table.bytes + table.rows * row_overhead;
  for (const ObjectPlan& object : plan.objects) estimate.index_bytes += index_bytes_of(plan, object);
  return estimate;
}

std::string describe(const Estimate& e, unsigned jobs) {
  return "about " + human_seconds(e.seconds) + " with " + std::to_string(jobs) + (jobs == 1 ? " job" : " jobs") +
         ", about " + human_bytes(e.bytes()) + " on the server's disk (" + human_bytes(e.table_bytes) + " tables, " +
         human_bytes(e.index_bytes) + " indexes), WAL not counted";
}

}  // namespace lite2pg
