#include "import/load/run.h"

#include <optional>

#include "common/console/log.h"
#include "common/interrupt.h"
#include "common/text.h"
#include "import/load/job_queue.h"
#include "import/load/worker.h"

namespace lite2pg {
namespace {

std::vector<std::vector<Slice>> cut_tables(const Plan& plan, RowSource& source, const SliceCounts& counts) {
  std::vector<std::vector<Slice>> slices;
  for (const TablePlan& table : plan.tables) {
    const auto count = counts.find(table.target);
    const Table* from = source.schema().find_table(table.source);
    if (count == counts.end() || from == nullptr) {
      slices.emplace_back(1);
    } else {
      slices.push_back(source.split(*from, count->second));
    }
  }
  return slices;
}

Error window_error(const Window& window) {
  return {ExitCode::partial,
          "the window of " + human_seconds(window.seconds()) + " has no room for more: stopped at the end of a table",
          "go on in the next window"};
}

/// `first` is one of the workers.
void run_jobs(const LoadContext& context, const WorkList& list, SharedWork& shared, LoadWorker& first) {
  JobQueue queue(list.items, context.window);
  const std::size_t workers = std::clamp<std::size_t>(list.jobs.size(), 1, context.jobs);
  run_workers(workers, [&](std::size_t index, StopFlag&) {
    try {
      std::optional<LoadWorker> other;
      LoadWorker& worker = index == 0 ? first : other.emplace(context, shared);
      while (const auto job = queue.take(shared.stop)) queue.finish(*job, worker.perform(list.jobs[*job]));
    } catch (...) {
      shared.outcome.fail(std::current_exception());
      shared.stop.stop();
    }
  });
  shared.outcome.rethrow_error();
  if (queue.out_of_time()) throw window_error(*context.window);
}

void run_final_steps(const std::vector<Step>& steps, LoadWorker& worker) {
  for (const Step& step : steps) {
    throw_if_interrupted();
    worker.perform(StepJob{0, step});
  }
}

/// Tables that a run which was stopped had loaded, but about which the hook had not been asked, or had vetoed.
void ask_about_loaded_tables(const LoadContext& context, const SharedWork& shared, LoadWorker& worker) {
  if (context.monitor == nullptr || !context.monitor->hooks().has("after-table")) return;
  for (std::size_t t = 0; t < context.plan.tables.size(); ++t) {
    const auto loaded = shared.tally.whole(t);
    if (!loaded || has_passed(shared.done.steps, {"after-table", context.plan.tables[t].target})) continue;
    worker.ask_about(t, *loaded);
  }
}

LoadResult run_once(const LoadContext& context, const WorkList& list, const DoneWork& done) {
  SharedWork shared{done, {context.plan, list, done}, {}, {}, {}};
  LoadWorker first(context, shared);
  try {
    ask_about_loaded_tables(context, shared, first);
    run_jobs(context, list, shared, first);
    run_final_steps(list.final_steps, first);
  } catch (const TargetError&) {
    throw_if_interrupted();  // the statement was cancelled for it
    throw;
  }
  return shared.outcome.take();
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

WorkList work_of(const Plan& plan, RowSource& source, const SliceCounts& slices) {
  return make_work_list(plan, cut_tables(plan, source, slices));
}

LoadResult run_load(const LoadContext& context, const SliceCounts& slices, DoneWork done) {
  const WorkList list = work_of(context.plan, context.source, slices);
  const WorkCost cost = cost_of(context.plan, list);
  context.progress.expect(cost.rows, cost.statements);
  for (unsigned pass = 1;; ++pass) {
    try {
      return run_once(context, list, done);
    } catch (const LostWork& e) {
      if (pass > context.retries) throw;
      log_warn("{}: it is done again", e.what());
      const StopFlag never;
      done = with_retries(context.retries, "", never, [&](unsigned) { return context.server.done(); });
    }
  }
}

bool is_complete(const LoadContext& context, Session& session, const SliceCounts& slices) {
  const WorkList list = work_of(context.plan, context.source, slices);
  const DoneWork done = done_by_ledger(session, context.run.id);
  return std::ranges::all_of(list.jobs, [&](const Job& job) { return done.has(context.plan, job); }) &&
         std::ranges::all_of(list.final_steps, [&](const Step& step) { return done.steps.contains(step.name); });
}

}  // namespace lite2pg
