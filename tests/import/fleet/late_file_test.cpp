#include "import/fleet/late_file.h"

#include <gmock/gmock.h>

namespace lite2pg::test::late_file_test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

Plan plan_of_two() {
  Plan plan;
  for (const char* name : {"a", "b"}) {
    TablePlan& table = plan.tables.emplace_back();
    table.source = table.target = name;
    table.tenant = "tenant";
    table.columns.resize(2);
    table.columns[0].target = "tenant";
    table.columns[1].target = "id";
    table.columns[1].source_index = 0;
  }
  plan.tables[0].columns[1].identity = true;
  return plan;
}

TEST(LateFile, AllTablesAreFilledByOneStatement) {
  const FileNotes notes{{}, {{"a", 7}}};
  const auto sql = join_tables_sql(plan_of_two(), notes, "stage", "public");
  ASSERT_THAT(sql, SizeIs(3));
  EXPECT_THAT(sql[0], AllOf(StartsWith("WITH t0 AS (INSERT INTO \"public\".\"a\" (\"tenant\", \"id\") SELECT"),
                            HasSubstr("t1 AS (INSERT INTO \"public\".\"b\"")));
  EXPECT_THAT(sql[1], AllOf(HasSubstr("greatest(7, "), HasSubstr("WHERE last > ")));
  EXPECT_EQ(sql[2], "DROP SCHEMA \"stage\" CASCADE");
}

TEST(LateFile, RowsOfTheTenantAreLookedForInEveryTable) {
  EXPECT_THAT(has_rows_sql(plan_of_two(), "public", "it's"),
              AllOf(HasSubstr("FROM \"public\".\"a\" WHERE \"tenant\" = 'it''s'"), HasSubstr(" OR ")));
  EXPECT_EQ(has_rows_sql(Plan(), "public", "x"), "SELECT 1 WHERE false");
}

}  // namespace
}  // namespace lite2pg::test::late_file_test
