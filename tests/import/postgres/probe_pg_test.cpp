#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "import/postgres/probe.h"
#include "import/postgres/session.h"
#include "tests/support/postgres_server.h"

namespace lite2pg::test::probe_pg_test {
namespace {

using testing::HasSubstr;

class ProbeTest : public testing::Test {
 protected:
  [[nodiscard]] ProbeAnswer ask(int process) const { return probe(Target{database_.uri()}, process, nullptr); }

  TempDatabase database_;
  Session session_{Target{database_.uri()}, "test"};
};

TEST_F(ProbeTest, ASessionThatWaitsForUsIsNoCauseForWorry) {
  const ProbeAnswer answer = ask(session_.server_process());
  EXPECT_EQ(answer.hold, "");
  EXPECT_NE(answer.waits_since, "");
}

TEST_F(ProbeTest, AProcessThatIsGoneIsNamed) {
  const int process = session_.server_process();
  database_.psql("SELECT pg_terminate_backend(" + std::to_string(process) + ", 5000)");
  EXPECT_EQ(ask(process).hold, "its server process is gone");
}

TEST_F(ProbeTest, AServerThatRefusesLives) {
  const Target refused{database_.tcp_uri() + "?password=wrong"};
  const ProbeAnswer answer = probe(refused, 1, nullptr);
  EXPECT_EQ(answer.hold, "");
}

TEST_F(ProbeTest, AServerThatIsNotThereIsNamed) {
  const ProbeAnswer answer = probe(Target{"postgresql://127.0.0.1:1/app"}, 1, nullptr);
  EXPECT_THAT(answer.hold, HasSubstr("the server does not answer"));
  EXPECT_FALSE(answer.silent);
}

}  // namespace
}  // namespace lite2pg::test::probe_pg_test
