// Damage of every kind, put into a migrated copy, is found and named; nothing else is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/verify/migrated_database.h"

namespace lite2pg::damage_pg_test {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAreArray;

constexpr const char* schema = R"(
  CREATE TABLE item (
    id INTEGER PRIMARY KEY, name TEXT, note VARCHAR(200), amount REAL, price DECIMAL(10,2), active BOOLEAN,
    made DATETIME, day DATE, uid UUID, doc JSON, bytes BLOB, big BIGINT);
  CREATE TABLE twin (id INTEGER PRIMARY KEY, name TEXT);
  CREATE TABLE line (ord INTEGER NOT NULL, pos INTEGER NOT NULL, what TEXT, PRIMARY KEY (pos, ord)) WITHOUT ROWID;
  CREATE TABLE log (at DATETIME, what TEXT);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
  INSERT INTO item SELECT i, 'Name ' || i, 'a note, quite a long one, of item ' || i, i / 3.0, (i * 7 % 1000) / 4.0,
    i % 2, datetime(1700000000 + i * 3601, 'unixepoch'), date(1700000000 + i * 86400, 'unixepoch'),
    printf('%08x-0000-4000-8000-%012x', i, i * i), json_object('n', i, 'tags', json_array('a', i)),
    CAST(printf('%c%s', i % 100 + 1, i) AS BLOB), i * 12345678901 FROM n;
  INSERT INTO twin SELECT id, name FROM item;
  INSERT INTO line SELECT id / 10, id % 10, name FROM item;
  INSERT INTO log SELECT made, 'event ' || (id % 50) FROM item;
  INSERT INTO log SELECT '2024-01-01 00:00:00', 'the same' FROM item WHERE id <= 5;
)";

struct Damage {
  const char* what;
  const char* sql;
  std::vector<std::string> lines;
};

