#include "import/existing/check_question.h"

#include <unordered_set>

#include "import/existing/constraint_questions.h"

namespace lite2pg {
namespace {

constexpr std::size_t most_taken = 1'000'000;     ///< Hashes of rows that the CHECK took, so that each is sent once.
constexpr std::size_t most_refused_rows = 1'000;  ///< What follows is not looked at.

class CheckQuestion : public RowQuestion {
 public:
  CheckQuestion(Session& session, const TargetConstraint& check, const TablePlan& table)
      : RowQuestion(session, check, table), sql_(refused_rows_sql(check, table)), found_(said("")) {
    guarded([&] { (void)session.query(sql_, {"[]"}); });
  }

  void answer(ConstraintAnswers& answers) override {
    RowQuestion::answer(answers);
    if (found_.count == 0) return;
    if (answered_) found_.message = "what follows was not looked at";
    answers.violations.push_back(std::move(found_));
  }

 protected:
  bool wants(const RowFields& fields, const RowCursor& /*cursor*/) override {
    std::string row;
    for (const auto& field : fields) row += field ? "=" + std::to_string(field->size()) + "," + *field : "-";
    const std::size_t hash = std::hash<std::string>{}(row);
    if (taken_.contains(hash)) return false;
    hashes_.push_back(hash);
    return true;
  }

  void ask(RowBatch& batch) override {
    refused_.assign(batch.size(), false);
    ask(batch, 0, batch.size());
    for (std::size_t n = 0; n < batch.size(); ++n) {
      if (refused_[n]) {
        if (++found_.count <= rows_shown) found_.rows.push_back(batch.place(n));
        if (collects_) found_.places.push_back(batch.place(n));
      } else if (taken_.size() < most_taken) {
        taken_.insert(hashes_[n]);
      }
    }
    hashes_.clear();
    answered_ = found_.count >= (collects_ ? most_collected : most_refused_rows);
  }

 private:
  /// Rows of which one is an error (a division by zero) are halved until it stands alone.
  void ask(const RowBatch& batch, std::size_t first, std::size_t last) {
    if (first == last) return;
    try {
      for (const Fields& f : session_.query(sql_, {batch.rows(first, last)}))
        refused_[std::stoull(f[0].value())] = true;
    } catch (const TargetError& e) {
      if (e.transient()) throw;
      if (last - first == 1) {
        refused_[first] = true;
        found_.message = e.what();
        return;
      }
      const std::size_t middle = first + (last - first) / 2;
      ask(batch, first, middle);
      ask(batch, middle, last);
    }
  }

  std::string sql_;
  Violations found_;
  std::unordered_set<std::size_t> taken_;
  std::vector<std::size_t> hashes_;
  std::vector<bool> refused_;
};

}  // namespace

std::unique_ptr<RowQuestion> ask_check(Session& session, const TargetConstraint& check, const TablePlan& table) {
  return std::make_unique<CheckQuestion>(session, check, table);
}

}  // namespace lite2pg
