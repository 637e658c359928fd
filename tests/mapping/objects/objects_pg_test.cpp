// What plans say is what a server takes.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "mapping/plan/plan.h"
#include "tests/mapping/loaded_database.h"
#include "tests/mapping/planned_database.h"
#include "tests/support/postgres_server.h"

namespace lite2pg {
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

}  // namespace
}  // namespace lite2pg
