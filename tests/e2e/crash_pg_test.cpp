// Runs that are cut off at random moments: --resume ends them, equal to the source, and nothing shows before publish.
#include <gmock/gmock.h>
#include <signal.h>

#include <chrono>
#include <random>
#include <thread>

#include "tests/e2e/tools.h"
#include "tests/support/places.h"

namespace lite2pg::test::crash_pg_test {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr int import_kills = 12, server_kills = 5;

/// Waits until a run stands in the ledger: from then on there is something to resume.
void wait_for_run(const TempDatabase& database) {
  const auto deadline = Clock::now() + std::chrono::seconds(60);
  while (Clock::now() < deadline) {
    const bool ledger = database.value("SELECT to_regclass('lite2pg.run') IS NOT NULL") == "t";
    if (ledger && database.value("SELECT count(*) FROM lite2pg.run") != "0") return;
    std::this_thread::sleep_for(milliseconds(2));
  }
  FAIL() << "no run began";
}

std::string state_of(const TempDatabase& database) { return database.value("SELECT state FROM lite2pg.run"); }

/// Before publish the target schema is empty; afterwards it is whole.
void expect_nothing_visible_unless_published(const TempDatabase& database) {
  const std::string tables =
      database.value("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'");
  EXPECT_EQ(tables, state_of(database) == "published" ? "5" : "0");
}

class Crash : public testing::Test {
 protected:
  void SetUp() override { make_fixture("bench", source_, {"--rows", "60000"}); }

  std::unique_ptr<BackgroundCommand> begin(const TempDatabase& database) {
    auto import =
        std::make_unique<BackgroundCommand>(std::vector<std::string>{program("import"), source_, database.uri()});
    wait_for_run(database);
    return import;
  }
  /// How long a whole run takes from its first ledger row on; kills are spread over this.
  milliseconds time_of_a_run(const TempDatabase& database) {
    const auto import = begin(database);
    const auto started = Clock::now();
    EXPECT_EQ(import->wait().exit_code, 0);
    return std::chrono::duration_cast<milliseconds>(Clock::now() - started);
  }
  void wait_for_a_moment_in(milliseconds time) {
    std::this_thread::sleep_for(std::chrono::microseconds(random_() % (1000 * static_cast<unsigned>(time.count()))));
  }
  void expect_resume_ends_equal(const TempDatabase& database) const {
    const CommandResult resumed = run_tool("import", {source_, database.uri(), "--resume"});
    EXPECT_EQ(resumed.exit_code, 0) << resumed.err;
    expect_equal(database);
  }
  void expect_equal(const TempDatabase& database) const {
    EXPECT_EQ(state_of(database), "published");
    const CommandResult verified = run_tool("verify", {source_, database.uri()});
    EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
  }

  TempDir dir_;
  std::string source_ = dir_ / "s.db";
  std::mt19937 random_{20261128};
};

TEST_F(Crash, AKilledImportIsResumedAtOnce) {
  milliseconds time = time_of_a_run(TempDatabase());
  int stopped_while_loading = 0;
  for (int kill = 0; kill < import_kills; ++kill) {
    SCOPED_TRACE(kill);
    const TempDatabase database;
    const auto import = begin(database);
    wait_for_a_moment_in(time);
    import->signal(SIGKILL);
    EXPECT_THAT(import->wait().exit_code, testing::AnyOf(137, 0));
    expect_nothing_visible_unless_published(database);
    const bool loading = state_of(database) == "loading";
    stopped_while_loading += loading ? 1 : 0;
    if (!loading) time = time * 3 / 4;  // The machine was slower when it was measured.
    expect_resume_ends_equal(database);
  }
  EXPECT_GT(stopped_while_loading, import_kills / 3) << "the kills came too late to mean anything";
}

TEST_F(Crash, ARunThatWasPublishedJustThenHasNothingLeftToDo) {
  const TempDatabase database;
  ASSERT_EQ(run_tool("import", {source_, database.uri()}).exit_code, 0);
  expect_resume_ends_equal(database);
}

TEST_F(Crash, AKilledServerIsWaitedForOrTheRunResumed) {
  PostgresServer server;
  const milliseconds time = time_of_a_run(TempDatabase(server));
  for (int kill = 0; kill < server_kills; ++kill) {
    SCOPED_TRACE(kill);
    const TempDatabase database(server);
    const auto import = begin(database);
    wait_for_a_moment_in(time);
    server.kill();
    server.start();
    expect_nothing_visible_unless_published(database);
    const CommandResult ended = import->wait();
    EXPECT_THAT(ended.exit_code, testing::AnyOf(0, 7)) << ended.err;
    if (ended.exit_code == 0) {
      expect_equal(database);
    } else {
      expect_resume_ends_equal(database);
    }
  }
}

}  // namespace
}  // namespace lite2pg::test::crash_pg_test
