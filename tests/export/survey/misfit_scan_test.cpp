#include "export/survey/misfit_scan.h"

#include <gmock/gmock.h>

#include "export/survey/survey.h"
#include "mapping/planning/make_plan.h"
#include "tests/export/source_fixture.h"

namespace lite2pg::misfit_scan_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class MisfitScanTest : public testing::Test {
 protected:
  /// "column: count reason, first row value", one a group.
  std::vector<std::string> list(unsigned jobs = 1) {
    SqliteSource source(path_);
    std::vector<const Table*> tables;
    for (const Table& t : source.schema().tables) tables.push_back(&t);
    const Plan plan = make_plan(source.schema(), survey(source, tables, jobs), {}, {});
    std::vector<std::string> lines;
    for (const MisfitReport& m : list_misfits(source, plan, jobs)) {
      lines.push_back(m.table + "." + m.column + ": " + std::to_string(m.count) + " at " + m.rowid + ": " + m.value);
      EXPECT_FALSE(m.reason.empty());
      EXPECT_FALSE(m.remedy.empty());
    }
    return lines;
  }

  test::TempDir dir_;
  std::string path_ = dir_ / "source.db";
};

TEST_F(MisfitScanTest, NothingToListWhereAllFits) {
  test::make_database(path_, "CREATE TABLE t(a INTEGER, b TEXT); INSERT INTO t VALUES (1, 'x')");
  EXPECT_THAT(list(), IsEmpty());
}

TEST_F(MisfitScanTest, GroupsByColumnAndReason) {
  test::make_database(path_,
                      "CREATE TABLE t(id INTEGER PRIMARY KEY, n INTEGER, s TEXT);"
                      "INSERT INTO t VALUES (1, 1, 'fine'), (5, 'lots', 'fine'), (6, 'few', CAST(x'610062' AS TEXT)),"
                      "(7, 7, CAST(x'ff' AS TEXT)), (8, 8, CAST(x'00' AS TEXT))");
  EXPECT_THAT(list(),
              ElementsAre("t.n: 2 at rowid 5: 'lots'", "t.s: 2 at rowid 6: 'a\\u0000b'", "t.s: 1 at rowid 7: '\\xff'"));
}

TEST_F(MisfitScanTest, ListsTheFirstRowsOfEachGroup) {
  test::make_database(
      path_,
      "CREATE TABLE t(id INTEGER PRIMARY KEY, n INTEGER, pad TEXT);"
      "WITH RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < 9000)"
      "INSERT INTO t SELECT i, CASE WHEN i % 300 = 7 THEN 'odd' ELSE i END, printf('%.900c', 'x') FROM i");
  SqliteSource source(path_);
  const Plan plan = make_plan(source.schema(), survey(source, {&source.schema().tables[0]}, 1), {}, {});
  for (const unsigned jobs : {1U, 3U}) {
    const auto listed = list_misfit_rows(source, plan, jobs);
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed[0].group.count, 30U);
    ASSERT_EQ(listed[0].rows.size(), misfit_rows_listed);
    EXPECT_EQ(listed[0].rows[0], (MisfitRow{"rowid 7", "'odd'"}));
    EXPECT_EQ(listed[0].rows[19].rowid, "rowid 5707");
  }
}

TEST_F(MisfitScanTest, NamesKeysWithoutRowid) {
  test::make_database(path_,
                      "CREATE TABLE t(a, b, n INTEGER, PRIMARY KEY(a, b)) WITHOUT ROWID;"
                      "INSERT INTO t VALUES (1, 'x', 1), (1, 'y', 'many'), (0, 'z', 'few')");
  EXPECT_THAT(list(), ElementsAre("t.n: 2 at key (0, 'z'): 'few'"));
}

TEST_F(MisfitScanTest, DoesNotDependOnTheNumberOfJobs) {
  test::make_database(
      path_,
      "CREATE TABLE t(n INTEGER, pad TEXT); CREATE TABLE w(k PRIMARY KEY, n INTEGER, pad TEXT) WITHOUT ROWID;"
      "WITH RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < 12000)"
      "INSERT INTO t SELECT CASE WHEN i % 1000 = 777 THEN 'odd ' || i ELSE i END, printf('%.900c', 'x')"
      "  FROM i;"
      "INSERT INTO w SELECT rowid, n, pad FROM t");
  const auto alone = list(1);
  EXPECT_THAT(alone, ElementsAre("t.n: 12 at rowid 777: 'odd 777'", "w.n: 12 at key (777): 'odd 777'"));
  EXPECT_EQ(list(2), alone);
  EXPECT_EQ(list(7), alone);
}

}  // namespace
}  // namespace lite2pg::misfit_scan_test
