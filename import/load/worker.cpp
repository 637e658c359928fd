#include "import/load/worker.h"

#include "common/console/log.h"
#include "common/interrupt.h"
#include "common/text.h"
#include "import/load/largest_row.h"
#include "import/load/table_loader.h"
#include "import/postgres/retry.h"

namespace lite2pg {
bool LoadWorker::perform(const Job& job) {
  return std::visit([&](const auto& j) { return perform_any(j); }, job);
}

template <typename AnyJob>
bool LoadWorker::perform_any(const AnyJob& job) {
  if (shared_.done.has(context_.plan, job)) return true;
  const bool ok = with_retries(context_.retries, name_of(job), shared_.stop,
                               [&](unsigned attempt) { return try_once(job, attempt); });
  if (ok) after(job);
  return ok;
}

template <typename AnyJob>
bool LoadWorker::try_once(const AnyJob& job, unsigned attempt) {
  RunMonitor::Work work(context_.monitor, name_of(job), table_of(job));
  try {
    if (attempt == 1 || !is_done_now(job)) run(job, work);
    shared_.answered.add(context_.plan, job);
    return true;
  } catch (const TargetError& e) {
    connection_.close();
    throw_if_interrupted();
    if (e.stalled()) throw TargetError::stall(name_of(job) + ": " + e.what());
    if (!is_refusal(e)) throw;
    refuse(job, e);
    return false;
  } catch (...) {
    // The connection stands inside a COPY.
    connection_.close();
    throw;
  }
}

/// After a lost connection it is not known whether the COMMIT arrived, nor whether the server kept earlier ones.
template <typename AnyJob>
bool LoadWorker::is_done_now(const AnyJob& job) {
  const DoneWork answered = shared_.answered.copy();
  (void)connection_.get();  // ends the former session, which might commit after we looked
  const DoneWork now = context_.server.done();
  if (!now.includes(answered)) throw LostWork();
  if (!now.has(context_.plan, job)) return false;
  recall(job, now);
  return true;
}

void LoadWorker::recall(const LoadJob& job, const DoneWork& now) {
  loaded_ = now.tables.at({context_.plan.tables[job.table].target, job.label});
}

void LoadWorker::run(const LoadJob& job, RunMonitor::Work& work) {
  if (!reader_) reader_ = context_.source.reader();
  loaded_ = TableLoader(context_, job, buffer_).load(connection_.get(), *reader_, shared_.stop);
  work.loaded(loaded_);
  log_debug("{}: {} rows, {} bytes in {}", name_of(job), loaded_.rows, loaded_.bytes, human_seconds(loaded_.seconds));
}

void LoadWorker::after(const LoadJob& job) {
  const TablePlan& plan = context_.plan.tables[job.table];
  for (const Step& step : job.then) context_.progress.statement_done(step.cost);
  const auto table = shared_.tally.add(job.table, loaded_);
  if (!table) return;
  context_.progress.finished(plan.source, table->rows, table->seconds);
  if (const std::uint64_t rows = table->rows + table->rejected; rows != plan.rows) {
    log_warn("{}: {} rows were read, the survey counted {}", name_of(job), rows, plan.rows);
  }
  ask_about(job.table, *table);
}

void LoadWorker::ask_about(std::size_t table, const TableRecord& loaded) {
  if (context_.monitor == nullptr) return;
  const TablePlan& plan = context_.plan.tables[table];
  context_.monitor->ask_after_table(plan, loaded, [this](std::vector<std::string> statements) {
    // Done twice it is the same: the answer to a COMMIT may be lost.
    with_retries(context_.retries, "the hook's answer", shared_.stop, [&](unsigned attempt) {
      if (attempt > 1) connection_.close();
      connection_.get().run(statements);
    });
  });
}

void LoadWorker::after(const StepJob& job) { context_.progress.statement_done(job.step.cost); }

void LoadWorker::run(const StepJob& job, RunMonitor::Work&) {
  context_.progress.working_on(job.step.name);
  BulkConnection& connection = connection_.get();
  try {
    run_step(connection, context_.run, job.step);
  } catch (const TargetError& e) {
    if (!may_leave_unvalidated(job, e)) throw;
    Step step = job.step;
    step.sql += " NOT VALID";
    run_step(connection, context_.run, step);
    shared_.outcome.leave_unvalidated(step.object);
  }
  log_debug("done: {}", job.step.name);
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
