#include "import/existing/unique_question.h"

#include <algorithm>

#include "import/existing/constraint_questions.h"

namespace lite2pg {
namespace {

constexpr std::size_t most_alike = 2'000;  ///< Rows of equal hashes that are compared.

/// Rows of one hash need not have one key: they are compared in a second pass.
class UniqueQuestion : public RowQuestion {
 public:
  UniqueQuestion(Session& session, const TargetConstraint& unique, const TablePlan& table)
      : RowQuestion(session, unique, table), sql_(key_hashes_sql(unique, table)) {
    guarded([&] { (void)session.query(sql_, {"[]"}); });
  }

  bool wants_more() override {
    flush();
    if (answered_) return false;
    find_alike();
    row_ = 0;
    return !alike_.empty();
  }

  void answer(ConstraintAnswers& answers) override {
    if (!alike_.empty() && !answered_) guarded([&] { compare(answers); });
    RowQuestion::answer(answers);
  }

 protected:
  bool wants(const RowFields& fields, const RowCursor& cursor) override {
    const std::uint64_t row = row_++;
    if (alike_.empty()) return true;
    if (std::ranges::binary_search(alike_, row)) candidates_.add(fields, collects_ ? cursor.locate() : "");
    return false;
  }

  void ask(RowBatch& batch) override {
    const std::uint64_t first = row_ - batch.size();
    session_.each_row(sql_, {batch.all()}, [&](const Fields& f) {
      keys_.emplace_back(std::stoll(f[1].value()), first + std::stoull(f[0].value()));
    });
    if (keys_.size() > most_keys) give_up(too_many_keys);
  }

 private:
  /// The rows that share a hash, whole groups of them, as many as are compared.
  void find_alike() {
    std::ranges::sort(keys_);
    for (auto from = keys_.begin(); from != keys_.end();) {
      const auto to = std::find_if(from, keys_.end(), [&](const auto& key) { return key.first != from->first; });
      if (to - from > 1) {
        if (alike_.size() + static_cast<std::size_t>(to - from) > most_alike && !alike_.empty()) {
          more_ = true;
          break;
        }
        const auto end = std::min(to, from + static_cast<std::ptrdiff_t>(std::min<std::size_t>(to - from, most_alike)));
        more_ = more_ || end != to;
        for (auto key = from; key != end; ++key) alike_.push_back(key->second);
      }
      from = to;
    }
    std::ranges::sort(alike_);
    keys_ = {};
  }

  void compare(ConstraintAnswers& answers) {
    Violations found = said("");
    for (const Fields& f : session_.query(equal_keys_sql(constraint_, table_), {candidates_.all()})) {
      found.count += std::stoull(f[0].value());
      if (found.rows.size() < rows_shown) found.rows.push_back(f[1].value());
    }
    if (collects_ && found.count > 0)
      for (const Fields& f : session_.query(repeated_keys_sql(constraint_, table_), {candidates_.all()}))
        found.places.push_back(candidates_.place(std::stoull(f[0].value())));
    if (more_ && found.count > 0) found.message = "what follows was not looked at";
    if (found.count > 0)
      answers.violations.push_back(std::move(found));
    else if (more_)
      give_up("too many of its keys have to be compared one by one");
  }

  std::string sql_;
  std::vector<std::pair<std::int64_t, std::uint64_t>> keys_;  ///< Hash, and the number of the row that was seen.
  std::vector<std::uint64_t> alike_;
  RowBatch candidates_;
  std::uint64_t row_ = 0;
  bool more_ = false;
};

}  // namespace

std::unique_ptr<RowQuestion> ask_unique(Session& session, const TargetConstraint& unique, const TablePlan& table) {
  return std::make_unique<UniqueQuestion>(session, unique, table);
}

}  // namespace lite2pg
