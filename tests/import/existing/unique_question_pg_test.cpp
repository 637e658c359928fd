#include "import/existing/unique_question.h"
#include "tests/import/existing/question_fixture.h"

namespace lite2pg::test::unique_question_pg_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class UniqueQuestionTest : public QuestionFixture {
 protected:
  std::unique_ptr<RowQuestion> ask(const std::vector<std::string>& keys, const std::vector<std::string>& columns,
                                   bool nulls_equal = false) {
    TargetConstraint unique = constraint(ConstraintKind::unique, columns);
    unique.keys = keys;
    unique.nulls_equal = nulls_equal;
    return ask_unique(session_, unique, table_);
  }
  /// As a table's rows are shown: once more when that is wanted.
  static ConstraintAnswers asked(RowQuestion& question, const std::vector<std::string>& lines) {
    show(question, lines);
    again_ = question.wants_more();
    if (again_) show(question, lines);
    return answer_of(question);
  }

  static inline bool again_ = false;
};

TEST_F(UniqueQuestionTest, NamesKeysThatAreEqualToTheIndex) {
  const auto question = ask({"lower(b)"}, {"b"});
  const ConstraintAnswers answers =
      asked(*question, {"1\t1\tAnn", "2\t1\tBob", "3\t1\tann", "4\t1\t\\N", "5\t1\t\\N", "6\t1\tANN", "7\t1\tbob"});
  ASSERT_THAT(answers.violations, SizeIs(1));
  EXPECT_EQ(answers.violations[0].count, 5U);
  EXPECT_THAT(answers.violations[0].rows, ElementsAre("{\"lower(b)\": \"ann\"}", "{\"lower(b)\": \"bob\"}"));
  EXPECT_THAT(answers.unasked, IsEmpty());
}

TEST_F(UniqueQuestionTest, LooksOnceWhereAllHashesDiffer) {
  const auto question = ask({"a", "b"}, {"a", "b"});
  EXPECT_THAT(asked(*question, many(5000)).violations, IsEmpty());
  EXPECT_FALSE(again_);
}

TEST_F(UniqueQuestionTest, FindsTheSecondOfAPairInAnotherBatch) {
  const auto question = ask({"b"}, {"b"});
  std::vector<std::string> lines = many(5000);
  lines[4500] = "4501\t1\tt17";
  const ConstraintAnswers answers = asked(*question, lines);
  EXPECT_TRUE(again_);
  ASSERT_THAT(answers.violations, SizeIs(1));
  EXPECT_EQ(answers.violations[0].count, 2U);
  EXPECT_THAT(answers.violations[0].rows, ElementsAre(R"({"b": "t17"})"));
}

TEST_F(UniqueQuestionTest, NullsAreEqualWhereTheIndexSaysSo) {
  const auto apart = ask({"a"}, {"a"}), same = ask({"a"}, {"a"}, true);
  const std::vector<std::string> lines = {"1\t\\N\tx", "2\t\\N\tx", "3\t1\tx"};
  EXPECT_THAT(asked(*apart, lines).violations, IsEmpty());
  EXPECT_THAT(asked(*same, lines).violations, SizeIs(1));
}

/// 1 and -1 have one hash as real numbers of the same bits but the sign; the keys decide.
TEST_F(UniqueQuestionTest, RowsOfOneHashNeedNotBeEqual) {
  const auto question = ask({"CASE WHEN a = 1 THEN 1.0 ELSE -1.0 END"}, {"a"});
  const ConstraintAnswers answers = asked(*question, {"1\t1\tx", "2\t2\tx"});
  EXPECT_THAT(answers.violations, IsEmpty());
  EXPECT_THAT(answers.unasked, IsEmpty());
}

TEST_F(UniqueQuestionTest, SaysWhenMoreAreAlikeThanAreCompared) {
  const auto question = ask({"a"}, {"a"});
  const ConstraintAnswers answers = asked(*question, many(21'000));  // 3,000 of each
  ASSERT_THAT(answers.violations, SizeIs(1));
  EXPECT_EQ(answers.violations[0].count, 2000U);
  EXPECT_THAT(answers.violations[0].message, HasSubstr("was not looked at"));
}

TEST_F(UniqueQuestionTest, ATypeWithoutHashesIsNotAsked) {
  const auto question = ask({"b::money"}, {"b"});
  const ConstraintAnswers answers = asked(*question, {"1\t1\t5", "2\t1\t5"});
  EXPECT_THAT(answers.violations, IsEmpty());
  EXPECT_THAT(answers.unasked, SizeIs(1));
}

}  // namespace
}  // namespace lite2pg::test::unique_question_pg_test
