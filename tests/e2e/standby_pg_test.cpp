// A hot standby can be verified as its primary can, schema and sequences included: nothing is written anywhere.
#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "tests/e2e/tools.h"

namespace lite2pg::test {
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

}  // namespace
}  // namespace lite2pg::test
