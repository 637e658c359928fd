#include <gmock/gmock.h>

#include "import/postgres/server_advice.h"
#include "tests/support/postgres_server.h"

namespace lite2pg::server_advice_pg_test {
namespace {

TEST(ServerFacts, AreTheServersOwn) {
  const test::TempDatabase database;
  Session session(Target{database.uri()}, "test");
  const ServerFacts before = server_facts(session);
  EXPECT_EQ(before.wal_level, database.value("SHOW wal_level"));
  EXPECT_EQ(before.fsync, database.value("SHOW fsync"));
  EXPECT_EQ(std::to_string(before.shared_buffers),
            database.value("SELECT setting::bigint * 8192 FROM pg_settings WHERE name = 'shared_buffers'"));
  EXPECT_EQ(std::to_string(before.max_wal_size),
            database.value("SELECT setting::bigint * 1048576 FROM pg_settings WHERE name = 'max_wal_size'"));
  ASSERT_TRUE(before.checkpoints_requested.has_value());
  database.psql("CREATE TABLE t AS SELECT repeat('x', 1000) FROM generate_series(1, 1000)");
  const ServerCost cost = cost_between(before, server_facts(session));
  ASSERT_TRUE(cost.wal_bytes.has_value());
  EXPECT_GT(*cost.wal_bytes, 500'000U);
}

TEST(ServerFacts, OfARoleWithoutAnyRightAreThoseItMaySee) {
  const test::TempDatabase database;
  const std::string role = test::unique_name("nobody");
  database.psql("CREATE ROLE " + role);
  Session session(Target{database.uri()}, "test");
  session.execute("SET ROLE " + role);
  EXPECT_EQ(server_facts(session).fsync, database.value("SHOW fsync"));
  session.execute("RESET ROLE");
  database.psql("DROP ROLE " + role);
}

}  // namespace
}  // namespace lite2pg::server_advice_pg_test
