#include "mapping/plan/relations.h"

#include <gtest/gtest.h>

#include "common/error.h"

namespace lite2pg::relations_test {
namespace {

TEST(PlannedRelations, AreTablesEnumColumnsAndViews) {
  Plan plan;
  plan.schema.tables.resize(1);
  plan.schema.tables[0].name = "T";
  plan.schema.tables[0].columns.resize(2);
  plan.tables.resize(1);
  plan.tables[0].source = "T";
  plan.tables[0].target = "t";
  plan.tables[0].columns.resize(2);
  plan.tables[0].columns[1].target = "state";
  plan.tables[0].columns[1].labels = {"on", "off"};
  plan.objects.resize(2);
  plan.objects[0].kind = ObjectKind::index;
  plan.objects[1].kind = ObjectKind::view;
  plan.objects[1].target_table = "v";
  const Plan relations = relations_from_json(to_json(plan));
  ASSERT_EQ(relations.tables.size(), 1U);
  EXPECT_EQ(relations.tables[0].target, "t");
  ASSERT_EQ(relations.tables[0].columns.size(), 1U);
  EXPECT_EQ(relations.tables[0].columns[0].labels, plan.tables[0].columns[1].labels);
  ASSERT_EQ(relations.objects.size(), 1U);
  EXPECT_EQ(relations.objects[0].target_table, "v");
  EXPECT_TRUE(relations.schema.tables.empty());
}

TEST(PlannedRelations, NeedAPlan) {
  for (const char* text : {"", "{}", R"({"format": 99})", R"({"format": 1, "tables": {}, "objects": []})"})
    EXPECT_THROW((void)relations_from_json(text), Error) << text;
}

}  // namespace
}  // namespace lite2pg::relations_test
