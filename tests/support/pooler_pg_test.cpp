#include <gtest/gtest.h>

#include "tests/support/pooler.h"
#include "tests/support/postgres_server.h"

namespace lite2pg::test::pooler_support_pg_test {
namespace {

TEST(PoolerOfTests, IsGoneWithItsObject) {
  if (!has_pooler()) GTEST_SKIP() << "pgbouncer is not installed (scripts/bootstrap)";
  const TempDatabase database;
  std::string uri;
  {
    const Pooler pooler(database.uri(), "session", 2);
    uri = pooler.uri(database.name());
    EXPECT_EQ(psql(uri, "SELECT 7")[0][0], "7");
  }
  EXPECT_THROW((void)psql(uri, "SELECT 7"), std::runtime_error);
}

}  // namespace
}  // namespace lite2pg::test::pooler_support_pg_test
