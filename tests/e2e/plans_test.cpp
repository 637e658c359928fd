// Plans as the programs make them: the same whatever the number of threads, and exact where nothing misfits.
#include <gmock/gmock.h>

#include "tests/e2e/tools.h"

namespace lite2pg::test::plans_test {
namespace {

/// The plan that lite2pg-import writes for a file; "" when it does not write one.
std::string plan_of(const std::string& source, const TempDir& dir, const std::vector<std::string>& options,
                    int exit_code) {
  const std::string path = dir / "plan.json";
  std::vector<std::string> arguments{source, "--dry-run", "--plan-out", path};
  arguments.insert(arguments.end(), options.begin(), options.end());
  const CommandResult planned = run_tool("import", arguments);
  EXPECT_EQ(planned.exit_code, exit_code) << planned.err;
  return content_of(path);
}

class PlanOfSample : public testing::TestWithParam<std::string> {};

TEST_P(PlanOfSample, IsTheSameToTheByteForAnyNumberOfJobs) {
  const TempDir dir;
  make_fixture(GetParam(), dir / "source.db");
  const int exit_code = GetParam() == "torture" ? 3 : 0;
  const std::string alone = plan_of(dir / "source.db", dir, {"--jobs", "1"}, exit_code);
  ASSERT_NE(alone, "");
  for (const std::string jobs : {"2", "7"}) {
    EXPECT_TRUE(plan_of(dir / "source.db", dir, {"--jobs", jobs}, exit_code) == alone) << jobs;
  }
}

INSTANTIATE_TEST_SUITE_P(Systems, PlanOfSample,
                         testing::Values("ferry", "ai-platform", "stocks", "agency", "tasks", "torture"));

class PlanWithoutOptions : public testing::TestWithParam<std::string> {};

/// Nothing misfits in them: each column is exact, or the plan says what made it equivalent.
TEST_P(PlanWithoutOptions, IsExactOrSaysWhyNot) {
  const TempDir dir;
  make_fixture(GetParam(), dir / "source.db");
  const nlohmann::json plan = nlohmann::json::parse(plan_of(dir / "source.db", dir, {}, 0));
  ASSERT_FALSE(plan["tables"].empty());
  for (const auto& table : plan["tables"]) {
    for (const auto& column : table["columns"]) {
      if (column["fidelity"] == "exact") continue;
      const std::string name = table["source"].get<std::string>() + "." + column["source"].get<std::string>();
      EXPECT_EQ(column["fidelity"], "equivalent") << name;
      EXPECT_THAT(plan["warnings"].dump(), testing::HasSubstr(name + " (equivalent): "));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Systems, PlanWithoutOptions,
                         testing::Values("ferry", "ai-platform", "stocks", "agency", "tasks"));

}  // namespace
}  // namespace lite2pg::test::plans_test
