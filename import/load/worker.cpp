#include "import/load/worker.h"

#include <spdlog/spdlog.h>

#include "common/interrupt.h"
#include "import/load/largest_row.h"
#include "import/load/table_loader.h"
#include "import/postgres/retry.h"

namespace lite2pg {
namespace {

/// No passing error: what hung once would hang again.
TargetError stall_error(const std::string& verdict) {
  return {verdict, "57014", "look at the server and the network; --stall-timeout sets how long to wait"};
}

}  // namespace

bool LoadWorker::perform(const Job& job) {
  return std::visit([&](const auto& j) { return with_retries(j); }, job);
}

template <typename AnyJob>
bool LoadWorker::with_retries(const AnyJob& job) {
  if (shared_.done.has(context_.plan, job)) return true;
  for (unsigned attempt = 1;; ++attempt) {
    RunMonitor::Work work(context_.monitor, name_of(job), table_of(job));
    try {
      if (attempt > 1 && is_done_now(job)) return true;
      run(job, work);
      shared_.answered.add(context_.plan, job);
      after(job);
      return true;
    } catch (const TargetError& e) {
      const std::string verdict = work.watch()->verdict();
      connection_.close();
      throw_if_interrupted();
      if (!verdict.empty()) throw stall_error(verdict);
      if (is_refusal(e)) {
        refuse(job, e);
        return false;
      }
      if (!e.transient() || attempt > context_.retries || shared_.stop.stopped()) throw;
      wait_to_retry(name_of(job), e, attempt);
    } catch (...) {
      // The connection stands inside a COPY.
      connection_.close();
      throw;
    }
  }
}

void LoadWorker::wait_to_retry(const std::string& name, const TargetError& error, unsigned attempt) {
  const auto delay = retry_delay(attempt);
  spdlog::warn("{}: {}; trying again in {} ms ({} of {})", name, error.what(), delay.count(), attempt,
               context_.retries);
  wait_for_retry(delay, shared_.stop);
}

/// After a lost connection it is not known whether the COMMIT arrived, nor whether the server kept earlier ones.
template <typename AnyJob>
bool LoadWorker::is_done_now(const AnyJob& job) {
  const DoneWork answered = shared_.answered.copy();
  (void)connection_.get();  // ends the former session, which might commit after we looked
  Session session(context_.target, "import");
  const DoneWork now = done_by_ledger(session, context_.run.id);
  if (!now.includes(answered)) throw LostWork();
  return now.has(context_.plan, job);
}

void LoadWorker::run(const LoadJob& job, RunMonitor::Work& work) {
  if (!reader_) reader_ = context_.source.reader();
  loaded_ = TableLoader(context_, job, buffer_, work.watch()).load(connection_.get(), *reader_, shared_.stop);
  work.loaded(loaded_);
  spdlog::debug("{}: {} rows, {} bytes in {:.3f} s", name_of(job), loaded_.rows, loaded_.bytes, loaded_.seconds);
}

void LoadWorker::after(const LoadJob& job) {
  const auto table = shared_.tally.add(job.table, loaded_);
  if (!table || context_.monitor == nullptr) return;
  const TablePlan& plan = context_.plan.tables[job.table];
  const std::string rows = std::to_string(table->rows + table->rejected);
  if (rows != std::to_string(plan.rows)) spdlog::warn("{} rows were read, the survey counted {}", rows, plan.rows);
  context_.monitor->ask("after-table", {{"table", plan.source},
                                        {"target_table", plan.target},
                                        {"rows_source", std::to_string(plan.rows)},
                                        {"rows_target", std::to_string(table->rows)},
                                        {"rejected", std::to_string(table->rejected)},
                                        {"bytes", std::to_string(table->bytes)},
                                        {"seconds", std::to_string(table->seconds)}});
}

void LoadWorker::run(const StepJob& job, RunMonitor::Work& work) {
  DataConnection& connection = connection_.get();
  const ServerWait wait(work.watch(), connection, Wait::statement);
  try {
    run_step(connection, context_.run.id, job.step);
  } catch (const TargetError& e) {
    if (!may_leave_unvalidated(job, e)) throw;
    Step step = job.step;
    step.sql += " NOT VALID";
    run_step(connection, context_.run.id, step);
    shared_.outcome.leave_unvalidated(step.object);
  }
  spdlog::debug("done: {}", job.step.name);
}

bool LoadWorker::may_leave_unvalidated(const StepJob& job, const TargetError& error) const {
  return error.sqlstate() == "23503" && context_.plan.options.orphans == OrphanPolicy::not_valid &&
         job.step.object != Step::no_object && context_.plan.objects[job.step.object].kind == ObjectKind::foreign_key;
}

void LoadWorker::refuse(const LoadJob& job, const TargetError& error) {
  const TablePlan& plan = context_.plan.tables[job.table];
  std::string message = error.what();
  constexpr std::string_view program_limit_exceeded = "54000";
  if (const Table* table = context_.source.schema().find_table(plan.source);
      error.sqlstate() == program_limit_exceeded && table != nullptr) {
    message += "; the largest row is " + largest_row(plan, *reader_->scan(*table, job.slice));
  }
  shared_.outcome.refuse({plan.source, Step::no_object, error.sqlstate(), std::move(message)});
}

void LoadWorker::refuse(const StepJob& job, const TargetError& error) {
  const bool known = job.step.object != Step::no_object;
  const std::string table = known ? context_.plan.objects[job.step.object].table : "";
  shared_.outcome.refuse({table, job.step.object, error.sqlstate(), error.what()});
}

std::string LoadWorker::table_of(const StepJob& job) const {
  const bool known = job.step.object != Step::no_object;
  return known ? context_.plan.objects[job.step.object].table : context_.plan.tables[job.table].source;
}

std::string LoadWorker::name_of(const LoadJob& job) const {
  return "table '" + context_.plan.tables[job.table].source + "'" + (job.whole() ? "" : " slice " + job.label);
}

}  // namespace lite2pg
