#include "export/survey/broken_checks.h"

#include <gmock/gmock.h>

#include <cstdint>

#include "export/survey/survey.h"
#include "mapping/planning/make_plan.h"
#include "tests/export/source_fixture.h"

namespace lite2pg::broken_checks_test {
namespace {

using testing::HasSubstr;

TEST(BrokenChecks, AreNotCarriedAndNameTheRow) {
  const test::TempDir dir;
  const std::string path = dir / "source.db";
  test::make_database(path,
                      "CREATE TABLE t (a INT CHECK (a > 0), b INT CHECK (b > 0)); PRAGMA ignore_check_constraints = ON;"
                      "INSERT INTO t VALUES (1, 1), (-1, 2), (-2, 3)");
  SqliteSource source(path);
  std::vector<const Table*> tables = {source.schema().find_table("t")};
  Plan plan = make_plan(source.schema(), survey(source, tables, 1), {}, "");
  leave_out_broken_checks(source, 0, plan);
  for (const ObjectPlan& o : plan.objects) EXPECT_EQ(o.status, ObjectStatus::carried) << "too many rows to look at";
  leave_out_broken_checks(source, UINT64_MAX, plan);
  int broken = 0;
  for (const ObjectPlan& o : plan.objects) {
    if (o.status == ObjectStatus::carried) continue;
    ++broken;
    EXPECT_THAT(o.reason, HasSubstr("2 rows break it, the first is rowid 2"));
    EXPECT_TRUE(o.sql.empty());
  }
  EXPECT_EQ(broken, 1);
}

}  // namespace
}  // namespace lite2pg::broken_checks_test
