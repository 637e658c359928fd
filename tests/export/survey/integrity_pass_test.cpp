#include "export/survey/integrity_pass.h"

#include <gmock/gmock.h>

#include <optional>

#include "export/survey/survey.h"
#include "tests/export/source_fixture.h"

namespace lite2pg::integrity_pass_test {
namespace {

using test::error_of;
using test::make_database;
using test::read_bytes;
using test::write_bytes;
using testing::HasSubstr;
using testing::IsEmpty;

class IntegrityPassTest : public testing::Test {
 protected:
  /// A survey with the check beside it; `jobs` threads.
  std::vector<Finding> check(unsigned jobs = 2) {
    PageSource source(std::make_unique<SqliteSource>(path_, jobs + 1));
    std::vector<const Table*> tables;
    for (const Table& t : source.schema().tables)
      if (t.holds_rows()) tables.push_back(&t);
    IntegrityPass pass(source, tables, false);
    std::vector<bool> numeric_texts;
    const auto census = survey(source, tables, jobs, {}, {}, &numeric_texts);
    return pass.finish(census, numeric_texts);
  }
  /// Whether all was told by pages, without quick_check.
  bool is_told_by_pages() {
    PageSource source(std::make_unique<SqliteSource>(path_, 2));
    std::vector<const Table*> tables;
    for (const Table& t : source.schema().tables)
      if (t.holds_rows()) tables.push_back(&t);
    if (!source.begin_audit(tables)) return false;
    const bool swept = source.sweep(StopFlag());
    (void)survey(source, tables, 2);
    return source.end_audit() && swept;
  }
  void patch(std::size_t offset, std::string_view bytes) {
    std::string file = read_bytes(path_);
    file.replace(offset, bytes.size(), bytes);
    write_bytes(path_, file);
  }

  test::TempDir dir_;
  std::string path_ = dir_ / "source.db";
  const std::string rows_ =
      "CREATE TABLE t(id INTEGER PRIMARY KEY, a, b TEXT); CREATE INDEX i ON t(a, b);"
      "CREATE TABLE w(k PRIMARY KEY, v) WITHOUT ROWID; CREATE TABLE gone(x);"
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900) INSERT INTO t SELECT i, "
      "zeroblob(i % 50 * 70), 'text ' || i FROM n; INSERT INTO w SELECT b, a FROM t; INSERT INTO gone SELECT a FROM t;"
      "DROP TABLE gone;";
};

TEST_F(IntegrityPassTest, SoundFilesNeedNoQuickCheck) {
  for (const char* layout : {"", "PRAGMA page_size = 512;", "PRAGMA auto_vacuum = 1;", "PRAGMA auto_vacuum = 2;"}) {
    path_ = dir_ / ("s" + std::to_string(std::hash<std::string>()(layout)) + ".db");
    make_database(path_, layout + rows_);
    EXPECT_TRUE(is_told_by_pages()) << layout;
    EXPECT_THAT(check(), IsEmpty()) << layout;
    make_database(path_, "DELETE FROM t WHERE id % 3 = 0; UPDATE w SET v = 'other' WHERE k > 'text 5'; ANALYZE");
    EXPECT_TRUE(is_told_by_pages()) << layout;
  }
}

TEST_F(IntegrityPassTest, ALogIsLaidOverTheFile) {
  const auto db = test::writer(path_);
  db->exec("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;" + rows_);
  EXPECT_TRUE(is_told_by_pages());
  EXPECT_THAT(check(), IsEmpty());
}

TEST_F(IntegrityPassTest, APageThatNobodyHasIsDamage) {
  make_database(path_, rows_);
  patch(32, std::string_view("\0\0\0\0\0\0\0\0", 8));  // no list of free pages
  EXPECT_FALSE(is_told_by_pages());
  EXPECT_THAT(error_of([&] { (void)check(); }).what(), HasSubstr("never used"));
}

TEST_F(IntegrityPassTest, RowsThatBreakARuleAreNoDamage) {
  make_database(path_, rows_ +
                           "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'b TEXT', "
                           "'b TEXT NOT NULL') WHERE name = 't'; UPDATE t SET b = NULL WHERE id = 7");
  const auto findings = check();
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].message, "NULL value in t.b");
  EXPECT_FALSE(findings[0].damage);
}

