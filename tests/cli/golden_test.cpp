#include "tests/cli/golden.h"

#include <gtest/gtest.h>

namespace lite2pg::test::golden_test {
namespace {

class Golden : public testing::TestWithParam<GoldenCase> {};

TEST_P(Golden, SaysWhatItAlwaysSaid) { check_golden(GetParam(), {}); }

INSTANTIATE_TEST_SUITE_P(CommandLine, Golden, testing::ValuesIn(golden_cases(false)),
                         [](const auto& golden) { return golden.param.name(); });
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Golden);

TEST(Masked, HidesWhatChangesFromRunToRun) {
  EXPECT_EQ(masked("run 20261121T101500Z-3f9a took 1.25 s in /tmp/x/y at 12.5 MB/s", "/tmp/x"),
            "run <RUN> took <DURATION> in <FOLDER>/y at <RATE>\n(no newline at the end)\n");
  EXPECT_EQ(masked("3 rows\n", "/tmp/x"), "3 rows\n");
}

}  // namespace
}  // namespace lite2pg::test::golden_test
