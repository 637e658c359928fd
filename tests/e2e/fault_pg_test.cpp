// What goes wrong during a night: each fault gives one clear error and the right exit code, and the run goes on later.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/e2e/tools.h"
#include "tests/support/places.h"

namespace lite2pg::test::fault_pg_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Clock = std::chrono::steady_clock;

class Fault : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(hooks_);
    make_fixture("bench", source_, {"--rows", "20000"});
  }

  void hook(const std::string& name, const std::string& body) const {
    std::ofstream(hooks_ + "/" + name) << "#!/bin/sh\n" << body << "\n";
    chmod((hooks_ + "/" + name).c_str(), 0755);
  }
  /// A hook that says that it was reached and waits until it may go on.
  void gate(const std::string& name) const {
    hook(name,
         "touch '" + reached_ + "'; while test -e '" + reached_ + "' -a ! -e '" + open_ + "'; do sleep 0.02; done");
  }
  void wait_until_reached() const {
    while (!std::filesystem::exists(reached_)) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  void open_gate() const { std::ofstream(open_) << "open"; }

  [[nodiscard]] std::vector<std::string> command(const std::string& uri, std::vector<std::string> options = {}) const {
    options.insert(options.begin(), {program("import"), source_, uri, "--hook-dir", hooks_});
    return options;
  }
  CommandResult import(const std::string& uri, std::vector<std::string> options = {}) const {
    return run_command(command(uri, std::move(options)));
  }
  static void expect_stopped(const CommandResult& result, const TempDatabase& target, const std::string& why) {
    EXPECT_EQ(result.exit_code, 7) << result.err;
    EXPECT_THAT(error_lines_of(result), ElementsAre(HasSubstr(why))) << result.err;
    EXPECT_THAT(result.err, HasSubstr("--resume --run ")) << result.err;
    expect_nothing_visible(target);
  }
  static void expect_nothing_visible(const TempDatabase& target) {
    EXPECT_EQ(target.value("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0");
  }
  void expect_resume_ends_equal(const std::string& uri) const {
    const CommandResult resumed = run_tool("import", {source_, uri, "--resume"});
    EXPECT_EQ(resumed.exit_code, 0) << resumed.err;
    EXPECT_EQ(run_tool("verify", {source_, uri}).exit_code, 0);
  }

  TempDir dir_;
  std::string source_ = dir_ / "s.db", hooks_ = dir_ / "hooks", reached_ = dir_ / "reached", open_ = dir_ / "open";
};

TEST_F(Fault, CtrlCEndsSoonAndConsistently) {
  for (const char* name : {"before-load", "after-table", "before-publish"}) {
    SCOPED_TRACE(name);
    const TempDatabase target;
    std::filesystem::remove(reached_);
    hook(name, "touch '" + reached_ + "'; sleep 60");
    BackgroundCommand import(command(target.uri()));
    wait_until_reached();
    const auto pressed = Clock::now();
    import.signal(SIGINT);
    const CommandResult result = import.wait();
    EXPECT_LT(Clock::now() - pressed, std::chrono::seconds(10)) << "2 seconds on a quiet machine";
    EXPECT_EQ(result.exit_code, 130) << result.err;
    EXPECT_THAT(error_lines_of(result), ElementsAre(HasSubstr("interrupted")));
    expect_nothing_visible(target);
    std::filesystem::remove(hooks_ + "/" + name);
    if (std::string(name) != "before-load") expect_resume_ends_equal(target.uri());
  }
}

TEST_F(Fault, ASecondSignalEndsAtOnce) {
  const TempDatabase target;
  gate("after-table");
  BackgroundCommand import(command(target.uri()));
  wait_until_reached();
  const auto pressed = Clock::now();
  import.signal(SIGTERM);
  import.signal(SIGINT);
  open_gate();  // the hook outlives it, and holds its output open
  // Whichever comes second: of two that wait, the kernel delivers the lower number first.
  EXPECT_THAT(import.wait().exit_code, testing::AnyOf(130, 143));
  EXPECT_LT(Clock::now() - pressed, std::chrono::seconds(10)) << "at once on a quiet machine";
  expect_nothing_visible(target);
}

TEST_F(Fault, AServerThatStaysAwayStopsTheRun) {
  PostgresServer server;
  const TempDatabase target(server);
  gate("after-table");
  BackgroundCommand import(command(target.uri(), {"--retries", "1", "--jobs", "1"}));
  wait_until_reached();
  server.stop("immediate");
  open_gate();
  const CommandResult result = import.wait();
  server.start();
  expect_stopped(result, target, "connect");
  expect_resume_ends_equal(target.uri());
}

TEST_F(Fault, AServerThatComesBackIsWaitedFor) {
  PostgresServer server;
  const TempDatabase target(server);
  gate("after-table");
  BackgroundCommand import(command(target.uri(), {"--jobs", "1"}));
  wait_until_reached();
  server.stop("immediate");
  server.start();
  open_gate();
  const CommandResult result = import.wait();
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("trying again"));
  EXPECT_EQ(run_tool("verify", {source_, target.uri()}).exit_code, 0);
}

