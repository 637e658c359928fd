// What plans say is what a server takes.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "mapping/ddl.h"
#include "mapping/plan.h"
#include "tests/mapping/planned_database.h"
#include "tests/support/postgres_server.h"

namespace lite2pg {
namespace {

using namespace test;

std::string all_statements(const Plan& plan) {
  std::string sql = "SET check_function_bodies = off;\n";
  for (const TablePlan& table : plan.tables) sql += create_table_sql(table, "") + ";\n";
  for (const Phase phase : {Phase::after_table, Phase::after_load, Phase::final_}) {
    for (const ObjectPlan& object : plan.objects) {
      if (object.phase != phase) continue;
      for (const std::string& statement : object.sql) sql += statement + ";\n";
    }
  }
  return sql;
}

TEST(ObjectsOnServer, TakesEveryStatementForTheCorpus) {
  const char* corpus = std::getenv("LITE2PG_CORPUS");
  if (corpus == nullptr) GTEST_SKIP() << "LITE2PG_CORPUS is not set";
  for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
    const std::string path = entry.path().string();
    if (path.ends_with(".tsv") || path.ends_with("-wal") || path.ends_with("-shm")) continue;
    SCOPED_TRACE(path);
    const Plan plan = plan_of_file(path);
    const TempDatabase database;
    EXPECT_NO_THROW(database.psql(all_statements(plan)));
    for (const ObjectPlan& o : plan.objects) {
      if (o.status == ObjectStatus::carried || o.kind == ObjectKind::trigger) continue;
      if (std::getenv("LITE2PG_SHOW") != nullptr)
        std::printf("%s %s.%s: %s\n", std::string(name_of(o.kind)).c_str(), o.table.c_str(), o.name.c_str(),
                    outcome(o).c_str());
    }
  }
}

}  // namespace
}  // namespace lite2pg
