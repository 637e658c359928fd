#include "import/existing/foreign_key_question.h"
#include "tests/import/existing/question_fixture.h"

namespace lite2pg::test::foreign_key_question_pg_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class ForeignKeyQuestionTest : public QuestionFixture {
 protected:
  ForeignKeyQuestionTest() {
    parent_.target = "p";
    key_.parent = "p";
    key_.parent_columns = {"a", "b"};
  }
  ConstraintAnswers asked(const std::vector<std::string>& parents, const std::vector<std::string>& children) {
    ReferredKeys keys(session_, key_, parent_);
    show(keys, parents);
    keys.finish();
    const auto question = ask_foreign_key(session_, key_, table_, keys);
    show(*question, children);
    return answer_of(*question);
  }

  TablePlan parent_ = plan();
  TargetConstraint key_ = constraint(ConstraintKind::foreign_key, {"id", "b"});
};

TEST_F(ForeignKeyQuestionTest, NamesRowsThatReferToNothing) {
  // Those that refer name (id, b), those that are referred to (a, b).
  const ConstraintAnswers answers =
      asked({"9\t1\tx", "8\t2\ty", "7\t\\N\tz"},
            {"1\t0\tx", "2\t0\tx", "2\t0\ty", "7\t0\t\\N", "\\N\t0\tx", "7\t0\tz", "3\t0\tx", "4\t0\tx"});
  ASSERT_THAT(answers.violations, SizeIs(1));
  EXPECT_EQ(answers.violations[0].count, 4U);
  EXPECT_THAT(answers.violations[0].rows, ElementsAre("rowid 2", "rowid 6", "rowid 7"));
  EXPECT_EQ(answers.violations[0].table, "t");
  EXPECT_THAT(answers.unasked, IsEmpty());
}

TEST_F(ForeignKeyQuestionTest, FindsParentsOfManyBatches) {
  key_.columns = key_.parent_columns = {"b"};
  std::vector<std::string> children = many(5000);
  EXPECT_THAT(asked(many(5000), children).violations, IsEmpty());
  children.emplace_back("5001\t1\tt5001");
  const ConstraintAnswers answers = asked(many(5000), children);
  ASSERT_THAT(answers.violations, SizeIs(1));
  EXPECT_THAT(answers.violations[0].rows, ElementsAre("rowid 5001"));
}

TEST_F(ForeignKeyQuestionTest, KeysThatCouldNotBeReadAreNotAskedFor) {
  parent_.columns[2].type = "no_such_type";
  const ConstraintAnswers answers = asked({"9\t1\tx"}, {"1\t0\tx"});
  EXPECT_THAT(answers.violations, IsEmpty());
  ASSERT_THAT(answers.unasked, SizeIs(1));
  EXPECT_THAT(answers.unasked[0].message, testing::HasSubstr("no_such_type"));
}

}  // namespace
}  // namespace lite2pg::test::foreign_key_question_pg_test
