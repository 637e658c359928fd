#include "import/load/worker_connection.h"

#include <gmock/gmock.h>

namespace lite2pg::worker_connection_test {
namespace {

using testing::Contains;
using testing::Pair;

TEST(LoadRules, AreThoseOfOneTransaction) {
  const TransactionRules rules = load_rules("odd\"name");
  EXPECT_EQ(rules.schema, "odd\"name");
  EXPECT_THAT(rules.settings, Contains(Pair("maintenance_work_mem", "64MB")));
  EXPECT_THAT(rules.settings, Contains(Pair("jit", "off")));
  EXPECT_THAT(rules.settings, Contains(Pair("synchronous_commit", "off")));
  EXPECT_THAT(rules.settings, Contains(Pair("statement_timeout", "0s")));
  EXPECT_THAT(load_rules("s", 30).settings, Contains(Pair("statement_timeout", "30s")));
}

}  // namespace
}  // namespace lite2pg::worker_connection_test
