#include "tests/import/run/run_fixture.h"

namespace lite2pg::test {
namespace {

using testing::HasSubstr;

class StagedTest : public RunFixture {
 protected:
  void SetUp() override {
    sqlite(
        "CREATE TABLE parents (id INTEGER PRIMARY KEY); CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER "
        "REFERENCES parents); INSERT INTO parents VALUES (1); INSERT INTO children VALUES (1, 1), (2, 7)");
  }
};

TEST_F(StagedTest, OrphansAreRefusedBeforeAnythingIsWritten) {
  EXPECT_EQ(run(ImportTask::import), 3) << said_;
  EXPECT_THAT(said_, HasSubstr("rows refer to rows which do not exist"));
  EXPECT_EQ(value("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'lite2pg%'"), "0");
}

TEST_F(StagedTest, OrphansMayStayUnderAKeyThatIsNotValid) {
  ASSERT_EQ(run(ImportTask::import, [](ImportOptions& o) { o.plan.orphans = OrphanPolicy::not_valid; }), 0) << said_;
  EXPECT_EQ(value("SELECT convalidated FROM pg_constraint WHERE contype = 'f'"), "f");
  EXPECT_THAT(report_.warnings, testing::Contains(HasSubstr("VALIDATE CONSTRAINT")));
}

TEST_F(StagedTest, WhatStandsInTheWayIsMovedAsideOnRequestAlone) {
  database_.psql("CREATE TABLE parents (mine text)");
  const auto keep = [](ImportOptions& o) { o.plan.orphans = OrphanPolicy::not_valid; };
  EXPECT_EQ(run(ImportTask::import, keep), 3) << said_;
  EXPECT_THAT(said_, HasSubstr("occupied: table parents"));
  ASSERT_EQ(run(ImportTask::import, [&](ImportOptions& o) { keep(o), o.replace = true; }), 0) << said_;
  EXPECT_THAT(said_, HasSubstr("what stood there is in lite2pg_old_"));
  EXPECT_EQ(value("SELECT count(*) FROM parents"), "1");
}

TEST_F(StagedTest, AStoppedLoadGoesOnWhereItStopped) {
  const auto keep = [](ImportOptions& o) { o.plan.orphans = OrphanPolicy::not_valid; };
  ASSERT_EQ(run(ImportTask::import, [&](ImportOptions& o) { keep(o), o.stage_only = true; }), 0) << said_;
  const std::string stage = value("SELECT staging_schema FROM lite2pg.run");
  database_.psql(
      "UPDATE lite2pg.run SET state = 'loading'; DELETE FROM lite2pg.run_table WHERE table_name = 'children'; "
      "TRUNCATE " +
      stage + ".children");
  ASSERT_EQ(run(ImportTask::resume), 0) << said_;
  EXPECT_EQ(value("SELECT count(*) FROM children"), "2");
}

}  // namespace
}  // namespace lite2pg::test
