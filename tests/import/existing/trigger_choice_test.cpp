#include "import/existing/trigger_choice.h"

#include <gmock/gmock.h>

namespace lite2pg::test::trigger_choice_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// post(id; n, words in the target alone) and comment(id; loud in the target alone).
class TriggerChoiceTest : public testing::Test {
 protected:
  TriggerChoiceTest() {
    for (const char* name : {"comment", "post"}) {
      TablePlan table;
      table.source = table.target = name;
      table.columns.push_back(loaded("id", 0));
      plan_.tables.push_back(std::move(table));
    }
    catalog_.schema = "app";
    catalog_.tables = {{"comment", 'r', 0, 0, {{"id", "bigint", "int8"}, {"loud", "text", "text"}}},
                       {"post", 'r', 0, 0, {{"id", "bigint", "int8"}, counter(), {"words", "tsvector", "tsvector"}}}};
  }
  static ColumnPlan loaded(const std::string& name, int index) {
    ColumnPlan column;
    column.source = column.target = name;
    column.source_index = index;
    return column;
  }
  static TargetColumn counter() {
    TargetColumn n{"n", "bigint", "int8"};
    n.has_default = true;
    return n;
  }
  [[nodiscard]] TriggerChoice choice(const TriggerWishes& wishes) const {
    return choose_triggers(
        {{"comment", "count", true, false, false, "BEGIN UPDATE post SET n = n + 1 WHERE id = NEW.id; END", ""},
         {"comment", "shout", true, true, false, "BEGIN NEW.loud := upper(NEW.id); RETURN NEW; END", ""},
         {"post", "words", true, true, true, "tsvector_update_trigger_byid", "words\\000simple\\000title\\000"}},
        plan_, catalog_, wishes);
  }

  Plan plan_;
  TargetCatalog catalog_;
};

TEST_F(TriggerChoiceTest, AsksForWhatAnUpdateDoesNotFill) {
  const TriggerChoice asks = choice({});
  EXPECT_EQ(asks.asked.size(), 2U);
  const Error error = asked_error(asks);
  EXPECT_EQ(error.code(), ExitCode::refused);
  EXPECT_THAT(error.what(), HasSubstr("column n of table post is filled by trigger count of table comment alone"));
  EXPECT_THAT(error.what(), HasSubstr("column loud of table comment is filled by trigger shout alone"));
  EXPECT_THAT(error.hint(), HasSubstr("--fire-triggers comment lets"));
  EXPECT_THAT(error.hint(), HasSubstr("--triggers=off"));
}

TEST_F(TriggerChoiceTest, AnUpdateFillsWhatItCan) {
  const TriggerChoice updated = choice({});
  ASSERT_EQ(updated.updates.size(), 1U);
  EXPECT_EQ(updated.updates[0].column, "words");
  EXPECT_THAT(updated.silent, ElementsAre("comment: count, shout", "post: words"));
}

TEST_F(TriggerChoiceTest, TablesWhoseTriggersFireComeLast) {
  const TriggerChoice fires = choice({{"comm*"}, false});
  EXPECT_THAT(fires.asked, IsEmpty());
  EXPECT_THAT(fires.fired, ElementsAre("comment"));
  EXPECT_THAT(fires.silent, ElementsAre("post: words"));
  EXPECT_THAT(load_order(plan_, fires.fired), ElementsAre(1U, 0U));
}

TEST_F(TriggerChoiceTest, WithoutThemTheStatementsThatFillAreNamed) {
  const TriggerChoice off = choice({{}, true});
  EXPECT_THAT(off.asked, IsEmpty());
  EXPECT_THAT(off.updates, IsEmpty());
  const std::vector<std::string> lines = lines_of(off);
  EXPECT_THAT(lines, testing::Contains(HasSubstr("UPDATE \"app\".\"comment\" SET \"loud\" = upper(id)")));
  EXPECT_THAT(lines, testing::Contains(HasSubstr("LOOP UPDATE post SET n = n + 1 WHERE id = NEW.id; END LOOP")));
  EXPECT_THAT(lines, testing::Contains(HasSubstr("UPDATE \"app\".\"post\" SET \"id\" = \"id\"")));
}

TEST_F(TriggerChoiceTest, ATableThatIsNotLoadedIsAMistake) { EXPECT_THROW((void)choice({{"coment"}, false}), Error); }

TEST_F(TriggerChoiceTest, ColumnsThatTheSourceHasAreNotLeftToTriggers) {
  plan_.tables[0].columns.push_back(loaded("loud", 1));
  plan_.tables[1].columns.push_back(loaded("n", 1));
  EXPECT_THAT(choice({}).asked, IsEmpty());
}

}  // namespace
}  // namespace lite2pg::test::trigger_choice_test
