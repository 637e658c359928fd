// Every layout SQLite can write, by both readers, cell by cell.
#include <gmock/gmock.h>

#include <cstdlib>

#include "tests/export/pages/both_readers.h"
#include "tests/export/pages/random_database.h"
#include "tests/export/source_fixture.h"
#include "tests/support/command.h"
#include "tests/support/places.h"

namespace lite2pg::differential_test {
namespace {

using test::first_difference;
using test::make_database;

class PagesDifferential : public testing::Test {
 protected:
  /// Equal by both readers, and read by its pages.
  void expect_read_by_pages(const std::string& sql) {
    make_database(path_, sql);
    PageSource source(std::make_unique<SqliteSource>(path_, 2));
    EXPECT_EQ(first_difference(source, 4), "") << sql;
    EXPECT_EQ(test::left_to_sqlite(source), "") << sql;
  }
  /// Equal all the same; the reason why SQLite read the tables.
  std::string left_to_sqlite(const std::string& sql) {
    make_database(path_, sql);
    PageSource source(std::make_unique<SqliteSource>(path_, 2));
    EXPECT_EQ(first_difference(source, 4), "") << sql;
    return test::left_to_sqlite(source);
  }

  test::TempDir dir_;
  std::string path_ = dir_ / "source.db";
};

TEST_F(PagesDifferential, RandomDatabases) {
  const char* given = std::getenv("LITE2PG_SEED");
  const std::uint64_t first = given == nullptr ? 1000 : std::strtoull(given, nullptr, 10);
  for (std::uint64_t seed = first; seed < first + 16; ++seed) {
    const std::string path = dir_ / (std::to_string(seed) + ".db");
    const auto database = test::make_random_database(path, seed);
    EXPECT_EQ(first_difference(path), "") << "LITE2PG_SEED=" << seed << ": " << database.description;
  }
}

TEST_F(PagesDifferential, Corpus) {
  const char* folder = std::getenv("LITE2PG_CORPUS");
  if (folder == nullptr) GTEST_SKIP() << "LITE2PG_CORPUS names no folder of databases";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".tsv") continue;
    EXPECT_EQ(first_difference(entry.path().string()), "") << entry.path();
  }
}

TEST_F(PagesDifferential, GeneratedSystems) {
  for (const char* system : {"torture", "agency", "ferry", "tasks", "stocks", "ai-platform"}) {
    const std::string path = dir_ / (std::string(system) + ".db");
    ASSERT_EQ(test::run_command({test::program("fixtures"), system, path}).exit_code, 0) << system;
    EXPECT_EQ(first_difference(path), "") << system;
  }
}

TEST_F(PagesDifferential, ExtremeRowids) {
  expect_read_by_pages(
      "CREATE TABLE t(a); INSERT INTO t(rowid, a) VALUES (-9223372036854775808, 1), (-1, 2), (0, 3), "
      "(9223372036854775807, 4);"
      "CREATE TABLE k(id INTEGER PRIMARY KEY, a); INSERT INTO k SELECT -9223372036854775808 + value, zeroblob(900) FROM"
      " (WITH RECURSIVE n(value) AS (SELECT 0 UNION ALL SELECT value + 1 FROM n WHERE value < 500) SELECT value FROM "
      "n);"
      "INSERT INTO k VALUES (9223372036854775807, 'last')");
}

TEST_F(PagesDifferential, LongValues) {
  expect_read_by_pages(
      "CREATE TABLE t(a, b, c); INSERT INTO t VALUES (1, zeroblob(10000000), 'after'), (NULL, hex(zeroblob(5000000)), "
      "2);"
      "CREATE TABLE w(k TEXT PRIMARY KEY, v) WITHOUT ROWID; INSERT INTO w VALUES ('a', zeroblob(3000000)), ('b', 'x')");
}

