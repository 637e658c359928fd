#include "import/load/done_work.h"

#include <algorithm>

#include "import/ledger/writer.h"

namespace lite2pg {

bool DoneWork::includes(const DoneWork& other) const {
  return std::ranges::all_of(other.tables, [&](const auto& t) { return tables.contains(t.first); }) &&
         std::ranges::includes(steps, other.steps);
}

DoneWork done_by_ledger(Session& session, const std::string& run) {
  DoneWork done;
  for (TableRecord& t : ledger_tables(session, run)) done.tables.try_emplace({t.table, t.slice}, std::move(t));
  for (std::string& step : ledger_steps(session, run)) done.steps.insert(std::move(step));
  return done;
}

void AnsweredWork::add(const Plan& plan, const LoadJob& job) {
  const std::scoped_lock lock(lock_);
  done_.tables.try_emplace({plan.tables[job.table].target, job.label});
  for (const Step& step : job.then) done_.steps.insert(step.name);
}

void AnsweredWork::add(const Plan&, const StepJob& job) {
  const std::scoped_lock lock(lock_);
  done_.steps.insert(job.step.name);
}

DoneWork AnsweredWork::copy() const {
  const std::scoped_lock lock(lock_);
  return done_;
}

}  // namespace lite2pg
