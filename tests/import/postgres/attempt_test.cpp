#include "import/postgres/attempt.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libpq-fe.h>

#include <stdexcept>

#include "tests/support/silent_server.h"
#include "tests/support/slow_name.h"

namespace lite2pg::attempt_test {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;
using test::Silence;
using test::SilentServer;

constexpr milliseconds no_limit{0};

void do_not_look() {}

TEST(AttemptToConnect, GivesTheConnection) {
  const SilentServer server(Silence::after_login);
  const AttemptEnd end = attempt_to_connect(server.uri(), no_limit, do_not_look);
  ASSERT_TRUE(end.connection);
  EXPECT_EQ(PQstatus(end.connection.get()), CONNECTION_OK);
}

TEST(AttemptToConnect, GivesTheFailureWithItsMessage) {
  const AttemptEnd end = attempt_to_connect("postgresql://127.0.0.1:1/app", no_limit, do_not_look);
  ASSERT_TRUE(end.connection);
  EXPECT_EQ(PQstatus(end.connection.get()), CONNECTION_BAD);
  EXPECT_THAT(PQerrorMessage(end.connection.get()), testing::HasSubstr("refused"));
}

TEST(AttemptToConnect, GivesNothingWhenTheServerIsSilentForTooLong) {
  const SilentServer server(Silence::from_the_start);
  const auto begun = Clock::now();
  const AttemptEnd end = attempt_to_connect(server.uri(), milliseconds(300), do_not_look);
  EXPECT_FALSE(end.connection);
  EXPECT_FALSE(end.looks_up);
  EXPECT_GE(Clock::now() - begun, milliseconds(300));
}

TEST(AttemptToConnect, TellsALookUpFromASilentServer) {
  const AttemptEnd end =
      attempt_to_connect("postgresql://" + test::slow_name() + "/app", milliseconds(300), do_not_look);
  EXPECT_FALSE(end.connection);
  EXPECT_TRUE(end.looks_up);
}

TEST(AttemptToConnect, IsEndedByWhatLookThrows) {
  const SilentServer server(Silence::from_the_start);
  int looks = 0;
  const auto begun = Clock::now();
  EXPECT_THROW((void)attempt_to_connect(server.uri(), no_limit,
                                        [&] {
                                          if (++looks == 3) throw std::runtime_error("stop");
                                        }),
               std::runtime_error);
  EXPECT_EQ(looks, 3);
  EXPECT_LT(Clock::now() - begun, milliseconds(2000));
}

}  // namespace
}  // namespace lite2pg::attempt_test
