// Repairs of targets that lite2pg did not load, and of tables of every shape.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "common/error.h"
#include "tests/sync/apply/repaired_database.h"

namespace lite2pg::other_targets_pg_test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

/// What a loader with 4-byte floats, cut texts and lost rows leaves, made by SQL.
TEST(RepairOfOthers, PutsRightWhatAnotherLoaderDid) {
  test::RepairedDatabase database(
      "CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT, balance REAL, born DATE);"
      "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INT REFERENCES customer, total REAL, note TEXT);"
      "CREATE TABLE bare (a TEXT, b INT);"
      "INSERT INTO customer VALUES (1, 'Ann', 0.1, '2001-02-03'), (2, 'Bo', 1e10, '1999-12-31'), (3, 'Cy', 2.5, NULL);"
      "INSERT INTO orders VALUES (1, 1, 3.3, 'a'), (2, 2, 4.4, ''), (3, 3, 5.5, NULL);"
      "INSERT INTO bare VALUES ('x', 1), ('x', 1), ('y', 2)");
  database.psql(
      "CREATE TABLE customer (id bigint PRIMARY KEY, name text, balance double precision, born date);"
      "CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint REFERENCES customer ON DELETE CASCADE, "
      "total double precision, note text);"
      "CREATE TABLE bare (a text, b bigint);"
      "INSERT INTO customer VALUES (1, 'Ann', 0.1::real, '2001-02-03'), (2, 'Bo', 1e10, '1999-12-30');"
      "INSERT INTO orders VALUES (1, 1, 3.3::real, 'a '), (2, 2, 4.4, NULL);"
      "INSERT INTO bare VALUES ('x', 1), ('y', 3)");
  const auto damage = database.content(false);
  const RepairResult result = database.repair([](RepairSettings& s) { s.scope = RepairScope::damage; });
  EXPECT_THAT(test::lines_of(result.skipped), IsEmpty());
  EXPECT_EQ(result.plan, "derived from the target's column types");
  EXPECT_THAT(test::lines_of(result.changes), Contains("update customer id=1 (balance)"));
  EXPECT_TRUE(database.verify([](VerifyOptions& o) { o.data_only = true; }).is_equal(FailOn::drift));
  EXPECT_THAT(test::lines_of(database.undo().skipped), IsEmpty());
  EXPECT_EQ(database.content(false), damage);
}

TEST(RepairOfOthers, NamesMisfitsWithTheWayOut) {
  test::RepairedDatabase database(
      "CREATE TABLE m (id INTEGER PRIMARY KEY, r REAL, t TEXT);"
      "INSERT INTO m VALUES (1, 0.12345678901, 'abcdef'), (2, 0.5, 'x'), (3, 0.25, 'y')");
  database.psql(
      "CREATE TABLE m (id int PRIMARY KEY, r real, t varchar(5) CHECK (t <> 'y'));"
      "INSERT INTO m VALUES (1, 0.12345678901, 'abc')");
  const RepairResult result = database.repair();
  EXPECT_THAT(test::lines_of(result.changes), ElementsAre("insert m id=2"));
  EXPECT_THAT(test::lines_of(result.skipped),
              UnorderedElementsAre(HasSubstr("insert m id=3: "),
                                   HasSubstr("update m id=1: column \"r\" has no place for its value in real")));
  ASSERT_EQ(result.skipped.remedies().size(), 1U);
  database.psql(*result.skipped.remedies().begin() +
                "ALTER TABLE m ALTER t TYPE text; ALTER TABLE m DROP CONSTRAINT m_t_check");
  EXPECT_THAT(test::lines_of(database.repair().skipped), IsEmpty());
  EXPECT_TRUE(database.verify([](VerifyOptions& o) { o.data_only = true; }).is_equal(FailOn::drift));
}

/// The values come by COPY, whose first refused row ends it: all of them are found nevertheless, and the others come.
TEST(RepairOfOthers, NamesEachRowThatADomainRefuses) {
  test::RepairedDatabase database(
      "CREATE TABLE p (id INTEGER PRIMARY KEY, n INTEGER); INSERT INTO p VALUES (1, 5), (2, -1), (3, 7), (4, -2)");
  database.psql(
      "CREATE DOMAIN positive AS int CHECK (VALUE > 0); CREATE TABLE p (id int PRIMARY KEY, n positive);"
      "INSERT INTO p VALUES (1, 5)");
  const RepairResult result = database.repair();
  EXPECT_THAT(test::lines_of(result.changes), ElementsAre("insert p id=3"));
  EXPECT_THAT(test::lines_of(result.skipped),
              UnorderedElementsAre(testing::AllOf(HasSubstr("insert p id=2: "), HasSubstr("positive_check")),
                                   testing::AllOf(HasSubstr("insert p id=4: "), HasSubstr("positive_check"))));
}

