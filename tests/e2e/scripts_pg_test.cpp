// The scripts as people call them: from any folder, with options for the import.
#include <gmock/gmock.h>

#include <filesystem>

#include "tests/e2e/tools.h"
#include "tests/support/places.h"

namespace lite2pg::test::scripts_pg_test {
namespace {

using testing::HasSubstr;

class Scripts : public testing::Test {
 protected:
  void SetUp() override {
    run_sqlite(source_, "CREATE TABLE item(id INTEGER PRIMARY KEY, name TEXT); INSERT INTO item VALUES (1, 'one')");
  }
  [[nodiscard]] CommandResult script(const std::string& name, const std::vector<std::string>& arguments) const {
    CommandOptions how;
    how.environment = {{"LITE2PG_BIN", program_folder()}};
    how.folder = dir_.path();  // As a user would who stands beside his files.
    std::vector<std::string> words = {source_folder() + "/scripts/" + name};
    words.insert(words.end(), arguments.begin(), arguments.end());
    return run_command(words, how);
  }
  CommandResult migrate(std::vector<std::string> options) const {
    std::vector<std::string> arguments = {"s.db", target_.uri()};
    if (!options.empty()) arguments.emplace_back("--");
    arguments.insert(arguments.end(), options.begin(), options.end());
    return script("migrate", arguments);
  }

  TempDir dir_;
  TempDatabase target_;
  std::string source_ = dir_ / "s.db";
};

TEST_F(Scripts, MigrateReplacesWhenItIsTold) {
  ASSERT_EQ(migrate({}).exit_code, 0);
  EXPECT_EQ(migrate({}).exit_code, 3) << "what stands there is not replaced";
  const CommandResult replaced = migrate({"--replace", "--lock-timeout", "3"});
  EXPECT_EQ(replaced.exit_code, 0) << replaced.err;
  EXPECT_EQ(target_.value("SELECT string_agg(state, ',' ORDER BY id) FROM lite2pg.run"), "published,published");
}

TEST_F(Scripts, MigrateShowsThePlanAndEndsThere) {
  const CommandResult shown = migrate({"--dry-run"});
  EXPECT_EQ(shown.exit_code, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("plan "));
  EXPECT_THAT(shown.err, testing::Not(HasSubstr("verify")));
  EXPECT_THAT(contents_of(target_), testing::IsEmpty());
}

TEST_F(Scripts, MigrateStopsBeforePublishingWhenItIsTold) {
  ASSERT_EQ(migrate({"--stage-only"}).exit_code, 0);
  EXPECT_EQ(target_.value("SELECT state FROM lite2pg.run"), "staged");
}

TEST_F(Scripts, MigrateReadsFilesFromWhereItIsCalled) {
  write_text(dir_ / "m.toml", "[table.item]\ntarget = \"thing\"\n");
  const CommandResult result = migrate({"--mapping", "m.toml"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(target_.value("SELECT count(*) FROM thing"), "1");
}

TEST_F(Scripts, MigrateLoadsIntoTablesThatStandThere) {
  target_.psql("CREATE TABLE item(id int PRIMARY KEY, name text)");
  const CommandResult result = migrate({"--existing"});
  EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
  EXPECT_EQ(target_.value("SELECT name FROM item"), "one");
}

TEST_F(Scripts, MigrateHelpsFromAnywhere) {
  const CommandResult help = script("migrate", {"--help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_THAT(help.out, HasSubstr("scripts/migrate [SOURCE.db [TARGET]]"));
  EXPECT_EQ(script("migrate", {"--nonsense"}).exit_code, 2);
  EXPECT_EQ(script("migrate", {"nosuch.db"}).exit_code, 4);
}

TEST_F(Scripts, CorpusSaysThatThereIsNothing) {
  EXPECT_EQ(script("corpus", {"nosuch"}).exit_code, 4);
  EXPECT_EQ(script("corpus", {}).exit_code, 2);
  std::filesystem::create_directory(dir_ / "empty");
  const CommandResult empty = script("corpus", {"empty"});
  EXPECT_EQ(empty.exit_code, 4);
  EXPECT_THAT(empty.err, HasSubstr("no SQLite file"));
}

}  // namespace
}  // namespace lite2pg::test::scripts_pg_test