TEST_F(Fault, ARightThatIsRevokedStopsTheRun) {
  const TempDatabase target;
  const std::string role = unique_name("role");
  target.psql("CREATE ROLE " + role + " LOGIN PASSWORD 'pw'; GRANT ALL ON SCHEMA public TO " + role +
              "; GRANT CREATE ON DATABASE " + target.name() + " TO " + role + ";");
  std::string uri = target.tcp_uri();
  uri.replace(0, uri.find('@'), "postgresql://" + role + ":pw");
  // The ledger is made before: the hook comes after the look at the rights.
  ASSERT_EQ(import(uri, {"--stage-only"}).exit_code, 0);
  ASSERT_EQ(import(uri, {"--schema", "other", "--stage-only", "--dry-run"}).exit_code, 0);
  hook("before-load",
       "psql -qX '" + target.uri() + "' -c 'REVOKE CREATE ON DATABASE " + target.name() + " FROM " + role + "'");
  const CommandResult result = import(uri);
  expect_stopped(result, target, "permission denied");
  EXPECT_THAT(result.err, HasSubstr("CREATE"));
  target.psql("GRANT CREATE ON DATABASE " + target.name() + " TO " + role);
  expect_resume_ends_equal(uri);
  target.psql("DROP OWNED BY " + role + " CASCADE; DROP ROLE " + role);
}

/// A session that lets nobody write to the ledger's table of loaded tables.
class LedgerLock {
 public:
  explicit LedgerLock(const TempDatabase& database)
      : database_(database),
        session_({"psql", "-qX", database.uri(), "-c",
                  "BEGIN; LOCK TABLE lite2pg.run_table IN SHARE ROW EXCLUSIVE MODE; SELECT pg_sleep(600)"}) {
    while (database_.value("SELECT count(*) " + holders_) == "0") {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
  ~LedgerLock() {
    // The end of psql alone would not end its statement.
    database_.end_sessions("pid IN (SELECT l.pid " + holders_ + ")");
    session_.wait();
  }
  LedgerLock(const LedgerLock&) = delete;
  LedgerLock& operator=(const LedgerLock&) = delete;

 private:
  const TempDatabase& database_;
  const std::string holders_ =
      "FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_database d ON d.oid = l.database WHERE "
      "d.datname = current_database() AND c.relname = 'run_table' AND l.granted AND l.mode = 'ShareRowExclusiveLock'";
  BackgroundCommand session_;
};

TEST_F(Fault, AStatementTimeOutStopsTheRun) {
  const TempDatabase target;
  gate("before-load");
  open_gate();
  ASSERT_EQ(import(target.uri(), {"--schema", "other"}).exit_code, 0);
  {
    const LedgerLock lock(target);
    expect_stopped(import(target.uri(), {"--statement-timeout", "1"}), target, "statement timeout");
  }
  expect_resume_ends_equal(target.uri());
}

TEST_F(Fault, AHangIsGivenUpWithItsReason) {
  const TempDatabase target;
  ASSERT_EQ(import(target.uri(), {"--schema", "other"}).exit_code, 0);
  {
    const LedgerLock lock(target);
    expect_stopped(import(target.uri(), {"--stall-timeout", "1s"}), target, "it waits for a lock of server process");
  }
  expect_resume_ends_equal(target.uri());
}

TEST_F(Fault, AFullDiskOfTheServerStopsTheRun) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can mount a small file system for the server";
  const std::string small = dir_ / "small";
  std::filesystem::create_directory(small);
  std::filesystem::permissions(dir_.path(), std::filesystem::perms(0755));
  const std::vector<std::string> mounted{
      "unshare",
      "--mount",
      "bash",
      "-c",
      "mount -t tmpfs -o size=1m tmpfs \"$0\" && chown postgres \"$0\" && exec \"$@\"",
      small};
  if (run_command({"unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", small}).exit_code != 0) {
    GTEST_SKIP() << "no right to mount a small file system here";
  }
  const PostgresServer server({}, mounted);
  const TempDatabase target(server);
  psql(server.uri(), "CREATE TABLESPACE small LOCATION '" + small + "'");
  target.psql("ALTER DATABASE " + target.name() + " SET default_tablespace = 'small'");
  expect_stopped(import(target.uri()), target, "No space left on device");
  ASSERT_EQ(run_command({"nsenter", "--mount", "--target", std::to_string(server.keeper()), "mount", "-o",
                         "remount,size=400m", small})
                .exit_code,
            0);
  expect_resume_ends_equal(target.uri());
  target.psql("DROP SCHEMA public CASCADE");
}

}  // namespace
}  // namespace lite2pg::test::fault_pg_test
