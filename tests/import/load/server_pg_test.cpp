#include <gtest/gtest.h>

#include "import/ledger/schema.h"
#include "import/ledger/writer.h"
#include "import/load/server.h"
#include "tests/support/postgres_server.h"

namespace lite2pg::test::server_pg_test {
namespace {

class LoadServerTest : public testing::Test {
 protected:
  void SetUp() override {
    Session session(Target{database_.uri()}, "test");
    ensure_ledger(session);
    RunRecord run;
    run.id = "r1";
    run.target_schema = "public";
    run.staging_schema = "stage";
    run.settings = "{}";
    Transaction transaction(session);
    record_run(session, run, "{}");
    transaction.commit();
  }

  TempDatabase database_;
  PostgresLoadServer server_{Target{database_.uri()}, "r1", {.settings = {{"work_mem", "7MB"}}}};
  StopFlag never_;
};

TEST_F(LoadServerTest, TransactionsBeginByTheRulesWithTheWorkersLock) {
  const auto connection = server_.connect(never_);
  connection->begin({});
  EXPECT_EQ(connection->query_value("SHOW work_mem"), "7MB");
  EXPECT_NE(connection->query_value("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"),
            "");
  connection->execute("ROLLBACK");
  EXPECT_NE(connection->query_value("SHOW work_mem"), "7MB") << "nothing outlives the transaction";
}

TEST_F(LoadServerTest, DoneIsWhatTheLedgerSays) {
  EXPECT_TRUE(server_.done().tables.empty());
  database_.psql(insert_table_sql("r1", {.table = "users", .slice = "1/2", .rows = 3}));
  database_.psql(insert_step_sql("r1", "index ix/1"));
  const DoneWork done = server_.done();
  EXPECT_TRUE(done.tables.contains({"users", "1/2"}));
  EXPECT_TRUE(done.steps.contains("index ix/1"));
}

TEST_F(LoadServerTest, AProcessThatWasLeftAtWorkIsEnded) {
  const auto connection = server_.connect(never_);
  connection->begin({});
  const int process = connection->server_process();
  const std::string lives = "SELECT count(*) FROM pg_stat_activity WHERE pid = " + std::to_string(process);
  ASSERT_EQ(database_.value(lives), "1");
  server_.end_process(process);
  EXPECT_EQ(database_.value(lives), "0");
  EXPECT_THROW(connection->execute("SELECT 1"), TargetError);
}

}  // namespace
}  // namespace lite2pg::test::server_pg_test
