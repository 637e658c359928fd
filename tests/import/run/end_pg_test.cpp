#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "import/ledger/schema.h"
#include "import/ledger/writer.h"
#include "import/run/end.h"
#include "tests/support/postgres_server.h"

namespace lite2pg::test::end_pg_test {
namespace {

using testing::HasSubstr;

class EndEarlyTest : public testing::Test {
 protected:
  void SetUp() override {
    run_.id = "r1";
    run_.target_schema = "app";
    run_.staging_schema = staging_schema_of("r1");
    run_.settings = "{}";
    Session& session = leading_.connect();
    ensure_ledger(session);
    Transaction transaction(session);
    record_run(session, run_, "{}");
    transaction.commit();
    database_.psql("CREATE SCHEMA " + run_.staging_schema + "; CREATE TABLE " + run_.staging_schema + ".t ()");
  }
  [[nodiscard]] bool staging_stands() const {
    return database_.value("SELECT count(*) FROM pg_namespace WHERE nspname = '" + run_.staging_schema + "'") == "1";
  }
  [[nodiscard]] std::string of_run(const std::string& column) const {
    return database_.value("SELECT " + column + " FROM lite2pg.run WHERE id = 'r1'");
  }

  TempDatabase database_;
  LeadingSession leading_{Target{database_.uri()}, 2, [](Session&) {}};
  RunRecord run_;
};

TEST_F(EndEarlyTest, WhatIsRefusedLeavesNothing) {
  const Error end = end_early(leading_, run_, TargetError("a value does not fit", "22001", "widen it"));
  EXPECT_EQ(end.code(), ExitCode::refused);
  EXPECT_EQ(end.hint(), "widen it");
  EXPECT_FALSE(staging_stands());
  EXPECT_EQ(of_run("state"), "failed");
  EXPECT_EQ(of_run("message"), "a value does not fit");
}

TEST_F(EndEarlyTest, WhatStoppedCanBeGoneOnWith) {
  const Error end = end_early(leading_, run_, TargetError("connection lost", "08006", "look at the network"));
  EXPECT_EQ(end.code(), ExitCode::partial);
  EXPECT_THAT(end.hint(), HasSubstr("look at the network; --resume --run r1"));
  EXPECT_TRUE(staging_stands());
  EXPECT_EQ(of_run("state"), "loading");
  EXPECT_EQ(of_run("message"), "connection lost");
}

TEST_F(EndEarlyTest, AnotherWayIsNotPartial) {
  EXPECT_EQ(end_early(leading_, run_, TargetError::pooler("transaction mode")).code(), ExitCode::target);
}

}  // namespace
}  // namespace lite2pg::test::end_pg_test
