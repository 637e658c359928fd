#include "import/load/worker_connection.h"

#include <gmock/gmock.h>

namespace lite2pg::worker_connection_test {
namespace {

using testing::Contains;
using testing::Pair;

TEST(LoadRules, AreThoseOfOneTransaction) {
  const TransactionRules rules = load_rules("odd\"name", 65536);
  EXPECT_EQ(rules.schema, "odd\"name");
  EXPECT_THAT(rules.settings, Contains(Pair("maintenance_work_mem", "65536")));
  EXPECT_THAT(rules.settings, Contains(Pair("synchronous_commit", "off")));
  EXPECT_THAT(rules.settings, Contains(Pair("statement_timeout", "0s")));
  EXPECT_THAT(load_rules("s", 65536, 30).settings, Contains(Pair("statement_timeout", "30s")));
}

TEST(MaintenanceMemory, FollowsTheLargestTableWithinBounds) {
  constexpr std::uint64_t mb = 1024;
  Plan plan;
  EXPECT_EQ(maintenance_memory_kb(plan, 2), 64 * mb);
  plan.tables.resize(2);
  plan.tables[1].rows = 2'000'000;
  EXPECT_EQ(maintenance_memory_kb(plan, 2), 125'000U);
  plan.tables[0].rows = 1'000'000'000;
  EXPECT_EQ(maintenance_memory_kb(plan, 2), 256 * mb);
  EXPECT_EQ(maintenance_memory_kb(plan, 8), 128 * mb) << "1 GB over all workers";
  EXPECT_EQ(maintenance_memory_kb(plan, 100), 64 * mb);
}

}  // namespace
}  // namespace lite2pg::worker_connection_test
