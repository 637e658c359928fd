// The reports of all tools are valid by docs/report.schema.json, as an outside validator sees it.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/e2e/tools.h"
#include "tests/support/places.h"

namespace lite2pg::test::report_schema_pg_test {
namespace {

class ReportSchema : public testing::Test {
 protected:
  void SetUp() override {
    if (run_command({"sh", "-c", "command -v jsonschema"}).exit_code != 0) {
      GTEST_SKIP() << "jsonschema is not installed (python3-jsonschema, scripts/bootstrap --tools)";
    }
    make_fixture("tasks", source_);
  }
  /// All that a test kept, in one start of the validator for a schema: each takes longer than a migration.
  void TearDown() override {
    for (const auto& [schema, reports] : kept_) {
      const CommandResult result = validate(schema, reports);
      EXPECT_EQ(result.exit_code, 0) << schema << ": " << result.out << result.err;
    }
  }
  void expect_valid(const std::string& report, const std::string& schema = "report") {
    auto& kept = kept_[schema];
    kept.push_back(dir_ / (schema + "-" + std::to_string(kept.size() + 1) + ".json"));
    ASSERT_TRUE(std::filesystem::copy_file(report, kept.back())) << report;
  }
  static CommandResult validate(const std::string& schema, const std::vector<std::string>& reports) {
    // Debian's, and no wrapper that picks a version first.
    const std::string path = std::string("PATH=/usr/bin:") + std::getenv("PATH");
    std::vector<std::string> words{"env", path, "jsonschema"};
    for (const std::string& report : reports) words.insert(words.end(), {"-i", report});
    words.push_back(source_folder() + "/docs/" + schema + ".schema.json");
    return run_command(words);
  }

  TempDir dir_;
  TempDatabase target_;
  std::string source_ = dir_ / "s.db", report_ = dir_ / "r.json";
  std::map<std::string, std::vector<std::string>> kept_;  ///< By schema.
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

TEST_F(ReportSchema, HoldsForSync) {
  ASSERT_EQ(run_tool("import", {source_, target_.uri()}).exit_code, 0);
  (void)target_.psql("DELETE FROM patterns");
  for (const std::vector<std::string>& options :
       std::vector<std::vector<std::string>>{{source_, target_.uri(), "--dry-run"},
                                             {source_, target_.uri()},  // refused: more than 1 % of a table
                                             {source_, target_.uri(), "--max-changes", "100%"},
                                             {target_.uri(), "--undo"},
                                             {target_.uri(), "--back", dir_ / "back.db"},
                                             {target_.uri(), "--back", dir_ / "back.db"}}) {  // refused: it is there
    std::filesystem::remove(report_);
    std::vector<std::string> words = options;
    words.insert(words.end(), {"--report", report_});
    const CommandResult result = run_tool("sync", words);
    expect_valid(report_);
    EXPECT_EQ(read_report(report_)["exit_code"], result.exit_code) << result.err;
  }
}

TEST_F(ReportSchema, HoldsForALiveSource) {
  ASSERT_EQ(run_tool("import", {source_, target_.uri(), "--live", "--report", report_}).exit_code, 0);
  expect_valid(report_);
  for (const char* step : {"--rounds=1", "--freeze"}) {
    std::filesystem::remove(report_);
    const CommandResult result = run_tool("sync", {source_, target_.uri(), step, "--report", report_});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    expect_valid(report_);
  }
}

TEST_F(ReportSchema, HoldsForFleets) {
  const std::string list = dir_ / "list", other = dir_ / "o.db";
  make_fixture("tasks", other);
  write_text(list, source_ + "\tone\n" + other + "\ttwo\n" + (dir_ / "absent.db") + "\tthree\n");
  EXPECT_EQ(run_tool("import", {"--fleet", list, target_.uri(), "--report", report_}).exit_code, 7);
  expect_valid(report_);
  EXPECT_EQ(run_tool("import", {"--fleet", list, target_.uri(), "--max-failed", "1", "--report", report_}).exit_code,
            0);
  expect_valid(report_);
  write_text(list, source_ + "\tone\n" + other + "\ttwo\n");
  EXPECT_EQ(run_tool("verify", {"--fleet", list, target_.uri(), "--report", report_}).exit_code, 0);
  expect_valid(report_);
  (void)target_.psql("DELETE FROM patterns WHERE tenant = 'two'");
  EXPECT_EQ(run_tool("verify", {"--fleet", list, target_.uri(), "--report", report_}).exit_code, 1);
  expect_valid(report_);
  const CommandResult status = run_tool("import", {target_.uri(), "--status", "--json"});
  write_text(report_, status.out);
  expect_valid(report_, "status");
  const TempDatabase drifted;
  run_sqlite(other, "ALTER TABLE patterns RENAME TO rules");
  EXPECT_EQ(run_tool("import", {"--fleet", list, drifted.uri(), "--report", report_}).exit_code, 3);
  EXPECT_EQ(read_report(report_)["schema_drift"].size(), 1U);
  expect_valid(report_);
}

TEST_F(ReportSchema, TellsTheRunOverTime) {
  const auto told = [&](const std::string& tool, std::vector<std::string> options) {
    options.insert(options.end(), {"--report", report_});
    (void)run_tool(tool, options);
    const auto report = read_report(report_);
    std::set<std::string> names;
    for (const auto& piece : report["timeline"]) {
      names.insert(piece["lane"] == "phases" ? std::string(piece["name"]) : std::string(piece["lane"]));
    }
    return names;
  };
  EXPECT_THAT(told("import", {source_, target_.uri()}),
              testing::IsSupersetOf({"survey", "load", "publish", "worker 1"}));
  EXPECT_THAT(told("verify", {source_, target_.uri()}), testing::IsSupersetOf({"verify", "worker 1"}));
  EXPECT_THAT(told("export", {source_, "--dry-run"}), testing::Contains("survey"));  // Small: one thread may do it all.
  EXPECT_THAT(told("export", {source_, dir_ / "archive"}), testing::Contains("export"));
  (void)target_.psql("DELETE FROM patterns");
  EXPECT_THAT(told("verify", {source_, target_.uri()}), testing::IsSupersetOf({"verify", "locate differences"}));
  EXPECT_THAT(told("sync", {source_, target_.uri(), "--max-changes", "100%"}), testing::Contains("verify"));
}

TEST_F(ReportSchema, SeesAReportThatIsNot) {
  (void)run_tool("export", {source_, "--dry-run", "--report", report_});
  ASSERT_EQ(run_command({"sed", "-i", "s/\"exit_code\": 0/\"exit_code\": \"0\"/", report_}).exit_code, 0);
  EXPECT_NE(validate("report", {report_}).exit_code, 0);
}

}  // namespace
}  // namespace lite2pg::test::report_schema_pg_test
