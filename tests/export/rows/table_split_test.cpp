// Whatever the keys are like: the slices of a split hold every row exactly once.
#include "export/rows/table_split.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "tests/export/source_fixture.h"

namespace lite2pg::table_split_test {
namespace {

using test::rows_of;

class TableSplitTest : public testing::Test {
 protected:
  /// Small pages, so that few rows make a tree of several levels.
  void make(const std::string& sql, const std::string& rest = {}) {
    auto db = test::writer(path_);
    db->exec("PRAGMA page_size = 512; " + sql);
    if (!rest.empty()) db->exec(rest);
  }

  /// Rows of all slices together against the rows of one scan; gives back rows per slice of the finest split.
  std::vector<std::size_t> check_split(std::size_t most_parts = 7) {
    SqliteSource source(path_);
    const Table& table = source.schema().tables.at(0);
    const auto whole = rows_of(source, table.name);
    std::vector<std::size_t> sizes;
    for (std::size_t parts = 1; parts <= most_parts; ++parts) {
      const auto slices = source.split(table, parts);
      EXPECT_LE(slices.size(), parts);
      std::vector<std::string> together;
      sizes.clear();
      for (const Slice& slice : slices) {
        const auto rows = rows_of(source, table.name, slice);
        sizes.push_back(rows.size());
        together.insert(together.end(), rows.begin(), rows.end());
      }
      auto expected = whole;
      std::sort(expected.begin(), expected.end());
      std::sort(together.begin(), together.end());
      EXPECT_EQ(together, expected) << "with " << parts << " parts";
    }
    return sizes;
  }

  /// As many slices as asked for, none more than twice its share.
  static void expect_balance(const std::vector<std::size_t>& sizes, std::size_t parts) {
    ASSERT_EQ(sizes.size(), parts);
    std::size_t total = 0;
    for (const std::size_t size : sizes) total += size;
    for (const std::size_t size : sizes) EXPECT_LE(size, 2 * total / parts) << testing::PrintToString(sizes);
  }

