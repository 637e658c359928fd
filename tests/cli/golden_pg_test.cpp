#include <gtest/gtest.h>

#include "tests/cli/golden.h"
#include "tests/support/postgres_server.h"

namespace lite2pg::test::golden_pg_test {
namespace {

class GoldenWithServer : public testing::TestWithParam<GoldenCase> {};

TEST_P(GoldenWithServer, SaysWhatItAlwaysSaid) {
  const TempDatabase database;
  check_golden(GetParam(), {{"TARGET", database.uri()}});
}

INSTANTIATE_TEST_SUITE_P(CommandLine, GoldenWithServer, testing::ValuesIn(golden_cases(true)),
                         [](const auto& golden) { return golden.param.name(); });
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(GoldenWithServer);

}  // namespace
}  // namespace lite2pg::test::golden_pg_test
