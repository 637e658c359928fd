// A hot standby can be verified as its primary can, schema and sequences included: nothing is written anywhere.
#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>

#include "tests/e2e/tools.h"

namespace lite2pg::test::standby_pg_test {
namespace {

using testing::HasSubstr;
using testing::Not;

/// A streaming copy of a server. It ends with the object.
class Standby {
 public:
  explicit Standby(const PostgresServer& primary) : primary_(primary) {
    const ServerPlace& from = primary.place();
    shell("run \"$bin/pg_basebackup\" -h " + from.socket + " -p " + from.port + " -U postgres -D " + folder_ +
          " -R -X stream -c fast");
    // Settings that a standby must not have lower stand in the primary's command line, not in its files.
    shell("run \"$bin/pg_ctl\" -D " + folder_ + " -o '-p " + from.port + " -k " + folder_ +
          " -c listen_addresses= -c max_connections=200' -l " + folder_ + "/log -w start >/dev/null");
  }
  ~Standby() {
    try {
      // Settings that a standby must not have lower stand in the primary's command line, not in its files.
      shell("run \"$bin/pg_ctl\" -D " + folder_ + " -m immediate stop >/dev/null; rm -rf " + folder_);
    } catch (const std::exception& e) {
      ADD_FAILURE() << e.what();
    }
  }
  Standby(const Standby&) = delete;
  Standby& operator=(const Standby&) = delete;

  [[nodiscard]] std::string uri(const std::string& database) const {
    return "postgresql://postgres@/" + database + "?host=" + folder_ + "&port=" + primary_.place().port;
  }
  /// Waits until it has replayed what the primary has written.
  void catch_up() const {
    const std::string wanted = psql(primary_.uri(), "SELECT pg_current_wal_flush_lsn()").at(0).at(0).value();
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (psql(uri("postgres"), "SELECT pg_last_wal_replay_lsn() >= '" + wanted + "'").at(0).at(0) != "t") {
      if (std::chrono::steady_clock::now() > end) throw std::runtime_error("the standby does not catch up");
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }

 private:
  /// As the user who owns the servers: PostgreSQL refuses root.
  static void shell(const std::string& script) {
    const std::string begin =
        "set -e; bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1); cd /; "
        "run() { if [ \"$(id -u)\" = 0 ]; then runuser -u postgres -- \"$@\"; else \"$@\"; fi; }; ";
    const CommandResult result = run_command({"/bin/sh", "-c", begin + script});
    if (result.exit_code != 0) throw std::runtime_error(script + ": " + result.err);
  }

  const PostgresServer& primary_;
  // Beside the temporary folder of the tests, which the owner of the servers may not write into.
  const std::string folder_ = (std::filesystem::temp_directory_path() / unique_name("lite2pg-standby-")).string();
};

TEST(Standby, IsVerifiedWithSchemaAndSequences) {
  const TempDir dir;
  const std::string source = dir / "app.db";
  SQLite::Database(source, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
      .exec(
          "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL, n INT DEFAULT 7, CHECK (n > 0));"
          "INSERT INTO t VALUES (1, 'a', 1), (2, 'b', 2)");
  const PostgresServer primary;
  const TempDatabase target(primary);
  ASSERT_EQ(run_tool("import", {source, target.uri()}).exit_code, 0);
  const Standby standby(primary);
  standby.catch_up();

  const CommandResult equal = run_tool("verify", {source, standby.uri(target.name()), "--progress=never"});
  EXPECT_EQ(equal.exit_code, 0) << equal.out << equal.err;
  EXPECT_THAT(equal.out, Not(HasSubstr("not compared")));

  target.psql("ALTER TABLE t DROP CONSTRAINT t_check; SELECT setval('t_id_seq', 1)");
  standby.catch_up();
  const CommandResult different = run_tool("verify", {source, standby.uri(target.name()), "--progress=never"});
  EXPECT_EQ(different.exit_code, 1);
  EXPECT_THAT(different.out, HasSubstr("check is missing: t.t_check"));
  EXPECT_THAT(different.out, HasSubstr("the sequence would give out a number again: t.id"));
}

/// Nothing can be written there: rounds and repairs say so in one line, and what a repair would do is told.
TEST(Standby, IsNoTargetOfRoundsAndRepairs) {
  const TempDir dir;
  const std::string live = dir / "live.db", source = dir / "app.db";
  for (const std::string& path : {live, source})
    SQLite::Database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
        .exec("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO t VALUES (1, 'a'), (2, 'b')");
  const PostgresServer primary;
  const TempDatabase staged(primary), published(primary);
  ASSERT_EQ(run_tool("import", {live, staged.uri(), "--live"}).exit_code, 0);
  ASSERT_EQ(run_tool("import", {source, published.uri()}).exit_code, 0);
  (void)published.psql("UPDATE t SET name = 'x' WHERE id = 2");
  const Standby standby(primary);
  standby.catch_up();
  const auto expect_refused = [&](const std::vector<std::string>& words) {
    const CommandResult result = run_tool("sync", words);
    EXPECT_EQ(result.exit_code, 5) << result.err << result.out;
    EXPECT_EQ(std::ranges::count(result.err, '\n'), 1 + (result.err.find("hint:") != std::string::npos)) << result.err;
  };
  expect_refused({live, standby.uri(staged.name()), "--rounds", "1", "--progress=never"});
  expect_refused({live, standby.uri(staged.name()), "--freeze", "--progress=never"});
  expect_refused({source, standby.uri(published.name()), "--scope=all", "--max-changes=100%", "--progress=never"});
  const CommandResult dry =
      run_tool("sync", {source, standby.uri(published.name()), "--scope=all", "--max-changes=100%", "--dry-run"});
  EXPECT_EQ(dry.exit_code, 1) << dry.err;
  EXPECT_THAT(dry.out, HasSubstr("update t id=2 (name)"));
}

}  // namespace
}  // namespace lite2pg::test::standby_pg_test
