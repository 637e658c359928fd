#include <sys/stat.h>

#include <fstream>

#include "tests/import/run/run_fixture.h"

namespace lite2pg::test::staged_pg_test {
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
  EXPECT_EQ(
      value("SELECT convalidated FROM pg_constraint WHERE conrelid = 'public.children'::regclass AND contype = 'f'"),
      "f");
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
  const TempDir hooks;
  const auto answer = [&](int code) {
    std::ofstream(hooks / "after-table") << "#!/bin/sh\nexit " << code << "\n";
    chmod((hooks / "after-table").c_str(), 0755);
  };
  const auto with_hooks = [&](ImportOptions& o) {
    o.plan.orphans = OrphanPolicy::not_valid;
    o.hook_dir = hooks.path();
  };
  answer(3);
  EXPECT_EQ(run(ImportTask::import, with_hooks), 7) << said_;
  EXPECT_THAT(said_, HasSubstr("--resume --run "));
  EXPECT_EQ(value("SELECT state FROM lite2pg.run"), "loading");
  answer(0);
  ASSERT_EQ(run(ImportTask::resume, with_hooks), 0) << said_;
  EXPECT_EQ(value("SELECT count(*) FROM children"), "2");
  EXPECT_EQ(value("SELECT state FROM lite2pg.run"), "published");
}

}  // namespace
}  // namespace lite2pg::test::staged_pg_test
