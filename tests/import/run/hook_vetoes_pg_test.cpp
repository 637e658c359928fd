#include <sys/stat.h>

#include <fstream>

#include "import/ledger/hook_answers.h"
#include "import/run/hook_vetoes.h"
#include "tests/import/run/ledger_fixture.h"

namespace lite2pg::test::hook_vetoes_pg_test {
namespace {

class HookVetoesTest : public LedgerFixture {
 protected:
  void SetUp() override {
    LedgerFixture::SetUp();
    run_ = record("r1");
  }
  void answer(const std::vector<std::string>& statements) {
    for (const std::string& sql : statements) session_.execute(sql);
  }
  void hook(const std::string& name) const {
    std::ofstream(dir_ / name) << "#!/bin/sh\n";
    chmod((dir_ / name).c_str(), 0755);
  }
  [[nodiscard]] Hooks hooks() const { return {dir_.path(), std::chrono::seconds(5)}; }
  [[nodiscard]] std::string steps() const { return database_.value("SELECT count(*) FROM lite2pg.run_step"); }

  TempDir dir_;
  RunRecord run_;
};

TEST_F(HookVetoesTest, AVetoStandsWhereNoHooksAreGiven) {
  const Hooks none("", std::chrono::seconds(5));
  EXPECT_NO_THROW(settle_vetoes(session_, run_, none));
  answer(hook_vetoed_sql("r1", {"after-table", "users"}));
  try {
    settle_vetoes(session_, run_, none);
    ADD_FAILURE() << "it was let through";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ExitCode::partial);
    EXPECT_THAT(e.what(), testing::HasSubstr("after-table of table 'users'"));
  }
}

TEST_F(HookVetoesTest, AHookThatIsThereWillBeAskedAgain) {
  hook("after-table");
  answer(hook_vetoed_sql("r1", {"after-table", "users"}));
  EXPECT_NO_THROW(settle_vetoes(session_, run_, hooks()));
  EXPECT_EQ(steps(), "1") << "the veto stands until it answers";
}

TEST_F(HookVetoesTest, AHookThatIsGoneTakesItsVetoesAlong) {
  hook("after-table");
  answer(hook_vetoed_sql("r1", {"after-table", "users"}));
  answer(hook_vetoed_sql("r1", {"before-publish", ""}));
  EXPECT_NO_THROW(settle_vetoes(session_, run_, hooks()));
  EXPECT_EQ(database_.value("SELECT string_agg(step, ',') FROM lite2pg.run_step"), "veto after-table users");
}

}  // namespace
}  // namespace lite2pg::test::hook_vetoes_pg_test
