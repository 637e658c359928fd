// Reading runs ahead of writing, but not away from it.
#include <gtest/gtest.h>

#include <thread>

#include "sync/back/back_plan.h"
#include "sync/back/row_stream.h"
#include "tests/verify/migrated_database.h"

namespace lite2pg::row_stream_pg_test {
namespace {

constexpr std::size_t tables = 40, rows = 600;

std::string many_middling_tables() {
  std::string sql;
  for (std::size_t i = 0; i < tables; ++i) {
    const std::string name = "t" + std::to_string(i);
    sql += "CREATE TABLE " + name + " (id INTEGER PRIMARY KEY, t TEXT);" +
           "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(rows) +
           ") INSERT INTO " + name + " SELECT i, printf('%.*c', 1000, 'x') FROM n;";
  }
  return sql;
}

TEST(RowStreams, HoldLittleHoweverManyTablesAreRead) {
  test::MigratedDatabase database(many_middling_tables());
  database.import();
  BackSettings settings;
  settings.target = database.target().uri();
  Session session(Target{settings.target}, "test", Access::read_only);
  Progress progress(std::make_shared<Console>(), ProgressMode::never);
  BackPlan plan;
  make_back_plan(settings, session, progress, plan);
  TargetSnapshot snapshot(Target{settings.target});
  snapshot.lock(plan.chosen.catalog.schema, {});
  RowStreams streams(plan.tables, snapshot, plan.chosen.catalog.schema);

  std::size_t most = 0, read = 0;
  constexpr std::size_t readers = 3, full = 8U << 20, slack = 4U << 20;
  run_workers(readers + 1, [&](std::size_t index, const StopFlag& stop) {
    if (index > 0) return streams.read(stop);
    while (streams.held() < full) std::this_thread::yield();
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(300);
    while (std::chrono::steady_clock::now() < until) most = std::max(most, streams.held());
    for (std::size_t i = 0; i < plan.tables.size(); ++i) {
      for (RowBlock block; streams.pop(i, block, stop);) {
        read += block.rows;
        most = std::max(most, streams.held());
      }
    }
  });
  EXPECT_EQ(read, tables * rows);
  EXPECT_LT(most, full + slack) << "of 24 MB";
  EXPECT_EQ(streams.held(), 0U);
}

}  // namespace
}  // namespace lite2pg::row_stream_pg_test
