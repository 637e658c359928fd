#include "import/run/strategy.h"

#include <gtest/gtest.h>

namespace lite2pg::strategy_test {
namespace {

TEST(RateLimitOption, IsAskedForInMegabytes) {
  ImportOptions options;
  EXPECT_EQ(rate_limit(options), nullptr);
  options.max_rate = 5;
  EXPECT_NE(rate_limit(options), nullptr);
}

TEST(PlanFacts, CountTablesAndRows) {
  Plan plan;
  plan.tables.resize(2);
  plan.tables[0].rows = 3;
  plan.tables[1].rows = 4;
  EXPECT_EQ(plan_facts(plan), (HookFacts{{"tables", std::uint64_t{2}}, {"rows", std::uint64_t{7}}}));
}

}  // namespace
}  // namespace lite2pg::strategy_test
