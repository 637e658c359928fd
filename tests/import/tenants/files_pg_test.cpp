#include <gmock/gmock.h>

#include "import/ledger/schema.h"
#include "import/ledger/writer.h"
#include "import/tenants/files.h"
#include "tests/support/postgres_server.h"

namespace lite2pg::test::files_pg_test {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class FleetFilesTest : public testing::Test {
 protected:
  void SetUp() override {
    ensure_ledger(session_);
    ensure_fleet_tables(session_);
    ensure_fleet_tables(session_);
    RunRecord run;
    run.id = run_;
    run.settings = "{}";
    record_run(session_, run, "{}");
    record_files(session_, run_, {{"/a.db", "a"}, {"/b.db", "it's b"}, {"/c.db", "c"}});
  }
  void lose_leases() const {
    (void)database_.psql("UPDATE lite2pg.fleet_file SET lease_until = now() - interval '1 s'");
  }

  TempDatabase database_;
  std::string run_ = "r1";
  Session session_{Target{database_.uri()}, "test"};
  FleetFiles files_{session_, run_, "here"};
};

TEST_F(FleetFilesTest, EachIsClaimedOnce) {
  Session other(Target{database_.uri()}, "other");
  FleetFiles others(other, run_, "there");
  EXPECT_THAT(files_.claim(FileStage::listed, 2), SizeIs(2));
  EXPECT_THAT(others.claim(FileStage::listed, 5), SizeIs(1));
  EXPECT_THAT(files_.claim(FileStage::listed, 5), IsEmpty());
}

TEST_F(FleetFilesTest, ALostLeaseGivesAnotherTokenAndTheFirstOneFindsNothing) {
  const auto first = files_.claim(FileStage::listed, 1);
  lose_leases();
  Session other(Target{database_.uri()}, "other");
  FleetFiles others(other, run_, "there");
  const auto second = others.claim(FileStage::listed, 1);
  ASSERT_EQ(second[0].number, first[0].number);
  EXPECT_FALSE(files_.surveyed(first[0], {}));
  EXPECT_FALSE(files_.set_aside(first[0], {AsideKind::changed, "x"}));
  EXPECT_TRUE(others.surveyed(second[0], {}));
}

TEST_F(FleetFilesTest, TheLoadsFirstStatementTakesTheFileOrNothing) {
  SurveyedFile found;
  found.version = "v";
  for (const auto& file : files_.claim(FileStage::listed, 3)) ASSERT_TRUE(files_.surveyed(file, found));
  const auto claimed = files_.claim(FileStage::surveyed, 1);
  lose_leases();
  Session load(Target{database_.uri()}, "load");
  load.begin();
  ASSERT_THAT(load.query(begin_sql(run_, claimed[0])), SizeIs(1));
  // The row is locked: a lease that is over changes nothing.
  for (const auto& file : files_.claim(FileStage::surveyed, 3)) EXPECT_NE(file.number, claimed[0].number);
  load.execute(digest_sql(run_, claimed[0], "t", 3, 0, 30, "00"));
  load.commit();
  EXPECT_TRUE(files_.is_done(claimed[0]));
  EXPECT_THAT(session_.query(begin_sql(run_, claimed[0])), IsEmpty());
  EXPECT_EQ(fleet_counts(session_, run_).done, 1U);
}

TEST_F(FleetFilesTest, WhatIsSetAsideCanBeTriedAgain) {
  const auto claimed = files_.claim(FileStage::listed, 1);
  ASSERT_TRUE(files_.set_aside(claimed[0], {AsideKind::misfit, "table 't': 'x'"}));
  const auto aside = aside_files(session_, run_);
  ASSERT_THAT(aside, SizeIs(1));
  EXPECT_EQ(aside[0].reason.text, "table 't': 'x'");
  retry_aside(session_, run_);
  EXPECT_EQ(fleet_counts(session_, run_).listed, 3U);
}

}  // namespace
}  // namespace lite2pg::test::files_pg_test
