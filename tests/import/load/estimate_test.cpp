#include "import/load/estimate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lite2pg::estimate_test {
namespace {

Plan plan_of_rows(std::uint64_t rows) {
  Plan plan;
  for (const char* name : {"orders", "items"}) {
    TablePlan& table = plan.tables.emplace_back();
    table.source = table.target = name;
    table.rows = rows;
    table.bytes = 100 * rows;
  }
  return plan;
}

TEST(Estimate, GrowsWithRowsAndShrinksWithJobs) {
  const double small = estimate_of(plan_of_rows(100'000), 1).seconds;
  const double large = estimate_of(plan_of_rows(10'000'000), 1).seconds;
  EXPECT_GT(large, 10 * small);
  EXPECT_LT(estimate_of(plan_of_rows(10'000'000), 4).seconds, 0.6 * large);
}

TEST(Estimate, NoJobsCountAsOne) {
  EXPECT_EQ(estimate_of(plan_of_rows(1000), 0).seconds, estimate_of(plan_of_rows(1000), 1).seconds);
}

TEST(Estimate, SaysTimeJobsAndDisk) {
  Estimate estimate;
  estimate.seconds = 12;
  estimate.disk = {30'000'000, 10'000'000};
  const std::string text = describe(estimate, 2);
  EXPECT_THAT(text, testing::HasSubstr("with 2 jobs, about "));
  EXPECT_THAT(text, testing::HasSubstr(" tables, "));
  EXPECT_THAT(text, testing::EndsWith(" indexes), WAL not counted"));
  EXPECT_THAT(describe(estimate, 1), testing::HasSubstr("with 1 job, "));
  EXPECT_EQ(estimate.bytes(), 40'000'000U);
}

}  // namespace
}  // namespace lite2pg::estimate_test
