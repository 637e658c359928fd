#include "import/run/text.h"

#include <gmock/gmock.h>

namespace lite2pg::text_test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(MisfitText, ListsAllAndTheLinesThatSettleThem) {
  MisfitReport a{"users",
                 "age",
                 "rowid 4",
                 "'n/a'",
                 "text in a number column",
                 12,
                 {{"[tables.users.columns.age]", {"type = \"text\""}}}};
  MisfitReport b{
      "users", "born", "rowid 9", "''", "empty text", 1, {{"[tables.users.columns.born]", {"empty = \"null\""}}}};
  const std::string text = misfit_text({a, b});
  EXPECT_THAT(text, AllOf(HasSubstr("users  age"), HasSubstr("rowid 4"), HasSubstr("'n/a'"), HasSubstr("12")));
  EXPECT_THAT(text, AllOf(HasSubstr("type = \"text\"\n"), HasSubstr("empty = \"null\"\n")));
  EXPECT_EQ(misfit_text({}), "");
}

TEST(MisfitText, SaysARemedyOnce) {
  const MisfitReport a{"t", "c", "rowid 1", "x", "one reason", 1, {{"[tables.t.columns.c]", {"type = \"text\""}}}};
  MisfitReport b = a;
  b.reason = "another reason";
  const std::string text = misfit_text({a, b});
  EXPECT_EQ(text.find("[tables.t.columns.c]"), text.rfind("[tables.t.columns.c]"));
}

TEST(OrphanText, ShowsExamples) {
  Orphans o;
  o.table = "orders";
  o.parent = "users";
  o.count = 1234;
  o.examples = {"rowid 5", "rowid 8"};
  EXPECT_THAT(orphan_text({o}), AllOf(HasSubstr("orders"), HasSubstr("1,234"), HasSubstr("rowid 5, rowid 8")));
  EXPECT_EQ(orphan_text({}), "");
}

TEST(RefusalText, NamesObjectOrRows) {
  Plan plan;
  plan.objects.resize(1);
  plan.objects[0].kind = ObjectKind::unique;
  plan.objects[0].name = "users_email";
  const std::string text = refusal_text(
      plan, {{"users", 0, "23505", "Key (email)=(x) is duplicated"}, {"orders", Step::no_object, "22021", "bad byte"}});
  EXPECT_THAT(text, AllOf(HasSubstr("unique users_email"), HasSubstr("is duplicated"), HasSubstr("rows")));
}

TEST(ObjectText, LeavesOutWhatIsCarried) {
  Plan plan;
  plan.objects.resize(3);
  plan.objects[0].name = "fine";
  plan.objects[1] = plan.objects[0];
  plan.objects[1].kind = ObjectKind::trigger;
  plan.objects[1].name = "audit";
  plan.objects[1].status = ObjectStatus::not_carried;
  plan.objects[1].reason = "triggers are not carried";
  plan.objects[2].name = "renamed";
  plan.objects[2].status = ObjectStatus::changed;
  const std::string text = object_text(plan);
  EXPECT_THAT(
      text, AllOf(HasSubstr("trigger audit"), HasSubstr("not carried"), HasSubstr("renamed"), Not(HasSubstr("fine"))));
  plan.objects.resize(1);
  EXPECT_EQ(object_text(plan), "");
}

TEST(ClosingTable, SumsSlicesAndTables) {
  Plan plan;
  plan.tables.resize(2);
  plan.tables[0].target = "a";
  plan.tables[1].target = "b";
  std::vector<TableRecord> records(3);
  records[0] = {"a", "1/2", 1000, 500'000, 0, 1.0, 1};
  records[1] = {"a", "2/2", 2000, 500'000, 3, 1.0, 2};
  records[2] = {"b", "", 10, 100, 0, 0.5, 3};
  const std::string text = closing_table(plan, records, 2.0);
  EXPECT_THAT(text, HasSubstr("3,000"));
  EXPECT_THAT(text, HasSubstr("3,010"));
  EXPECT_THAT(text, HasSubstr("2 tables"));
  EXPECT_THAT(text, HasSubstr("500.1 kB/s")) << text;
}

}  // namespace
}  // namespace lite2pg::text_test
