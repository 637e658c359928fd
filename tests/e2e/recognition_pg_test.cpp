// What a fresh import says of a database that a framework made.
#include <gmock/gmock.h>

#include "tests/e2e/tools.h"
#include "tests/support/places.h"

namespace lite2pg::test::recognition_pg_test {
namespace {

using testing::HasSubstr;
using testing::Not;

class Recognition : public testing::Test {
 protected:
  void SetUp() override {
    run_sqlite(source_,
               "CREATE TABLE alembic_version(version_num VARCHAR(32) NOT NULL PRIMARY KEY);"
               "INSERT INTO alembic_version VALUES ('ab12'); CREATE TABLE item(id INTEGER PRIMARY KEY, name TEXT)");
  }
  [[nodiscard]] CommandResult import(std::vector<std::string> options) const {
    std::vector<std::string> words = {source_,         target_.uri(),   "--report",
                                      dir_ / "r.json", "--report-html", dir_ / "r.html"};
    words.insert(words.end(), options.begin(), options.end());
    return run_tool("import", words);
  }
  [[nodiscard]] nlohmann::json report() const { return read_report(dir_ / "r.json"); }

  TempDir dir_;
  TempDatabase target_;
  std::string source_ = dir_ / "s.db";
};

TEST_F(Recognition, SaysFirstWhatTheApplicationNeeds) {
  const CommandResult result = import({});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err.substr(0, result.err.find('\n')), HasSubstr("alembic_version (version_num)"));
  EXPECT_THAT(result.err, HasSubstr("alembic upgrade head"));
  EXPECT_THAT(result.err, HasSubstr("--existing --truncate"));
  const auto application = report()["application"];
  EXPECT_EQ(application["framework"], "SQLAlchemy (Alembic)");
  EXPECT_THAT(application["evidence"].get<std::string>(), HasSubstr("alembic_version"));
  EXPECT_THAT(application["advice"].get<std::string>(), HasSubstr("docs/recipes/sqlalchemy.md"));
  EXPECT_THAT(content_of(dir_ / "r.html"), HasSubstr("Made by SQLAlchemy (Alembic)"));
}

TEST_F(Recognition, SaysItInADryRunToo) {
  const CommandResult result = import({"--dry-run"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_TRUE(result.out.starts_with("Application: ")) << result.out;
}

TEST_F(Recognition, IsSilentWhenFreshTablesAreWanted) {
  const CommandResult result = import({"--fresh"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, Not(HasSubstr("--existing")));
  EXPECT_FALSE(report().contains("application"));
}

TEST_F(Recognition, SaysNothingOfTheWayThatIsTaken) {
  target_.psql(
      "CREATE TABLE alembic_version(version_num varchar(32) PRIMARY KEY); CREATE TABLE item(id int, name text)");
  const CommandResult result = import({"--existing"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, Not(HasSubstr("a fresh import")));
  EXPECT_EQ(report()["application"]["framework"], "SQLAlchemy (Alembic)");
  EXPECT_EQ(import({"--existing", "--fresh"}).exit_code, 2);
}

TEST_F(Recognition, IsSaidByTheScriptThatMigratesToo) {
  CommandOptions how;
  how.environment = {{"LITE2PG_BIN", program_folder()}};
  const CommandResult result =
      run_command({source_folder() + "/scripts/migrate", source_, target_.uri(), "--", "--dry-run"}, how);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("alembic upgrade head"));
}

}  // namespace
}  // namespace lite2pg::test::recognition_pg_test
