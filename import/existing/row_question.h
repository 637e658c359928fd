// One constraint of the target, asked for the rows that a load would bring: they are shown to the server in batches.
// What the kinds of constraints ask: check_question.h, unique_question.h, foreign_key_question.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "export/rows/row_source.h"
#include "import/existing/constraint_check.h"
#include "import/existing/row_batch.h"
#include "import/postgres/session.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

struct ConstraintAnswers {
  std::vector<Violations> violations;
  std::vector<Violations> unasked;  ///< `message` says why, where it is not plain.
};

/// Places of rows that an answer names.
inline constexpr std::size_t rows_shown = 3;
/// Rows that are to go, where they are collected.
inline constexpr std::size_t most_collected = 1'000'000;
/// Keys of which hashes are kept.
inline constexpr std::size_t most_keys = 4'000'000;
inline constexpr const char* too_many_keys = "it has more keys than are compared";

/// One thread. What is borrowed outlives it.
class RowQuestion {
 public:
  RowQuestion(Session& session, TargetConstraint constraint, const TablePlan& table);
  virtual ~RowQuestion() = default;

  /// To name all rows that must go (Violations::places), before the first is seen.
  void collect() noexcept { collects_ = true; }
  /// `line`: the row in COPY's text format, as `cursor` has it. Throws TargetError where the connection is lost,
  /// Error(interrupted); so do the others.
  void see(std::string_view line, const RowCursor& cursor);
  /// Asks for what was seen.
  void flush();
  /// When all rows were seen: whether they are to be seen once more.
  [[nodiscard]] virtual bool wants_more() { return false; }
  /// When all rows were seen.
  virtual void answer(ConstraintAnswers& answers);

 protected:
  /// Whether the row is to be asked for.
  virtual bool wants(const RowFields& /*fields*/, const RowCursor& /*cursor*/) { return true; }
  virtual void ask(RowBatch& batch) = 0;

  /// What the server cannot answer, as a type without hashes, stays unasked.
  template <typename Work>
  void guarded(Work work) {
    try {
      work();
    } catch (const TargetError& e) {
      if (e.transient()) throw;
      give_up(e.what());
    }
  }
  void give_up(std::string why) {
    why_not_ = std::move(why);
    answered_ = true;
  }
  [[nodiscard]] Violations said(std::string message) const;

  Session& session_;
  TargetConstraint constraint_;
  const TablePlan& table_;
  bool collects_ = false;
  bool answered_ = false;
  std::string why_not_;

 private:
  std::vector<std::size_t> places_;  ///< Of the constraint's columns within a line.
  RowBatch batch_;
};

}  // namespace lite2pg
