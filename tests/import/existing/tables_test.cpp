#include "import/existing/tables.h"

#include "tests/import/load/load_fixture.h"

namespace lite2pg::test::tables_test {
namespace {

class ExistingTablesTest : public LoadFixture {
 protected:
  void SetUp() override {
    LoadFixture::SetUp();
    for (const char* name : {"users", "orders"}) source_.add_table(name, 3);
    plan_ = source_.plan();
  }
  static Session& nobody() { throw std::logic_error("nobody is asked"); }

  const LoadContext context_{.server = server_, .source = source_, .plan = plan_, .run = run_, .progress = progress_};
  StopFlag never_;
  std::unique_ptr<BulkConnection> connection_ = server_.connect(never_);
  ExistingTables tables_{context_, "app", *connection_, never_};
};

TEST_F(ExistingTablesTest, LocksAllOfThemInTheOrderOfTheirNames) {
  tables_.begin(nobody);
  connection_->execute("COMMIT");
  EXPECT_EQ(committed("LOCK TABLE \"app\".\"orders\", \"app\".\"users\" IN ACCESS EXCLUSIVE MODE"), 1);
}

TEST_F(ExistingTablesTest, EmptiesAndLoadsWithinTheTransaction) {
  tables_.begin(nobody);
  tables_.truncate();
  EXPECT_EQ(tables_.copy(0, true).rows, 3U);
  EXPECT_EQ(tables_.copy(1, false).rows, 3U);
  EXPECT_EQ(committed("TRUNCATE"), 0);
  connection_->execute("COMMIT");
  EXPECT_EQ(committed("TRUNCATE \"app\".\"orders\", \"app\".\"users\""), 1);
  ASSERT_EQ(server_.copied.size(), 2U);
}

TEST_F(ExistingTablesTest, APlanWithoutTablesLocksNothing) {
  plan_.tables.clear();
  tables_.begin(nobody);
  tables_.truncate();
  connection_->execute("COMMIT");
  EXPECT_EQ(committed("TABLE"), 0);
}

TEST_F(ExistingTablesTest, AStallNamesWhatWasAtWork) {
  server_.faults = {{"TRUNCATE", ""}};
  tables_.begin(nobody);
  EXPECT_THROW(tables_.truncate(), TargetError);
}

}  // namespace
}  // namespace lite2pg::test::tables_test
