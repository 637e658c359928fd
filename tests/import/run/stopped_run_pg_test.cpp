#include "import/run/stopped_run.h"
#include "tests/import/run/ledger_fixture.h"

namespace lite2pg::test::stopped_run_pg_test {
namespace {

using testing::HasSubstr;

class StoppedRunTest : public LedgerFixture {
 protected:
  template <typename Check>
  std::string refusal(Check check, ExitCode code = ExitCode::refused) {
    try {
      check();
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), code) << e.what();
      return e.what();
    }
    return "";
  }

  ImportOptions options_;
};

TEST_F(StoppedRunTest, IsTheOneThatLoadsOrIsStaged) {
  EXPECT_NE(refusal([&] { (void)stopped_run(session_, options_); }, ExitCode::usage), "");
  record("r1");
  EXPECT_EQ(stopped_run(session_, options_).id, "r1");
  record_state(session_, "r1", RunState::staged, "", "{}");
  EXPECT_EQ(stopped_run(session_, options_).id, "r1");
  EXPECT_EQ(state_now(session_, stopped_run(session_, options_)).state, RunState::staged);
}

TEST_F(StoppedRunTest, ARunIntoExistingTablesLeftNothingToGoOnWith) {
  record("r1");
  database_.psql("UPDATE lite2pg.run SET staging_schema = ''");
  EXPECT_THAT(refusal([&] { (void)stopped_run(session_, options_); }), HasSubstr("one transaction"));
}

TEST_F(StoppedRunTest, ThePlanMustBeWhatItWas) {
  const Plan plan;
  RunRecord run = record("r1", "{}", to_json(plan));
  run.plan_hash = hash_of(plan);
  EXPECT_EQ(refusal([&] { (void)same_plan(session_, run, options_); }), "");
  options_.schema = "elsewhere";
  EXPECT_THAT(refusal([&] { (void)same_plan(session_, run, options_); }), HasSubstr("is for schema 'app'"));
  options_.schema = "app";
  options_.staging_schema = "mine";
  EXPECT_THAT(refusal([&] { (void)same_plan(session_, run, options_); }), HasSubstr("is staged in schema"));
  run.plan_hash = "other";
  EXPECT_THAT(refusal([&] { (void)same_plan(session_, run, options_); }), HasSubstr("not what it was"));
}

TEST_F(StoppedRunTest, TheSourceMustBeTheSame) {
  const RunRecord run = record("r1");
  EXPECT_EQ(refusal([&] { check_same_source(run, options_, "f1"); }), "");
  EXPECT_THAT(refusal([&] { check_same_source(run, options_, "f2"); }), HasSubstr("a.db, f1; now"));
}

TEST_F(StoppedRunTest, TablesThatAreLoadedMustStand) {
  const RunRecord run = record("r1");
  database_.psql("CREATE SCHEMA " + run.staging_schema + "; CREATE TABLE " + run.staging_schema + ".users ()");
  session_.execute(insert_table_sql("r1", {"users", ""}));
  EXPECT_EQ(refusal([&] { check_tables_stand(session_, run); }), "");
  session_.execute(insert_table_sql("r1", {"orders", ""}));
  EXPECT_THAT(refusal([&] { check_tables_stand(session_, run); }), HasSubstr("table orders is loaded by the ledger"));
}

}  // namespace
}  // namespace lite2pg::test::stopped_run_pg_test
