// The load as a whole: which work there is, in which order it begins, and what is left when it was done before. Over a
// server in memory.
#include "import/load/run.h"

#include "import/load/window.h"
#include "tests/import/load/load_fixture.h"

namespace lite2pg::test::run_test {
namespace {

class LoadRunTest : public LoadFixture {};

TEST_F(LoadRunTest, LargeTablesAreCutWhereThereAreWorkers) {
  Plan plan;
  for (const char* name : {"small", "large"}) plan.tables.emplace_back().target = name;
  plan.tables[0].rows = 10;
  plan.tables[1].rows = 50'000'000;
  plan.tables[1].bytes = 5'000'000'000;
  EXPECT_TRUE(choose_slices(plan, 1).empty());
  const SliceCounts counts = choose_slices(plan, 4);
  EXPECT_FALSE(counts.contains("small"));
  ASSERT_TRUE(counts.contains("large"));
  EXPECT_GT(counts.at("large"), 1U);
}

TEST_F(LoadRunTest, EverySliceIsAJobAndTogetherTheyHoldAllRows) {
  source_.add_table("users", 100);
  const WorkList list = work_of(source_.plan(), source_, {{"users", 4}});
  std::set<std::string> labels;
  for (const Job& job : list.jobs) {
    if (const auto* load = std::get_if<LoadJob>(&job)) labels.insert(load->label);
  }
  EXPECT_THAT(labels, testing::ElementsAre("1/4", "2/4", "3/4", "4/4"));
  load({{"users", 4}});
  EXPECT_EQ(committed("INSERT INTO lite2pg.run_table"), 4);
  EXPECT_EQ(server_.copied.size(), 1U);
}

TEST_F(LoadRunTest, WhatTheLedgerHasIsNotLoadedAgain) {
  source_.add_table("users", 100);
  source_.add_table("orders", 100);
  load();
  const auto before = server_.committed;
  load();
  EXPECT_EQ(server_.committed, before);
}

TEST_F(LoadRunTest, ATableWithoutRowsIsLoadedToo) {
  source_.add_table("users", 0);
  EXPECT_TRUE(load().refusals.empty());
  EXPECT_EQ(committed("INSERT INTO lite2pg.run_table"), 1);
}

TEST_F(LoadRunTest, AWindowThatIsOverEndsTheLoadBetweenTables) {
  source_.add_table("users", 100);
  plan_ = source_.plan();
  plan_.tables[0].rows = 1'000'000'000;  // more than the window has room for
  const Window window(0.5);
  const LoadContext context{
      .server = server_, .source = source_, .plan = plan_, .run = run_, .progress = progress_, .window = &window};
  try {
    (void)run_load(context, {}, server_.done());
    FAIL() << "it was loaded";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ExitCode::partial);
    EXPECT_THAT(e.what(), testing::HasSubstr("window"));
  }
  EXPECT_EQ(committed("INSERT INTO lite2pg.run_table"), 0);
}

TEST_F(LoadRunTest, TheFirstErrorOfAnyWorkerIsTheLoads) {
  source_.add_table("users", 100);
  source_.add_table("orders", 100);
  server_.faults = {{"COPY", "53100"}};
  EXPECT_THROW(load(), TargetError);
}

}  // namespace
}  // namespace lite2pg::test::run_test
