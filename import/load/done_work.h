// Which jobs of a load are done: by the ledger, and as the server has told this process.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "import/ledger/ledger.h"
#include "import/load/work_list.h"

namespace lite2pg {

struct DoneWork {
  std::map<std::pair<std::string, std::string>, TableRecord> tables;  ///< By target name and slice.
  std::set<std::string> steps;

  [[nodiscard]] bool has(const Plan& plan, const LoadJob& job) const {
    return tables.contains({plan.tables[job.table].target, job.label});
  }
  [[nodiscard]] bool has(const Plan&, const StepJob& job) const { return steps.contains(job.step.name); }
  [[nodiscard]] bool has(const Plan& plan, const Job& job) const {
    return std::visit([&](const auto& j) { return has(plan, j); }, job);
  }
  [[nodiscard]] bool includes(const DoneWork& other) const;
};

[[nodiscard]] DoneWork done_by_ledger(Session& session, const std::string& run);

/// Thrown when the server lost commits that it had answered: workers do not wait for the disk (synchronous_commit =
/// off), so a crash of the server may undo their latest transactions. Whatever is done must then be looked at anew.
class LostWork : public Error {
 public:
  LostWork() : Error(ExitCode::partial, "the server lost finished work in a crash", "--resume does it again") {}
};

/// What the server answered as committed. Any thread.
class AnsweredWork {
 public:
  void add(const Plan& plan, const LoadJob& job);
  void add(const Plan& plan, const StepJob& job);
  [[nodiscard]] DoneWork copy() const;

 private:
  mutable std::mutex lock_;
  DoneWork done_;
};

}  // namespace lite2pg
