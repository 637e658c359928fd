#include "import/existing/constraint_check.h"

#include <gmock/gmock.h>

namespace lite2pg::constraint_check_test {
namespace {

using testing::HasSubstr;

Plan plan_of_one_table() {
  Plan plan;
  TablePlan& table = plan.tables.emplace_back();
  table.target = "t";
  table.columns.resize(2);
  table.columns[0].target = "id";
  table.columns[1].target = "it's";
  table.key = {0};
  return plan;
}

TEST(ConstraintCheck, AsksForRowsThatACheckDenies) {
  const auto constraints = read_constraints(
      R"json([{"kind":"CHECK","name":"positive","table":"t","drop":"ALTER TABLE t DROP CONSTRAINT positive","add":null,)json"
      R"json("condition":"(n > 0)","keys":null,"nulls_equal":false}])json",
      plan_of_one_table());
  ASSERT_EQ(constraints.size(), 1U);
  EXPECT_THAT(violations_sql(constraints[0], "public"), HasSubstr("FROM \"public\".\"t\" t WHERE ((n > 0)) IS FALSE"));
  EXPECT_THAT(violations_sql(constraints[0], "public"), HasSubstr("jsonb_build_object('id', t.\"id\")"));
}

TEST(ConstraintCheck, GroupsByTheExpressionsOfAUniqueIndex) {
  TargetConstraint unique{ConstraintKind::unique, "u", "t", "", "", "(live)", {"lower(name)", "n"}, false, {}};
  const std::string sql = violations_sql(unique, "public");
  EXPECT_THAT(sql,
              HasSubstr("WHERE ((live)) AND (lower(name)) IS NOT NULL AND (n) IS NOT NULL GROUP BY lower(name), n"));
  unique.nulls_equal = true;
  EXPECT_THAT(violations_sql(unique, "public"), HasSubstr("WHERE ((live)) GROUP BY"));
}

TEST(ConstraintCheck, TellsCountAndFirstRows) {
  const TargetConstraint check{ConstraintKind::check, "positive", "t", "", "", "n > 0", {}, false, {}};
  const Violations v = read_violations(R"({"count": 1200, "rows": [{"id": 5}, {"id": 6}]})", check);
  EXPECT_EQ(v.count, 1200U);
  EXPECT_EQ(violations_text({v}), "  t: CHECK positive: 1,200 rows, first {\"id\":5}, {\"id\":6}\n");
  EXPECT_EQ(read_violations(R"({"count": null, "rows": null})", check).count, 0U);
}

}  // namespace
}  // namespace lite2pg::constraint_check_test
