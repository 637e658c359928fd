// What a worker does when the server lets it down: over a server in memory.
#include "import/load/worker.h"

#include "tests/import/load/load_fixture.h"

namespace lite2pg::test::worker_test {
namespace {

class WorkerTest : public LoadFixture {
 protected:
  void SetUp() override {
    LoadFixture::SetUp();
    source_.add_table("users", 100);
  }
};

TEST_F(WorkerTest, LoadsARowOfTheLedgerWithTheRows) {
  EXPECT_TRUE(load().refusals.empty());
  EXPECT_EQ(committed("INSERT INTO lite2pg.run_table"), 1);
  EXPECT_EQ(committed("analyze users"), 1);
  ASSERT_EQ(server_.copied.size(), 1U);
}

TEST_F(WorkerTest, ALostConnectionIsMadeAgainAndTheFormerSessionEnded) {
  server_.faults = {{"end of COPY", ""}};
  load();
  EXPECT_EQ(committed("INSERT INTO lite2pg.run_table"), 1);
  EXPECT_THAT(server_.ended, testing::ElementsAre(1000));
}

TEST_F(WorkerTest, ACommitWhoseAnswerWasLostIsNotDoneAgain) {
  server_.faults = {{"INSERT INTO lite2pg.run_table", "", true}};
  load();
  EXPECT_EQ(committed("INSERT INTO lite2pg.run_table"), 1);
}

TEST_F(WorkerTest, TheHookHearsOfATableWhoseAnswerWasLost) {
  hook("after-table", note_call());
  server_.faults = {{"INSERT INTO lite2pg.run_table", "", true}};
  load();
  EXPECT_EQ(calls(), "users 100 100\n");
}

TEST_F(WorkerTest, ErrorsThatDoNotPassAreNotTriedAgain) {
  server_.faults = {{"COPY", "53100"}};
  EXPECT_THROW(load(), TargetError);
  EXPECT_EQ(server_.connections, 1);
}

TEST_F(WorkerTest, GivesUpAfterTheLastRetry) {
  server_.faults = {{"COPY", ""}, {"COPY", ""}, {"COPY", ""}};
  EXPECT_THROW(load({}, 1), TargetError);
  EXPECT_EQ(server_.faults.size(), 1U);
}

TEST_F(WorkerTest, WhatTheServerRefusesIsReportedAndNothingThatNeedsIt) {
  server_.faults = {{"COPY", "22001"}};
  const LoadResult result = load();
  ASSERT_EQ(result.refusals.size(), 1U);
  EXPECT_EQ(result.refusals[0].table, "users");
  EXPECT_EQ(committed("analyze"), 0);
}

TEST_F(WorkerTest, WorkThatACrashOfTheServerUndidIsDoneAgain) {
  bool crashed = false;
  server_.before_done = [&] {
    // The second look at the ledger, after the lost connection: nothing that was answered is there any more.
    if (!std::exchange(crashed, !server_.committed.empty()) && !server_.committed.empty()) server_.committed.clear();
  };
  server_.faults = {{"ANALYZE", ""}};
  load();
  EXPECT_EQ(committed("INSERT INTO lite2pg.run_table"), 1);
  EXPECT_EQ(committed("analyze users"), 1);
}

TEST_F(WorkerTest, AVetoIsRecordedAndStopsTheLoad) {
  hook("after-table", "exit 3");
  try {
    load();
    FAIL() << "no veto";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ExitCode::partial);
    EXPECT_THAT(e.what(), testing::HasSubstr("after-table ended with 3"));
  }
  EXPECT_EQ(committed("'veto after-table users'"), 1);
}

TEST_F(WorkerTest, AResumedLoadAsksAboutTheTableThatWasVetoed) {
  hook("after-table", "exit 3");
  EXPECT_THROW(load(), Error);
  EXPECT_THROW(load(), Error) << "the table is loaded, but the hook does not let it pass";
  hook("after-table", note_call());
  load();
  EXPECT_EQ(calls(), "users 100 100\n");
  EXPECT_EQ(committed("INSERT INTO lite2pg.run_table"), 1);
  load();
  EXPECT_EQ(calls(), "users 100 100\n") << "asked once";
}

TEST_F(WorkerTest, CountsOfASlicedTableAreTheTablesAfterAResumeToo) {
  hook("after-table", note_call());
  server_.faults = {{"'2/2'", "53100"}};
  EXPECT_THROW(load({{"users", 2}}), TargetError);
  EXPECT_EQ(calls(), "");
  load({{"users", 2}});
  EXPECT_EQ(calls(), "users 100 100\n");
}

}  // namespace
}  // namespace lite2pg::test::worker_test
