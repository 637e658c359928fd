// One thread of a load: does jobs on a connection of its own, tries again what failed for a passing reason.
#pragma once

#include <exception>
#include <memory>
#include <mutex>
#include <string>

#include "common/parallel.h"
#include "import/load/done_work.h"
#include "import/load/monitor.h"
#include "import/load/run.h"
#include "import/load/table_tally.h"
#include "import/load/worker_connection.h"

namespace lite2pg {

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

/// What the workers of a load share.
struct SharedWork {
  const DoneWork& done;  ///< By the ledger, when the load began.
  TableTally tally;
  AnsweredWork answered;
  Outcome outcome;
  StopFlag stop;
};

class LoadWorker {
 public:
  LoadWorker(const LoadContext& context, SharedWork& shared)
      : context_(context), shared_(shared), connection_(context.server, shared.stop) {}

  /// False when the server refused what the job does. Throws TargetError when errors do not pass, LostWork, what the
  /// source throws, Error(interrupted).
  bool perform(const Job& job);

  /// Asks the hook about a table that is whole, and records the answer. Throws Error(partial) when it vetoes.
  void ask_about(std::size_t table, const TableRecord& loaded);

 private:
  template <typename AnyJob>
  bool perform_any(const AnyJob& job);
  /// False when the server refused.
  template <typename AnyJob>
  bool try_once(const AnyJob& job, unsigned attempt);
  template <typename AnyJob>
  [[nodiscard]] bool is_done_now(const AnyJob& job);

  void run(const LoadJob& job, RunMonitor::Work& work);
  void run(const StepJob& job, RunMonitor::Work& work);
  /// The record of a job that turned out to be done.
  void recall(const LoadJob& job, const DoneWork& now);
  void recall(const StepJob&, const DoneWork&) {}
  /// Tells of a table whose last slice that was. Throws Error(partial) when the hook vetoes.
  void after(const LoadJob& job);
  void after(const StepJob& job);
  [[nodiscard]] bool may_leave_unvalidated(const StepJob& job, const TargetError& error) const;
  void refuse(const LoadJob& job, const TargetError& error);
  void refuse(const StepJob& job, const TargetError& error);
  [[nodiscard]] std::string name_of(const LoadJob& job) const;
  [[nodiscard]] std::string table_of(const LoadJob& job) const { return context_.plan.tables[job.table].source; }
  [[nodiscard]] std::string table_of(const StepJob& job) const;
  [[nodiscard]] static std::string name_of(const StepJob& job) { return job.step.name; }

  const LoadContext& context_;
  SharedWork& shared_;
  WorkerConnection connection_;
  std::unique_ptr<Reader> reader_;
  FieldBuffer buffer_;
  TableRecord loaded_;  ///< By the last load job.
};

}  // namespace lite2pg
