// What a way back makes: the schema of the new file, which columns of the target fill it, and what is left out and why.
#pragma once

#include <string>
#include <vector>

#include "common/console/progress.h"
#include "import/postgres/session.h"
#include "sync/back/settings.h"
#include "sync/back/written_table.h"
#include "verify/comparison/plan_source.h"

namespace lite2pg {

/// Holds pointers into itself: made in place, never moved.
struct BackPlan {
  BackPlan() = default;
  BackPlan(const BackPlan&) = delete;
  BackPlan& operator=(const BackPlan&) = delete;

  ChosenPlan chosen;                 ///< Its plan is what verify compares by.
  std::string only;                  ///< Condition on the tenant's rows of shared tables; empty: all rows.
  bool derived = false;              ///< The schema is derived from the target: nobody recorded an original.
  std::vector<WrittenTable> tables;  ///< That get rows, in the order of the schema.
  std::vector<NotCompared> gone;     ///< Tables and columns that the target has no more; with `dropped` alone.
  std::vector<std::string> notes;    ///< For people: what is left out or assumed.

  /// Of the new file.
  [[nodiscard]] const Schema& schema() const noexcept { return chosen.plan.schema; }
};

/// `session` must be in no transaction. Throws Error(refused) for what cannot go back whole, all of it named at once;
/// Error(usage), TargetError.
void make_back_plan(const BackSettings& settings, Session& session, Progress& progress, BackPlan& plan);

}  // namespace lite2pg
