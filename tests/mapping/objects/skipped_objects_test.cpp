// What [objects] skip leaves out is gone, with whatever stands on it.
#include <gmock/gmock.h>

#include "tests/mapping/planned_database.h"

namespace lite2pg::skipped_objects_test {
namespace {

using namespace test;
using testing::HasSubstr;

Plan plan_without(const std::string& object) {
  return plan_of_script(
      "CREATE TABLE p (id TEXT, n INT DEFAULT 7, CONSTRAINT p_pk PRIMARY KEY (id));"
      "CREATE TABLE c (p TEXT REFERENCES p (id));"
      "CREATE VIEW v AS SELECT id FROM p; CREATE VIEW w AS SELECT id FROM v;",
      {}, "[objects]\nskip = [\"" + object + "\"]\n");
}

std::string outcome_of(const Plan& plan, ObjectKind kind, std::string_view name) {
  return outcome(object_of(plan, kind, name));
}

TEST(SkippedObject, ViewTakesThoseAlongThatReadIt) {
  const Plan plan = plan_without("v");
  EXPECT_EQ(outcome_of(plan, ObjectKind::view, "v"), "not_carried # the mapping file skips it");
  EXPECT_THAT(outcome_of(plan, ObjectKind::view, "w"), HasSubstr("it reads view v, which is not carried"));
}

TEST(SkippedObject, KeyTakesForeignKeysAlong) {
  const Plan plan = plan_without("p.p_pk");
  EXPECT_EQ(outcome_of(plan, ObjectKind::primary_key, "p_pk"), "not_carried # the mapping file skips it");
  EXPECT_THAT(outcome_of(plan, ObjectKind::foreign_key, "c_p_fkey"), HasSubstr("have no PRIMARY KEY or UNIQUE"));
}

TEST(SkippedObject, DefaultIsNotWritten) {
  const Plan plan = plan_without("p.n");
  EXPECT_EQ(outcome_of(plan, ObjectKind::default_value, "n"), "not_carried # the mapping file skips it");
  EXPECT_EQ(plan.find_table("p")->columns[1].default_sql, "");
}

}  // namespace
}  // namespace lite2pg::skipped_objects_test