const std::vector<Damage>& damages() {
  static const std::vector<Damage> all = {
      {"number plus one",
       "UPDATE item SET big = big + 1 WHERE id = 7",
       {"item changed id=7 big 86419752307 -> 86419752308"}},
      {"float4 rounding",
       "UPDATE item SET amount = amount::real WHERE id = 7",
       {"item changed id=7 amount 2.3333333333333335 -> 2.3333332538604736 (float4 rounding)"}},
      {"last bit of a float",
       "UPDATE item SET amount = 0.33333333333333337 WHERE id = 1",
       {"item changed id=1 amount 0.3333333333333333 -> 0.33333333333333337"}},
      {"decimal", "UPDATE item SET price = price + 0.01 WHERE id = 3", {"item changed id=3 price 5.25 -> 5.26"}},
      {"boolean flipped", "UPDATE item SET active = NOT active WHERE id = 4", {"item changed id=4 active 0 -> 1"}},
      {"one hour",
       "UPDATE item SET made = made + interval '1 hour' WHERE id = 5",
       {"item changed id=5 made '2023-11-15 03:13:25' -> '2023-11-15 04:13:25' (shifted by +1 h (time zone))"}},
      {"one millisecond",
       "UPDATE item SET made = made + interval '1 ms' WHERE id = 5",
       {"item changed id=5 made '2023-11-15 03:13:25' -> '2023-11-15 03:13:25.001' (a changed fraction of a second)"}},
      {"one day", "UPDATE item SET day = day + 1 WHERE id = 5", {"item changed id=5 day '2023-11-19' -> '2023-11-20'"}},
      {"NULL",
       "UPDATE item SET name = NULL WHERE id = 6",
       {"item changed id=6 name 'Name 6' -> NULL (NULL instead of the value)"}},
      {"empty",
       "UPDATE item SET name = '' WHERE id = 6",
       {"item changed id=6 name 'Name 6' -> '' (an empty text instead of the value)"}},
      {"the word NULL", "UPDATE item SET name = 'NULL' WHERE id = 6", {"item changed id=6 name 'Name 6' -> 'NULL'"}},
      {"upper case",
       "UPDATE item SET name = upper(name) WHERE id = 8",
       {"item changed id=8 name 'Name 8' -> 'NAME 8' (letter case)"}},
      {"padding",
       "UPDATE item SET name = name || '  ' WHERE id = 8",
       {"item changed id=8 name 'Name 8' -> 'Name 8  ' (padded)"}},
      {"cut off",
       "UPDATE item SET note = left(note, 10) WHERE id = 8",
       {"item changed id=8 note 'a note, quite a long one, of item 8' -> 'a note, qu' (cut off after 10 characters)"}},
      {"another uuid",
       "UPDATE item SET uid = '00000009-0000-4000-8000-000000000052' WHERE id = 9",
       {"item changed id=9 uid '00000009-0000-4000-8000-000000000051' -> '00000009-0000-4000-8000-000000000052'"}},
      {"JSON written again",
       "UPDATE item SET doc = doc::jsonb::json WHERE id = 10",
       {"item changed id=10 doc '{\"n\":10,\"tags\":[\"a\",10]}' -> '{\"n\": 10, \"tags\": [\"a\", 10]}' "
        "(re-serialised JSON)"}},
      {"a bit of a blob",
       "UPDATE item SET bytes = set_bit(bytes, 3, 1 - get_bit(bytes, 3)) WHERE id = 11",
       {"item changed id=11 bytes x'313131' -> x'393131'"}},
      {"base64",
       "UPDATE item SET bytes = encode(bytes, 'base64')::bytea WHERE id = 11",
       {"item changed id=11 bytes x'313131' -> x'4d544578' (encoded as base64)"}},
      {"infinity",
       "UPDATE item SET made = 'infinity' WHERE id = 5",
       {"item changed id=5 made '2023-11-15 03:13:25' -> 'infinity'"}},
      {"row gone", "DELETE FROM twin WHERE id = 12", {"twin missing id=12"}},
      {"row added", "INSERT INTO twin VALUES (301, 'new')", {"twin extra id=301"}},
      {"key changed",
       "UPDATE twin SET id = 999 WHERE id = 13",
       {"twin missing id=13 (the key was changed: id=13 became id=999)",
        "twin extra id=999 (the key was changed: id=13 became id=999)"}},
      {"two rows swapped",
       "UPDATE twin SET name = CASE id WHEN 14 THEN 'Name 15' ELSE 'Name 14' END WHERE id IN (14, 15)",
       {"twin changed id=14 name 'Name 14' -> 'Name 15'", "twin changed id=15 name 'Name 15' -> 'Name 14'"}},
      {"two columns swapped",
       "UPDATE item SET name = note, note = name WHERE id = 16",
       {"item changed id=16 name 'Name 16' -> 'a note, quite a long one, of item 16'",
        "item changed id=16 note 'a note, quite a long one, of item 16' -> 'Name 16'"}},
      {"composite key",
       "UPDATE line SET what = 'x' WHERE ord = 2 AND pos = 3",
       {"line changed pos=3, ord=2 what 'Name 23' -> 'x'"}},
      {"keyless row doubled",
       "INSERT INTO log SELECT * FROM log WHERE what = 'event 1' LIMIT 1",
       {"log extra ('2023-11-14 23:13:21', 'event 1') (1 times in the source, 2 in the target)"}},
      {"one of five equal rows gone",
       "DELETE FROM log WHERE ctid = (SELECT max(ctid) FROM log WHERE what = 'the same')",
       {"log missing ('2024-01-01 00:00:00', 'the same') (5 times in the source, 4 in the target)"}},
      {"keyless row changed",
       "UPDATE log SET what = 'x' WHERE at = '2023-11-14 23:13:21'",
       {"log missing ('2023-11-14 23:13:21', 'event 1') (perhaps a changed row: column what)",
        "log extra ('2023-11-14 23:13:21', 'x') (perhaps a changed row: column what)"}},
      {"row moved to a table of the same shape",
       "INSERT INTO twin SELECT id + 1000, name FROM item WHERE id = 20; DELETE FROM item WHERE id = 20",
       {"item missing id=20", "twin extra id=1020"}},
      {"two rows that an exclusive-or would lose",
       "INSERT INTO log SELECT * FROM log WHERE at = '2023-11-14 23:13:21'; "
       "INSERT INTO log SELECT DISTINCT * FROM log WHERE at = '2023-11-14 23:13:21'",
       {"log extra ('2023-11-14 23:13:21', 'event 1') (1 times in the source, 3 in the target)"}},
  };
  return all;
}

class DamageTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    database_ = std::make_unique<test::MigratedDatabase>(schema);
    database_->import();
    database_->psql("CREATE SCHEMA kept");
    for (const char* t : {"item", "twin", "line", "log"}) {
      database_->psql(std::string("CREATE TABLE kept.") + t + " AS TABLE public." + t);
    }
  }
  static void TearDownTestSuite() { database_.reset(); }

  static void repair() {
    for (const char* t : {"item", "twin", "line", "log"}) {
      database_->psql(std::string("TRUNCATE public.") + t + "; INSERT INTO public." + t + " TABLE kept." + t);
    }
  }
  static VerifyResult verify(unsigned limit = 50) {
    return database_->verify([limit](VerifyOptions& o) {
      o.data_only = true;
      o.diff_limit = limit;
    });
  }

  static std::unique_ptr<test::MigratedDatabase> database_;
};

std::unique_ptr<test::MigratedDatabase> DamageTest::database_;

TEST_F(DamageTest, AnUntouchedCopyIsEqual) {
  repair();
  const VerifyResult result = verify();
  EXPECT_EQ(result.damage() + result.drift(), 0U);
  EXPECT_EQ(result.tables.size(), 4U);
  EXPECT_EQ(result.rows(), 300U + 300 + 300 + 305);
}

TEST_F(DamageTest, EveryKindIsNamedAndNothingElse) {
  for (const Damage& d : damages()) {
    repair();
    database_->psql(d.sql);
    const VerifyResult result = verify();
    EXPECT_THAT(test::lines_of(result), UnorderedElementsAreArray(d.lines)) << d.what;
    EXPECT_FALSE(result.is_equal(FailOn::drift)) << d.what;
  }
}

TEST_F(DamageTest, ATableThatIsGoneIsNamed) {
  repair();
  database_->psql("ALTER TABLE twin RENAME TO elsewhere");
  const VerifyResult result = verify();
  database_->psql("ALTER TABLE elsewhere RENAME TO twin");
  ASSERT_EQ(result.missing.size(), 1U);
  EXPECT_EQ(result.missing[0].table, "twin");
  EXPECT_FALSE(result.is_equal(FailOn::damage));
}

TEST_F(DamageTest, AColumnThatIsGoneIsNamedAndTheOthersAreCompared) {
  repair();
  database_->psql("ALTER TABLE twin RENAME name TO gone; UPDATE item SET big = 0 WHERE id = 1");
  const VerifyResult result = verify();
  database_->psql("ALTER TABLE twin RENAME gone TO name");
  ASSERT_EQ(result.missing.size(), 1U);
  EXPECT_EQ(result.missing[0].column, "name");
  EXPECT_THAT(test::lines_of(result), ElementsAre("item changed id=1 big 12345678901 -> 0"));
}

TEST_F(DamageTest, WhenEverythingDiffersTheLimitHolds) {
  repair();
  database_->psql("UPDATE item SET amount = amount + 1");
  const VerifyResult result = verify(10);
  EXPECT_EQ(test::lines_of(result).size(), 10U);
  EXPECT_EQ(result.damage() + result.drift(), 300U);
}

}  // namespace
}  // namespace lite2pg::damage_pg_test
