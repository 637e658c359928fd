// The work of a load, cut into jobs that may run beside each other: COPY of tables and slices, and the statements that
// follow (keys, indexes, checks, foreign keys, identity positions, statistics). Pure: plan in, jobs out.
#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "export/rows/row_source.h"
#include "import/load/schedule.h"
#include "mapping/plan/load_cost.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// One statement after the data, done exactly once in a run: the ledger knows it by its name.
struct Step {
  static constexpr std::size_t no_object = static_cast<std::size_t>(-1);

  std::string name;                ///< "12.1 index ix_users_email"; unique in a run.
  std::string sql;                 ///< Without schema names.
  std::size_t object = no_object;  ///< Index into Plan::objects.
  double cost = 0;                 ///< Estimated seconds.
};

/// COPY of a table or a slice of it, in one transaction with its ledger row.
struct LoadJob {
  std::size_t table = 0;  ///< Index into Plan::tables.
  Slice slice;
  std::string label;       ///< "" for a whole table, else "2/8": the slice's name in the ledger.
  std::vector<Step> then;  ///< Small tables: all that follows, in the same transaction.
  [[nodiscard]] bool whole() const noexcept { return label.empty(); }
};

struct StepJob {
  std::size_t table = 0;  ///< Index into Plan::tables.
  Step step;
};

using Job = std::variant<LoadJob, StepJob>;

struct WorkList {
  std::vector<Job> jobs;
  std::vector<WorkItem> items;  ///< One a job: cost, dependencies, locks.
  /// Views and comments: after everything else, in this order.
  std::vector<Step> final_steps;
};

/// Estimated seconds of all COPY, and of all statements after them.
struct WorkCost {
  double rows = 0, statements = 0;
  std::size_t steps = 0;  ///< How many statements.
};
[[nodiscard]] WorkCost cost_of(const Plan& plan, const WorkList& list);

/// `slices[t]`: the slices of Plan::tables[t], as RowSource::split gave them; one element: the whole table.
[[nodiscard]] WorkList make_work_list(const Plan& plan, const std::vector<std::vector<Slice>>& slices);

}  // namespace lite2pg
