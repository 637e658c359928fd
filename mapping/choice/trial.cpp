#include "mapping/choice/trial.h"

#include <algorithm>

#include "mapping/choice/toml.h"

namespace lite2pg {
namespace {

/// Whether a candidate before `i` holds with fewer lines of the same.
bool is_needless(const ColumnTrial& trial, const std::vector<bool>& holds, std::size_t i) {
  for (std::size_t k = 0; k < i; ++k) {
    if (holds[k] && trial.candidates[i].lines.find(trial.candidates[k].lines) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

Plan as_offered(const Plan& plan) {
  Plan offered;
  offered.options = plan.options;
  offered.mapping = plan.mapping;
  offered.tables = plan.tables;
  const Remedies remedies = remedies_of(plan.misfits);
  for (TablePlan& table : offered.tables)
    for (ColumnPlan& column : table.columns) {
      const auto remedy = std::ranges::find(remedies, mapping_section(table.source, column.source), &Remedy::section);
      if (remedy == remedies.end() || remedy->choices.empty()) continue;
      const std::string& choice = remedy->choices.front();
      if (choice == reject_choice) column.on_misfit = MisfitAction::reject_row;
      for (const ColumnTrial& trial : plan.trials) {
        if (trial.table != table.source || trial.column != column.source) continue;
        const auto made = std::ranges::find(trial.candidates, choice, &Candidate::lines);
        if (made != trial.candidates.end()) column = made->column;
      }
    }
  return offered;
}

Remedy remedy_of(const ColumnTrial& trial, const std::vector<bool>& holds) {
  Remedy remedy{mapping_section(trial.table, trial.column), {}};
  for (std::size_t i = 0; i < trial.candidates.size(); ++i)
    if (holds[i] && !is_needless(trial, holds, i)) remedy.choices.push_back(trial.candidates[i].lines);
  remedy.choices.emplace_back(reject_choice);
  if (!trial.not_null) remedy.choices.emplace_back("null_on_misfit = true  # lossy: such values become NULL");
  return remedy;
}

}  // namespace lite2pg
