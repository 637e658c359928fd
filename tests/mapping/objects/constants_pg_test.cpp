// Constants that leave the range of a type: PostgreSQL would compute them when it plans, and end the load with an error
// that no row is to blame for. They are computed as SQLite does, or the object is named before the load.
#include <gmock/gmock.h>

#include "tests/mapping/loaded_database.h"
#include "tests/mapping/planned_database.h"

namespace lite2pg::constants_pg_test {
namespace {

using namespace test;
using testing::HasSubstr;

constexpr const char* constants[] = {"1e308 * 10",
                                     "(1e308 * 2) * 5",
                                     "-1e308 - 1e308",
                                     "1e-300 * 1e-300",
                                     "1e300 / 1e-300",
                                     "1e400 - 1e400",
                                     "9223372036854775807 + 1",
                                     "(9223372036854775806 + 0) + 5",
                                     "-9223372036854775808 / -1",
                                     "-9223372036854775808 % -1",
                                     "7 % 0",
                                     "-(5 - 9)",
                                     "CAST(1e19 AS INTEGER)",
                                     "CAST(-1e400 AS INTEGER)",
                                     "abs(-9223372036854775808)",
                                     "abs(1e400)",
                                     "round(1e300)",
                                     "substr('abc', -2147483648)",
                                     "printf('%d', 1e300)",
                                     "printf('%.3f', 1e300)",
                                     "datetime(-62167219201, 'unixepoch')",
                                     "datetime('2024-01-01 24:00:00')",
                                     "-0.0",
                                     "NULL = NULL"};

/// Each in a table of its own, in every kind of object.
std::string schema_of_constants() {
  std::string script;
  int n = 0;
  for (const std::string constant : constants) {
    const std::string t = "t" + std::to_string(++n), c = "(" + constant + ")";
    script += "CREATE TABLE " + t + " (id INTEGER PRIMARY KEY, a INT, n NUMERIC, r REAL, CHECK (a <> " + c +
              "), CHECK (n > " + c + " OR n < 5), CHECK (r IS NULL OR r <> " + c + "));" +  //
              "CREATE INDEX i" + t + " ON " + t + " (a) WHERE n <> " + c + ";" +            //
              "CREATE TABLE d" + t + " (id INTEGER PRIMARY KEY, i INTEGER DEFAULT " + c + ", n NUMERIC DEFAULT " + c +
              ", r REAL DEFAULT " + c + ", t TEXT DEFAULT " + c + ", b BOOLEAN DEFAULT " + c + ");";
  }
  return script;
}

TEST(Constants, BeyondTheirTypesEndNoLoad) {
  const LoadedDatabase db(schema_of_constants());
  for (const ObjectPlan& object : db.plan().objects) {
    EXPECT_EQ(object.status == ObjectStatus::not_carried && object.reason.empty(), false) << object.name;
  }
  for (const TablePlan& table : db.plan().tables) {
    if (!table.source.starts_with('d')) continue;
    EXPECT_EQ(db.postgres_takes("INSERT INTO " + table.target + " (id) VALUES (1)"), "yes");
  }
}

TEST(Constants, AreComputedAsSqliteDoes) {
  const LoadedDatabase db(R"(
    CREATE TABLE t (a INT, n NUMERIC, r REAL);
    INSERT INTO t VALUES (5, 2.5, 1e300), (-9223372036854775808, 1e40, -1e19), (7, 9.3e18, 0.0);
    CREATE VIEW v AS SELECT a, 1e308 * 10 AS x, -1e308 - 1e308 AS y, 9223372036854775807 + 1 AS z, 1e400 - 1e400 AS u,
      CAST(1e19 AS INTEGER) AS c, a > (9223372036854775806 + 0) + 5 AS g, n = 1e40 AS e, n < (9223372036854775807 * 2) AS l,
      CAST(r AS INTEGER) AS i, CAST(n AS INTEGER) AS k, printf('%d', r) AS p, -9223372036854775808 % -1 AS m FROM t;
  )");
  EXPECT_EQ(object_of(db.plan(), ObjectKind::view, "v").status, ObjectStatus::carried);
  for (const std::string query :
       {"SELECT c, i, k, p, m FROM v ORDER BY c, i, k",
        "SELECT CAST(g AS INTEGER), CAST(e AS INTEGER), CAST(l AS INTEGER) FROM v ORDER BY 1, 2, 3"}) {
    EXPECT_EQ(db.in_sqlite(query), db.in_postgres(query)) << query;
  }
  EXPECT_EQ(db.in_postgres("SELECT x, y, z, u FROM v LIMIT 1"),
            (Rows{{"Infinity", "-Infinity", "9.223372036854776e+18", std::nullopt}}));
}

/// SQLite takes a number from 0 to turn its sign, and a column of REAL affinity keeps no -0.0.
TEST(Constants, NoSignBeforeZero) {
  const LoadedDatabase db(
      "CREATE TABLE t (a REAL, b REAL AS (-a) STORED, c REAL AS (a * -1) STORED, d REAL DEFAULT -0.0, e TEXT DEFAULT "
      "-0.0); INSERT INTO t (a) VALUES (0.0);");
  EXPECT_EQ(db.in_postgres("SELECT b::text, c::text FROM t"), (Rows{{"0", "0"}}));
  EXPECT_EQ(db.postgres_takes("INSERT INTO t (a) VALUES (0)"), "yes");
  EXPECT_EQ(db.in_postgres("SELECT DISTINCT d::text, e FROM t"), (Rows{{"0", "0.0"}}));
}

TEST(Constants, WhatMayLeaveItsTypeIsNamed) {
  const Plan plan = plan_of_script(R"(
    CREATE TABLE t (r REAL, q REAL, n NUMERIC, d DECIMAL(10,2), s TEXT, i INTEGER, CONSTRAINT product CHECK (r * q > 0),
      CONSTRAINT sum CHECK (r + 5 > 0), CONSTRAINT small CHECK (d * d >= 0), CONSTRAINT wide CHECK (n * 2 > 0),
      CONSTRAINT part CHECK (substr(s, i) <> 'x'), CONSTRAINT early CHECK (datetime(i, 'unixepoch') <> 'x'));)");
  const auto reason = [&](const char* name) { return object_of(plan, ObjectKind::check, name).reason; };
  EXPECT_THAT(reason("product"), HasSubstr("leave the range of doubles"));
  EXPECT_THAT(reason("wide"), HasSubstr("leave the range of doubles"));
  EXPECT_EQ(reason("sum"), "");
  EXPECT_EQ(reason("small"), "");
  EXPECT_THAT(reason("part"), HasSubstr("beyond 700 million"));
  EXPECT_THAT(reason("early"), HasSubstr("before the year 1"));
}

}  // namespace
}  // namespace lite2pg::constants_pg_test
