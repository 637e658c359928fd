#include "import/tool/options.h"

#include <gmock/gmock.h>

#include "common/error.h"

namespace lite2pg::options_test {
namespace {

ImportOptions parse(std::vector<const char*> words) {
  words.insert(words.begin(), "lite2pg-import");
  ImportOptions options;
  EXPECT_EQ(parse_import_options(static_cast<int>(words.size()), words.data(), options), std::nullopt);
  return options;
}

ExitCode error_of(std::vector<const char*> words) {
  try {
    (void)parse(std::move(words));
  } catch (const Error& e) {
    return e.code();
  }
  return ExitCode::done;
}

TEST(ImportOptions, TakeSourceAndTarget) {
  const ImportOptions o = parse({"app.db", "postgresql://h/d", "--schema", "app", "--replace", "--approve", "ada:1"});
  EXPECT_EQ(o.task, ImportTask::import);
  EXPECT_EQ(o.source, "app.db");
  EXPECT_EQ(o.target, "postgresql://h/d");
  EXPECT_EQ(o.schema, "app");
  EXPECT_TRUE(o.replace);
  EXPECT_THAT(o.approve, testing::ElementsAre("ada:1"));
}

TEST(ImportOptions, TasksOnRunsTakeTheTargetAlone) {
  const ImportOptions o = parse({"postgresql://h/d", "--publish", "--run", "r1"});
  EXPECT_EQ(o.task, ImportTask::publish);
  EXPECT_EQ(o.source, "");
  EXPECT_EQ(o.target, "postgresql://h/d");
  EXPECT_EQ(o.run, "r1");
  EXPECT_EQ(error_of({"app.db", "postgresql://h/d", "--rollback"}), ExitCode::usage);
  EXPECT_EQ(error_of({"--status"}), ExitCode::usage);
}

TEST(ImportOptions, ResumeTakesBoth) {
  EXPECT_EQ(parse({"app.db", "d", "--resume"}).task, ImportTask::resume);
  EXPECT_EQ(error_of({"app.db", "--resume"}), ExitCode::usage);
}

TEST(ImportOptions, ADryRunNeedsNoTarget) {
  EXPECT_TRUE(parse({"app.db", "--dry-run"}).dry_run);
  EXPECT_EQ(error_of({"app.db"}), ExitCode::usage);
  EXPECT_EQ(error_of({}), ExitCode::usage);
}

TEST(ImportOptions, RefuseWhatDoesNotGoTogether) {
  EXPECT_EQ(error_of({"d", "--publish", "--rollback"}), ExitCode::usage);
  EXPECT_EQ(error_of({"a", "d", "--run", "r"}), ExitCode::usage);
  EXPECT_EQ(error_of({"a", "d", "--json"}), ExitCode::usage);
  EXPECT_EQ(error_of({"a", "d", "--schema", "pg_catalog"}), ExitCode::usage);
  EXPECT_EQ(error_of({"a", "d", "--schema", "lite2pg"}), ExitCode::usage);
}

TEST(ImportOptions, ExistingTablesHaveOptionsOfTheirOwn) {
  const ImportOptions o = parse({"a", "d", "--existing", "--truncate", "--ledger", "none"});
  EXPECT_TRUE(o.existing && o.truncate);
  EXPECT_FALSE(o.ledger);
  for (const char* alone : {"--truncate", "--append"}) EXPECT_EQ(error_of({"a", "d", alone}), ExitCode::usage) << alone;
  EXPECT_EQ(error_of({"a", "d", "--ledger", "none"}), ExitCode::usage);
  EXPECT_EQ(error_of({"a", "d", "--existing", "--ledger", "some"}), ExitCode::usage);
  EXPECT_EQ(error_of({"a", "d", "--existing", "--truncate", "--append"}), ExitCode::usage);
  for (const char* other : {"--replace", "--stage-only", "--resume", "--on-misfit=widen"}) {
    EXPECT_EQ(error_of({"a", "d", "--existing", other}), ExitCode::usage) << other;
  }
  EXPECT_EQ(error_of({"a", "d", "--existing", "--ledger", "none", "--on-misfit", "reject"}), ExitCode::usage);
  EXPECT_EQ(error_of({"a", "--existing", "--dry-run"}), ExitCode::usage);
}

TEST(ImportOptions, SelectionIsPartOfThePlan) {
  const ImportOptions o = parse({"a", "d", "--tables", "u*", "--exclude", "users_old", "--jobs", "0"});
  EXPECT_THAT(o.plan.tables, testing::ElementsAre("u*"));
  EXPECT_THAT(o.plan.exclude, testing::ElementsAre("users_old"));
  EXPECT_EQ(o.common.jobs, 1U);
}

}  // namespace
}  // namespace lite2pg::options_test
