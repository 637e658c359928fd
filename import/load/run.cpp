#include "import/load/run.h"

#include <spdlog/spdlog.h>

#include "common/interrupt.h"
#include "common/text.h"
#include "import/load/job_queue.h"
#include "import/load/worker.h"
#include "import/postgres/interrupt_watch.h"

namespace lite2pg {
namespace {

std::vector<std::vector<Slice>> cut_tables(const LoadContext& context, const SliceCounts& counts) {
  std::vector<std::vector<Slice>> slices;
  for (const TablePlan& table : context.plan.tables) {
    const auto count = counts.find(table.target);
    const Table* source = context.source.schema().find_table(table.source);
    if (count == counts.end() || source == nullptr) {
      slices.emplace_back(1);
    } else {
      slices.push_back(context.source.split(*source, count->second));
    }
  }
  return slices;
}

Error window_error(const Window& window) {
  return {ExitCode::partial,
          "the window of " + human_seconds(window.seconds()) + " has no room for more: stopped at the end of a table",
          "go on in the next window"};
}

void run_jobs(const LoadContext& context, const WorkList& list, SharedWork& shared) {
  JobQueue queue(list.items, context.window);
  const std::size_t workers = std::clamp<std::size_t>(list.jobs.size(), 1, context.jobs);
  const InterruptWatch watch(shared.stop, stop_connections(shared.connections));
  run_workers(workers, [&](std::size_t, StopFlag&) {
    try {
      LoadWorker worker(context, shared);
      while (const auto job = queue.take(shared.stop)) queue.finish(*job, worker.perform(list.jobs[*job]));
    } catch (...) {
      shared.outcome.fail(std::current_exception());
      shared.stop.stop();
    }
  });
  shared.outcome.rethrow_error();
  if (queue.out_of_time()) throw window_error(*context.window);
}

void run_final_steps(const LoadContext& context, const std::vector<Step>& steps, SharedWork& shared) {
  const InterruptWatch watch(shared.stop, stop_connections(shared.connections));
  LoadWorker worker(context, shared);
  for (const Step& step : steps) {
    throw_if_interrupted();
    worker.perform(StepJob{0, step});
  }
}

LoadResult run_once(const LoadContext& context, Session& session, const WorkList& list) {
  const DoneWork done = done_by_ledger(session, context.run.id);
  SharedWork shared{done, {context.plan, list, done}, {}, {}, {}, {}};
  try {
    run_jobs(context, list, shared);
    run_final_steps(context, list.final_steps, shared);
  } catch (const TargetError&) {
    throw_if_interrupted();  // the statement was cancelled for it
    throw;
  }
  return shared.outcome.take();
}

WorkList work_of(const LoadContext& context, const SliceCounts& slices) {
  return make_work_list(context.plan, cut_tables(context, slices));
}

}  // namespace

SliceCounts choose_slices(const Plan& plan, unsigned jobs) {
  std::vector<double> costs;
  for (const TablePlan& table : plan.tables) costs.push_back(load_cost(table));
  const auto counts = slice_counts(costs, std::max(1U, jobs));
  SliceCounts result;
  for (std::size_t t = 0; t < counts.size(); ++t) {
    if (counts[t] > 1) result.emplace(plan.tables[t].target, counts[t]);
  }
  return result;
}

LoadResult run_load(const LoadContext& context, LeadingSession& session, const SliceCounts& slices) {
  const WorkList list = work_of(context, slices);
  for (unsigned pass = 1;; ++pass) {
    try {
      return run_once(context, session.get(), list);
    } catch (const LostWork& e) {
      if (pass > context.retries) throw;
      spdlog::warn("{}: it is done again", e.what());
    }
  }
}

bool is_complete(const LoadContext& context, Session& session, const SliceCounts& slices) {
  const WorkList list = work_of(context, slices);
  const DoneWork done = done_by_ledger(session, context.run.id);
  return std::ranges::all_of(list.jobs, [&](const Job& job) { return done.has(context.plan, job); }) &&
         std::ranges::all_of(list.final_steps, [&](const Step& step) { return done.steps.contains(step.name); });
}

}  // namespace lite2pg
