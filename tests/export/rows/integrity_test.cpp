#include "export/rows/integrity.h"

#include <gmock/gmock.h>

#include "tests/export/source_fixture.h"

namespace lite2pg {

/// For the messages of failed tests.
static void PrintTo(const Finding& f, std::ostream* out) { *out << f.table << ": " << f.message; }

}  // namespace lite2pg

namespace lite2pg::integrity_test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class IntegrityTest : public testing::Test {
 protected:
  void make_two_tables() {
    test::make_database(path_,
                        "CREATE TABLE first(a); CREATE TABLE second(a);"
                        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
                        "INSERT INTO first SELECT 'value ' || i FROM n; INSERT INTO second SELECT a FROM first");
  }
  void damage(std::size_t page, std::size_t at, const std::string& bytes) {
    std::string file = test::read_bytes(path_);
    file.replace((page - 1) * 4096 + at, bytes.size(), bytes);
    test::write_bytes(path_, file);
  }
  std::size_t last_page() const { return test::read_bytes(path_).size() / 4096; }
  std::vector<Finding> findings() {
    SqliteSource source(path_);
    return find_damage(source, stop_);
  }

  test::TempDir dir_;
  std::string path_ = dir_ / "source.db";
  StopFlag stop_;
};

TEST_F(IntegrityTest, ASoundFileHasNoFindings) {
  make_two_tables();
  EXPECT_THAT(findings(), IsEmpty());
  SqliteSource source(path_);
  EXPECT_THAT(check_integrity(source, stop_), IsEmpty());
}

TEST_F(IntegrityTest, NamesTheDamagedTable) {
  make_two_tables();
  damage(last_page(), 0, std::string(100, '\xee'));
  const auto found = findings();
  ASSERT_FALSE(found.empty());
  for (const Finding& f : found) EXPECT_EQ(f.table, "second");
  EXPECT_TRUE(found[0].damage);
  SqliteSource source(path_);
  const Error e = test::error_of([&] { check_integrity(source, stop_); });
  EXPECT_EQ(e.code(), ExitCode::source);
  EXPECT_THAT(e.what(), HasSubstr(path_ + ": is damaged (tables: second): "));
  EXPECT_THAT(e.hint(), HasSubstr(".recover"));
}

/// SQLite 3.46 says "wrong # of entries in index i".
TEST_F(IntegrityTest, EntriesOfAnIndexAreNotCounted) {
  test::make_database(path_,
                      "CREATE TABLE t(a); CREATE INDEX i ON t(a) WHERE a > 5; INSERT INTO t VALUES (1), (7);"
                      "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE INDEX i ON t(a)' WHERE "
                      "name = 'i'");
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(IntegrityTest, FindsRowsOutOfOrder) {
  for (const char* sql : {"CREATE TABLE t(a)", "CREATE TABLE t(a PRIMARY KEY) WITHOUT ROWID"}) {
    SCOPED_TRACE(sql);
    test::make_database(path_,
                        std::string("DROP TABLE IF EXISTS t; VACUUM;") + sql + "; INSERT INTO t VALUES (1), (2), (3)");
    // Swaps the pointers to the first and the last of three cells.
    const std::string file = test::read_bytes(path_);
    damage(2, 8, file.substr(4096 + 12, 2) + file.substr(4096 + 10, 2) + file.substr(4096 + 8, 2));
    const auto found = findings();
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found[0].table, "t");
    EXPECT_TRUE(found[0].damage);
    EXPECT_THAT(found[0].message, HasSubstr("order"));
  }
}

TEST_F(IntegrityTest, ABrokenRuleIsNoDamage) {
  test::make_database(path_, "CREATE TABLE t(a, b CHECK (b > 0)); INSERT INTO t VALUES (NULL, 1)");
  test::make_database(path_,
                      "PRAGMA ignore_check_constraints = ON; INSERT INTO t VALUES (1, -1); PRAGMA writable_schema = ON;"
                      "UPDATE sqlite_schema SET sql = replace(sql, 'a,', 'a NOT NULL,')");
  SqliteSource source(path_);
  const auto found = check_integrity(source, stop_);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].table, "t");
  EXPECT_EQ(found[0].message, "NULL value in t.a");
  EXPECT_FALSE(found[0].damage);
}

TEST_F(IntegrityTest, WhatOnlyTheApplicationHasIsNoDamage) {
  test::make_database(path_,
                      "CREATE TABLE t(a COLLATE NOCASE PRIMARY KEY, b CHECK (abs(b) > 0), c AS (abs(a)) NOT NULL);"
                      "CREATE TABLE w(a COLLATE NOCASE PRIMARY KEY) WITHOUT ROWID; INSERT INTO t VALUES ('x', 1);"
                      "INSERT INTO w VALUES ('B'), ('a'), ('C')");
  test::make_database(path_,
                      "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql ="
                      "replace(replace(sql, 'NOCASE', 'their_own'), 'abs', 'their_function')");
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(IntegrityTest, ChecksAroundFunctionsThatOnlyTheApplicationHas) {
  test::make_database(path_, "CREATE TABLE t(a CHECK (abs(a) > 0)); INSERT INTO t VALUES (1), (2), (3)");
  test::make_database(path_, "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'abs', 'mine')");
  EXPECT_THAT(findings(), IsEmpty());
  damage(2, 0, std::string(100, '\xee'));
  ASSERT_FALSE(findings().empty());
  EXPECT_EQ(findings()[0].table, "t");
}

}  // namespace
}  // namespace lite2pg::integrity_test
