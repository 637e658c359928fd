#include "import/run/source_plan.h"

#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/error.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::test::source_plan_test {
namespace {

class SourcePlanTest : public testing::Test {
 protected:
  void SetUp() override {
    SQLite::Database db(dir_ / "a.db", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    db.exec(
        "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE pets (id INTEGER PRIMARY KEY, owner INT "
        "REFERENCES people); INSERT INTO people VALUES (1, 'Ann'); INSERT INTO pets VALUES (1, 1), (2, 7)");
  }
  Plan plan(const ImportOptions& options) {
    ImportSource source(dir_ / "a.db", options.common);
    return source.make_plan(options, progress_);
  }

  TempDir dir_;
  Progress progress_{std::make_shared<Console>(), ProgressMode::never};
  ImportOptions options_;
};

TEST_F(SourcePlanTest, PlansWhatStandsInTheFile) {
  const Plan plan = this->plan(options_);
  ASSERT_EQ(plan.tables.size(), 2U);
  EXPECT_EQ(plan.tables[0].rows, 1U);
  EXPECT_FALSE(plan.source_fingerprint.empty());
}

TEST_F(SourcePlanTest, TheSameOptionsMakeTheSamePlanAgain) {
  const Plan first = plan(options_);
  EXPECT_EQ(hash_of(planned_again(first, options_)), hash_of(first));
}

TEST_F(SourcePlanTest, RowsWithoutTheirParentAreFound) {
  ImportSource source(dir_ / "a.db", options_.common);
  const auto orphans = source.orphans(source.make_plan(options_, progress_));
  ASSERT_EQ(orphans.size(), 1U);
  EXPECT_EQ(orphans[0].count, 1U);
}

TEST_F(SourcePlanTest, AFileThatIsNotThereIsAnErrorOfTheSource) {
  try {
    const ImportSource source(dir_ / "none.db", options_.common);
    ADD_FAILURE() << "it was opened";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ExitCode::source);
  }
}

}  // namespace
}  // namespace lite2pg::test::source_plan_test
