#include "import/existing/constraint_asking.h"

#include <algorithm>
#include <tuple>

#include "common/text.h"
#include "import/existing/check_question.h"
#include "import/existing/constraint_questions.h"
#include "import/existing/foreign_key_question.h"
#include "import/existing/unique_question.h"
#include "import/load/row_writer.h"

namespace lite2pg {
namespace {

class ConstraintAsking {
 public:
  ConstraintAsking(const ConstraintQuestion& question, const OrphansByTable& aside,
                   const std::set<std::string>& collected)
      : question_(question),
        session_(question.session),
        source_(question.source),
        plan_(question.plan),
        aside_(aside),
        collected_(collected),
        constraints_(read_constraints(session_.query(constraints_sql(plan_, question.schema))[0][0].value(), plan_)) {}

  ConstraintAnswers run() {
    for (const TablePlan& table : plan_.tables) ask_table(table);
    ask_foreign_keys();
    for (const TargetConstraint& c : constraints_)  // Foreign keys of tables that are not loaded.
      if (std::ranges::find(plan_.tables, c.table, &TablePlan::target) == plan_.tables.end()) leave_out(c);
    return std::move(answers_);
  }

 private:
  using Questions = std::vector<std::unique_ptr<RowQuestion>>;

  /// Those that are left to ask of a table's rows.
  template <typename Each>
  void each_of(const TablePlan& table, Each each) {
    const Table* from = source_.schema().find_table(table.source);
    if (from == nullptr || table.rows == 0) return;
    for (const TargetConstraint& c : constraints_) {
      // Foreign keys that rows break come back as NOT VALID then.
      if (c.kind == ConstraintKind::foreign_key && plan_.options.orphans == OrphanPolicy::not_valid) continue;
      if (c.table == table.target && !(is_warranted(c, table, *from, plan_) && holds_in_source(c, table))) each(c);
    }
  }

  /// Whether what the source warrants is so: it enforces foreign keys only when asked to, and rows that others refer to
  /// may be set aside.
  [[nodiscard]] bool holds_in_source(const TargetConstraint& c, const TablePlan& table) const {
    if (c.kind != ConstraintKind::foreign_key) return true;
    const auto parent = std::ranges::find(plan_.tables, c.parent, &TablePlan::target);
    if (!question_.orphans || parent == plan_.tables.end()) return false;
    const bool broken = std::ranges::any_of(*question_.orphans, [&](const Orphans& o) {
      return o.table == table.source && equals_ignoring_case(o.parent, parent->source);
    });
    const bool loses_rows =
        aside_.contains(parent->source) || std::ranges::any_of(parent->columns, [](const auto& column) {
          return column.on_misfit != MisfitAction::refuse;
        });
    return !broken && !loses_rows;
  }

  void take(std::unique_ptr<RowQuestion> question, const TargetConstraint& c,
            std::vector<std::unique_ptr<RowQuestion>>& questions) {
    if (collected_.contains(c.table)) question->collect();
    questions.push_back(std::move(question));
  }

  /// Shows the rows that the load would bring.
  void show(const TablePlan& plan, const std::vector<RowQuestion*>& questions) {
    const Table& table = *source_.schema().find_table(plan.source);
    const auto aside = aside_.find(plan.source);
    RowWriter writer(plan, true);
    FieldBuffer line;
    const auto reader = source_.reader();
    const auto cursor = reader->scan(table, {});
    for (Row row; cursor->next(row);) {
      line.clear();
      if (aside != aside_.end() && aside->second.find(table, *cursor, row) != nullptr) continue;
      if (writer.write(row, line).reason != Misfit::none) continue;  // It is set aside too, or listed as a misfit.
      for (RowQuestion* question : questions) question->see(line.view(), *cursor);
    }
  }

  void ask_table(const TablePlan& table) {
    Questions questions;
    each_of(table, [&](const TargetConstraint& c) {
      if (c.kind == ConstraintKind::foreign_key) return;
      if (!is_askable(c, table)) return leave_out(c);
      take(c.kind == ConstraintKind::check ? ask_check(session_, c, table) : ask_unique(session_, c, table), c,
           questions);
    });
    std::vector<RowQuestion*> asked, again;
    for (const auto& question : questions) asked.push_back(question.get());
    if (!asked.empty()) show(table, asked);
    for (RowQuestion* question : asked)
      if (question->wants_more()) again.push_back(question);
    if (!again.empty()) show(table, again);
    for (RowQuestion* question : asked) question->answer(answers_);
  }

  /// One after the other, so that the keys of one table alone are in memory; those that refer to the same together.
  void ask_foreign_keys() {
    std::vector<std::pair<const TargetConstraint*, const TablePlan*>> keys;
    for (const TablePlan& table : plan_.tables)
      each_of(table, [&](const TargetConstraint& c) {
        if (c.kind == ConstraintKind::foreign_key) keys.emplace_back(&c, &table);
      });
    const auto referred_to = [](const auto& key) { return std::tie(key.first->parent, key.first->parent_columns); };
    std::stable_sort(keys.begin(), keys.end(),
                     [&](const auto& a, const auto& b) { return referred_to(a) < referred_to(b); });
    std::unique_ptr<ReferredKeys> known;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (i == 0 || referred_to(keys[i - 1]) != referred_to(keys[i])) known.reset();
      ask_foreign_key_of(*keys[i].second, *keys[i].first, known);
    }
  }

  void ask_foreign_key_of(const TablePlan& table, const TargetConstraint& c, std::unique_ptr<ReferredKeys>& known) {
    const auto parent = std::ranges::find(plan_.tables, c.parent, &TablePlan::target);
    if (parent == plan_.tables.end() || question_.rows == AskedRows::beside_others || !is_askable(c, table, *parent))
      return leave_out(c);
    if (!known) {
      known = std::make_unique<ReferredKeys>(session_, c, *parent);
      show(*parent, {known.get()});
      known->finish();
    }
    const auto question = ask_foreign_key(session_, c, table, *known);
    if (collected_.contains(c.table)) question->collect();
    show(table, {question.get()});
    question->answer(answers_);
  }

  void leave_out(const TargetConstraint& c) { answers_.unasked.push_back({c.kind, c.name, c.table, 0, {}, {}}); }

  const ConstraintQuestion& question_;
  Session& session_;
  RowSource& source_;
  const Plan& plan_;
  const OrphansByTable& aside_;
  const std::set<std::string>& collected_;
  std::vector<TargetConstraint> constraints_;
  ConstraintAnswers answers_;
};

}  // namespace

ConstraintAnswers ask_constraints(const ConstraintQuestion& question, const OrphansByTable& aside,
                                  const std::set<std::string>& collected) {
  try {
    return ConstraintAsking(question, aside, collected).run();
  } catch (const TargetError& e) {
    if (e.transient()) throw;
    return {{}, {{ConstraintKind::all, "", "all tables", 0, {}, e.what()}}};  // A server with a catalog of its own.
  }
}

std::string unasked_text(const std::vector<Violations>& unasked) {
  if (unasked.empty()) return {};
  return "Constraints of the target that a dry run does not ask; --rehearse does:\n" + violations_text(unasked);
}

}  // namespace lite2pg
