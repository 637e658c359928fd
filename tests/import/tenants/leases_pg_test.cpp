#include <gmock/gmock.h>

#include <chrono>
#include <thread>

#include "import/ledger/schema.h"
#include "import/ledger/writer.h"
#include "import/tenants/files.h"
#include "import/tenants/leases.h"
#include "tests/support/postgres_server.h"

namespace lite2pg::test::leases_pg_test {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class LeasesTest : public testing::Test {
 protected:
  void SetUp() override {
    ensure_ledger(session_);
    ensure_fleet_tables(session_);
    for (const std::string& id : {run_, std::string("r2")}) {
      RunRecord run;
      run.id = id;
      run.settings = "{}";
      record_run(session_, run, "{}");
      record_files(session_, id, {{"/" + id + "a.db", "a"}, {"/b.db", "b"}, {"/c.db", "c"}});
    }
  }
  void lose_leases(const std::string& where = "true") const {
    (void)database_.psql("UPDATE lite2pg.fleet_file SET lease_until = now() - interval '1 s' WHERE " + where);
  }
  /// "1 2": the files of the run whose leases hold.
  [[nodiscard]] std::string held(const std::string& run = "r1") const {
    return database_.value(
        "SELECT coalesce(string_agg(file::text, ' ' ORDER BY file), '') FROM lite2pg.fleet_file WHERE "
        "lease_until > now() AND run = '" +
        run + "'");
  }
  /// "listed: surveyed: ...": states and tokens of the run's files.
  [[nodiscard]] std::string states() const {
    return database_.value(
        "SELECT string_agg(state || CASE token WHEN '' THEN '' ELSE ' held' END, ', ' ORDER BY file) FROM "
        "lite2pg.fleet_file WHERE run = 'r1'");
  }

  TempDatabase database_;
  std::string run_ = "r1", mine_ = new_holder(), other_ = new_holder();
  Session session_{Target{database_.uri()}, "test"};
  FleetFiles my_files_{session_, run_, "here", mine_}, other_files_{session_, run_, "there", other_};
};

TEST_F(LeasesTest, HoldersAreToldApart) {
  EXPECT_NE(mine_, other_);
  EXPECT_EQ(mine_.size(), 17U);
  EXPECT_TRUE(mine_.ends_with('-')) << "no holder is the beginning of another";
}

TEST_F(LeasesTest, OnlyTheHoldersOwnAreRenewed) {
  ASSERT_THAT(my_files_.claim(FileStage::listed, 2), SizeIs(2));
  ASSERT_THAT(other_files_.claim(FileStage::listed, 1), SizeIs(1));
  FleetFiles of_other_run(session_, "r2", "here", mine_);
  ASSERT_THAT(of_other_run.claim(FileStage::listed, 1), SizeIs(1));
  lose_leases();
  renew_leases(session_, run_, mine_);
  EXPECT_EQ(held(), "1 2");
  EXPECT_EQ(held("r2"), "");
  EXPECT_EQ(database_.value("SELECT count(*) FROM lite2pg.fleet_file WHERE lease_until > now() + interval '20 s'"),
            "0");
  EXPECT_EQ(database_.value("SELECT count(*) FROM lite2pg.fleet_file WHERE lease_until > now() + interval '10 s'"),
            "2");
}

TEST_F(LeasesTest, WhatIsDoneHasNoLeaseToRenew) {
  const auto claimed = my_files_.claim(FileStage::listed, 2);
  ASSERT_TRUE(my_files_.surveyed(claimed[0], {}));
  lose_leases();
  renew_leases(session_, run_, mine_);
  EXPECT_EQ(held(), "2");
}

TEST_F(LeasesTest, RenewingWaitsForNoLoad) {
  for (const auto& file : my_files_.claim(FileStage::listed, 3)) ASSERT_TRUE(my_files_.surveyed(file, {}));
  const auto claimed = my_files_.claim(FileStage::surveyed, 3);
  Session load(Target{database_.uri()}, "load"), keeper(Target{database_.uri()}, "keeper");
  load.begin();
  ASSERT_THAT(load.query(begin_sql(run_, claimed[0])), SizeIs(1));
  lose_leases("run = 'r1' AND file <> " + std::to_string(claimed[0].number));
  renew_leases(keeper, run_, mine_);
  EXPECT_THAT(other_files_.claim(FileStage::surveyed, 3), IsEmpty());
  load.commit();
}

TEST_F(LeasesTest, WhatIsGivenBackIsFreeInTheStateThatItCameFrom) {
  for (const auto& file : my_files_.claim(FileStage::listed, 2)) ASSERT_TRUE(my_files_.surveyed(file, {}));
  const auto loading = my_files_.claim(FileStage::surveyed, 1);
  const auto surveying = my_files_.claim(FileStage::listed, 1);
  ASSERT_EQ(states(), "loading held, surveyed, surveying held");
  release_claims(session_, run_, other_);
  ASSERT_EQ(states(), "loading held, surveyed, surveying held");
  release_claims(session_, run_, mine_);
  EXPECT_EQ(states(), "surveyed, surveyed, listed");
  EXPECT_EQ(held(), "");
  EXPECT_FALSE(my_files_.surveyed(surveying[0], {})) << "the claim is lost";
  EXPECT_THAT(other_files_.claim(FileStage::surveyed, 3), SizeIs(2));
}

TEST_F(LeasesTest, WhatWasDoneStaysWhenTheRestIsGivenBack) {
  const auto claimed = my_files_.claim(FileStage::listed, 2);
  ASSERT_TRUE(my_files_.surveyed(claimed[0], {}));
  release_claims(session_, run_, mine_);
  EXPECT_EQ(states(), "surveyed, listed, listed");
}

TEST_F(LeasesTest, AKeeperRenewsThemAndEndsAtOnce) {
  ASSERT_THAT(my_files_.claim(FileStage::listed, 2), SizeIs(2));
  lose_leases();
  using Clock = std::chrono::steady_clock;
  Clock::time_point ended;
  {
    const LeaseKeeper keeper(Target{database_.uri()}, run_, mine_);
    const auto patience = Clock::now() + std::chrono::seconds(15);  // It looks every five.
    while (held() != "1 2" && Clock::now() < patience) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_EQ(held(), "1 2");
    ended = Clock::now();
  }
  EXPECT_LT(Clock::now() - ended, std::chrono::seconds(2));
}

}  // namespace
}  // namespace lite2pg::test::leases_pg_test
