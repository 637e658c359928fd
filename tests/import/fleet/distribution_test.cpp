#include "import/fleet/distribution.h"

#include <gmock/gmock.h>

namespace lite2pg::test::distribution_test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

Plan plan_of(const std::string& tenant) {
  Plan plan;
  for (const char* name : {"a", "b's"}) {
    TablePlan& table = plan.tables.emplace_back();
    table.source = table.target = name;
    table.tenant = tenant;
  }
  return plan;
}

TEST(Distribution, AllTablesLieBesideTheFirstByTheTenant) {
  const auto sql = distribute_sql(plan_of("customer"), "stage");
  ASSERT_EQ(sql.size(), 2U);
  EXPECT_THAT(sql[0], AllOf(HasSubstr("create_distributed_table(c.oid, 'customer', colocate_with => 'none')"),
                            HasSubstr("c.oid = '\"stage\".\"a\"'::pg_catalog.regclass")));
  EXPECT_THAT(sql[1], AllOf(HasSubstr("colocate_with => '\"stage\".\"a\"'"), HasSubstr("'\"stage\".\"b''s\"'")));
}

TEST(Distribution, TablesWithoutATenantStayWhereTheyAre) {
  EXPECT_THAT(distribute_sql(plan_of(""), "stage"), IsEmpty());
}

}  // namespace
}  // namespace lite2pg::test::distribution_test
