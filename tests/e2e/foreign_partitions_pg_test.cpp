// A table whose partitions stand on two other servers, by postgres_fdw.
#include <gmock/gmock.h>

#include "tests/e2e/tools.h"

namespace lite2pg::test::foreign_partitions_pg_test {
namespace {

using testing::HasSubstr;
using testing::Not;

class ForeignPartitions : public testing::Test {
 protected:
  void make(const std::string& server_options, int rows) {
    if (target_.value("SELECT count(*) FROM pg_available_extensions WHERE name = 'postgres_fdw'") == "0") {
      GTEST_SKIP() << "the server has no postgres_fdw (package postgresql-contrib)";
    }
    (void)target_.psql(
        "CREATE EXTENSION postgres_fdw; CREATE TABLE m (id bigint NOT NULL, t text, at timestamp) "
        "PARTITION BY HASH (id)");
    int remainder = 0;
    for (const auto& [name, server] : {std::pair("a", &a_), std::pair("b", &b_)}) {
      (void)psql(server->uri(), "CREATE TABLE part (id bigint PRIMARY KEY, t text, at timestamp)");
      const std::string number = std::to_string(remainder++), n = name;
      (void)target_.psql("CREATE SERVER " + n + " FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '" +
                         server->place().socket + "', port '" + server->place().port + "', dbname 'postgres'" +
                         server_options + "); CREATE USER MAPPING FOR CURRENT_USER SERVER " + n +
                         " OPTIONS (user 'postgres', password_required 'false'); CREATE FOREIGN TABLE m_" + n +
                         " PARTITION OF m FOR VALUES WITH (MODULUS 2, REMAINDER " + number + ") SERVER " + n +
                         " OPTIONS (table_name 'part')");
    }
    run_sqlite(source_,
               "CREATE TABLE m (id INTEGER PRIMARY KEY, t TEXT, at DATETIME); WITH RECURSIVE n(i) AS (SELECT 1 "
               "UNION ALL SELECT i + 1 FROM n WHERE i < " +
                   std::to_string(rows) + ") INSERT INTO m SELECT i, 'row ' || i, '2025-01-01 10:00:00' FROM n;");
  }
  CommandResult import(const std::string& how = "--truncate") const {
    return run_tool("import", {source_, target_.uri(), "--existing", how, "--report", report_, "--progress", "never"});
  }
  CommandResult verify() const { return run_tool("verify", {source_, target_.uri(), "--report", report_}); }

  TempDir dir_;
  PostgresServer a_, b_;
  TempDatabase target_;
  std::string source_ = dir_ / "s.db", report_ = dir_ / "r.json";
};

TEST_F(ForeignPartitions, AreLoadedManyRowsAtOnceAndProven) {
  make(", batch_size '1000'", 20'000);
  if (IsSkipped()) return;
  const CommandResult loaded = import();
  ASSERT_EQ(loaded.exit_code, 0) << loaded.err << loaded.out;
  EXPECT_THAT(loaded.err, Not(HasSubstr("one by one")));
  const double seconds = read_report(report_)["tables"][0]["seconds"];
  RecordProperty("load_seconds", std::to_string(seconds));
  EXPECT_LT(seconds, 20) << "row by row it takes more than twice as long on the slowest machine";
  EXPECT_GT(std::stoi(*psql(a_.uri(), "SELECT count(*) FROM part")[0][0]), 9000);
  EXPECT_EQ(verify().exit_code, 0);
  (void)psql(b_.uri(), "UPDATE part SET t = 'other' WHERE id = (SELECT min(id) FROM part)");
  const CommandResult damaged = verify();
  EXPECT_EQ(damaged.exit_code, 1);
  EXPECT_THAT(damaged.out, HasSubstr("column t"));
}

TEST_F(ForeignPartitions, ServersThatGetRowsOneByOneAreNamedWithTheRemedy) {
  make("", 300);
  if (IsSkipped()) return;
  const CommandResult slow = import();
  ASSERT_EQ(slow.exit_code, 0) << slow.err << slow.out;
  const std::string remedy =
      "ALTER SERVER a OPTIONS (ADD batch_size '1000'); ALTER SERVER b OPTIONS (ADD batch_size '1000');";
  EXPECT_THAT(slow.err, HasSubstr("rows go one by one to servers a, b"));
  EXPECT_THAT(slow.err, HasSubstr(remedy));
  EXPECT_EQ(verify().exit_code, 0);
  (void)target_.psql(remedy);
  const CommandResult quick = import();
  ASSERT_EQ(quick.exit_code, 0) << quick.err;
  EXPECT_THAT(quick.err, Not(HasSubstr("one by one")));
  EXPECT_EQ(verify().exit_code, 0);
}

TEST_F(ForeignPartitions, RowsAreAddedToThoseThatStandThere) {
  make(", batch_size '100'", 50);
  if (IsSkipped()) return;
  (void)target_.psql("INSERT INTO m VALUES (1000, 'by hand', NULL)");
  const CommandResult added = import("--append");
  ASSERT_EQ(added.exit_code, 0) << added.err;
  EXPECT_EQ(target_.value("SELECT count(*) FROM m"), "51");
}

}  // namespace
}  // namespace lite2pg::test::foreign_partitions_pg_test
