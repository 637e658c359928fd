// --reader changes who reads the rows and nothing else: plans, archives and reports are the same but for its name.
#include <gmock/gmock.h>

#include <filesystem>

#include "tests/e2e/tools.h"

namespace lite2pg::test::readers_test {
namespace {

/// What a report says but for the run's own name, time and seed, and the names of its readers.
nlohmann::json lasting(nlohmann::json report, std::vector<std::string>& readers) {
  for (const char* own : {"run", "started_at", "seconds", "survey_seconds", "timeline", "estimate"}) report.erase(own);
  for (auto& table : report["tables"]) {
    readers.push_back(table.value("reader", ""));
    for (const char* own : {"reader", "seconds", "digest_source"}) table.erase(own);
  }
  return report;
}

class Readers : public testing::TestWithParam<std::string> {
 protected:
  /// What a tool wrote with a reader.
  struct Written {
    nlohmann::json report;
    std::vector<std::string> readers;
  };
  Written run(const std::string& tool, const std::string& reader, const std::vector<std::string>& more) {
    const std::string report = dir_ / (tool + "-" + reader + ".json");
    std::vector<std::string> arguments{dir_ / "source.db", "--reader", reader, "--report", report};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const CommandResult result = run_tool(tool, arguments);
    EXPECT_TRUE(result.exit_code == 0 || result.exit_code == 3) << result.err;
    Written written;
    written.report = lasting(read_report(report), written.readers);
    return written;
  }
  /// A file of each of two folders; the manifest apart, which has a seed of its own.
  void expect_same_files(const std::string& a, const std::string& b) {
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(a)) {
      if (!entry.is_regular_file() || entry.path().filename() == "manifest.json") continue;
      const std::string relative = std::filesystem::relative(entry.path(), a).string();
      EXPECT_TRUE(content_of(entry.path().string()) == content_of(b + "/" + relative)) << relative;
      ++files;
    }
    EXPECT_GT(files, 1U);
  }

  const TempDir dir_;
};

TEST_P(Readers, PlanAlike) {
  make_fixture(GetParam(), dir_ / "source.db");
  const auto pages = run("import", "pages", {"--dry-run", "--plan-out", dir_ / "pages.plan"});
  const auto sqlite = run("import", "sqlite", {"--dry-run", "--plan-out", dir_ / "sqlite.plan"});
  EXPECT_TRUE(pages.report == sqlite.report) << pages.report.dump(1) << sqlite.report.dump(1);
  ASSERT_NE(content_of(dir_ / "pages.plan"), "");
  EXPECT_TRUE(content_of(dir_ / "pages.plan") == content_of(dir_ / "sqlite.plan"));
}

TEST_P(Readers, WriteTheSameArchive) {
  make_fixture(GetParam(), dir_ / "source.db");
  const auto pages = run("export", "pages", {dir_ / "pages"}), sqlite = run("export", "sqlite", {dir_ / "sqlite"});
  EXPECT_TRUE(pages.report == sqlite.report) << pages.report.dump(1) << sqlite.report.dump(1);
  EXPECT_THAT(pages.readers, testing::Contains("pages"));
  EXPECT_THAT(sqlite.readers, testing::Each("sqlite"));
  expect_same_files(dir_ / "pages", dir_ / "sqlite");
}

INSTANTIATE_TEST_SUITE_P(Systems, Readers,
                         testing::Values("ferry", "ai-platform", "stocks", "agency", "tasks", "torture"));

}  // namespace
}  // namespace lite2pg::test::readers_test
