// The reports of all tools are valid by docs/report.schema.json, as an outside validator sees it.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/e2e/tools.h"
#include "tests/support/places.h"

namespace lite2pg::test {
namespace {

class ReportSchema : public testing::Test {
 protected:
  void SetUp() override {
    if (run_command({"sh", "-c", "command -v jsonschema"}).exit_code != 0) {
      GTEST_SKIP() << "jsonschema is not installed (python3-jsonschema, scripts/bootstrap --tools)";
    }
    make_fixture("tasks", source_);
  }
  void expect_valid(const std::string& report, const std::string& schema = "report") const {
    const CommandResult result =
        run_command({"jsonschema", "-i", report, source_folder() + "/docs/" + schema + ".schema.json"});
    EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
  }

  TempDir dir_;
  TempDatabase target_;
  std::string source_ = dir_ / "s.db", report_ = dir_ / "r.json";
};

TEST_F(ReportSchema, HoldsForEachToolAndVerdict) {
  (void)run_tool("export", {source_, "--dry-run", "--report", report_});
  expect_valid(report_);
  (void)run_tool("import", {source_, target_.uri(), "--report", report_});
  expect_valid(report_);
  (void)run_tool("import", {source_, target_.uri(), "--report", report_});  // refused: occupied
  expect_valid(report_);
  (void)run_tool("verify", {source_, target_.uri(), "--report", report_});
  expect_valid(report_);
  (void)target_.psql("DELETE FROM patterns");
  (void)run_tool("verify", {source_, target_.uri(), "--report", report_});
  expect_valid(report_);
}

TEST_F(ReportSchema, HoldsForHooksAndStatus) {
  const std::string hooks = dir_ / "hooks";
  std::filesystem::create_directory(hooks);
  for (const char* hook : {"before-load", "after-table", "after-load", "before-publish", "after-publish"}) {
    const std::string path = hooks + "/" + hook;
    // Two workers may end a table at once: each hook writes a file of its own, and the last one's stays.
    const std::string read = dir_ / (std::string(hook) + ".json");
    std::ofstream(path) << "#!/bin/sh\ncat > " << read << ".$$ && mv " << read << ".$$ " << read << "\n";
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  }
  EXPECT_EQ(run_tool("import", {source_, target_.uri(), "--hook-dir", hooks}).exit_code, 0);
  for (const char* hook : {"before-load", "after-table", "after-load", "before-publish", "after-publish"}) {
    expect_valid(dir_ / (std::string(hook) + ".json"), "hook");
  }
  const CommandResult status = run_tool("import", {target_.uri(), "--status", "--json"});
  std::ofstream(report_) << status.out;
  expect_valid(report_, "status");
}

TEST_F(ReportSchema, TellsTheRunOverTime) {
  (void)run_tool("import", {source_, target_.uri(), "--report", report_});
  const auto report = nlohmann::json::parse(std::ifstream(report_));
  std::set<std::string> lanes, names;
  for (const auto& piece : report["timeline"]) {
    lanes.insert(piece["lane"]);
    if (piece["lane"] == "phases") names.insert(piece["name"]);
  }
  EXPECT_THAT(names, testing::IsSupersetOf({"survey", "load", "publish"}));
  EXPECT_TRUE(lanes.contains("worker 1")) << report["timeline"];
}

TEST_F(ReportSchema, SeesAReportThatIsNot) {
  (void)run_tool("export", {source_, "--dry-run", "--report", report_});
  ASSERT_EQ(run_command({"sed", "-i", "s/\"exit_code\": 0/\"exit_code\": \"0\"/", report_}).exit_code, 0);
  EXPECT_NE(run_command({"jsonschema", "-i", report_, source_folder() + "/docs/report.schema.json"}).exit_code, 0);
}

}  // namespace
}  // namespace lite2pg::test
