#include <gmock/gmock.h>

#include <algorithm>

#include "import/ledger/fleet_work.h"
#include "import/ledger/ledger.h"
#include "import/ledger/schema.h"
#include "import/ledger/writer.h"
#include "import/tenants/files.h"
#include "tests/support/postgres_server.h"

namespace lite2pg::test::fleet_work_pg_test {
namespace {

using testing::SizeIs;

class FleetWorkTest : public testing::Test {
 protected:
  void SetUp() override {
    ensure_ledger(session_);
    ensure_fleet_tables(session_);
    for (const char* id : {"r1", "r2"}) {
      RunRecord run;
      run.id = id;
      run.settings = R"({"slices":{},"fleet":{"list":"x"}})";
      record_run(session_, run, "{}");
      record_files(session_, id, {{"/a.db", "a"}, {"/b.db", "b"}, {"/c.db", "c"}});
    }
  }
  void lose_leases() const {
    (void)database_.psql("UPDATE lite2pg.fleet_file SET lease_until = now() - interval '1 s'");
  }

  TempDatabase database_;
  Session session_{Target{database_.uri()}, "test"};
  FleetFiles files_{session_, "r1", "here"};
};

TEST(FleetWork, ARunKnowsThatItIsAFleets) {
  RunRecord run;
  run.settings = R"({"slices":{},"fleet":{"list":"x"}})";
  EXPECT_TRUE(is_fleet(run));
  run.settings = R"({"slices":{"fleet":4}})";  // A table of this name, in slices.
  EXPECT_FALSE(is_fleet(run));
  run.settings = "";
  EXPECT_FALSE(is_fleet(run));
}

TEST_F(FleetWorkTest, IsOnWhileALeaseHolds) {
  EXPECT_FALSE(has_fleet_workers(session_, "r1"));
  for (const auto& file : files_.claim(FileStage::listed, 3)) {
    EXPECT_TRUE(has_fleet_workers(session_, "r1"));
    EXPECT_FALSE(has_fleet_workers(session_, "r2"));
    ASSERT_TRUE(files_.surveyed(file, {}));
  }
  EXPECT_FALSE(has_fleet_workers(session_, "r1"));
  ASSERT_THAT(files_.claim(FileStage::surveyed, 1), SizeIs(1));
  EXPECT_TRUE(has_fleet_workers(session_, "r1"));
  lose_leases();
  EXPECT_FALSE(has_fleet_workers(session_, "r1"));
}

TEST_F(FleetWorkTest, IsWhatTheLedgerCallsAtWork) {
  const auto at_work = [&] {
    const auto runs = ledger_runs(session_);
    return std::ranges::find(runs, "r1", &RunRecord::id)->at_work;
  };
  EXPECT_FALSE(at_work());
  ASSERT_THAT(files_.claim(FileStage::listed, 1), SizeIs(1));
  EXPECT_TRUE(at_work());
  lose_leases();
  EXPECT_FALSE(at_work());
}

TEST_F(FleetWorkTest, IsOnWhileASessionOfTheRunHasATransaction) {
  for (const char* name : {"import r1", "load r1"}) {
    Session worker(Target{database_.uri()}, name);
    EXPECT_FALSE(has_fleet_workers(session_, "r1")) << name;
    worker.begin();
    EXPECT_TRUE(has_fleet_workers(session_, "r1")) << name;
    EXPECT_FALSE(has_fleet_workers(session_, "r2")) << name;
    worker.commit();
    EXPECT_FALSE(has_fleet_workers(session_, "r1")) << name;
  }
}

TEST_F(FleetWorkTest, SessionsOfAnotherDatabaseAreNone) {
  const TempDatabase elsewhere;
  Session worker(Target{elsewhere.uri()}, "import r1");
  worker.begin();
  EXPECT_FALSE(has_fleet_workers(session_, "r1"));
}

TEST_F(FleetWorkTest, WhatIsLoadedIsAddedUpByTable) {
  EXPECT_THAT(fleet_tables(session_, "r1"), SizeIs(0));
  const auto claimed = files_.claim(FileStage::listed, 2);
  session_.execute(digest_sql("r1", claimed[0], "t", 3, 1, 30, "00"));
  session_.execute(digest_sql("r1", claimed[1], "t", 4, 0, 40, "00"));
  session_.execute(digest_sql("r1", claimed[1], "a", 5, 2, 50, "00"));
  FleetFiles others(session_, "r2", "here");
  session_.execute(digest_sql("r2", others.claim(FileStage::listed, 1)[0], "t", 100, 100, 100, "00"));
  const auto tables = fleet_tables(session_, "r1");
  ASSERT_THAT(tables, SizeIs(2));
  EXPECT_EQ(tables[0].table, "a");
  EXPECT_EQ(tables[1].table, "t");
  EXPECT_EQ(tables[1].rows, 7U);
  EXPECT_EQ(tables[1].bytes, 70U);
  EXPECT_EQ(tables[0].rejected, 2U);
  EXPECT_EQ(tables[1].rejected, 1U);
}

TEST_F(FleetWorkTest, ProgressIsWhenAFileChangedItsStateLast) {
  (void)database_.psql("UPDATE lite2pg.fleet_file SET changed_at = now() - file * interval '100 s'");
  (void)database_.psql("UPDATE lite2pg.fleet_file SET changed_at = now() WHERE run = 'r2'");
  EXPECT_NEAR(seconds_since_fleet_progress(session_, "r1"), 100, 20);
  EXPECT_NEAR(seconds_since_fleet_progress(session_, "none"), 0, 0.1);
}

}  // namespace
}  // namespace lite2pg::test::fleet_work_pg_test
