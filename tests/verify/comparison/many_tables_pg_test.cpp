// Thousands of tables do not fill the server's lock table.
#include <SQLiteCpp/Database.h>
#include <gtest/gtest.h>

#include "tests/support/postgres_server.h"
#include "tests/support/temp_dir.h"
#include "verify/comparison/phases.h"

namespace lite2pg::many_tables_pg_test {
namespace {

TEST(ManyTables, NeedFewLocksAtATime) {
  constexpr int tables = 1500, batch = 50;
  // Room for about a thousand locks.
  const test::PostgresServer server({"max_connections=40", "max_locks_per_transaction=16"});
  const test::TempDatabase target(server);
  const test::TempDir dir;
  SQLite::Database source(dir / "many.db", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  source.exec("BEGIN");
  for (int first = 0; first < tables; first += batch) {
    std::string sql;
    for (int i = first; i < first + batch; ++i) {
      const std::string make = "CREATE TABLE t" + std::to_string(i) + " (id INTEGER PRIMARY KEY);";
      source.exec(make);
      sql += make;
    }
    target.psql(sql);
  }
  source.exec("COMMIT");
  VerifyOptions options;
  options.source = dir / "many.db";
  options.target = target.uri();
  options.common.jobs = 2;
  Progress progress(std::make_shared<Console>(), ProgressMode::never);
  const VerifyResult result = verify(options, progress);
  EXPECT_EQ(result.tables.size(), std::size_t{tables});
  EXPECT_TRUE(result.is_equal(FailOn::drift));
}

}  // namespace
}  // namespace lite2pg::many_tables_pg_test
