// What plans say is what a server takes.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "mapping/plan/plan.h"
#include "tests/mapping/loaded_database.h"
#include "tests/mapping/planned_database.h"
#include "tests/support/postgres_server.h"

namespace lite2pg::objects_pg_test {
namespace {

using namespace test;

TEST(ObjectsOnServer, TakesEveryStatementForTheCorpus) {
  const char* corpus = std::getenv("LITE2PG_CORPUS");
  if (corpus == nullptr) GTEST_SKIP() << "LITE2PG_CORPUS is not set";
  for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
    const std::string path = entry.path().string();
    if (path.ends_with(".tsv") || path.ends_with("-wal") || path.ends_with("-shm")) continue;
    SCOPED_TRACE(path);
    const Plan plan = plan_of_file(path);
    const TempDatabase database;
    EXPECT_NO_THROW(database.psql(load_statements(plan, "")));
    for (const ObjectPlan& o : plan.objects) {
      if (o.status == ObjectStatus::carried || o.kind == ObjectKind::trigger) continue;
      if (std::getenv("LITE2PG_SHOW") != nullptr)
        std::printf("%s %s.%s: %s\n", std::string(name_of(o.kind)).c_str(), o.table.c_str(), o.name.c_str(),
                    outcome(o).c_str());
    }
  }
}

/// pg_index keeps the tree of an index's expressions in one row of a page.
TEST(ObjectsOnServer, TakesAnIndexOfAsMuchAsIsCarried) {
  std::string terms = "a", script;
  int carried = 0, refused = 0;
  for (int n = 1; n <= 40; ++n) {
    const std::string column(1, static_cast<char>('a' + n % 5));
    terms += " + abs(" + column + ") * " + std::to_string(n * 7919);
    script += "CREATE INDEX x" + std::to_string(n) + " ON t (" + terms + ");";
  }
  const Plan plan = plan_of_script("CREATE TABLE t (a DECIMAL, b DECIMAL, c REAL, d INT, e DECIMAL);" + script);
  for (const ObjectPlan& o : plan.objects) {
    const bool is_carried = o.status != ObjectStatus::not_carried;
    (is_carried ? carried : refused) += 1;
    EXPECT_TRUE(is_carried || o.reason.find("8 kB") != std::string::npos) << o.reason;
  }
  EXPECT_GT(carried, 0);
  EXPECT_GT(refused, 0);
  const TempDatabase database;
  EXPECT_NO_THROW(database.psql(load_statements(plan, "")));
}

}  // namespace
}  // namespace lite2pg::objects_pg_test
