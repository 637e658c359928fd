#include "import/postgres/connection.h"

#include <gmock/gmock.h>

#include <csignal>
#include <thread>

#include "common/interrupt.h"
#include "tests/support/silent_server.h"
#include "tests/support/slow_name.h"

namespace lite2pg::connection_test {
namespace {

using std::chrono::milliseconds;
using test::Silence;
using test::SilentServer;
using testing::HasSubstr;
using Clock = std::chrono::steady_clock;

/// What connecting says, and how long it took.
std::pair<std::string, milliseconds> attempt(const Target& target, const StopFlag* stop = nullptr) {
  const auto begun = Clock::now();
  std::string said = "connected";
  try {
    const Connection connection(target, "test", stop);
  } catch (const Error& e) {
    said = std::to_string(static_cast<int>(e.code())) + ": " + e.what();
  }
  return {said, std::chrono::duration_cast<milliseconds>(Clock::now() - begun)};
}

class SilentServers : public testing::TestWithParam<Silence> {
 protected:
  SilentServer server_{GetParam()};
};

TEST_P(SilentServers, AreGivenUpAfterThePatience) {
  const auto [said, time] = attempt({server_.uri(), milliseconds(400)});
  EXPECT_THAT(said, HasSubstr("5: ")) << said;
  EXPECT_THAT(said, HasSubstr("no answer"));
  EXPECT_GE(time, milliseconds(400));
  EXPECT_LT(time, milliseconds(2000));
}

TEST_P(SilentServers, DoNotHoldBackASignal) {
  const InterruptGuard guard;
  std::jthread signal([] {
    std::this_thread::sleep_for(milliseconds(300));
    kill(getpid(), SIGTERM);
  });
  const auto [said, time] = attempt({server_.uri()});
  EXPECT_THAT(said, HasSubstr("143: terminated"));
  EXPECT_LT(time, milliseconds(2300));
}

TEST_P(SilentServers, AreLeftWhenTheWorkStops) {
  StopFlag stop;
  stop.stop();
  const auto [said, time] = attempt({server_.uri()}, &stop);
  EXPECT_THAT(said, HasSubstr("another part failed"));
  EXPECT_LT(time, milliseconds(2300));
}

INSTANTIATE_TEST_SUITE_P(Silence, SilentServers, testing::Values(Silence::from_the_start, Silence::after_login),
                         [](const auto& which) {
                           return which.param == Silence::after_login ? "AfterLogin" : "FromTheStart";
                         });

TEST(Connecting, TakesTheUsersTimeOut) {
  const SilentServer server(Silence::from_the_start);
  const auto [said, time] = attempt({server.uri() + "&connect_timeout=2"});
  EXPECT_THAT(said, HasSubstr("no answer for 2"));
  EXPECT_LT(time, milliseconds(5000));
}

TEST(SlowName, IsGivenUpAfterThePatience) {
  const auto [said, time] = attempt({"postgresql://ada@" + test::slow_name() + "/app", milliseconds(400)});
  EXPECT_THAT(said, HasSubstr("5: cannot connect")) << said;
  EXPECT_THAT(said, HasSubstr("the host's address was not found"));
  EXPECT_GE(time, milliseconds(400));
  EXPECT_LT(time, milliseconds(2000));
}

/// libpq asks for the second host's address when the first has failed.
TEST(SlowName, OfASecondHostIsGivenUpToo) {
  const auto [said, time] =
      attempt({"host=127.0.0.1," + test::slow_name() + " port=1,1 dbname=app user=ada", milliseconds(400)});
  EXPECT_THAT(said, HasSubstr("the host's address was not found"));
  EXPECT_LT(time, milliseconds(2000));
}

TEST(SlowName, DoesNotHoldBackASignal) {
  const InterruptGuard guard;
  std::jthread signal([] {
    std::this_thread::sleep_for(milliseconds(300));
    kill(getpid(), SIGTERM);
  });
  const auto [said, time] = attempt({"postgresql://ada@" + test::slow_name() + "/app"});
  EXPECT_THAT(said, HasSubstr("143: terminated"));
  EXPECT_LT(time, milliseconds(2300));
}

TEST(SlowName, IsLeftWhenTheWorkStops) {
  StopFlag stop;
  stop.stop();
  const auto [said, time] = attempt({"postgresql://ada@" + test::slow_name() + "/app"}, &stop);
  EXPECT_THAT(said, HasSubstr("another part failed"));
  EXPECT_LT(time, milliseconds(2300));
}

TEST(Connecting, NamesTheOldestServerInOneLine) {
  const SilentServer server(Silence::after_login, "13.14");
  const auto [said, time] = attempt({server.uri()});
  EXPECT_EQ(said, "5: the server is PostgreSQL 13.14, lite2pg needs PostgreSQL 14 or newer");
}

}  // namespace
}  // namespace lite2pg::connection_test
