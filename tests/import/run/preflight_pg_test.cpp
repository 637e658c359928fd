#include "import/run/preflight.h"
#include "tests/import/run/ledger_fixture.h"

namespace lite2pg::test::preflight_pg_test {
namespace {

using testing::HasSubstr;

class RunPreflightTest : public LedgerFixture {
 protected:
  void SetUp() override {
    LedgerFixture::SetUp();
    plan_.tables.emplace_back().target = "users";
    ObjectPlan& view = plan_.objects.emplace_back();
    view.kind = ObjectKind::view;
    view.phase = Phase::final_;
    view.target_table = "adults";
  }
  std::string refusal(bool replace) {
    try {
      check_not_occupied(session_, plan_, "public", replace);
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), ExitCode::refused);
      return e.what();
    }
    return "";
  }

  Plan plan_;
};

TEST_F(RunPreflightTest, TablesAndViewsOfTheSameNameAreInTheWay) {
  EXPECT_EQ(refusal(false), "");
  database_.psql("CREATE TABLE users (); CREATE TABLE adults ()");
  EXPECT_EQ(refusal(false), "schema 'public' is occupied: table adults, table users");
  EXPECT_EQ(refusal(true), "");
}

TEST_F(RunPreflightTest, FunctionsInTheWayOfTriggersAreNeverReplaced) {
  ObjectPlan& trigger = plan_.objects.emplace_back();
  trigger.kind = ObjectKind::trigger;
  trigger.phase = Phase::publish;
  trigger.target_name = "touch";
  database_.psql("CREATE FUNCTION touch() RETURNS int LANGUAGE sql AS 'SELECT 1'");
  EXPECT_THAT(refusal(true), HasSubstr("function touch()"));
}

TEST_F(RunPreflightTest, SessionsThatUseTheSchemaAreNamed) {
  database_.psql("CREATE TABLE users ()");
  EXPECT_TRUE(sessions_in_use_of(session_, "public").empty());
  Session other(Target{database_.uri()}, "reader");
  other.begin();
  other.execute("SELECT * FROM public.users");
  const auto lines = sessions_in_use_of(session_, "public");
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_THAT(lines[0], HasSubstr("lite2pg reader) uses 'users' in schema 'public'"));
}

TEST_F(RunPreflightTest, RunsThatStoppedPartWayAreNamed) {
  RunRecord loading, at_work, staged;
  loading.id = "r1";
  at_work.id = "r2";
  at_work.at_work = true;
  staged.id = "r3";
  staged.state = RunState::staged;
  loading.settings = at_work.settings = staged.settings = "{}";
  const auto lines = unfinished_runs({loading, at_work, staged});
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_THAT(lines[0], HasSubstr("run r1 stopped part-way: --resume"));
}

}  // namespace
}  // namespace lite2pg::test::preflight_pg_test
