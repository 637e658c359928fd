#include "import/tenants/list.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "common/error.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::test::list_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string tenant(const std::string& path, const std::string& rule) { return TenantRule(rule).name_of(path); }

std::vector<FleetFile> parsed(const std::string& text, const std::string& rule = "stem") {
  return parse_fleet_list(text, "list.txt", TenantRule(rule));
}

std::string mistake(const std::string& text, const std::string& rule = "stem") {
  try {
    (void)parsed(text, rule);
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ExitCode::usage);
    return std::string(e.what()) + " | " + e.hint();
  }
  return "none";
}

TEST(TenantRule, NamesByStemParentAndExpression) {
  EXPECT_EQ(tenant("/data/acme.v2.db", "stem"), "acme.v2");
  EXPECT_EQ(tenant("/data/acme/app.db", "parent"), "acme");
  EXPECT_EQ(tenant("/data/t-0042/app.db", "t-([0-9]+)"), "0042");
  EXPECT_EQ(tenant("/data/x17.db", "[0-9]+"), "17");
}

TEST(FleetList, TakesPathsAndNames) {
  EXPECT_THAT(parsed("/a/one.db\n\n/b/two.db\tzwei\r\n"),
              ElementsAre(FleetFile{"/a/one.db", "one"}, FleetFile{"/b/two.db", "zwei"}));
}

TEST(FleetList, MistakesNameWhatAndWhere) {
  EXPECT_THAT(mistake("/a/x.db\n/b/x.db\n"), HasSubstr("two files are tenant 'x': /a/x.db and /b/x.db"));
  EXPECT_THAT(mistake("\n \n"), HasSubstr("list.txt names no file"));
  EXPECT_THAT(mistake("SQLite format 3 and more"), HasSubstr("is a SQLite database"));
  EXPECT_THAT(mistake("/a/x.db\n", "(["), HasSubstr("is no regular expression"));
  EXPECT_THAT(mistake("/a/x.db\n", "[0-9]+"), HasSubstr("finds no name in /a/x.db"));
  EXPECT_THAT(mistake("/a/x.db\t\xff\n"), HasSubstr("not UTF-8"));
}

TEST(FleetList, AGlobIsSorted) {
  const TempDir dir;
  for (const char* name : {"b.db", "a.db", "c.txt"}) std::ofstream(dir / name) << "x";
  EXPECT_THAT(read_fleet_list(dir / "*.db", TenantRule("stem")),
              ElementsAre(FleetFile{dir / "a.db", "a"}, FleetFile{dir / "b.db", "b"}));
}

TEST(FleetList, OneFileByTwoPathsIsAMistakeThatNamesBoth) {
  const TempDir dir;
  const std::string a = dir / "a.db";
  std::ofstream(a) << "x";
  std::ofstream(dir / "b.db") << "x";
  std::filesystem::create_symlink("a.db", dir / "soft.db");
  std::filesystem::create_hard_link(a, dir / "hard.db");
  EXPECT_THAT(mistake(a + "\tone\n" + a + "\ttwo\n"), HasSubstr(a + " is listed twice"));
  EXPECT_THAT(mistake(a + "\n" + (dir / "soft.db") + "\n"),
              HasSubstr(a + " and " + (dir / "soft.db") + " are one file"));
  EXPECT_THAT(mistake((dir / "hard.db") + "\tone\n" + a + "\ttwo\n"), HasSubstr("are one file"));
  EXPECT_EQ(mistake(a + "\n" + (dir / "b.db") + "\n/gone/a1.db\n/gone/b1.db\n"), "none");
  std::filesystem::remove(dir / "hard.db");
  EXPECT_THROW((void)read_fleet_list(dir / "*.db", TenantRule("stem")), Error);
}

TEST(FleetList, ItsHashKnowsPathsNamesAndOrder) {
  const std::vector<FleetFile> files = {{"/a", "1"}, {"/b", "2"}};
  EXPECT_EQ(hash_of(files), hash_of(std::vector<FleetFile>(files)));
  EXPECT_NE(hash_of(files), hash_of({{"/a", "1"}, {"/b", "3"}}));
  EXPECT_NE(hash_of(files), hash_of({{"/b", "2"}, {"/a", "1"}}));
  EXPECT_NE(hash_of({{"/a", "b"}}), hash_of({{"/ab", ""}}));
}

}  // namespace
}  // namespace lite2pg::test::list_test