  test::TempDir dir_;
  std::string path_ = dir_ / "source.db";
};

/// `rows` statements INSERT INTO t VALUES (...), each made by `values(i)`.
template <typename Values>
std::string inserts(int rows, const Values& values) {
  std::string sql = "BEGIN;";
  for (int i = 0; i < rows; ++i) sql += "INSERT OR IGNORE INTO t VALUES (" + values(i) + ");";
  return sql + "COMMIT";
}

TEST_F(TableSplitTest, DenseRowids) {
  make("CREATE TABLE t(id INTEGER PRIMARY KEY, v)",
       inserts(5000, [](int i) { return std::to_string(i) + ", 'value'"; }));
  expect_balance(check_split(), 7);
}

TEST_F(TableSplitTest, SparseNegativeAndExtremeRowids) {
  std::mt19937_64 random(1);
  make(
      "CREATE TABLE t(id INTEGER PRIMARY KEY, v);"
      "INSERT INTO t VALUES (-9223372036854775808, 'least'), (9223372036854775807, 'most'), (0, 'zero')",
      inserts(3000, [&](int) { return std::to_string(static_cast<std::int64_t>(random())) + ", 'v'"; }));
  expect_balance(check_split(), 7);
}

TEST_F(TableSplitTest, ClustersFarApart) {
  make("CREATE TABLE t(id INTEGER PRIMARY KEY, v); INSERT INTO t VALUES (9223372036854775807, 'outlier')",
       inserts(3000, [](int i) { return std::to_string(i % 2 == 0 ? i : 1000000000000000LL + i) + ", 'v'"; }));
  expect_balance(check_split(), 7);
}

TEST_F(TableSplitTest, SmallAndEmptyTablesStayWhole) {
  make("CREATE TABLE t(a)");
  EXPECT_EQ(check_split().size(), 1U);
  make("INSERT INTO t VALUES (1), (2)");
  EXPECT_EQ(check_split().size(), 1U);
}

TEST_F(TableSplitTest, NoNameForTheRowid) {
  make("CREATE TABLE t(rowid, oid, _rowid_)", inserts(3000, [](int i) { return std::to_string(i) + ", 1, 2"; }));
  EXPECT_EQ(check_split().size(), 1U);
}

TEST_F(TableSplitTest, CompositeKeyWithFewLeadingValues) {
  make("CREATE TABLE t(a, b, v, PRIMARY KEY(a, b)) WITHOUT ROWID",
       inserts(3000, [](int i) { return std::to_string(i % 3) + ", 'key " + std::to_string(i) + "', 'v'"; }));
  expect_balance(check_split(), 7);
}

TEST_F(TableSplitTest, DescendingKeys) {
  make("CREATE TABLE t(a, b, PRIMARY KEY(a DESC, b DESC)) WITHOUT ROWID",
       inserts(3000, [](int i) { return std::to_string(i % 50) + ", " + std::to_string(i); }));
  expect_balance(check_split(), 7);
}

TEST_F(TableSplitTest, KeysInMixedDirections) {
  make("CREATE TABLE t(a, b, PRIMARY KEY(a DESC, b)) WITHOUT ROWID",
       inserts(3000, [](int i) { return std::to_string(i % 500) + ", " + std::to_string(i); }));
  expect_balance(check_split(), 7);
}

TEST_F(TableSplitTest, CaseInsensitiveKeys) {
  make("CREATE TABLE t(a TEXT COLLATE NOCASE, b TEXT COLLATE RTRIM, PRIMARY KEY(a, b)) WITHOUT ROWID",
       inserts(3000, [](int i) {
         return std::string(i % 2 == 0 ? "'Abc" : "'aBC") + std::to_string(i % 700) + "', 'x" + std::to_string(i) +
                "  '";
       }));
  expect_balance(check_split(), 7);
}

TEST_F(TableSplitTest, ACollationOfTheApplicationIsNotCutBy) {
  make("CREATE TABLE t(a TEXT COLLATE NOCASE PRIMARY KEY) WITHOUT ROWID",
       inserts(3000, [](int i) { return std::string(i % 2 == 0 ? "'K" : "'k") + std::to_string(i) + "'"; }));
  make("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'NOCASE', 'their_own')");
  EXPECT_EQ(check_split().size(), 1U);
}

TEST_F(TableSplitTest, UTF16Keys) {
  make("PRAGMA encoding = 'UTF-16le'; CREATE TABLE t(a PRIMARY KEY) WITHOUT ROWID", inserts(3000, [](int i) {
         return i % 3 == 0
                    ? "CAST(x'3dd8" + std::string(i % 2 == 0 ? "00d8" : "6100") + "' AS TEXT) || " + std::to_string(i)
                    : "'é" + std::to_string(i) + "'";
       }));
  check_split();
}

/// A random value of any storage class, as SQL.
std::string random_value(std::mt19937_64& random) {
  const std::string n = std::to_string(static_cast<std::int64_t>(random() % 2001) - 1000);
  switch (random() % 7) {
    case 0: return n;
    case 1: return n + ".5";
    case 2: return "'" + n + "'";
    case 3: return "x'" + std::string(random() % 2 == 0 ? "00" : "ff") + "' || randomblob(2)";
    case 4: return "randomblob(" + std::to_string(random() % 9) + ")";
    case 5: return std::to_string(static_cast<std::int64_t>(random()));
    default: return "CAST(randomblob(3) AS TEXT)";
  }
}

TEST_F(TableSplitTest, RandomKeysOfEveryStorageClass) {
  std::mt19937_64 random(7);
  const std::vector<std::string> schemas = {
      "CREATE TABLE t(a, b, c, PRIMARY KEY(a, b)) WITHOUT ROWID",
      "CREATE TABLE t(a INTEGER, b TEXT, c, PRIMARY KEY(b DESC, a)) WITHOUT ROWID",
      "CREATE TABLE t(a NUMERIC, b BLOB, c TEXT, PRIMARY KEY(c COLLATE NOCASE, b, a)) WITHOUT ROWID",
      "CREATE TABLE t(a REAL, b REAL, c, PRIMARY KEY(a, b, c)) WITHOUT ROWID",
      "CREATE TABLE t(a INT, b, c, UNIQUE(b, c))",
  };
  for (const std::string& schema : schemas) {
    SCOPED_TRACE(schema);
    make("DROP TABLE IF EXISTS t; " + schema, inserts(1500, [&](int) {
           return random_value(random) + ", " + random_value(random) + ", " + random_value(random);
         }));
    check_split();
  }
}

/// SQLite never stores NULL in the key of a WITHOUT ROWID table; a crafted file may.
TEST_F(TableSplitTest, NullsInACraftedKeyAreNotLost) {
  for (const char* column : {"a", "b"}) {
    SCOPED_TRACE(column);
    make("DROP TABLE IF EXISTS t; CREATE TABLE t(a, b, UNIQUE(a, b))", "SELECT 1");
    make("DROP TABLE t; CREATE TABLE t(a DEFAULT 1, b DEFAULT 1, v, PRIMARY KEY(a, b)) WITHOUT ROWID",
         inserts(2000, [](int i) { return std::to_string(i % 4) + ", " + std::to_string(i) + ", 0"; }));
    // An index entry of t(a, b) has the same bytes as a row of the table: write the NULLs through an index.
    make(
        "CREATE TABLE donor(a, b, v); CREATE INDEX donated ON donor(a, b, v);"
        "INSERT INTO donor SELECT a, b, v FROM t;"
        "INSERT INTO donor VALUES (" +
        std::string(std::string(column) == "a" ? "NULL, 5" : "1, NULL") + ", 0)");
    make(
        "PRAGMA writable_schema = ON;"
        "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'donated') WHERE name = "
        "'t';"
        "DELETE FROM sqlite_schema WHERE name IN ('donor', 'donated')");
    check_split();
    {
      SqliteSource source(path_);
      EXPECT_EQ(rows_of(source, "t").size(), 2001U);
    }
    make("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 't'");
  }
}

TEST_F(TableSplitTest, WhatOnlyTheLogHoldsIsCutByEvenRanges) {
  const auto db = test::writer(path_);
  db->exec("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t(id INTEGER PRIMARY KEY, v);" +
           inserts(3000, [](int i) { return std::to_string(i) + ", 'v'"; }));
  expect_balance(check_split(), 7);
  SqliteSource source(path_);
  EXPECT_EQ(source.estimated_rows(source.schema().tables[0]), 3000U);
}

TEST_F(TableSplitTest, EstimatesRowsAndBytes) {
  make("CREATE TABLE t(id INTEGER PRIMARY KEY, v); CREATE TABLE w(a PRIMARY KEY, v) WITHOUT ROWID",
       inserts(5000, [](int i) { return std::to_string(i * 1000) + ", zeroblob(40)"; }) +
           "; INSERT INTO w SELECT id, v FROM t");
  SqliteSource source(path_);
  for (const Table& table : source.schema().tables) {
    SCOPED_TRACE(table.name);
    EXPECT_NEAR(static_cast<double>(source.estimated_rows(table)), 5000, 1000);
    EXPECT_NEAR(static_cast<double>(source.estimated_bytes(table)), 5000 * 46, 50000);
  }
}

}  // namespace
}  // namespace lite2pg::table_split_test
