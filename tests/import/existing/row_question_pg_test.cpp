#include "import/existing/row_question.h"
#include "tests/import/existing/question_fixture.h"

namespace lite2pg::test::row_question_pg_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

/// Keeps what is asked; refuses, as a server would, from the batch on that `refuse` names.
class KeptQuestion : public RowQuestion {
 public:
  using RowQuestion::RowQuestion;

  std::vector<std::string> batches;
  std::size_t refuse = 1000;

 protected:
  bool wants(const RowFields& fields, const RowCursor& /*cursor*/) override { return fields[0] != "0"; }
  void ask(RowBatch& batch) override {
    batches.push_back(batch.all());
    sizes.push_back(batch.size());
    if (batches.size() > refuse) throw TargetError("no such function", "42883");
  }

 public:
  std::vector<std::size_t> sizes;
};

using RowQuestionTest = QuestionFixture;

TEST_F(RowQuestionTest, FindsTheColumnsOfTheConstraintInALine) {
  table_.columns.insert(table_.columns.begin() + 1, column("computed", 3, "integer"));
  table_.columns[1].generated = true;
  KeptQuestion question(session_, constraint(ConstraintKind::check, {"b", "a"}), table_);
  show(question, {"1\t5\tx", "2\t\\N\ta\\tb"});
  EXPECT_THAT(question.batches, IsEmpty());
  question.flush();
  EXPECT_THAT(question.batches, ElementsAre(R"([{"c0":"x","c1":"5","n":0},{"c0":"a\tb","n":1}])"));
  question.flush();
  EXPECT_THAT(question.batches, SizeIs(1)) << "nothing was seen since";
}

TEST_F(RowQuestionTest, ColumnsThatTheSourceDoesNotFillButALineHasCount) {
  table_.columns.insert(table_.columns.begin(), column("filled", -1, "integer"));
  table_.columns[0].null_as = "0";
  KeptQuestion question(session_, constraint(ConstraintKind::check, {"a"}), table_);
  show(question, {"9\t1\t5\tx"});
  question.flush();
  EXPECT_THAT(question.batches, ElementsAre(R"([{"c0":"5","n":0}])"));
}

TEST_F(RowQuestionTest, AsksWhatIsWantedInBatches) {
  KeptQuestion question(session_, constraint(ConstraintKind::check, {"a"}), table_);
  show(question, many(7000));  // every seventh is not wanted
  question.flush();
  EXPECT_THAT(question.sizes, ElementsAre(2000U, 2000U, 2000U));
  EXPECT_THAT(question.batches[0], testing::StartsWith(R"([{"c0":"1","n":0})"));
}

TEST_F(RowQuestionTest, LargeRowsFillABatchToo) {
  KeptQuestion question(session_, constraint(ConstraintKind::check, {"b"}), table_);
  const std::string large(100'000, 'x');
  show(question, {"1\t1\t" + large, "2\t1\t" + large, "3\t1\t" + large, "4\t1\tx"});
  EXPECT_THAT(question.sizes, ElementsAre(3U));
}

TEST_F(RowQuestionTest, WhatTheServerCannotAnswerStaysUnasked) {
  KeptQuestion question(session_, constraint(ConstraintKind::check, {"a"}), table_);
  question.refuse = 1;
  show(question, many(7000));
  const ConstraintAnswers answers = answer_of(question);
  EXPECT_THAT(question.batches, SizeIs(2)) << "nothing is asked after that";
  EXPECT_THAT(answers.violations, IsEmpty());
  ASSERT_THAT(answers.unasked, SizeIs(1));
  EXPECT_THAT(answers.unasked[0].message, testing::HasSubstr("no such function"));
  EXPECT_EQ(answers.unasked[0].name, "c");
}

TEST_F(RowQuestionTest, SaysNothingWhereNothingIsToBeSaid) {
  KeptQuestion question(session_, constraint(ConstraintKind::check, {"a"}), table_);
  show(question, many(3));
  const ConstraintAnswers answers = answer_of(question);
  EXPECT_THAT(question.sizes, ElementsAre(3U)) << "answering asks for the rest";
  EXPECT_THAT(answers.violations, IsEmpty());
  EXPECT_THAT(answers.unasked, IsEmpty());
}

}  // namespace
}  // namespace lite2pg::test::row_question_pg_test
