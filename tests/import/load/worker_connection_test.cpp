#include "import/load/worker_connection.h"

#include <gmock/gmock.h>

namespace lite2pg {
namespace {

using testing::HasSubstr;

TEST(WorkerSettings, QuoteTheSchemaAndSetTheSessionOnly) {
  const std::string sql = worker_settings_sql("odd\"name", 65536);
  EXPECT_THAT(sql, HasSubstr("search_path = \"odd\"\"name\";"));
  EXPECT_THAT(sql, HasSubstr("maintenance_work_mem = 65536"));
  EXPECT_THAT(sql, HasSubstr("default_toast_compression"));
  EXPECT_THAT(sql, HasSubstr("synchronous_commit = off"));
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
}  // namespace lite2pg
