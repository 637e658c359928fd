// A target in use: what the application changed since the import is told from damage, with the source's rows and with
// the manifest alone; baselines; what a role of verify's own may and may not; which locks are taken.
#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>

#include <chrono>
#include <regex>
#include <set>
#include <thread>

#include "tests/e2e/tools.h"
#include "tests/support/places.h"

namespace lite2pg::test::after_cutover_pg_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* schema = R"(
  CREATE TABLE people (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, born DATE);
  CREATE TABLE orders (id INTEGER PRIMARY KEY, person INTEGER REFERENCES people(id), total DECIMAL(10,2));
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
  INSERT INTO people SELECT i, 'Name ' || i, date(i * 86400, 'unixepoch') FROM n;
  INSERT INTO orders SELECT id, id, id / 4.0 FROM people WHERE id <= 500;
)";

/// A migrated database, its archive, and verify's runs on it.
class Cutover : public testing::Test {
 protected:
  void SetUp() override {
    SQLite::Database(source_, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
        .exec(std::string("BEGIN;") + schema + "COMMIT");
    ASSERT_EQ(run_tool("export", {source_, dir_ / "archive"}).exit_code, 0);
    ASSERT_EQ(run_tool("import", {dir_ / "archive", target_.uri()}).exit_code, 0);
  }

  CommandResult verify(const std::string& source, std::vector<std::string> options = {}) {
    options.insert(options.begin(), {source, target_.uri(), "--progress=never", "--report", dir_ / "r.json"});
    CommandResult result = run_tool("verify", options);
    report_ = read_report(dir_ / "r.json");
    return result;
  }
  [[nodiscard]] std::string manifest() const { return dir_ / "archive/manifest.json"; }

  /// Differences in the report as "people changed id=3 name"; `drift` says which kind.
  [[nodiscard]] std::vector<std::string> differences(bool drift) const {
    std::vector<std::string> lines;
    for (const auto& t : report_["tables"]) {
      for (const auto& d : t["differences"]) {
        if (d["drift"] != drift) continue;
        std::string line = t["source"].get<std::string>() + " " + d["kind"].get<std::string>();
        for (const char* part : {"key", "column"})
          if (!d[part].get<std::string>().empty()) line += " " + d[part].get<std::string>();
        lines.push_back(line);
      }
    }
    return lines;
  }

  /// Changes rows under a transaction that the ledger counts as the import's: what a fault of disk or memory would do.
  void damage(const std::string& sql) {
    target_.psql("BEGIN; " + sql +
                 "; INSERT INTO lite2pg.run_table (run, table_name, slice, rows, bytes, seconds, xid) SELECT run, "
                 "table_name, 'damage ' || txid_current(), 0, 0, 0, txid_current() FROM lite2pg.run_table WHERE "
                 "slice = ''; COMMIT");
  }
  void use() {
    target_.psql(
        "UPDATE people SET name = 'new' WHERE id = 5; DELETE FROM orders WHERE id = 9; "
        "INSERT INTO people (name) VALUES ('added')");
  }

  TempDir dir_;
  TempDatabase target_;
  std::string source_ = dir_ / "app.db";
  nlohmann::json report_;
};

TEST_F(Cutover, ChangesSinceAreDriftAndNotDamage) {
  use();
  EXPECT_EQ(verify(source_).exit_code, 1);
  const CommandResult lenient = verify(source_, {"--fail-on=damage"});
  EXPECT_EQ(lenient.exit_code, 0);
  EXPECT_THAT(lenient.out, HasSubstr("intact: 2 tables"));
  EXPECT_THAT(lenient.out, Not(HasSubstr("id=5")));
  EXPECT_EQ(report_["drift"], 3);
  EXPECT_THAT(differences(false), IsEmpty());
  EXPECT_THAT(differences(true), testing::UnorderedElementsAre("people changed id=5 name", "people extra id=20001",
                                                               "orders missing id=9"));
  EXPECT_THAT(verify(source_, {"--fail-on=damage", "--show-drift"}).out, HasSubstr("id=5, column name"));
}

TEST_F(Cutover, DamageIsFoundAmongChanges) {
  use();
  damage("UPDATE people SET born = born + 1 WHERE id = 7");
  const CommandResult result = verify(source_, {"--fail-on=damage"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(differences(false), ElementsAre("people changed id=7 born"));
  EXPECT_EQ(differences(true).size(), 3U);
  EXPECT_THAT(result.out, HasSubstr("id=7, column born"));
}

TEST_F(Cutover, TheManifestAloneTellsThemApartByBuckets) {
  EXPECT_EQ(verify(manifest()).exit_code, 0);
  use();
  EXPECT_EQ(verify(manifest()).exit_code, 1);
  EXPECT_EQ(verify(manifest(), {"--fail-on=damage"}).exit_code, 0);
  EXPECT_THAT(differences(false), IsEmpty());
  EXPECT_EQ(differences(true).size(), 3U);
  damage("UPDATE people SET born = born + 1 WHERE id BETWEEN 7000 AND 7100");
  EXPECT_EQ(verify(manifest(), {"--fail-on=damage"}).exit_code, 1);
  EXPECT_THAT(differences(false), Not(IsEmpty()));
  for (const std::string& d : differences(false)) EXPECT_THAT(d, HasSubstr("people "));
}

TEST_F(Cutover, ARestoredDumpSaysThatDriftCannotBeTold) {
  target_.psql(
      "CREATE TABLE copy AS TABLE orders; TRUNCATE orders; INSERT INTO orders TABLE copy; DROP TABLE copy; "
      "UPDATE orders SET total = 0 WHERE id = 3");
  for (const std::string& source : {source_, manifest()}) {
    const CommandResult result = verify(source, {"--fail-on=damage"});
    EXPECT_EQ(result.exit_code, 1) << source;
    EXPECT_THAT(result.out, HasSubstr("no row carries a transaction of the import any more"));
  }
}

TEST_F(Cutover, ABaselineTellsWhatChangedSince) {
  const std::string file = dir_ / "baseline.json";
  EXPECT_THAT(verify(source_, {"--baseline", file}).out, Not(HasSubstr("since the baseline")));
  EXPECT_THAT(verify(source_, {"--baseline", file}).out, HasSubstr("nothing changed in the target"));
  EXPECT_EQ(verify(file).exit_code, 0);
  target_.psql("INSERT INTO people (name) VALUES ('added')");
  EXPECT_THAT(verify(source_, {"--baseline", file}).out,
              HasSubstr("people: 20,000 rows then, 20,001 now; 1 of 32 buckets differ"));
  EXPECT_EQ(report_["baseline"]["changes"].size(), 1U);
  EXPECT_EQ(verify(file, {"--fail-on=damage"}).exit_code, 1) << "to a baseline every change is a difference";
  EXPECT_EQ(verify(source_, {"--baseline", file, "--update-baseline"}).exit_code, 1);
  EXPECT_EQ(verify(file).exit_code, 0);
}

TEST_F(Cutover, ARunThatComparedNothingIsNeverEqual) {
  struct Nothing {
    std::vector<std::string> options;
    int exit_code;
    const char* says;
    const char* verdict;
  };
  for (const Nothing& nothing :
       std::vector<Nothing>{{{"--exclude=*"}, 3, "nothing was compared", "refused"},
                            {{"--tables=people", "--exclude=p*"}, 3, "nothing was compared", "refused"},
                            {{"--tables=nosuch"}, 2, "--tables 'nosuch' matches no table of the source", "failed"}}) {
    for (const std::string& source : {source_, manifest()}) {
      for (const char* what : {"--data-only", "--schema-only", "--quiet"}) {
        std::vector<std::string> all = nothing.options;
        all.emplace_back(what);
        const CommandResult result = verify(source, all);
        EXPECT_EQ(result.exit_code, nothing.exit_code) << source << what;
        EXPECT_THAT(result.err, HasSubstr(nothing.says));
        EXPECT_EQ(report_["verdict"], nothing.verdict);
      }
    }
  }
}

/// The SQL of the documentation's role, for this database.
std::vector<std::string> documented_grants(const std::string& role, const std::string& database) {
  const std::string page = content_of(source_folder() + "/docs/verification.md");
  const std::size_t from = page.find("```sql\nCREATE ROLE verify");
  std::string sql = page.substr(from + 7, page.find("```", from + 7) - from - 7);
  sql = std::regex_replace(sql, std::regex("--[^\n]*"), "");
  sql = std::regex_replace(sql, std::regex("\\bverify\\b"), role);
  sql = std::regex_replace(sql, std::regex("DATABASE app"), "DATABASE " + database);
  std::vector<std::string> statements;
  for (std::size_t at = 0, end = 0; (end = sql.find(';', at)) != std::string::npos; at = end + 1)
    statements.push_back(sql.substr(at, end - at));
  return statements;
}

class ReadOnlyRole : public Cutover {
 protected:
  void SetUp() override {
    Cutover::SetUp();
    target_.psql("REVOKE TEMPORARY ON DATABASE " + target_.name() + " FROM PUBLIC");  // It makes nothing.
  }
  void TearDown() override { target_.psql("DROP OWNED BY " + role_ + "; DROP ROLE " + role_); }

  /// Runs as the role, which has all grants of the documentation but those with `without` in them.
  CommandResult verify_without(const std::string& without, const std::string& allowed = {}) {
    for (const std::string& statement : documented_grants(role_, target_.name()))
      if (without.empty() || statement.find(without) == std::string::npos) target_.psql(statement);
    const std::string uri = std::regex_replace(target_.uri(), std::regex("postgres@"), role_ + "@");
    std::vector<std::string> args = {source_, uri, "--progress=never", "--report", dir_ / "r.json"};
    if (!allowed.empty()) args.push_back("--allow-uncompared=" + allowed);
    CommandResult result = run_tool("verify", args);
    report_ = read_report(dir_ / "r.json");
    return result;
  }
  [[nodiscard]] std::string not_compared() const { return report_["not_compared"].dump(); }

  std::string role_ = unique_name("verify_role");
};

TEST_F(ReadOnlyRole, SeesAllWithTheGrantsOfTheDocumentation) {
  const CommandResult result = verify_without("");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(not_compared(), "[]");
  EXPECT_TRUE(report_["schema_compared"].get<bool>());
  EXPECT_THAT(report_["plan"].get<std::string>(), HasSubstr("of the ledger"));
}

TEST_F(ReadOnlyRole, WithoutSequencesTheirPositionsAreNotCompared) {
  const CommandResult result = verify_without("SEQUENCES");
  EXPECT_EQ(result.exit_code, 1) << result.err;
  EXPECT_THAT(result.out, HasSubstr("NOT PROVEN"));
  EXPECT_THAT(result.out, HasSubstr("--allow-uncompared sequences"));
  EXPECT_THAT(not_compared(), HasSubstr("permission denied for sequence"));
}

TEST_F(ReadOnlyRole, WhatIsAllowedToBeUncomparedIsNoFailure) {
  const CommandResult result = verify_without("SEQUENCES", "sequences");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(not_compared(), HasSubstr("permission denied for sequence"));
  EXPECT_EQ(verify_without(role_, "nosuch").exit_code, 2);
}

TEST_F(ReadOnlyRole, WithoutTheLedgerItSaysThatThereIsOneThatItCannotRead) {
  const CommandResult result = verify_without("SCHEMA lite2pg");
  EXPECT_EQ(result.exit_code, 1) << result.err;
  EXPECT_THAT(result.out, HasSubstr("derived from the target's column types"));
  EXPECT_THAT(result.out, HasSubstr("the ledger in schema lite2pg cannot be read"));
  EXPECT_THAT(result.out, HasSubstr("--allow-uncompared schema"));
}

TEST_F(ReadOnlyRole, TablesThatCannotBeReadAreNotProven) {
  const CommandResult result = verify_without("ALL TABLES IN SCHEMA public");
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, HasSubstr("permission denied for table people: GRANT SELECT ON \"public\".\"people\""));
}

TEST_F(ReadOnlyRole, ColumnsThatCannotBeReadAndRowsThatAreHiddenAreNotProven) {
  (void)verify_without("");
  target_.psql("REVOKE SELECT ON people FROM " + role_ + "; GRANT SELECT (id, name) ON people TO " + role_ +
               "; ALTER TABLE orders ENABLE ROW LEVEL SECURITY");
  const CommandResult result = verify_without(role_);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, HasSubstr("people.born: permission denied for the column: GRANT SELECT"));
  EXPECT_THAT(result.out, HasSubstr("orders: row security hides rows from role"));
  EXPECT_THAT(result.out, HasSubstr("NOT PROVEN"));
}

TEST_F(Cutover, TakesNoLockButAccessShareAndIsHeldBackByMaxRate) {
  target_.psql("INSERT INTO people (name) SELECT repeat('x', 900) FROM generate_series(1, 3000)");
  const auto begun = std::chrono::steady_clock::now();
  const BackgroundCommand running(
      {program("verify"), source_, target_.uri(), "--progress=never", "--max-rate=1", "--fail-on=damage"});
  std::set<std::string> modes;
  std::size_t seen = 0;
  const auto others = [&] {
    return target_.psql(
        "SELECT l.mode FROM pg_stat_activity a JOIN pg_locks l USING (pid) JOIN pg_class c ON c.oid = "
        "l.relation WHERE a.application_name LIKE 'lite2pg verify%' AND c.relkind IN ('r', 'p') AND "
        "c.relnamespace = 'public'::regnamespace AND l.database = (SELECT oid FROM pg_database WHERE "
        "datname = current_database())");
  };
  const auto is_running = [&] {
    return target_.value(
               "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'lite2pg verify%' AND "
               "datname = current_database()") != "0";
  };
  while (modes.empty() && std::chrono::steady_clock::now() - begun < std::chrono::seconds(60)) {
    for (const auto& row : others()) modes.insert(row[0].value());
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  for (; is_running(); ++seen) {
    for (const auto& row : others()) modes.insert(row[0].value());
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_THAT(modes, ElementsAre("AccessShareLock"));
  EXPECT_GT(seen, 10U);
  // More than 3 MB of rows at 1 MB a second.
  EXPECT_GT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(2));
}

}  // namespace
}  // namespace lite2pg::test::after_cutover_pg_test
