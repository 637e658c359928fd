#include "import/existing/row_question.h"

#include <algorithm>

#include "common/interrupt.h"
#include "import/existing/constraint_questions.h"

namespace lite2pg {

RowQuestion::RowQuestion(Session& session, TargetConstraint constraint, const TablePlan& table)
    : session_(session), constraint_(std::move(constraint)), table_(table) {
  std::size_t place = 0;
  std::vector<std::size_t> place_of(table.columns.size());
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const ColumnPlan& c = table.columns[i];
    place_of[i] = place;
    place += c.generated || (c.source_index < 0 && c.null_as.empty()) ? 0 : 1;
  }
  for (const std::string& name : constraint_.columns) {
    const auto found = std::ranges::find(table.columns, name, &ColumnPlan::target);
    places_.push_back(place_of.at(static_cast<std::size_t>(found - table.columns.begin())));
  }
}

void RowQuestion::see(std::string_view line, const RowCursor& cursor) {
  if (answered_) return;
  const RowFields fields = copied_fields(line, places_);
  if (!wants(fields, cursor)) return;
  batch_.add(fields, cursor.locate());
  if (batch_.is_full()) flush();
}

Violations RowQuestion::said(std::string message) const {
  std::string columns;
  for (const std::string& c : constraint_.columns) columns += (columns.empty() ? "" : ", ") + c;
  return {constraint_.kind, constraint_.name, constraint_.table, 0, {}, std::move(message), columns};
}

void RowQuestion::flush() {
  throw_if_interrupted();
  if (batch_.size() > 0 && !answered_) guarded([this] { ask(batch_); });
  batch_.clear();
}

void RowQuestion::answer(ConstraintAnswers& answers) {
  flush();
  if (!why_not_.empty()) answers.unasked.push_back(said(why_not_));
}

}  // namespace lite2pg