/// Changes one thing at a time that no row tells of.
TEST_F(IntegrityPassTest, EveryKindOfDamageIsSeen) {
  const std::string rows =
      "CREATE TABLE t(id INTEGER PRIMARY KEY, a); CREATE TABLE u(x UNIQUE); INSERT INTO u VALUES (1), (2);"
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40) INSERT INTO t SELECT i, "
      "zeroblob(i * 40) FROM n; CREATE TABLE gone(x); INSERT INTO gone SELECT zeroblob(9000); DROP TABLE gone;";
  const auto is_seen = [&](const std::string& layout, std::size_t offset, std::string_view bytes) {
    std::filesystem::remove(path_);
    make_database(path_, layout + rows);
    EXPECT_TRUE(is_told_by_pages()) << layout;
    patch(offset, bytes);
    return !is_told_by_pages();
  };
  using namespace std::string_view_literals;
  const std::string small = "PRAGMA page_size = 1024;", mapped = small + "PRAGMA auto_vacuum = 2;";
  EXPECT_TRUE(is_seen(small, 36, "\0\0\0\1"sv)) << "number of free pages";
  EXPECT_TRUE(is_seen(small, 64, "\0\0\0\1"sv)) << "incremental vacuum without maps";
  EXPECT_TRUE(is_seen(mapped, 52, "\0\0\0\x9"sv)) << "the largest root";
  EXPECT_TRUE(is_seen(mapped, 1024, "\x5"sv)) << "the map says that a root is another page of a tree";
  EXPECT_TRUE(is_seen(mapped, 1024 + 5 * 4 + 4, "\x7f"sv)) << "the map names another parent";
  EXPECT_TRUE(is_seen(small, 107, "\1"sv)) << "a fragment that is not there";
}

/// SQLite goes by the SQL of a row of the schema: its name and type alone must not mislead us.
TEST_F(IntegrityPassTest, TheSchemaMustAgreeWithItself) {
  for (const char* change :
       {"type = 'index' WHERE name = 't'", "name = 'other' WHERE name = 'sqlite_autoindex_u_1'",
        "rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 't') WHERE name = 'u'",
        "name = 'w' WHERE name = 't'", "rootpage = CAST(rootpage AS TEXT) || 'x' WHERE name = 't'"}) {
    std::filesystem::remove(path_);
    make_database(path_, "CREATE TABLE t(a); CREATE TABLE u(x UNIQUE); INSERT INTO t VALUES (1)");
    EXPECT_TRUE(is_told_by_pages());
    make_database(path_, std::string("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET ") + change);
    try {
      EXPECT_FALSE(is_told_by_pages()) << change;
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), ExitCode::source) << change;
    }
  }
}

/// What the pages call sound, quick_check does not call damaged.
TEST_F(IntegrityPassTest, NoDamageIsMissed) {
  make_database(
      path_,
      "PRAGMA page_size = 512; CREATE TABLE t(id INTEGER PRIMARY KEY, a); CREATE INDEX i ON t(a);"
      "CREATE TABLE w(k PRIMARY KEY) WITHOUT ROWID; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
      "FROM n WHERE i < 70) INSERT INTO t SELECT i, zeroblob(i * 7 % 600) FROM n; INSERT INTO w SELECT id FROM t;"
      "DELETE FROM t WHERE id > 60");
  const std::string sound = read_bytes(path_);
  int told = 0;
  for (std::size_t at = 28; at < sound.size(); at += 61) {
    std::string file = sound;
    file[at] = static_cast<char>(file[at] + 1);
    write_bytes(path_, file);
    try {
      if (!is_told_by_pages()) continue;
      ++told;
      SqliteSource source(path_);
      for (const Finding& f : find_damage(source, StopFlag())) EXPECT_FALSE(f.damage) << "byte " << at << f.message;
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), ExitCode::source);
    }
  }
  EXPECT_GT(told, 10) << "most bytes are values";
}

}  // namespace
}  // namespace lite2pg::integrity_pass_test
