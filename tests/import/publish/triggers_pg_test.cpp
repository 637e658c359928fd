// The triggers of a run on their way: made with the tables in their final schema, made again when these move.
#include <gmock/gmock.h>

#include "import/ledger/audit.h"
#include "import/ledger/schema.h"
#include "import/ledger/writer.h"
#include "import/publish/publish.h"
#include "import/publish/triggers.h"
#include "import/run/preflight.h"
#include "tests/support/postgres_server.h"

namespace lite2pg::triggers_pg_test {
namespace {

using test::TempDatabase;
using testing::HasSubstr;

/// A plan with one trigger on a, which writes log.
Plan plan_with_trigger() {
  Plan plan;
  ObjectPlan& o = plan.objects.emplace_back();
  o.kind = ObjectKind::trigger;
  o.name = o.target_name = "a_log";
  o.table = o.target_table = "a";
  o.phase = Phase::publish;
  o.sql = {
      "CREATE FUNCTION {schema}.\"a_log\"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$ BEGIN "
      "INSERT INTO {schema}.log VALUES (NEW.id); RETURN NULL; END $$",
      "CREATE TRIGGER \"a_log\" AFTER INSERT ON {schema}.\"a\" FOR EACH ROW EXECUTE FUNCTION {schema}.\"a_log\"()"};
  return plan;
}

class TriggersTest : public testing::Test {
 protected:
  void SetUp() override { ensure_ledger(session_); }

  RunRecord staged(const std::string& id, const std::string& target = "app \"x") {
    RunRecord run;
    run.id = id;
    run.target_schema = target;
    run.staging_schema = staging_schema_of(id);
    run.settings = "{}";
    record_run(session_, run, to_json(plan_with_trigger()));
    database_.psql("CREATE SCHEMA " + run.staging_schema + "; SET search_path = " + run.staging_schema +
                   "; CREATE TABLE a (id int); CREATE TABLE log (id int); INSERT INTO a VALUES (1)");
    record_state(session_, id, RunState::staged, "", "{}");
    return run_of(id);
  }
  RunRecord run_of(const std::string& id) {
    return find_run(ledger_runs(session_), id, {RunState::staged, RunState::published, RunState::rolled_back});
  }
  /// How many rows the log in `schema` has after an INSERT into a there.
  std::string logged(const std::string& schema) const {
    database_.psql("INSERT INTO " + schema + ".a VALUES (2)");
    return database_.value("SELECT count(*) FROM " + schema + ".log");
  }
  [[nodiscard]] std::string functions() const {
    return database_.value(
        "SELECT string_agg(n.nspname, ' ' ORDER BY n.nspname) FROM pg_proc p JOIN pg_namespace n ON "
        "n.oid = p.pronamespace WHERE proname = 'a_log'");
  }

  TempDatabase database_;
  Session session_{Target{database_.uri()}, "test"};
  const std::string app_ = "\"app \"\"x\"";
};

TEST_F(TriggersTest, AreMadeForTheFinalSchema) {
  publish(session_, staged("r1"), {});
  EXPECT_EQ(logged(app_), "1");  // Not for the row that was loaded.
  EXPECT_EQ(functions(), "app \"x");
}

TEST_F(TriggersTest, FollowTheTablesThatAreReplacedAndComeBack) {
  publish(session_, staged("r1"), {});
  EXPECT_EQ(logged(app_), "1");
  publish(session_, staged("r2"), {.replace = true});
  EXPECT_EQ(functions(), "app \"x lite2pg_old_r2");
  EXPECT_EQ(logged(app_), "1");
  EXPECT_EQ(logged("lite2pg_old_r2"), "2");
  roll_back(session_, run_of("r2"), {});
  EXPECT_EQ(logged(app_), "3");
  EXPECT_EQ(functions(), "app \"x lite2pg_stage_r2");
  publish(session_, run_of("r2"), {.replace = true});
  EXPECT_EQ(logged(app_), "2");
}

TEST_F(TriggersTest, StayAsTheyAreWhenTheyMove) {
  publish(session_, staged("r1"), {});
  database_.psql("ALTER TABLE " + app_ + ".a DISABLE TRIGGER a_log");
  publish(session_, staged("r2"), {.replace = true});
  database_.psql("DROP TRIGGER a_log ON " + app_ + ".a");
  roll_back(session_, run_of("r2"), {});
  EXPECT_EQ(logged(app_), "0");  // Still switched off.
  EXPECT_EQ(database_.value("SELECT tgenabled FROM pg_trigger WHERE tgname = 'a_log'"), "D");
}

TEST_F(TriggersTest, AFunctionInTheWayIsNamed) {
  database_.psql("CREATE SCHEMA " + app_ + "; CREATE FUNCTION " + app_ +
                 ".a_log() RETURNS int LANGUAGE sql AS 'SELECT 1'");
  try {
    publish(session_, staged("r1"), {});
    ADD_FAILURE() << "published";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ExitCode::refused);
    EXPECT_THAT(e.what(), HasSubstr("is occupied: function a_log()"));
  }
}

}  // namespace
}  // namespace lite2pg::triggers_pg_test
