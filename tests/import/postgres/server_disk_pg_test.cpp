#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "import/postgres/server_disk.h"
#include "tests/support/postgres_server.h"

namespace lite2pg::test::server_disk_pg_test {
namespace {

TEST(ServerDisk, OfAServerOnThisMachineIsKnown) {
  const TempDatabase database;
  Session session(Target{database.uri()}, "test");
  const auto disk = server_disk(session);
  if (!disk) GTEST_SKIP() << "the server's folders are closed to this user";
  EXPECT_EQ(disk->folder, database.value("SHOW data_directory"));
  EXPECT_GT(disk->free, 0U);
}

TEST(ServerDisk, IsNotTheRolesToKnow) {
  const TempDatabase database;
  const std::string role = "disk_" + database.name();
  database.psql("CREATE ROLE " + role);
  {
    Session session(Target{database.uri() + "&options=-crole%3D" + role}, "test");
    EXPECT_FALSE(server_disk(session));
  }
  database.psql("DROP ROLE " + role);
}

}  // namespace
}  // namespace lite2pg::test::server_disk_pg_test