/// Each length around the one where a payload leaves its page, on leaves of both kinds and on interior pages.
TEST_F(PagesDifferential, LengthsAroundOverflow) {
  expect_read_by_pages(
      "PRAGMA page_size = 512; CREATE TABLE t(a); CREATE TABLE w(k BLOB PRIMARY KEY, v) WITHOUT ROWID;"
      "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)"
      " INSERT INTO t SELECT zeroblob(i) FROM n;"
      "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)"
      " INSERT INTO w SELECT CAST(printf('%04d', i) AS BLOB) || zeroblob(i), i FROM n");
}

TEST_F(PagesDifferential, EmptyTablesAndRows) {
  expect_read_by_pages(
      "CREATE TABLE none(a); CREATE TABLE w(a PRIMARY KEY) WITHOUT ROWID; CREATE TABLE gone(a);"
      "INSERT INTO gone SELECT zeroblob(1000) FROM sqlite_schema, sqlite_schema, sqlite_schema; DELETE FROM gone;"
      "CREATE TABLE nulls(a, b); INSERT INTO nulls VALUES (NULL, NULL), ('', x'')");
}

TEST_F(PagesDifferential, ColumnsAddedLater) {
  expect_read_by_pages(
      "CREATE TABLE t(a); INSERT INTO t VALUES (1); ALTER TABLE t ADD COLUMN r REAL DEFAULT 7;"
      "INSERT INTO t(a) VALUES (2); ALTER TABLE t ADD COLUMN i INTEGER DEFAULT '5'; INSERT INTO t(a) VALUES (3);"
      "ALTER TABLE t ADD COLUMN x TEXT DEFAULT 12; ALTER TABLE t ADD COLUMN n; INSERT INTO t VALUES (4, 5, 6, 7, 8);"
      "CREATE TABLE w(k PRIMARY KEY, a) WITHOUT ROWID; INSERT INTO w VALUES ('k', 1); ALTER TABLE w ADD COLUMN b "
      "DEFAULT"
      " x'00'; INSERT INTO w VALUES ('l', 2, 3); ALTER TABLE w ADD COLUMN c REAL DEFAULT 3;");
}

TEST_F(PagesDifferential, ColumnsInAnotherOrderThanStored) {
  expect_read_by_pages(
      "CREATE TABLE w(a, b REAL, c, d, PRIMARY KEY(d, b)) WITHOUT ROWID; INSERT INTO w VALUES (1, 2, 3, 4), (5, 6, 7, "
      "8);"
      "CREATE TABLE x(a, b, PRIMARY KEY(b DESC, a)) WITHOUT ROWID; INSERT INTO x VALUES (1, 2), (2, 2), (3, 9)");
}

TEST_F(PagesDifferential, KeysOfEveryClassAndCollation) {
  expect_read_by_pages(
      "CREATE TABLE w(k PRIMARY KEY, v) WITHOUT ROWID; INSERT INTO w VALUES (1, 1), (1.5, 2), (9007199254740993, 3),"
      " (9007199254740992.0, 4), (-9e999, 5), (9e999, 6), ('a', 7), ('A', 8), (x'61', 9), ('', 10), (x'', 11);"
      "CREATE TABLE n(k TEXT COLLATE NOCASE PRIMARY KEY) WITHOUT ROWID; INSERT INTO n VALUES ('b'), ('A'), ('c'), "
      "('[');"
      "CREATE TABLE r(k TEXT COLLATE RTRIM PRIMARY KEY) WITHOUT ROWID; INSERT INTO r VALUES ('b  '), ('a'), ('b c')");
}

TEST_F(PagesDifferential, WhatIsLeftToSqlite) {
  using testing::HasSubstr;
  EXPECT_THAT(left_to_sqlite("CREATE TABLE t(a, b AS (a + 1)); INSERT INTO t VALUES (1)"), HasSubstr("computed"));
  EXPECT_THAT(left_to_sqlite("PRAGMA encoding = 'UTF-16'; CREATE TABLE u(a); INSERT INTO u VALUES ('ä')"), testing::_);
}

}  // namespace
}  // namespace lite2pg::differential_test
