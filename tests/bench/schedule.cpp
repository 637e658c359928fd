// lite2pg-schedule PLAN.json WORKERS...: what a load by this plan (lite2pg-import --dry-run --plan-out PLAN.json) would
// do with so many workers, when every job takes just its estimated cost. One line a number of workers: how much sooner
// than with one the load ends, how busy the workers are, into how many slices the largest tables are cut.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>

#include "common/files.h"
#include "import/load/run.h"
#include "import/load/work_list.h"

namespace {

using namespace lite2pg;

std::vector<std::vector<Slice>> cut(const Plan& plan, unsigned workers) {
  const SliceCounts counts = choose_slices(plan, workers);
  std::vector<std::vector<Slice>> slices;
  for (const TablePlan& table : plan.tables) {
    const auto found = counts.find(table.target);
    slices.emplace_back(found == counts.end() ? 1 : found->second);
  }
  return slices;
}

struct Outcome {
  double end = 0, work = 0;
  std::size_t jobs = 0;
};

Outcome play(const Plan& plan, const std::vector<std::vector<Slice>>& slices, unsigned workers) {
  const WorkList list = make_work_list(plan, slices);
  Outcome outcome;
  outcome.jobs = list.items.size();
  for (const Placement& p : simulate(list.items, workers)) {
    outcome.end = std::max(outcome.end, p.end);
    outcome.work += p.end - p.start;
  }
  return outcome;
}

void print(const Plan& plan, unsigned workers, double alone) {
  const auto slices = cut(plan, workers);
  const Outcome o = play(plan, slices, workers);
  std::printf("%7u  %5zu  %7.2f  %5.0f %%  ", workers, o.jobs, alone / o.end, 100 * o.work / (o.end * workers));
  for (std::size_t t = 0; t < slices.size(); ++t) {
    if (slices[t].size() > 1) std::printf(" %s/%zu", plan.tables[t].target.c_str(), slices[t].size());
  }
  std::printf("\n");
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc < 3) {
    std::cerr << "usage: lite2pg-schedule PLAN.json WORKERS...\n";
    return 2;
  }
  const Plan plan = plan_from_json(read_file(argv[1], "plan"));
  const double alone = play(plan, cut(plan, 1), 1).end;
  std::printf("workers   jobs  speedup     busy   slices\n");
  for (int i = 2; i < argc; ++i) print(plan, static_cast<unsigned>(std::atoi(argv[i])), alone);
  return 0;
} catch (const std::exception& e) {
  std::cerr << "lite2pg-schedule: " << e.what() << "\n";
  return 1;
}
