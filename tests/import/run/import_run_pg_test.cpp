#include "import/run/import_run.h"
#include "tests/import/run/run_fixture.h"

namespace lite2pg::test::import_run_pg_test {
namespace {

using testing::HasSubstr;

class ImportRunTest : public RunFixture {
 protected:
  void SetUp() override {
    sqlite(
        "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL); INSERT INTO people VALUES (1, 'Ann'), (2, "
        "'Bob')");
  }
};

TEST_F(ImportRunTest, LoadsPublishesAndRecordsTheRun) {
  ASSERT_EQ(run(ImportTask::import), 0) << said_;
  EXPECT_EQ(value("SELECT string_agg(name, ',' ORDER BY id) FROM people"), "Ann,Bob");
  EXPECT_EQ(value("SELECT state FROM lite2pg.run"), "published");
  EXPECT_EQ(report_.verdict, Verdict::done);
  EXPECT_EQ(report_.run, value("SELECT id FROM lite2pg.run"));
  ASSERT_EQ(report_.tables.size(), 1U);
  EXPECT_EQ(report_.tables[0].rows_target, 2U);
}

TEST_F(ImportRunTest, ADryRunWritesNothing) {
  ASSERT_EQ(run(ImportTask::import, [](ImportOptions& o) { o.dry_run = true; }), 0) << said_;
  EXPECT_THAT(said_, HasSubstr("Load: about "));
  EXPECT_EQ(value("SELECT count(*) FROM pg_namespace WHERE nspname = 'lite2pg'"), "0");
}

TEST_F(ImportRunTest, APlanThatNobodyApprovedIsNotLoaded) {
  EXPECT_EQ(run(ImportTask::import, [](ImportOptions& o) { o.require_approvals = 1; }), 3) << said_;
  EXPECT_EQ(value("SELECT count(*) FROM pg_namespace WHERE nspname = 'lite2pg'"), "0");
}

TEST_F(ImportRunTest, AStagedRunIsPublishedByResume) {
  ASSERT_EQ(run(ImportTask::import, [](ImportOptions& o) { o.stage_only = true; }), 0) << said_;
  EXPECT_THAT(said_, HasSubstr("--publish moves it to schema public"));
  EXPECT_EQ(value("SELECT state FROM lite2pg.run"), "staged");
  ASSERT_EQ(run(ImportTask::resume), 0) << said_;
  EXPECT_EQ(value("SELECT count(*) FROM people"), "2");
  ASSERT_EQ(run(ImportTask::resume), 0) << said_;
  EXPECT_THAT(said_, HasSubstr("nothing is left to do"));
}

TEST_F(ImportRunTest, AnotherSourceIsNotGoneOnWith) {
  ASSERT_EQ(run(ImportTask::import, [](ImportOptions& o) { o.stage_only = true; }), 0) << said_;
  sqlite("INSERT INTO people VALUES (3, 'Eve')");
  EXPECT_EQ(run(ImportTask::resume), 3) << said_;
  EXPECT_THAT(said_, HasSubstr("the source is not the one"));
}

TEST_F(ImportRunTest, WithoutRowsEverythingElseIsThere) {
  ASSERT_EQ(run(ImportTask::import, [](ImportOptions& o) { o.schema_only = true; }), 0) << said_;
  EXPECT_EQ(value("SELECT count(*) FROM people"), "0");
  EXPECT_EQ(value("SELECT count(*) FROM pg_index WHERE indrelid = 'people'::regclass AND indisprimary"), "1");
}

}  // namespace
}  // namespace lite2pg::test::import_run_pg_test