TEST(RepairOfOthers, TakesTablesOfEveryShape) {
  test::RepairedDatabase database(
      "CREATE TABLE kind (id INTEGER PRIMARY KEY, mood TEXT, doc JSON, day TIMESTAMP, twice INT, who TEXT);"
      "CREATE TABLE \"We\"\"ird t\" (\"t\" TEXT, \"n\" INT, \"c\" BLOB, PRIMARY KEY (n, t)) WITHOUT ROWID;"
      "CREATE TABLE part (id INT, day INT, v TEXT, PRIMARY KEY (id, day));"
      "CREATE TABLE docs (doc TEXT, n INT);"
      "INSERT INTO kind VALUES (1, 'sad', '{\"a\":1}', '2024-01-02 03:04:05', 2, 'x'), "
      "(2, 'glad', '[1]', '2024-01-02 03:04:06', 4, 'y'), (3, 'sad', NULL, NULL, 6, 'z');"
      "INSERT INTO \"We\"\"ird t\" VALUES ('a', 1, x'00ff'), ('b', 1, NULL), ('it''s', 2, x'');"
      "INSERT INTO part VALUES (1, 10, 'a'), (2, 20, 'b'), (3, 10, 'c');"
      "INSERT INTO docs VALUES ('{\"k\":[1,2]}', 1), ('{\"k\":[1,2]}', 1), ('{}', 2)");
  database.psql(
      "CREATE TYPE mood AS ENUM ('sad', 'glad');"
      "CREATE TABLE kind (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mood mood, doc jsonb, day timestamp, "
      "twice bigint GENERATED ALWAYS AS (id * 2) STORED, who varchar(9), mine int DEFAULT 7);"
      "CREATE TABLE \"We\"\"ird t\" (c bytea, t text, n int, PRIMARY KEY (t, n));"
      "CREATE TABLE part (id int, day int, v text, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);"
      "CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (15);"
      "CREATE TABLE part_2 PARTITION OF part FOR VALUES FROM (15) TO (30);"
      "CREATE TABLE docs (doc json, n int);"
      "INSERT INTO kind (id, mood, doc, day, who, mine) OVERRIDING SYSTEM VALUE VALUES "
      "(1, 'glad', '{\"a\": 1}', '2024-01-02 03:04:05', 'x', 1), (5, NULL, NULL, NULL, 'extra', 2), "
      "(3, 'sad', '0', NULL, 'q', 3);"
      "INSERT INTO \"We\"\"ird t\" VALUES (NULL, 'a', 1), ('x', 'zz', 9);"
      "INSERT INTO part VALUES (1, 10, 'wrong'), (3, 20, 'c');"
      "INSERT INTO docs VALUES ('{\"k\":[1,2]}', 1), ('{}', 3), ('{}', 3)");
  const auto damage = database.content(false);
  const RepairResult result = database.repair();
  EXPECT_THAT(test::lines_of(result.skipped), IsEmpty());
  EXPECT_TRUE(database.verify([](VerifyOptions& o) { o.data_only = true; }).is_equal(FailOn::drift));
  // What the source does not know of stays; a document that is the same is not written again.
  EXPECT_EQ(database.psql("SELECT string_agg(mine::text, ',' ORDER BY id) FROM kind")[0][0], "1,7,3");
  EXPECT_THAT(test::lines_of(result.changes), Contains("update kind id=1 (mood)"));
  EXPECT_THAT(test::lines_of(database.undo().skipped), IsEmpty());
  EXPECT_EQ(database.content(false), damage);
}

TEST(RepairOfOthers, RefusesAnotherDatabase) {
  test::RepairedDatabase database("CREATE TABLE a (id INTEGER PRIMARY KEY, t TEXT); INSERT INTO a VALUES (1, 'x')");
  database.import();
  test::RepairedDatabase other("CREATE TABLE a (id INTEGER PRIMARY KEY, t TEXT); INSERT INTO a VALUES (1, 'y')");
  const std::string file = database.dir() / "other.db";
  std::filesystem::copy_file(other.source(), file);
  try {
    (void)database.repair([&](RepairSettings& s) {
      s.source = file;
      s.scope = RepairScope::damage;
    });
    FAIL() << "it was not refused";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ExitCode::refused);
    EXPECT_THAT(e.what(), HasSubstr("is not the database that run"));
  }
}

TEST(RepairOfOthers, RefusesTriggersThatItMayNotSwitchOff) {
  test::RepairedDatabase database("CREATE TABLE a (id INTEGER PRIMARY KEY, t TEXT); INSERT INTO a VALUES (1, 'x')");
  database.psql(
      "CREATE TABLE a (id bigint PRIMARY KEY, t text);"
      "CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;"
      "CREATE TRIGGER shout BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION shout();"
      "CREATE SCHEMA lite2pg");
  const std::string role = test::unique_name("weak");
  database.psql("CREATE ROLE " + role + " LOGIN; GRANT SELECT, INSERT, UPDATE, DELETE ON a TO " + role +
                "; GRANT ALL ON SCHEMA lite2pg TO " + role);
  try {
    (void)database.repair([&](RepairSettings& s) { s.target.replace(s.target.find("postgres@"), 8, role); });
    FAIL() << "it was not refused";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ExitCode::refused) << e.what();
    EXPECT_THAT(e.what(), HasSubstr("has trigger \"shout\""));
  }
  EXPECT_THAT(database.psql("SELECT FROM a"), IsEmpty());
  database.psql("DROP OWNED BY " + role + "; DROP ROLE " + role);
}

}  // namespace
}  // namespace lite2pg::other_targets_pg_test
