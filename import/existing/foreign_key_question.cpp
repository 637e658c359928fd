#include "import/existing/foreign_key_question.h"

#include <algorithm>

#include "import/existing/constraint_questions.h"

namespace lite2pg {
namespace {

class ForeignKeyQuestion : public RowQuestion {
 public:
  ForeignKeyQuestion(Session& session, const TargetConstraint& key, const TablePlan& table, const ReferredKeys& keys)
      : RowQuestion(session, referring(key), table),
        sql_(key_hashes_sql(constraint_, table)),
        keys_(keys),
        found_(said("")) {
    if (!keys.why_not().empty()) give_up(keys.why_not());
  }

  void answer(ConstraintAnswers& answers) override {
    RowQuestion::answer(answers);
    if (found_.count > 0 && why_not_.empty()) answers.violations.push_back(std::move(found_));
  }

 protected:
  void ask(RowBatch& batch) override {
    session_.each_row(sql_, {batch.all()}, [&](const Fields& f) {
      if (keys_.has(std::stoll(f[1].value()))) return;
      const std::string& place = batch.place(std::stoull(f[0].value()));
      if (++found_.count <= rows_shown) found_.rows.push_back(place);
      if (collects_ && found_.places.size() < most_collected) found_.places.push_back(place);
    });
  }

 private:
  std::string sql_;
  const ReferredKeys& keys_;
  Violations found_;
};

}  // namespace

ReferredKeys::ReferredKeys(Session& session, const TargetConstraint& foreign_key, const TablePlan& parent)
    : RowQuestion(session, referred(foreign_key), parent), sql_(key_hashes_sql(constraint_, parent)) {}

void ReferredKeys::ask(RowBatch& batch) {
  session_.each_row(sql_, {batch.all()}, [&](const Fields& f) { keys_.push_back(std::stoll(f[1].value())); });
  if (keys_.size() > most_keys) give_up(too_many_keys);
}

void ReferredKeys::finish() {
  flush();
  std::ranges::sort(keys_);
}

bool ReferredKeys::has(std::int64_t hash) const { return std::ranges::binary_search(keys_, hash); }

std::unique_ptr<RowQuestion> ask_foreign_key(Session& session, const TargetConstraint& foreign_key,
                                             const TablePlan& table, const ReferredKeys& keys) {
  return std::make_unique<ForeignKeyQuestion>(session, foreign_key, table, keys);
}

}  // namespace lite2pg
