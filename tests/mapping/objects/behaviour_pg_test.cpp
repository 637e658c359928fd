// What became of each kind of object, by what it does: PostgreSQL takes and refuses the statements that SQLite takes
// and refuses, and the rows are the same afterwards.
#include <gmock/gmock.h>

#include "mapping/target/quote.h"
#include "tests/mapping/loaded_database.h"
#include "tests/mapping/planned_database.h"

namespace lite2pg::behaviour_pg_test {
namespace {

using namespace test;
using testing::HasSubstr;

/// Runs each statement on both sides: both take it or both refuse it for a constraint.
void expect_alike(const LoadedDatabase& db, const std::vector<std::string>& statements) {
  for (const std::string& sql : statements) EXPECT_EQ(db.sqlite_takes(sql), db.postgres_takes(sql)) << sql;
}

void expect_same(const LoadedDatabase& db, const std::string& query) {
  EXPECT_EQ(db.in_sqlite(query), db.in_postgres(query)) << query;
}

TEST(Behaviour, NotNullAndPrimaryKey) {
  const LoadedDatabase db(
      "CREATE TABLE a (x TEXT NOT NULL, y INT, PRIMARY KEY (y, x)) WITHOUT ROWID; INSERT INTO a VALUES ('k', 1);");
  expect_alike(db,
               {"INSERT INTO a VALUES (NULL, 2)", "INSERT INTO a VALUES ('k', NULL)", "INSERT INTO a VALUES ('k', 1)",
                "INSERT INTO a VALUES ('k', 2)", "INSERT INTO a VALUES ('K', 1)", "UPDATE a SET y = 1 WHERE y = 2"});
  expect_same(db, "SELECT y, x FROM a ORDER BY y, x");
}

TEST(Behaviour, IdentityCountsOn) {
  const LoadedDatabase db(
      "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, n INT); INSERT INTO a VALUES (41, 1), (50, 2);"
      "DELETE FROM a WHERE id = 50; CREATE TABLE b (id INTEGER PRIMARY KEY, n INT); CREATE TABLE c (id INTEGER PRIMARY "
      "KEY, n INT); INSERT INTO c VALUES (-7, 1);");
  expect_alike(db, {"INSERT INTO a (n) VALUES (3)", "INSERT INTO b (n) VALUES (1)", "INSERT INTO b (n) VALUES (2)",
                    "INSERT INTO a VALUES (41, 9)"});
  expect_same(db, "SELECT id, n FROM a ORDER BY id");
  expect_same(db, "SELECT id, n FROM b ORDER BY id");
}

TEST(Behaviour, Check) {
  const LoadedDatabase db(R"(
    CREATE TABLE a (n INT CHECK (n > 0 AND n % 2 = 0), state TEXT CHECK (state IN ('on', 'off')), code TEXT CHECK
      (length(code) BETWEEN 2 AND 4), mail TEXT CHECK (mail LIKE '%@%'), active BOOLEAN CHECK (active IN (0, 1)),
      low INT, high INT, CONSTRAINT ordered CHECK (low <= high OR low IS NULL), CHECK (code GLOB '[A-Z]*'));
    INSERT INTO a VALUES (2, 'on', 'AB', 'a@b', 1, 1, 2);)");
  expect_alike(db, {"INSERT INTO a (n) VALUES (4)", "INSERT INTO a (n) VALUES (3)", "INSERT INTO a (n) VALUES (-2)",
                    "INSERT INTO a (n) VALUES (NULL)", "INSERT INTO a (state) VALUES ('ON')",
                    "INSERT INTO a (state) VALUES ('off')", "INSERT INTO a (code) VALUES ('A')",
                    "INSERT INTO a (code) VALUES ('Ä€')", "INSERT INTO a (code) VALUES ('ABCDE')",
                    "INSERT INTO a (code) VALUES ('ABCD')", "INSERT INTO a (code) VALUES ('bcd')",
                    "INSERT INTO a (mail) VALUES ('x')", "INSERT INTO a (mail) VALUES ('X@Y')",
                    "INSERT INTO a (low, high) VALUES (3, 2)", "INSERT INTO a (low, high) VALUES (3, NULL)",
                    "INSERT INTO a (low, high) VALUES (2, 3)"});
  expect_same(db, "SELECT count(*) FROM a");
}

TEST(Behaviour, DefaultsYieldTheSameValues) {
  const LoadedDatabase db(R"(
    CREATE TABLE a (id INTEGER PRIMARY KEY, t TEXT DEFAULT 'it''s', e TEXT DEFAULT '', i INT DEFAULT -3, r REAL DEFAULT 1.5,
      x INT DEFAULT (2 * 21), h INT DEFAULT 0x10, n TEXT DEFAULT NULL, dq TEXT DEFAULT "quoted", word TEXT DEFAULT bare,
      f BOOLEAN DEFAULT TRUE, b BLOB DEFAULT x'00ff', c TEXT DEFAULT ('a' || 'b'), now DATETIME DEFAULT current_timestamp,
      day DATE DEFAULT (date('now')), uid TEXT DEFAULT (lower(hex(randomblob(16)))), s TEXT DEFAULT
      (strftime('%Y-%m-%d %H:%M:%S', 'now')));
    INSERT INTO a (now, day) VALUES ('2024-01-01 00:00:00', '2024-01-01');)");
  expect_alike(db, {"INSERT INTO a (id) VALUES (100)"});
  expect_same(db, "SELECT t, e, i, r, x, h, n, dq, word, c FROM a WHERE id = 100");
  EXPECT_EQ(
      db.in_postgres("SELECT f, encode(b, 'hex'), length(uid), uid ~ '^[0-9a-f]{32}$', abs(extract(epoch FROM "
                     "now - (statement_timestamp() AT TIME ZONE 'UTC'))) < 3600, length(s) FROM a WHERE id = 100"),
      (Rows{{"t", "00ff", "32", "t", "t", "19"}}));
  expect_same(db, "SELECT count(*) FROM a WHERE day IS NOT NULL AND now IS NOT NULL");
}

TEST(Behaviour, GeneratedColumnsFollow) {
  const LoadedDatabase db(
      "CREATE TABLE a (first TEXT, last TEXT, full TEXT AS (first || ' ' || last), n INT, twice INT AS (n * 2) STORED);"
      "INSERT INTO a VALUES ('Ann', 'Lee', 3);");
  expect_alike(db,
               {"INSERT INTO a (first, last, n) VALUES ('Bob', NULL, -1)", "UPDATE a SET n = 10 WHERE first = 'Ann'"});
  expect_same(db, "SELECT \"full\", twice FROM a ORDER BY first");
}

TEST(Behaviour, UniqueByCollation) {
  const LoadedDatabase db(R"(
    CREATE TABLE a (plain TEXT UNIQUE, nocase TEXT COLLATE NOCASE UNIQUE, trimmed TEXT COLLATE RTRIM UNIQUE, l TEXT, p INT,
      q INT, CONSTRAINT both UNIQUE (p, q));
    CREATE UNIQUE INDEX a_lower ON a (lower(l)); CREATE UNIQUE INDEX a_part ON a (p) WHERE q = 7;
    INSERT INTO a VALUES ('x', 'x', 'x', 'x', 1, 1);)");
  expect_alike(
      db, {"INSERT INTO a (plain) VALUES ('x')", "INSERT INTO a (plain) VALUES ('X')",
           "INSERT INTO a (plain) VALUES (NULL)", "INSERT INTO a (plain) VALUES (NULL)",
           "INSERT INTO a (nocase) VALUES ('X')", "INSERT INTO a (nocase) VALUES ('é')",
           "INSERT INTO a (nocase) VALUES ('É')", "INSERT INTO a (nocase) VALUES ('x ')",
           "INSERT INTO a (trimmed) VALUES ('x  ')", "INSERT INTO a (trimmed) VALUES ('X')",
           "INSERT INTO a (trimmed) VALUES (' x')", "INSERT INTO a (l) VALUES ('X')", "INSERT INTO a (l) VALUES ('y')",
           "INSERT INTO a (p, q) VALUES (1, 1)", "INSERT INTO a (p, q) VALUES (1, NULL)",
           "INSERT INTO a (p, q) VALUES (5, 7)", "INSERT INTO a (p, q) VALUES (5, 8)",
           "INSERT INTO a (p, q) VALUES (6, 7)", "UPDATE a SET p = 5 WHERE p = 6"});
  expect_same(db, "SELECT count(*) FROM a");
}

TEST(Behaviour, IndexesKeepColumnsOrderPredicateAndUniqueness) {
  const LoadedDatabase db(R"(
    CREATE TABLE a (x INT NOT NULL, y TEXT, z TEXT COLLATE NOCASE); INSERT INTO a VALUES (1, 'b', 'c');
    CREATE INDEX i1 ON a (x DESC, y); CREATE UNIQUE INDEX i2 ON a (y, x) WHERE x > 3 AND y IS NOT NULL;
    CREATE INDEX i3 ON a (lower(y), x); CREATE INDEX i4 ON a (z);)");
  const auto definition = [&](const std::string& index) {
    return *db.in_postgres("SELECT pg_get_indexdef('" + index + "'::regclass)")[0][0];
  };
  EXPECT_THAT(definition("i1"), HasSubstr("(x DESC, y NULLS FIRST)"));
  EXPECT_THAT(definition("i2"), HasSubstr("UNIQUE INDEX i2 ON public.a USING btree (y, x) WHERE ((x > 3) AND (y IS NOT "
                                          "NULL))"));
  EXPECT_THAT(definition("i3"), HasSubstr("(lower((y COLLATE \"C\")), x)"));
  EXPECT_THAT(definition("i4"), HasSubstr("(lower((z COLLATE \"C\")))"));
}

/// Values of 9 kB, which no b-tree takes: the survey finds them.
TEST(Behaviour, IndexesOverLongValuesAreShortened) {
  const LoadedDatabase db(R"(
    CREATE TABLE a (t TEXT, u TEXT, n INT); CREATE INDEX plain ON a (lower(t)); CREATE UNIQUE INDEX one ON a (lower(u));
    CREATE INDEX part ON a (substr(t, 1, 10)); CREATE INDEX two ON a (t, n);
    INSERT INTO a SELECT hex(randomblob(4500)), hex(randomblob(4500)), 1; INSERT INTO a VALUES ('s', 's', 2);)");
  expect_alike(db, {"INSERT INTO a (u) VALUES ('S')", "INSERT INTO a (u) VALUES ('other')",
                    "INSERT INTO a (u) SELECT lower(u) FROM a WHERE n = 1"});
  const auto status = [&](const char* name) { return object_of(db.plan(), ObjectKind::index, name).status; };
  EXPECT_EQ(status("plain"), ObjectStatus::changed);
  EXPECT_EQ(status("one"), ObjectStatus::changed);
  EXPECT_EQ(status("part"), ObjectStatus::carried);
  EXPECT_EQ(status("two"), ObjectStatus::not_carried);
}

TEST(Behaviour, ForeignKeys) {
  const LoadedDatabase db(R"(
    CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT UNIQUE, a INT, b INT, UNIQUE (a, b));
    CREATE TABLE c (id INTEGER PRIMARY KEY, implicit INT REFERENCES p ON DELETE CASCADE,
      code TEXT REFERENCES p (code) ON UPDATE CASCADE ON DELETE SET NULL, a INT, b INT, self INT REFERENCES c,
      dflt INT DEFAULT 1 REFERENCES p ON DELETE SET DEFAULT, strict_ INT REFERENCES p ON DELETE RESTRICT,
      FOREIGN KEY (a, b) REFERENCES p (a, b));
    INSERT INTO p VALUES (1, 'x', 1, 1), (2, 'y', 2, 2), (3, 'z', 3, 3), (4, 'w', 4, 4), (5, 'v', 5, 5);
    INSERT INTO c VALUES (1, 1, 'x', 1, 1, NULL, 2, NULL);)");
  expect_alike(db, {"INSERT INTO c (id, implicit) VALUES (2, 99)", "INSERT INTO c (id, implicit) VALUES (2, 2)",
                    "INSERT INTO c (id, code) VALUES (3, 'nobody')", "INSERT INTO c (id, code) VALUES (3, 'y')",
                    "INSERT INTO c (id, a, b) VALUES (4, 1, 2)", "INSERT INTO c (id, a, b) VALUES (4, 1, NULL)",
                    "INSERT INTO c (id, self) VALUES (5, 5)", "INSERT INTO c (id, self) VALUES (6, 77)",
                    "INSERT INTO c (id, dflt) VALUES (7, 3)", "INSERT INTO c (id, strict_) VALUES (8, 4)",
                    "UPDATE p SET code = 'yy' WHERE id = 2", "DELETE FROM p WHERE id = 2", "DELETE FROM p WHERE id = 3",
                    "DELETE FROM p WHERE id = 4", "DELETE FROM p WHERE id = 5"});
  expect_same(db, "SELECT id, implicit, code, a, b, self, dflt, strict_ FROM c ORDER BY id");
  expect_same(db, "SELECT id, code FROM p ORDER BY id");
}

TEST(Behaviour, DeferredAndCyclicForeignKeys) {
  const LoadedDatabase db(R"(
    CREATE TABLE a (id INTEGER PRIMARY KEY, b INT REFERENCES b DEFERRABLE INITIALLY DEFERRED);
    CREATE TABLE b (id INTEGER PRIMARY KEY, a INT REFERENCES a DEFERRABLE INITIALLY DEFERRED);
    INSERT INTO a VALUES (1, 1); INSERT INTO b VALUES (1, 1);)");
  expect_alike(db, {"BEGIN; INSERT INTO a VALUES (2, 2); INSERT INTO b VALUES (2, 2); COMMIT",
                    "BEGIN; INSERT INTO a VALUES (3, 9); COMMIT"});
  expect_same(db, "SELECT id, b FROM a ORDER BY id");
}

TEST(Behaviour, ForeignKeyBetweenTypesHasOneOnBothSides) {
  const LoadedDatabase db(
      "CREATE TABLE p (code VARCHAR(10) PRIMARY KEY); CREATE TABLE c (code TEXT REFERENCES p);"
      "CREATE TABLE n (id NUMERIC PRIMARY KEY); CREATE TABLE m (n INT REFERENCES n);"
      "INSERT INTO p VALUES ('a'); INSERT INTO c VALUES ('a'); INSERT INTO n VALUES (1); INSERT INTO m VALUES (1);");
  expect_alike(db, {"INSERT INTO c VALUES ('b')", "INSERT INTO c VALUES ('a')", "INSERT INTO m VALUES (2)",
                    "INSERT INTO m VALUES (1)"});
}

TEST(Behaviour, CommentsAreThereWhenAskedFor) {
  const std::string script =
      "CREATE TABLE a (  -- people; \"all\" of 'them'\n"
      "  id INTEGER PRIMARY KEY, -- the number\n  n TEXT /* $$name$$ */\n); INSERT INTO a VALUES (1, 'x');";
  PlanOptions options;
  options.comments = true;
  const LoadedDatabase without(script), with(script, options);
  const std::string comments =
      "SELECT obj_description('a'::regclass), col_description('a'::regclass, 1), col_description('a'::regclass, 2)";
  EXPECT_EQ(without.in_postgres(comments), (Rows{{std::nullopt, std::nullopt, std::nullopt}}));
  EXPECT_EQ(with.in_postgres(comments), (Rows{{"people; \"all\" of 'them'", "the number", "$$name$$"}}));
}

/// Names at every edge; two that differ in nothing but case beyond ASCII, which SQLite tells apart.
TEST(Behaviour, NamesOfEveryKind) {
  const std::string long_name(70, 'n');
  const LoadedDatabase db(
      "CREATE TABLE \"User\" (\"ctid\" INT, \"xmin\" INT, \"select\" INT, \"a.b\" INT, \"q\"\"q\" INT, \" \" "
      "INT, \"😀\" INT, \"Ä\" INT, \"ä\" INT); INSERT INTO \"User\" VALUES (1,2,3,4,5,6,7,8,9);"
      "CREATE TABLE \"" +
      long_name + "1\" (x INT); CREATE TABLE \"" + long_name +
      "2\" (x INT);"
      "CREATE INDEX \"User_pkey\" ON \"User\" (\"select\"); CREATE TABLE \"user_id_seq\" (x INT);"
      "CREATE TABLE \"user \" (id INTEGER PRIMARY KEY); CREATE TABLE u (id INTEGER PRIMARY KEY);"
      "CREATE TABLE u_id_seq (x INT); CREATE TABLE \"group\" (\"order\" INT UNIQUE);"
      "CREATE INDEX \"table\" ON \"group\" (\"order\"); CREATE TABLE \"text\" (d DATE, t TEXT DEFAULT ('a'||'b'));"
      "CREATE VIEW \"date\" AS SELECT CAST(\"ctid\" AS TEXT) AS \"xmin\" FROM \"User\";");
  EXPECT_EQ(db.in_postgres("SELECT \"select\", \"a.b\", \"q\"\"q\", \" \", \"😀\", \"Ä\", \"ä\" FROM \"User\""),
            (Rows{{"3", "4", "5", "6", "7", "8", "9"}}));
  EXPECT_EQ(db.in_postgres("SELECT \"xmin\" FROM \"date\""), (Rows{{"1"}}));
  EXPECT_EQ(
      db.in_postgres("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"),
      (Rows{{std::to_string(db.plan().tables.size())}}));
  EXPECT_NE(db.plan().find_table(long_name + "1")->target, db.plan().find_table(long_name + "2")->target);
}

}  // namespace
}  // namespace lite2pg::behaviour_pg_test
