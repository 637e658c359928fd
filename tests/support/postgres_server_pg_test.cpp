#include <gmock/gmock.h>

#include <filesystem>

#include "tests/support/postgres_server.h"

namespace lite2pg::test::postgres_server_pg_test {
namespace {

using testing::ElementsAre;

TEST(TempDatabase, AnswersQueriesAndDropsItself) {
  std::string name;
  {
    const TempDatabase database;
    name = database.name();
    const Rows rows = database.psql("CREATE TABLE t(a int, b text); INSERT INTO t VALUES (1, NULL); SELECT * FROM t");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_THAT(rows[0], ElementsAre("1", std::nullopt));
    EXPECT_EQ(psql(database.tcp_uri(), "SELECT current_database()")[0][0], name);
  }
  EXPECT_TRUE(psql(shared_server_uri(), "SELECT 1 FROM pg_database WHERE datname = '" + name + "'").empty());
}

TEST(TempDatabase, EndsSessionsOfItsOwnAlone) {
  const TempDatabase mine, anothers;
  ServerSession ends(mine.uri()), lives(anothers.uri());
  for (ServerSession* session : {&ends, &lives}) session->run("SET application_name = 'alike'");
  mine.end_sessions("application_name = 'alike'");
  EXPECT_THROW(ends.run("SELECT 1"), std::runtime_error);
  EXPECT_EQ(lives.run("SELECT 1").size(), 1U);
}

TEST(TempDatabase, PassesOnTheServersMessage) {
  const TempDatabase database;
  EXPECT_THROW(
      {
        try {
          database.psql("SELECT * FROM nowhere");
        } catch (const std::runtime_error& e) {
          EXPECT_THAT(e.what(), testing::HasSubstr("nowhere"));
          throw;
        }
      },
      std::runtime_error);
}

TEST(PostgresServer, KeepsCommittedDataOverAKill) {
  PostgresServer server({"log_statement=all", "fsync=on", "full_page_writes=on"});
  const TempDatabase database(server);
  database.psql("CREATE TABLE t AS SELECT 42 AS a");
  server.kill();
  EXPECT_THROW(database.psql("SELECT 1"), std::runtime_error);
  server.start();
  EXPECT_EQ(database.value("SELECT a FROM t"), "42");
  server.stop();
  server.start();
  EXPECT_EQ(database.value("SHOW log_statement"), "all");
}

TEST(PostgresServer, LeavesNothingBehind) {
  std::string folder;
  {
    const PostgresServer server;
    folder = server.place().folder;
    EXPECT_TRUE(std::filesystem::exists(folder));
  }
  EXPECT_FALSE(std::filesystem::exists(folder));
}

}  // namespace
}  // namespace lite2pg::test::postgres_server_pg_test
