// The main job on whole databases: what goes in is proven equal, directly and through an archive, or is refused with
// reasons and leaves nothing.
#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>

#include "tests/e2e/tools.h"

namespace lite2pg::test::migration_pg_test {
namespace {

using testing::IsEmpty;
using testing::Not;

/// Every table of a verify report is equal, and there is at least one.
void expect_all_equal(const nlohmann::json& report) {
  EXPECT_EQ(report.value("verdict", ""), "equal");
  ASSERT_THAT(report.value("tables", nlohmann::json::array()), Not(IsEmpty()));
  for (const auto& table : report["tables"]) {
    EXPECT_EQ(table["verdict"], "equal") << table["source"];
    EXPECT_EQ(table["rows_source"], table["rows_target"]) << table["source"];
  }
}

/// A refusal names every reason and leaves the target as it was.
void expect_refused_with_reasons(const CommandResult& imported, const nlohmann::json& report,
                                 const TempDatabase& target) {
  EXPECT_EQ(report.value("verdict", ""), "refused") << imported.err;
  const bool reasons =
      !report.value("misfits", nlohmann::json::array()).empty() || imported.err.find("error: ") != std::string::npos;
  EXPECT_TRUE(reasons) << imported.err;
  EXPECT_THAT(contents_of(target), IsEmpty());
}

/// Migrates `from` (a SQLite file or an archive of `original`) and checks the outcome. True when it was carried.
bool carried_and_equal(const std::string& from, const std::string& original,
                       const std::vector<std::string>& options = {}) {
  const TempDir dir;
  const TempDatabase target;
  std::vector<std::string> arguments{from, target.uri(), "--report", dir / "import.json"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  const CommandResult imported = run_tool("import", arguments);
  if (imported.exit_code == 3) {
    expect_refused_with_reasons(imported, read_report(dir / "import.json"), target);
    return false;
  }
  EXPECT_EQ(imported.exit_code, 0) << imported.err;
  for (const std::string& source : {original, from}) {
    const CommandResult verified = run_tool("verify", {source, target.uri(), "--report", dir / "verify.json"});
    EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
    expect_all_equal(read_report(dir / "verify.json"));
  }
  return imported.exit_code == 0;
}

bool carried_through_archive(const std::string& source, const std::vector<std::string>& options = {}) {
  const TempDir dir;
  const CommandResult exported = run_tool("export", {source, dir / "archive"});
  EXPECT_EQ(exported.exit_code, 0) << exported.err;
  return carried_and_equal(dir / "archive", source, options);
}

class Sample : public testing::TestWithParam<std::string> {};

TEST_P(Sample, IsCarriedDirectlyAndThroughAnArchive) {
  const TempDir dir;
  const std::string source = dir / "sample.db";
  make_fixture(GetParam(), source);
  const std::string before = content_of(source);
  EXPECT_TRUE(carried_and_equal(source, source));
  EXPECT_TRUE(carried_through_archive(source));
  EXPECT_EQ(content_of(source), before) << "the source file was changed";
  EXPECT_FALSE(std::filesystem::exists(source + "-wal"));
}

INSTANTIATE_TEST_SUITE_P(Systems, Sample, testing::Values("ferry", "ai-platform", "stocks", "agency", "tasks"));

TEST(Torture, IsRefusedByDefaultWithAListThatNamesTheTraps) {
  const TempDir dir;
  const TempDatabase target;
  make_fixture("torture", dir / "t.db");
  const CommandResult imported = run_tool("import", {dir / "t.db", target.uri(), "--report", dir / "r.json"});
  EXPECT_EQ(imported.exit_code, 3) << imported.err;
  const nlohmann::json report = read_report(dir / "r.json");
  std::vector<std::string> tables;
  for (const auto& misfit : report["misfits"]) tables.push_back(misfit["table"]);
  for (const char* trap : {"nul_text", "text_in_blob", "bad_utf8", "integers"})
    EXPECT_THAT(tables, testing::Contains(trap));
  EXPECT_THAT(contents_of(target), IsEmpty());
}

TEST(Torture, IsCarriedWhenColumnsMayWiden) {
  const TempDir dir;
  make_fixture("torture", dir / "t.db");
  const std::vector<std::string> options{"--on-misfit=widen", "--orphans=not-valid"};
  EXPECT_TRUE(carried_and_equal(dir / "t.db", dir / "t.db", options));
  EXPECT_TRUE(carried_through_archive(dir / "t.db", options));
}

std::vector<std::filesystem::path> corpus() {
  std::vector<std::filesystem::path> files;
  const char* folder = std::getenv("LITE2PG_CORPUS");
  if (folder == nullptr) return files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (content_of(entry.path().string()).starts_with("SQLite format 3")) files.push_back(entry.path());
  }
  return files;
}

TEST(Corpus, IsCarriedAndEqualOrRefusedWithReasons) {
  if (corpus().empty()) GTEST_SKIP() << "LITE2PG_CORPUS names no folder of SQLite files";
  int carried = 0;
  for (const auto& file : corpus()) {
    SCOPED_TRACE(file.filename());
    carried += carried_and_equal(file.string(), file.string()) ? 1 : 0;
  }
  EXPECT_GT(carried, 0);
}

TEST(Corpus, IsCarriedThroughAnArchiveOrRefusedWithReasons) {
  if (corpus().empty()) GTEST_SKIP() << "LITE2PG_CORPUS names no folder of SQLite files";
  for (const auto& file : corpus()) {
    SCOPED_TRACE(file.filename());
    carried_through_archive(file.string());
  }
}

TEST(Corpus, IsCarriedWholeWhenColumnsMayWiden) {
  if (corpus().empty()) GTEST_SKIP() << "LITE2PG_CORPUS names no folder of SQLite files";
  for (const auto& file : corpus()) {
    SCOPED_TRACE(file.filename());
    EXPECT_TRUE(carried_and_equal(file.string(), file.string(), {"--on-misfit=widen", "--orphans=not-valid"}));
  }
}

TEST(Staging, IsInvisibleUntilPublished) {
  const TempDir dir;
  const TempDatabase target;
  make_fixture("tasks", dir / "t.db");
  ASSERT_EQ(run_tool("import", {dir / "t.db", target.uri(), "--stage-only"}).exit_code, 0);
  EXPECT_EQ(target.value("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"), "0");
  const CommandResult staged = run_tool("verify", {dir / "t.db", target.uri(), "--staged"});
  EXPECT_EQ(staged.exit_code, 0) << staged.out << staged.err;
  ASSERT_EQ(run_tool("import", {target.uri(), "--publish"}).exit_code, 0);
  EXPECT_EQ(target.value("SELECT count(*) FROM public.tasks"), "4000");
  EXPECT_EQ(run_tool("verify", {dir / "t.db", target.uri()}).exit_code, 0);
}

}  // namespace
}  // namespace lite2pg::test::migration_pg_test
