// Targets that lite2pg did not load: by pgloader, and by hand with types of somebody's own choice. The report is fair:
// what changed is named, what the types changed by design is said once a column, and nothing false is said.
#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>

#include <set>
#include <sstream>

#include "tests/e2e/tools.h"

namespace lite2pg::test::other_tools_pg_test {
namespace {

using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Pgloader, RoundsRealsAndNothingElseOfTheWorkload) {
  if (run_command({"/bin/sh", "-c", "command -v pgloader"}).exit_code != 0)
    GTEST_SKIP() << "pgloader is not installed; scripts/bootstrap --tools installs it";
  const TempDir dir;
  const TempDatabase target;
  make_fixture("bench", dir / "bench.db", {"--rows", "20000"});
  // More digits than a 4-byte float has: of fewer its shortest decimal tells all.
  SQLite::Database(dir / "bench.db", SQLite::OPEN_READWRITE)
      .exec("UPDATE order_lines SET discount = (discount + 1) / 7");
  const CommandResult loaded = run_command({"pgloader", dir / "bench.db", target.tcp_uri()});
  ASSERT_EQ(target.value("SELECT count(*) FROM order_lines"), "9360") << loaded.out << loaded.err;
  const CommandResult verified =
      run_tool("verify", {dir / "bench.db", target.uri(), "--diff-limit=100000", "--report", dir / "r.json"});
  EXPECT_EQ(verified.exit_code, 1) << verified.err;
  const nlohmann::json report = read_report(dir / "r.json");
  std::set<std::string> places, causes;
  std::size_t named = 0;
  for (const auto& table : report["tables"]) {
    EXPECT_EQ(table["rows_source"], table["rows_target"]);
    for (const auto& d : table["differences"]) {
      places.insert(table["source"].get<std::string>() + " " + d["kind"].get<std::string>() + " " +
                    d["column"].get<std::string>());
      causes.insert(d["cause"]);
      ++named;
    }
  }
  EXPECT_THAT(places, ElementsAre("order_lines changed discount", "readings changed value"));
  EXPECT_THAT(causes, ElementsAre("float4 rounding"));
  EXPECT_GT(named, 10'000U);
  EXPECT_THAT(report["assumptions"].get<std::vector<std::string>>(),
              Contains("readings.value: numbers are those of the 4-byte float"));
  EXPECT_THAT(verified.out, HasSubstr("in column discount"));
}

TEST(Pgloader, ItsLoadIsRepairedToEqualOnceAColumnHasPlaceForTheValues) {
  if (run_command({"/bin/sh", "-c", "command -v pgloader"}).exit_code != 0)
    GTEST_SKIP() << "pgloader is not installed; scripts/bootstrap --tools installs it";
  const TempDir dir;
  const TempDatabase target;
  const std::string source = dir / "ferry.db";
  make_fixture("ferry", source);
  const CommandResult loaded = run_command({"pgloader", source, target.tcp_uri()});
  ASSERT_NE(target.value("SELECT count(*) FROM payments"), "0") << loaded.out << loaded.err;
  const auto repair = [&] {
    return run_tool("sync", {source, target.uri(), "--scope", "all", "--max-changes", "100%"});
  };
  const CommandResult first = repair();  // its 4-byte floats have no place for the values
  EXPECT_EQ(first.exit_code, 1) << first.err;
  std::istringstream lines(first.out);
  std::size_t offered = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("ALTER TABLE ")) continue;
    target.psql(line);
    ++offered;
  }
  EXPECT_GT(offered, 0U) << first.out;
  const CommandResult second = repair();
  EXPECT_EQ(second.exit_code, 0) << second.out << second.err;
  EXPECT_THAT(second.out, HasSubstr("in step: verified equal"));
  EXPECT_EQ(run_tool("verify", {source, target.uri()}).exit_code, 0);
}

constexpr const char* source_sql = R"(
  CREATE TABLE Users (id INTEGER PRIMARY KEY, code TEXT, "Name" TEXT, active INTEGER, created TEXT, born TEXT,
    seen INTEGER, score REAL, price TEXT, kind TEXT, ip TEXT, doc TEXT, tags TEXT, uid BLOB, zip TEXT, amount REAL,
    whole REAL, note TEXT);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
  INSERT INTO Users SELECT i, i * 3, 'name ' || i, i % 2, datetime(1700000000 + i * 3600, 'unixepoch'),
    date(1700000000 + i * 86400, 'unixepoch'), 1700000000 + i, i / 7.0, printf('%.2f', i / 4.0),
    CASE i % 2 WHEN 0 THEN 'a' ELSE 'b' END, '10.0.0.' || i, json_object('b', i, 'a', json_array(1, 2)),
    json_array('x', 'y' || i), CAST(printf('%016d', i) AS BLOB), printf('%05d', i), i / 4.0, i * 1.0, NULL FROM n;
)";

