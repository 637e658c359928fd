#include "import/run/plan_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lite2pg::plan_check_test {
namespace {

using testing::HasSubstr;

void ignore(std::string_view) {}

/// What is said while `check` throws; the error's message follows.
std::string refusal(const std::function<void(const Say&)>& check) {
  std::string said;
  std::string message = "nothing was refused";
  try {
    check([&](std::string_view text) { said += text; });
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ExitCode::refused);
    message = e.what();
  }
  return said + message;
}

TEST(CheckMisfits, PrintsThemAndCountsColumns) {
  Plan plan;
  EXPECT_NO_THROW(check_misfits(plan, ignore));
  MisfitReport& misfit = plan.misfits.emplace_back();
  misfit.table = "people";
  misfit.column = "born";
  misfit.value = "'soon'";
  misfit.reason = "TEXT that is no date";
  misfit.count = 3;
  const std::string text = refusal([&](const Say& say) { check_misfits(plan, say); });
  EXPECT_THAT(text, HasSubstr("born"));
  EXPECT_THAT(text, HasSubstr("values of 1 column do not fit their type; nothing was written"));
  plan.options.existing = true;
  EXPECT_THAT(refusal([&](const Say& say) { check_misfits(plan, say); }),
              HasSubstr("1 thing does not fit the target's tables"));
}

TEST(CheckStrict, RefusesChangedObjectsWhenAsked) {
  Plan plan;
  ObjectPlan& object = plan.objects.emplace_back();
  object.kind = ObjectKind::check;
  object.name = "positive";
  object.status = ObjectStatus::not_carried;
  object.reason = "no such function";
  EXPECT_NO_THROW(check_strict(plan, ignore));
  plan.options.strict = true;
  EXPECT_THAT(refusal([&](const Say& say) { check_strict(plan, say); }), HasSubstr("1 object would not be carried"));
  object.status = ObjectStatus::carried;
  EXPECT_NO_THROW(check_strict(plan, ignore));
}

TEST(CarriedOrphans, CountOnlyWhereTheirKeyIsCarried) {
  Plan plan;
  for (const char* name : {"Parents", "children"}) {
    TablePlan& table = plan.tables.emplace_back();
    table.source = name;
    table.target = name;
  }
  ObjectPlan& key = plan.objects.emplace_back();
  key.kind = ObjectKind::foreign_key;
  key.table = "children";
  key.target_parent = "Parents";
  key.sql = {"ALTER TABLE ..."};
  const std::vector<Orphans> found = {{"children", 0, "parents", 2, {}, ""},
                                      {"children", 1, "others", 2, {}, ""},
                                      {"children", 2, "parents", 0, {}, ""}};
  EXPECT_EQ(carried_orphans(plan, found).size(), 1U) << "names of SQLite differ in letter case";
  key.sql.clear();
  EXPECT_TRUE(carried_orphans(plan, found).empty());
}

}  // namespace
}  // namespace lite2pg::plan_check_test
