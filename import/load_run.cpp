#include "import/load_run.h"

#include <spdlog/spdlog.h>

#include <condition_variable>
#include <mutex>

#include "common/interrupt.h"
#include "import/interrupt_watch.h"
#include "import/retry.h"
#include "import/table_loader.h"
#include "import/worker_connection.h"

namespace lite2pg {
namespace {

/// The schedule, shared by the workers.
class JobQueue {
 public:
  explicit JobQueue(std::vector<WorkItem> items) : schedule_(std::move(items)) {}

  /// Waits until a job can start; nullopt when all is done or `stop` is set.
  std::optional<std::size_t> take(const StopFlag& stop) {
    std::unique_lock lock(lock_);
    while (!stop.stopped()) {
      throw_if_interrupted();
      if (const auto job = schedule_.start_next()) return job;
      if (schedule_.all_done()) return std::nullopt;
      // A signal handler and a failed worker wake nobody.
      changed_.wait_for(lock, std::chrono::milliseconds(50));
    }
    return std::nullopt;
  }
  void finish(std::size_t job, bool ok) {
    {
      const std::scoped_lock lock(lock_);
      ok ? schedule_.finish(job) : schedule_.fail(job);
    }
    changed_.notify_all();
  }

 private:
  std::mutex lock_;
  std::condition_variable changed_;
  Schedule schedule_;
};

/// What the workers found out.
class Outcome {
 public:
  void refuse(Refusal refusal) {
    const std::scoped_lock lock(lock_);
    result_.refusals.push_back(std::move(refusal));
  }
  void leave_unvalidated(std::size_t object) {
    const std::scoped_lock lock(lock_);
    result_.not_valid.push_back(object);
  }
  /// Keeps the first error: those of workers that were stopped for it come later.
  void fail(std::exception_ptr error) {
    const std::scoped_lock lock(lock_);
    if (!error_) error_ = std::move(error);
  }
  /// Called when the workers are gone.
  void rethrow_error() const {
    if (error_) std::rethrow_exception(error_);
  }
  LoadResult take() { return std::move(result_); }

 private:
  std::mutex lock_;
  LoadResult result_;
  std::exception_ptr error_;
};

/// What the ledger says is done.
struct Done {
  std::set<std::pair<std::string, std::string>> tables;  ///< Target name and slice.
  std::set<std::string> steps;
};

Done done_by_ledger(Session& session, const std::string& run) {
  Done done;
  for (const TableRecord& t : ledger_tables(session, run)) done.tables.emplace(t.table, t.slice);
  for (std::string& step : ledger_steps(session, run)) done.steps.insert(std::move(step));
  return done;
}

/// One thread of the load.
class Worker {
 public:
  Worker(const LoadContext& context, const Done& done, Outcome& outcome, ConnectionSet& set, const StopFlag& stop)
      : context_(context), done_(done), outcome_(outcome), stop_(stop), connection_(context, set) {}

  /// False when the server refused what the job does.
  bool perform(const Job& job) {
    return std::visit([&](const auto& j) { return with_retries(j); }, job);
  }
  bool perform(const Step& step) { return with_retries(StepJob{0, step}); }

 private:
  template <typename AnyJob>
  bool with_retries(const AnyJob& job) {
    for (int attempt = 1;; ++attempt) {
      try {
        if (attempt == 1 ? !is_done(job) : !is_done_now(job)) run(job);
        return true;
      } catch (const TargetError& e) {
        connection_.close();
        throw_if_interrupted();
        if (is_refusal(e)) return refuse(job, e);
        if (!e.transient() || attempt > retry_limit || stop_.stopped()) throw;
        const auto delay = retry_delay(attempt);
        spdlog::warn("{}: {}; trying again in {} ms ({} of {})", name_of(job), e.what(), delay.count(), attempt,
                     retry_limit);
        wait_for_retry(delay, stop_);
      } catch (...) {
        // The connection stands inside a COPY.
        connection_.close();
        throw;
      }
    }
  }

  void run(const LoadJob& job) {
    if (!reader_) reader_ = context_.source.reader();
    const TableRecord record = TableLoader(context_, job, buffer_).load(connection_.get(), *reader_, stop_);
    spdlog::debug("{}: {} rows, {} bytes in {:.3f} s", name_of(job), record.rows, record.bytes, record.seconds);
  }

