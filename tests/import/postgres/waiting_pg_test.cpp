// Waits for a server that is there.
#include <gmock/gmock.h>

#include <csignal>
#include <thread>

#include "common/interrupt.h"
#include "import/postgres/copy_stream.h"
#include "import/postgres/session.h"
#include "tests/support/fault_proxy.h"
#include "tests/support/postgres_server.h"

namespace lite2pg::waiting_pg_test {
namespace {

using std::chrono::milliseconds;
using test::TempDatabase;
using testing::HasSubstr;
using Clock = std::chrono::steady_clock;

class Waiting : public testing::Test {
 protected:
  TempDatabase database_;
};

TEST_F(Waiting, ForLongWorkGoesOnWhileTheServerAnswers) {
  Session session({database_.uri(), milliseconds(200)}, "test");
  EXPECT_EQ(session.query("SELECT 1 FROM pg_sleep(1.2)")[0][0], "1");
}

TEST_F(Waiting, ForALockIsGivenUp) {
  database_.psql("CREATE TABLE public.t (a int)");
  Session holder({database_.uri()}, "test"), session({database_.uri(), milliseconds(300)}, "test");
  const Transaction held(holder);
  holder.execute("LOCK TABLE public.t");
  try {
    session.execute("SELECT FROM public.t");
    FAIL() << "no error";
  } catch (const TargetError& e) {
    EXPECT_TRUE(e.stalled());
    EXPECT_FALSE(e.transient());
    EXPECT_THAT(e.what(), HasSubstr("waits for a lock of server process " + std::to_string(holder.server_process())));
  }
}

TEST_F(Waiting, ThatWasGivenUpIsTheReasonOfWhateverFollows) {
  database_.psql("CREATE TABLE public.t (a int)");
  Session holder({database_.uri()}, "test"), session({database_.uri(), milliseconds(300)}, "test");
  const Transaction held(holder);
  holder.execute("LOCK TABLE public.t");
  EXPECT_THROW(session.execute("SELECT FROM public.t"), TargetError);
  for (int i = 0; i < 2; ++i) {
    try {
      (void)session.query("SELECT 1");
      FAIL() << "no error";
    } catch (const TargetError& e) {
      EXPECT_TRUE(e.stalled());
      EXPECT_THAT(e.what(), HasSubstr("waits for a lock of server process"));
    }
  }
}

/// Something between the two that drops what it should hand on: both wait, and the server is well.
TEST_F(Waiting, ForAnAnswerThatWasLostOnTheWayEndsAsALostConnection) {
  test::FaultProxy proxy(test::port_of(database_.tcp_uri()));
  Session session({test::through_port(database_.tcp_uri(), proxy.port()), milliseconds(300)}, "test");
  EXPECT_EQ(session.query("SELECT 1")[0][0], "1");
  proxy.strike_next(test::ProtocolFault::stall);
  try {
    (void)session.query("SELECT 2");
    FAIL() << "no error";
  } catch (const TargetError& e) {
    EXPECT_TRUE(e.transient()) << e.what();
    EXPECT_THAT(e.what(), HasSubstr("the server waits for us"));
  }
}

TEST_F(Waiting, EndsWithASignalAndCancelsTheStatement) {
  const InterruptGuard guard;
  Session session({database_.uri()}, "test");
  std::jthread signal([] {
    std::this_thread::sleep_for(milliseconds(200));
    kill(getpid(), SIGINT);
  });
  const auto begun = Clock::now();
  try {
    session.execute("SELECT pg_sleep(60)");
    FAIL() << "no error";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ExitCode::interrupted);
  }
  EXPECT_LT(Clock::now() - begun, milliseconds(2200));
  // What leaves things in order still works.
  EXPECT_EQ(session.query("SELECT 2")[0][0], "2");
  const auto sleeping = [&] {
    return database_.value(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query ~ 'sleep' AND pid <> "
        "pg_backend_pid()");
  };
  for (int i = 0; i < 100 && sleeping() != "0"; ++i) std::this_thread::sleep_for(milliseconds(20));  // it is ending
  EXPECT_EQ(sleeping(), "0");
}

TEST_F(Waiting, EndsWithTheStopFlag) {
  StopFlag stop;
  DataConnection connection({database_.uri()}, "test", &stop);
  std::jthread stopper([&] {
    std::this_thread::sleep_for(milliseconds(200));
    stop.stop();
  });
  const auto begun = Clock::now();
  EXPECT_THROW(connection.execute("SELECT pg_sleep(60)"), TargetError);
  EXPECT_LT(Clock::now() - begun, milliseconds(2200));
}

/// A server that takes no further connection is not dead: its work goes on.
TEST(StallWatch, LetsAFullServerWork) {
  const test::PostgresServer server({"max_connections=3", "superuser_reserved_connections=0", "max_wal_senders=0"});
  Session session({server.uri(), milliseconds(200)}, "test");
  const Session other({server.uri()}, "test"), third({server.uri()}, "test");
  EXPECT_EQ(session.query("SELECT 1 FROM pg_sleep(1)")[0][0], "1");
}

TEST(StallWatch, LetsAServerThatIsStoppingWork) {
  test::PostgresServer server;
  Session session({server.uri(), milliseconds(200)}, "test");
  const pid_t postmaster = std::stoi(
      test::psql(server.uri(), "SELECT split_part(pg_read_file('postmaster.pid'), chr(10), 1)")[0][0].value());
  std::jthread stopper([&] {
    std::this_thread::sleep_for(milliseconds(300));
    kill(postmaster, SIGTERM);  // smart: waits for clients, refuses new ones with 57P03
  });
  EXPECT_EQ(session.query("SELECT 1 FROM pg_sleep(1.2)")[0][0], "1");
}

TEST(StallWatch, GivesUpAPausedServer) {
  test::PostgresServer server;
  Session session({server.uri(), milliseconds(400)}, "test");
  const auto pids = test::psql(
      server.uri(), "SELECT pid FROM pg_stat_activity WHERE pid IN (" + std::to_string(session.server_process()) +
                        ") UNION ALL SELECT split_part(pg_read_file('postmaster.pid'), chr(10), 1)::int");
  for (const auto& row : pids) kill(std::stoi(row[0].value()), SIGSTOP);
  const auto begun = Clock::now();
  try {
    session.execute("SELECT 1");
    ADD_FAILURE() << "no error";
  } catch (const TargetError& e) {
    EXPECT_TRUE(e.stalled()) << e.what();
    EXPECT_THAT(e.what(), HasSubstr("the server does not answer"));
  }
  EXPECT_LT(Clock::now() - begun, milliseconds(4000));
  for (const auto& row : pids) kill(std::stoi(row[0].value()), SIGCONT);
}

TEST(Copy, TellsTheServersErrorWhileItSends) {
  const TempDatabase database;
  database.psql("CREATE TABLE public.t (a int)");
  DataConnection connection(Target{database.uri()}, "test");
  connection.begin_copy_in({}, "COPY public.t FROM STDIN");
  const std::string wrong = "no number\n" + std::string(1 << 20, '1') + "\n";
  try {
    for (int i = 0; i < 100; ++i) connection.copy_in_send(wrong);
    (void)connection.copy_in_end();
    FAIL() << "no error";
  } catch (const TargetError& e) {
    EXPECT_EQ(e.sqlstate(), "22P02") << e.what();
    EXPECT_THAT(e.context(), HasSubstr("line 1"));
  }
  connection.rollback();
  EXPECT_EQ(connection.query_value("SELECT 7"), "7");
}

TEST(Copy, AbandonedEndsWithTheConnection) {
  const TempDatabase database;
  DataConnection connection(Target{database.uri()}, "test");
  connection.set_rules({.access = Access::read_only});
  connection.begin();
  connection.copy_out_begin("COPY (SELECT g FROM generate_series(1, 1000000) g) TO STDOUT (FORMAT binary)");
  std::string_view tuple;
  ASSERT_TRUE(connection.copy_out_next(tuple));
  EXPECT_EQ(tuple.size(), 10U);
  connection.rollback();
  EXPECT_THROW(connection.execute("SELECT 1"), TargetError);
}

}  // namespace
}  // namespace lite2pg::waiting_pg_test
