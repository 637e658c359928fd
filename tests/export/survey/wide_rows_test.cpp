#include "export/survey/wide_rows.h"

#include <gmock/gmock.h>

#include <string>

#include "export/survey/survey.h"
#include "mapping/planning/make_plan.h"
#include "tests/export/source_fixture.h"

namespace lite2pg::wide_rows_test {
namespace {

using testing::HasSubstr;

/// "c1 INTEGER, c2 INTEGER, ...", or another text a column.
std::string list(int columns, const std::string& each) {
  std::string text;
  for (int i = 1; i <= columns; ++i)
    text += (i == 1 ? "" : ", ") + (each.empty() ? "7" : "c" + std::to_string(i) + each);
  return text;
}

std::vector<MisfitReport> wide_rows(const std::string& sql) {
  const test::TempDir dir;
  test::make_database(dir / "s.db", sql);
  SqliteSource source(dir / "s.db");
  const std::vector<const Table*> tables = {&source.schema().tables.at(0)};
  Plan plan = make_plan(source.schema(), survey(source, tables, 1, {}, CensusForm("")), {}, "");
  plan.misfits.clear();
  find_wide_rows(source, plan);
  return plan.misfits;
}

TEST(WideRows, AreCountedAndTheFirstIsNamed) {
  const std::string table = "CREATE TABLE t (" + list(1018, " INTEGER") + ");";
  const auto found = wide_rows(table + "INSERT INTO t (c1) VALUES (7); INSERT INTO t VALUES (" + list(1018, "") +
                               "), (" + list(1018, "") + ")");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].table, "t");
  EXPECT_EQ(found[0].rowid, "rowid 2");
  EXPECT_EQ(found[0].count, 2U);
  EXPECT_THAT(found[0].reason, HasSubstr("needs 8,168 bytes"));
}

TEST(WideRows, ThatJustFitAreNone) {
  EXPECT_TRUE(
      wide_rows("CREATE TABLE t (" + list(1017, " INTEGER") + "); INSERT INTO t VALUES (" + list(1017, "") + ")")
          .empty());
}

}  // namespace
}  // namespace lite2pg::wide_rows_test