  void run(const StepJob& job) {
    try {
      run_step(connection_.get(), context_.run.id, job.step);
    } catch (const TargetError& e) {
      if (!may_leave_unvalidated(job, e)) throw;
      Step step = job.step;
      step.sql += " NOT VALID";
      run_step(connection_.get(), context_.run.id, step);
      outcome_.leave_unvalidated(step.object);
    }
    spdlog::debug("done: {}", job.step.name);
  }

  [[nodiscard]] bool may_leave_unvalidated(const StepJob& job, const TargetError& e) const {
    return e.sqlstate() == "23503" && context_.plan.options.orphans == OrphanPolicy::not_valid &&
           job.step.object != Step::no_object && context_.plan.objects[job.step.object].kind == ObjectKind::foreign_key;
  }

  bool refuse(const LoadJob& job, const TargetError& e) {
    outcome_.refuse({context_.plan.tables[job.table].source, Step::no_object, e.sqlstate(), e.what()});
    return false;
  }
  bool refuse(const StepJob& job, const TargetError& e) {
    const bool known = job.step.object != Step::no_object;
    const std::string table = known ? context_.plan.objects[job.step.object].table : "";
    outcome_.refuse({table, job.step.object, e.sqlstate(), e.what()});
    return false;
  }

  [[nodiscard]] bool is_done(const LoadJob& job) const {
    return done_.tables.contains({context_.plan.tables[job.table].target, job.label});
  }
  [[nodiscard]] bool is_done(const StepJob& job) const { return done_.steps.contains(job.step.name); }

  /// After a lost connection it is not known whether the COMMIT arrived.
  template <typename AnyJob>
  [[nodiscard]] bool is_done_now(const AnyJob& job) {
    Session session(context_.target, "import " + context_.run.id);
    const Done now = done_by_ledger(session, context_.run.id);
    if constexpr (std::is_same_v<AnyJob, LoadJob>) {
      return now.tables.contains({context_.plan.tables[job.table].target, job.label});
    } else {
      return now.steps.contains(job.step.name);
    }
  }

  [[nodiscard]] std::string name_of(const LoadJob& job) const {
    return "table '" + context_.plan.tables[job.table].source + "'" + (job.whole() ? "" : " slice " + job.label);
  }
  [[nodiscard]] static std::string name_of(const StepJob& job) { return job.step.name; }

  const LoadContext& context_;
  const Done& done_;
  Outcome& outcome_;
  const StopFlag& stop_;
  WorkerConnection connection_;
  std::unique_ptr<Reader> reader_;
  FieldBuffer buffer_;
};

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

void run_jobs(const LoadContext& context, const WorkList& list, const Done& done, Outcome& outcome) {
  JobQueue queue(list.items);
  ConnectionSet connections;
  const std::size_t workers = std::clamp<std::size_t>(list.jobs.size(), 1, context.jobs);
  StopFlag stop_all;
  const InterruptWatch watch(stop_all, stop_connections(connections));
  run_workers(workers, [&](std::size_t, StopFlag&) {
    try {
      Worker worker(context, done, outcome, connections, stop_all);
      while (const auto job = queue.take(stop_all)) queue.finish(*job, worker.perform(list.jobs[*job]));
    } catch (...) {
      outcome.fail(std::current_exception());
      stop_all.stop();
    }
  });
  outcome.rethrow_error();
}

void run_final_steps(const LoadContext& context, const std::vector<Step>& steps, const Done& done, Outcome& outcome) {
  const StopFlag stop;
  ConnectionSet connections;
  const InterruptWatch watch(stop, stop_connections(connections));
  Worker worker(context, done, outcome, connections, stop);
  for (const Step& step : steps) {
    throw_if_interrupted();
    worker.perform(step);
  }
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

LoadResult run_load(const LoadContext& context, Session& session, const SliceCounts& slices) {
  const WorkList list = make_work_list(context.plan, cut_tables(context, slices));
  const Done done = done_by_ledger(session, context.run.id);
  Outcome outcome;
  try {
    run_jobs(context, list, done, outcome);
    run_final_steps(context, list.final_steps, done, outcome);
  } catch (const TargetError&) {
    throw_if_interrupted();  // the statement was cancelled for it
    throw;
  }
  return outcome.take();
}

}  // namespace lite2pg
