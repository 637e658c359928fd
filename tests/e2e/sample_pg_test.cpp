// The sample systems by their mapping files, through a whole night: stage, verify, publish, roll back, load again.
#include <gmock/gmock.h>

#include "tests/e2e/tools.h"
#include "tests/support/places.h"

namespace lite2pg::test::sample_pg_test {
namespace {

class SampleNight : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override { make_fixture(GetParam(), source_); }
  [[nodiscard]] std::string mapping() const { return source_folder() + "/tests/fixtures/" + GetParam() + ".toml"; }
  void expect_done(const std::string& tool, const std::vector<std::string>& arguments) const {
    const CommandResult result = run_tool(tool, arguments);
    EXPECT_EQ(result.exit_code, 0) << tool << ": " << result.out << result.err;
  }

  TempDir dir_;
  TempDatabase target_;
  std::string source_ = dir_ / "s.db";
};

TEST_P(SampleNight, IsLoadedVerifiedRolledBackAndLoadedAgain) {
  expect_done("import", {source_, target_.uri(), "--mapping", mapping(), "--stage-only"});
  expect_done("verify", {source_, target_.uri(), "--staged"});
  expect_done("import", {target_.uri(), "--publish"});
  expect_done("verify", {source_, target_.uri()});
  expect_done("import", {target_.uri(), "--rollback"});
  expect_done("verify", {source_, target_.uri(), "--run", target_.value("SELECT id FROM lite2pg.run")});
  EXPECT_EQ(target_.value("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0");
  expect_done("import", {source_, target_.uri(), "--mapping", mapping()});
  expect_done("verify", {source_, target_.uri()});
  expect_done("verify", {source_, target_.uri(), "--schema-only"});
}

INSTANTIATE_TEST_SUITE_P(Systems, SampleNight, testing::Values("ai-platform", "stocks", "agency", "tasks"));

class MappedSample : public testing::Test {
 protected:
  void load(const std::string& system) const {
    make_fixture(system, dir_ / "s.db");
    const std::string mapping = source_folder() + "/tests/fixtures/" + system + ".toml";
    const CommandResult result = run_tool("import", {dir_ / "s.db", target_.uri(), "--mapping", mapping});
    ASSERT_EQ(result.exit_code, 0) << result.err;
  }

  TempDir dir_;
  TempDatabase target_;
};

TEST_F(MappedSample, UsageEventsStandInMonthsAndAgreeWithTheirRollups) {
  load("ai-platform");
  EXPECT_EQ(target_.value("SELECT count(DISTINCT tableoid) FROM usage_events"), "4");
  EXPECT_EQ(target_.value("SELECT count(*) FROM usage_events"), "30000");
  EXPECT_EQ(target_.value("SELECT count(*) FROM (SELECT organization_id, model_id, date_trunc('hour', occurred_at), "
                          "count(*), sum(input_tokens), sum(output_tokens) FROM usage_events GROUP BY 1, 2, 3 EXCEPT "
                          "SELECT organization_id, model_id, hour, events, input_tokens, output_tokens "
                          "FROM usage_hourly) x"),
            "0");
  EXPECT_EQ(target_.value("SELECT count(*) FROM (SELECT organization_id, occurred_at::date, count(*), "
                          "sum(input_tokens), sum(output_tokens) FROM usage_events GROUP BY 1, 2 EXCEPT "
                          "SELECT organization_id, day, events, input_tokens, output_tokens FROM usage_daily) x"),
            "0");
  EXPECT_EQ(
      target_.value("SELECT (SELECT sum(events) FROM usage_hourly) || ' ' || (SELECT sum(events) FROM usage_daily)"),
      "30000 30000");
  EXPECT_EQ(target_.value("SELECT pg_typeof(id) || ' ' || pg_typeof(plan) FROM organizations LIMIT 1"),
            "uuid organization_plan");
}

TEST_F(MappedSample, TheAgencysListsAreEnumTypes) {
  load("agency");
  EXPECT_EQ(target_.value("SELECT string_agg(typname, ' ' ORDER BY typname) FROM pg_type WHERE typtype = 'e'"),
            "campaign_state client_status invoice_status membership_role report_kind");
}

}  // namespace
}  // namespace lite2pg::test::sample_pg_test
