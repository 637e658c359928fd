#include "export/survey/collisions.h"

#include <gmock/gmock.h>

#include <cstdint>

#include "export/rows/source.h"
#include "export/survey/survey.h"
#include "mapping/planning/make_plan.h"
#include "tests/export/source_fixture.h"

namespace lite2pg::collisions_test {
namespace {

using testing::HasSubstr;

TEST(Collisions, NameBothRowsAndALineThatSettles) {
  const test::TempDir dir;
  const std::string path = dir / "source.db";
  test::make_database(
      path,
      "CREATE TABLE t (at DATETIME UNIQUE, name TEXT UNIQUE); INSERT INTO t VALUES "
      "('2024-01-01 10:00:00+00:00', 'Bob'), ('2024-01-01 11:00:00+01:00', 'bob'), (NULL, NULL), (NULL, NULL)");
  SqliteSource source(path);
  const std::vector<const Table*> tables = {source.schema().find_table("t")};
  const auto planned = [&](const std::string& mapping) {
    Plan plan = make_plan(source.schema(), survey(source, tables, 1, {}, CensusForm(mapping)), {}, mapping);
    find_collisions(source, UINT64_MAX, plan);
    return plan;
  };
  EXPECT_TRUE(planned("").misfits.empty());
  const Plan plan = planned("[table.t.column.at]\ntype = \"timestamptz\"\n[table.t.column.name]\ntype = \"citext\"\n");
  ASSERT_EQ(plan.misfits.size(), 2U);
  EXPECT_EQ(plan.misfits[0].rowid, "rowid 1");
  EXPECT_THAT(plan.misfits[0].reason, HasSubstr("equal to rowid 2"));
  EXPECT_THAT(text_of(plan.misfits[1].remedy), HasSubstr("type = \"text\""));
}

}  // namespace
}  // namespace lite2pg::collisions_test
