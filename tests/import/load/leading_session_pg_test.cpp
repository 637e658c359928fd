#include <gtest/gtest.h>

#include "import/load/leading_session.h"
#include "tests/support/postgres_server.h"

namespace lite2pg::test::leading_session_pg_test {
namespace {

class LeadingSessionTest : public testing::Test {
 protected:
  LeadingSession session(unsigned retries = 3) {
    return {Target{database_.uri()}, retries, [this](Session&) { ++checks_; }};
  }
  void end(int process) const { database_.psql("SELECT pg_terminate_backend(" + std::to_string(process) + ", 5000)"); }

  TempDatabase database_;
  int checks_ = 0;
};

TEST_F(LeadingSessionTest, EachNewConnectionIsChecked) {
  LeadingSession leading = session();
  EXPECT_FALSE(leading.connected());
  const int first = leading.connect().server_process();
  EXPECT_EQ(leading.get().server_process(), first) << "one that lives is kept";
  EXPECT_EQ(checks_, 1);
  end(first);
  EXPECT_NE(leading.get().server_process(), first);
  EXPECT_EQ(checks_, 2);
}

TEST_F(LeadingSessionTest, TheRunsLockIsTakenAgainWithALostConnection) {
  LeadingSession leading = session();
  leading.lead("r1");
  const std::string holds =
      "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM "
      "pg_database WHERE datname = current_database())";
  ASSERT_EQ(database_.value(holds), "1");
  database_.end_sessions("pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')");
  ASSERT_EQ(database_.value(holds), "0");
  (void)leading.get();
  EXPECT_EQ(database_.value(holds), "1");
}

TEST_F(LeadingSessionTest, AnActionIsDoneAgainWhenItsConnectionIsLost) {
  LeadingSession leading = session();
  int tries = 0;
  const auto answer = leading.run([&](Session& s) {
    if (++tries == 1) end(s.server_process());
    return s.query("SELECT 42")[0][0];
  });
  EXPECT_EQ(answer, "42");
  EXPECT_EQ(tries, 2);
}

TEST_F(LeadingSessionTest, ErrorsOfTheStatementAreThrownOn) {
  LeadingSession leading = session();
  int tries = 0;
  EXPECT_THROW(leading.run([&](Session& s) {
    ++tries;
    s.execute("SELECT 1 / 0");
  }),
               TargetError);
  EXPECT_EQ(tries, 1);
}

TEST_F(LeadingSessionTest, WhatTheCheckRefusesEndsIt) {
  LeadingSession leading(Target{database_.uri()}, 3, [](Session&) { throw Error(ExitCode::target, "no right"); });
  EXPECT_THROW(leading.connect(), Error);
}

}  // namespace
}  // namespace lite2pg::test::leading_session_pg_test
