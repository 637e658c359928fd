#include "mapping/page/reported_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "common/error.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::test::reported_run_test {
namespace {

class ReportedRunTest : public testing::Test {
 protected:
  void SetUp() override {
    common_.report = dir_ / "report.json";
    common_.progress = ProgressMode::never;
  }
  [[nodiscard]] nlohmann::json report() const {
    std::ifstream file(common_.report);
    return nlohmann::json::parse(file);
  }

  TempDir dir_;
  CommonOptions common_;
};

TEST_F(ReportedRunTest, WritesTheReportOfARunThatEnds) {
  ReportedRun run("lite2pg-test", common_, "a.db");
  std::string order;
  const RunEnd end = {.failed = [&] { order += "failed "; },
                      .before_report = [&] { order += "before "; },
                      .after_report = [&] { order += std::ifstream(common_.report) ? "after" : "unwritten"; }};
  EXPECT_EQ(run.run([] { return 1; }, end), 1);
  EXPECT_EQ(order, "before after");
  EXPECT_EQ(report()["tool"], "lite2pg-test");
  EXPECT_EQ(report()["exit_code"], 1);
  EXPECT_GE(report()["seconds"], 0);
}

TEST_F(ReportedRunTest, WritesTheReportOfARunThatFails) {
  ReportedRun run("lite2pg-test", common_, "a.db");
  std::string failed;
  const auto fail = []() -> int { throw Error(ExitCode::partial, "the window is over"); };
  EXPECT_THROW(run.run(fail, {.failed = [&] { failed = run.report().error; }}), Error);
  EXPECT_EQ(failed, "the window is over");
  EXPECT_EQ(report()["exit_code"], 7);
  EXPECT_EQ(report()["error"], "the window is over");
}

TEST_F(ReportedRunTest, LooksAtItsOutputsBeforeAnythingIsDone) {
  common_.report = dir_ / "none/report.json";
  EXPECT_THROW(ReportedRun("lite2pg-test", common_, "a.db"), Error);
  common_.report = dir_ / "a.db";
  std::ofstream(common_.report) << "rows";
  EXPECT_THROW(ReportedRun("lite2pg-test", common_, dir_ / "a.db"), Error) << "the source itself";
  common_.report.clear();
  EXPECT_THROW(ReportedRun("lite2pg-test", common_, "a.db", {{"plan", dir_ / "none/plan.json"}}), Error);
}

}  // namespace
}  // namespace lite2pg::test::reported_run_test
