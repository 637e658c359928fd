#include "mapping/planning/open_foreign_keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lite2pg::open_foreign_keys_test {
namespace {

using testing::HasSubstr;

ObjectPlan object(ObjectKind kind, const std::string& sql) {
  ObjectPlan o;
  o.kind = kind;
  o.sql = {sql};
  return o;
}

TEST(OpenForeignKeys, AreNotValidAndSayHowToCheckThem) {
  Plan plan;
  plan.objects = {
      object(
          ObjectKind::foreign_key,
          R"(ALTER TABLE "a "" ADD CONSTRAINT " ADD CONSTRAINT "k FOREIGN KEY" FOREIGN KEY ("x") REFERENCES "b" ("y"))"),
      object(ObjectKind::index, "CREATE INDEX \"i\" ON \"a\" (x)")};
  leave_foreign_keys_open(plan);
  leave_foreign_keys_open(plan);  // twice is once
  EXPECT_TRUE(is_left_open(plan.objects[0]));
  EXPECT_EQ(plan.objects[0].status, ObjectStatus::changed);
  EXPECT_THAT(plan.objects[0].sql[0], testing::EndsWith("(\"y\") NOT VALID"));
  EXPECT_THAT(plan.objects[0].reason,
              testing::EndsWith(R"(ALTER TABLE "a "" ADD CONSTRAINT " VALIDATE CONSTRAINT "k FOREIGN KEY")"));
  EXPECT_FALSE(is_left_open(plan.objects[1]));
  EXPECT_EQ(plan.objects[1].status, ObjectStatus::carried);
}

}  // namespace
}  // namespace lite2pg::open_foreign_keys_test