constexpr const char* target_sql = R"(
  CREATE TYPE kind AS ENUM ('a', 'b');
  CREATE TABLE users (id serial PRIMARY KEY, code integer, name char(20), active boolean, created timestamptz,
    born date, seen timestamptz, score double precision, price numeric(10,3), kind kind, ip inet, doc jsonb,
    tags text[], uid uuid, zip varchar(10), amount numeric(12,4), whole integer, note text, added_later text);
  INSERT INTO users SELECT i, i * 3, 'name ' || i, i % 2 = 1, to_timestamp(1700000000 + i * 3600),
    (to_timestamp(1700000000 + i * 86400) AT TIME ZONE 'UTC')::date, to_timestamp(1700000000 + i), i / 7.0::float8,
    i / 4.0, (CASE i % 2 WHEN 0 THEN 'a' ELSE 'b' END)::kind, ('10.0.0.' || i)::inet,
    jsonb_build_object('a', jsonb_build_array(1, 2), 'b', i), ARRAY['x', 'y' || i],
    encode(lpad(i::text, 16, '0')::bytea, 'hex')::uuid, lpad(i::text, 5, '0'), i / 4.0, i FROM generate_series(1, 200) i;
  SELECT setval('users_id_seq', 200);
)";

class ByHand : public testing::Test {
 protected:
  void SetUp() override {
    SQLite::Database(dir_ / "app.db", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec(source_sql);
    target_.psql(target_sql);
  }
  CommandResult verify() {
    CommandResult result = run_tool("verify", {dir_ / "app.db", target_.uri(), "--report", dir_ / "r.json"});
    report_ = read_report(dir_ / "r.json");
    return result;
  }

  TempDir dir_;
  TempDatabase target_;
  nlohmann::json report_;
};

TEST_F(ByHand, WhatTheTypesChangedByDesignIsSaidOnceAColumn) {
  const CommandResult result = verify();
  EXPECT_EQ(result.exit_code, 0) << result.out;
  EXPECT_EQ(report_["plan"], "derived from the target's column types");
  const auto assumed = report_["assumptions"].get<std::vector<std::string>>();
  EXPECT_THAT(assumed, testing::UnorderedElementsAre("Users.code: text that spells a number is compared as the number",
                                                     "Users.created: text without a zone is taken as UTC",
                                                     "Users.seen: numbers are read as seconds since 1970",
                                                     "Users.tags: text is an array in JSON or in PostgreSQL's braces",
                                                     "Users.uid: 16 bytes are in the order in which they are written"));
}

TEST_F(ByHand, DamageIsNamedUnderEveryType) {
  const std::vector<std::pair<std::string, std::string>> damages = {{"code", "code + 1"},
                                                                    {"Name", "'other'"},
                                                                    {"active", "NOT active"},
                                                                    {"created", "created + interval '1 s'"},
                                                                    {"born", "born + 1"},
                                                                    {"seen", "seen - interval '1 ms'"},
                                                                    {"score", "score::real"},
                                                                    {"price", "price + 0.001"},
                                                                    {"kind", "'a'"},
                                                                    {"ip", "ip + 1"},
                                                                    {"doc", "doc || '{\"c\": 1}'"},
                                                                    {"tags", "tags || 'z'::text"},
                                                                    {"uid", "gen_random_uuid()"},
                                                                    {"zip", "ltrim(zip, '0')"},
                                                                    {"amount", "amount + 0.0001"},
                                                                    {"whole", "whole + 1"},
                                                                    {"note", "''"}};
  std::string sets;
  std::vector<std::string> expected;
  for (std::size_t i = 0; i < damages.size(); ++i) {
    const auto& [column, value] = damages[i];
    const std::string id = std::to_string(2 * i + 1);
    target_.psql("UPDATE users SET " + column + " = " + value + " WHERE id = " + id);
    expected.push_back("id=" + id + " " + column);
  }
  EXPECT_EQ(verify().exit_code, 1);
  std::vector<std::string> named;
  for (const auto& d : report_["tables"][0]["differences"])
    named.push_back(d["key"].get<std::string>() + " " + d["column"].get<std::string>());
  EXPECT_THAT(named, testing::UnorderedElementsAreArray(expected));
}

}  // namespace
}  // namespace lite2pg::test::other_tools_pg_test
