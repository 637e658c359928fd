#include "import/existing/check_question.h"
#include "tests/import/existing/question_fixture.h"

namespace lite2pg::test::check_question_pg_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class CheckQuestionTest : public QuestionFixture {
 protected:
  std::unique_ptr<RowQuestion> ask(const std::string& condition, const std::vector<std::string>& columns) {
    TargetConstraint check = constraint(ConstraintKind::check, columns);
    check.condition = condition;
    return ask_check(session_, check, table_);
  }
};

TEST_F(CheckQuestionTest, RefusesWhatIsFalseAndTakesWhatIsNull) {
  const auto question = ask("a < length(b)", {"a", "b"});
  show(*question, {"1\t1\txx", "2\t2\txx", "3\t\\N\txx", "4\t9\t", "5\t9\t\\N", "6\t7\tx", "7\t8\tx"});
  const ConstraintAnswers answers = answer_of(*question);
  ASSERT_THAT(answers.violations, SizeIs(1));
  EXPECT_EQ(answers.violations[0].count, 4U);
  EXPECT_THAT(answers.violations[0].rows, ElementsAre("rowid 2", "rowid 4", "rowid 6"));
  EXPECT_EQ(answers.violations[0].message, "");
  EXPECT_THAT(answers.unasked, IsEmpty());
}

TEST_F(CheckQuestionTest, RowsThatAreErrorsAreFoundAmongOthers) {
  const auto question = ask("100 / a >= 0", {"a"});
  show(*question, {"1\t1\tx", "2\t0\tx", "3\t-5\tx", "4\t2\tx", "5\t0\ty"});
  const ConstraintAnswers answers = answer_of(*question);
  ASSERT_THAT(answers.violations, SizeIs(1));
  EXPECT_EQ(answers.violations[0].count, 3U);
  EXPECT_THAT(answers.violations[0].rows, ElementsAre("rowid 2", "rowid 3", "rowid 5"));
  EXPECT_THAT(answers.violations[0].message, HasSubstr("division by zero"));
}

/// Rows that were taken are not asked again; those that were refused are, since each counts.
TEST_F(CheckQuestionTest, CountsEveryRowThatIsRefused) {
  const auto question = ask("a <> 3", {"a"});
  show(*question, many(6000));
  const ConstraintAnswers answers = answer_of(*question);
  ASSERT_THAT(answers.violations, SizeIs(1));
  EXPECT_EQ(answers.violations[0].count, 857U);
  EXPECT_THAT(answers.violations[0].rows, ElementsAre("rowid 3", "rowid 10", "rowid 17"));
}

TEST_F(CheckQuestionTest, RowsEqualToSomeThatWereTakenAreNotSent) {
  (void)database_.psql("CREATE SEQUENCE asked");
  const auto question = ask("nextval('public.asked') > 0 AND a < 9", {"a", "b"});
  std::vector<std::string> lines(2000, "1\t1\tx");  // a batch
  lines.resize(4000, "2\t1\tx");
  lines.resize(4001, "3\t11\t");  // no two rows spell alike
  lines.resize(4002, "3\t1\t1");
  show(*question, lines);
  const ConstraintAnswers answers = answer_of(*question);
  ASSERT_THAT(answers.violations, SizeIs(1));
  EXPECT_THAT(answers.violations[0].rows, ElementsAre("rowid 4001"));
  EXPECT_EQ(database_.value("SELECT last_value FROM asked"), "2002");
}

TEST_F(CheckQuestionTest, StopsAfterAThousand) {
  const auto question = ask("a < 0", {"a"});
  show(*question, many(6000));
  const ConstraintAnswers answers = answer_of(*question);
  ASSERT_THAT(answers.violations, SizeIs(1));
  EXPECT_EQ(answers.violations[0].count, 2000U) << "a batch";
  EXPECT_THAT(answers.violations[0].message, HasSubstr("was not looked at"));
}

TEST_F(CheckQuestionTest, WhatTheServerDoesNotKnowIsNotAsked) {
  const auto question = ask("no_such_function(a)", {"a"});
  show(*question, many(3));
  const ConstraintAnswers answers = answer_of(*question);
  EXPECT_THAT(answers.violations, IsEmpty());
  ASSERT_THAT(answers.unasked, SizeIs(1));
  EXPECT_THAT(answers.unasked[0].message, HasSubstr("no_such_function"));
}

}  // namespace
}  // namespace lite2pg::test::check_question_pg_test
