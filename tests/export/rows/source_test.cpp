#include "export/rows/source.h"

#include <gmock/gmock.h>

#include <cmath>
#include <filesystem>
#include <limits>

#include "tests/export/source_fixture.h"

namespace lite2pg::source_test {
namespace {

using test::error_of;
using test::make_database;
using test::read_bytes;
using test::rows_of;
using test::write_bytes;
using test::writer;
using testing::ElementsAre;
using testing::HasSubstr;

class SqliteSourceTest : public testing::Test {
 protected:
  /// Names of the files in the folder, to see that nothing is left beside the source.
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(dir_.path()))
      names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }
  std::vector<std::string> rows_after(const std::string& sql, const std::string& table = "t") {
    make_database(path_, sql);
    SqliteSource source(path_);
    return rows_of(source, table);
  }
  std::vector<std::string> places_of(const std::string& sql) {
    make_database(path_, sql);
    SqliteSource source(path_);
    const auto reader = source.reader();
    const auto cursor = reader->scan(source.schema().tables.front(), {});
    std::vector<std::string> places;
    for (Row row; cursor->next(row);) places.push_back(cursor->locate() + "/" + std::to_string(cursor->row_number()));
    return places;
  }

  test::TempDir dir_;
  std::string path_ = dir_ / "source.db";
};

TEST_F(SqliteSourceTest, ReadsEveryStorageClassAsItStands) {
  EXPECT_THAT(rows_after("CREATE TABLE t(a, b); INSERT INTO t VALUES (NULL, 1), (-9223372036854775808, 1.5), ('', x''),"
                         "('é', x'00ff'), (9e999, -9e999), (-0.0, 1e300), (CAST(x'61006262ff' AS TEXT), zeroblob(3))"),
              ElementsAre("NULL|1", "-9223372036854775808|1.5", "''|x''", "'é'|x'00ff'", "Infinity|-Infinity",
                          "-0.0|1e+300", "'a\\u0000bb\\xff'|x'000000'"));
}

TEST_F(SqliteSourceTest, ReadsLongValuesOverOverflowPages) {
  make_database(path_, "CREATE TABLE t(a, b); INSERT INTO t VALUES (replace(hex(zeroblob(50000)), '00', 'äb'), 7)");
  SqliteSource source(path_);
  const auto reader = source.reader();
  const auto cursor = reader->scan(source.schema().tables[0], {});
  Row row;
  ASSERT_TRUE(cursor->next(row));
  EXPECT_EQ(row[0].bytes().size(), 150000U);
  EXPECT_EQ(row[0].bytes().substr(149997), "äb");
  EXPECT_EQ(row[1].integer(), 7);
}

TEST_F(SqliteSourceTest, ReadsGeneratedColumns) {
  EXPECT_THAT(rows_after("CREATE TABLE t(a, b AS (a * 2), c AS (a || 'x') STORED); INSERT INTO t VALUES (3)"),
              ElementsAre("3|6|'3x'"));
}

TEST_F(SqliteSourceTest, QuotesEveryName) {
  EXPECT_THAT(rows_after("CREATE TABLE \"a\"\"b; DROP\"(\"x\"\"y\", [select], `p q`, \"\");"
                         "INSERT INTO \"a\"\"b; DROP\" VALUES (1, 2, 3, 4)",
                         "a\"b; DROP"),
              ElementsAre("1|2|3|4"));
}

TEST_F(SqliteSourceTest, NamesRowsByRowid) {
  EXPECT_THAT(places_of("CREATE TABLE t(a); INSERT INTO t(rowid, a) VALUES (-5, 'x'), (42, 'y')"),
              ElementsAre("rowid -5/-5", "rowid 42/42"));
}

TEST_F(SqliteSourceTest, NamesRowsByIntegerPrimaryKey) {
  EXPECT_THAT(places_of("CREATE TABLE t(rowid TEXT, id INTEGER PRIMARY KEY); INSERT INTO t VALUES ('r', 7)"),
              ElementsAre("rowid 7/7"));
}

TEST_F(SqliteSourceTest, FindsTheRowidBehindColumnsOfItsNames) {
  EXPECT_THAT(places_of("CREATE TABLE t(rowid, OID); INSERT INTO t(_rowid_, rowid) VALUES (9, 'x')"),
              ElementsAre("rowid 9/9"));
}

TEST_F(SqliteSourceTest, CountsRowsWhenAllNamesOfTheRowidAreTaken) {
  EXPECT_THAT(places_of("CREATE TABLE t(rowid, oid, _rowid_); INSERT INTO t VALUES (9, 9, 9), (8, 8, 8)"),
              ElementsAre("row 1/1", "row 2/2"));
}

TEST_F(SqliteSourceTest, NamesRowsByKeyWithoutRowid) {
  EXPECT_THAT(places_of("CREATE TABLE t(v, b, a, PRIMARY KEY(a, b)) WITHOUT ROWID; INSERT INTO t VALUES (0, 'x', 1)"),
              ElementsAre("key (1, 'x')/1"));
}

TEST_F(SqliteSourceTest, ReadsTheTableAndNoCoveringIndex) {
  // Made to look narrow, the index would be read in place of the table; made to hold nothing, it would hide the rows.
  make_database(path_,
                "CREATE TABLE t(a, b); CREATE INDEX i ON t(a, b); CREATE INDEX none ON t(b, a) WHERE a > 5;"
                "INSERT INTO t VALUES (1, 2); ANALYZE; UPDATE sqlite_stat1 SET stat = '1 1 1 sz=1'");
  make_database(path_,
                "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage ="
                "(SELECT rootpage FROM sqlite_schema WHERE name = 'none') WHERE name = 'i';"
                "DELETE FROM sqlite_schema WHERE name = 'none'");
  ASSERT_EQ(writer(path_)->execAndGet("SELECT count(*) FROM t INDEXED BY i WHERE a IS NOT NULL").getInt(), 0);
  SqliteSource source(path_);
  EXPECT_THAT(rows_of(source, "t"), ElementsAre("1|2"));
}

TEST_F(SqliteSourceTest, KeepsUnpairedSurrogatesApart) {
  make_database(path_,
                "PRAGMA encoding = 'UTF-16le'; CREATE TABLE t(a); INSERT INTO t VALUES ('aé€😀'),"
                "(CAST(x'3dd86100' AS TEXT)), (CAST(x'00dc' AS TEXT)), (12)");
  SqliteSource source(path_);
  EXPECT_EQ(source.schema().encoding, "UTF-16le");
  EXPECT_THAT(rows_of(source, "t"), ElementsAre("'aé€😀'", "'\\xed\\xa0\\xbda'", "'\\xed\\xb0\\x80'", "12"));
}

TEST_F(SqliteSourceTest, ReadsBigEndianText) {
  EXPECT_THAT(rows_after("PRAGMA encoding = 'UTF-16be'; CREATE TABLE t(a); INSERT INTO t VALUES ('aé€😀')"),
              ElementsAre("'aé€😀'"));
}

TEST_F(SqliteSourceTest, ReadsWhatOnlyTheLogHolds) {
  const auto db = writer(path_);
  db->exec(
      "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t(a); INSERT INTO t VALUES (1), (2)");
  SqliteSource source(path_);
  EXPECT_EQ(source.file().mode(), OpenMode::live);
  EXPECT_THAT(rows_of(source, "t"), ElementsAre("1", "2"));
}

TEST_F(SqliteSourceTest, ReadsACopiedLogWithoutWritingBesideIt) {
  {
    const auto db = writer(dir_ / "original");
    db->exec("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t(a); INSERT INTO t VALUES (1)");
    std::filesystem::copy_file(dir_ / "original", path_);
    std::filesystem::copy_file(dir_ / "original-wal", path_ + "-wal");
  }
  std::filesystem::remove(dir_ / "original");
  const std::string file = read_bytes(path_), log = read_bytes(path_ + "-wal");
  {
    SqliteSource source(path_, 3);
    EXPECT_EQ(source.file().mode(), OpenMode::frozen);
    EXPECT_THAT(rows_of(source, "t"), ElementsAre("1"));
    source.check_unchanged();
  }
  EXPECT_THAT(files(), ElementsAre("source.db", "source.db-wal"));
  EXPECT_EQ(read_bytes(path_), file);
  EXPECT_EQ(read_bytes(path_ + "-wal"), log);
}

TEST_F(SqliteSourceTest, LeavesNothingBesideAFileInLogMode) {
  make_database(path_, "PRAGMA journal_mode = WAL; CREATE TABLE t(a); INSERT INTO t VALUES (1)");
  ASSERT_THAT(files(), ElementsAre("source.db"));
  SqliteSource source(path_);
  EXPECT_EQ(source.file().mode(), OpenMode::immutable);
  EXPECT_THAT(rows_of(source, "t"), ElementsAre("1"));
  EXPECT_THAT(files(), ElementsAre("source.db"));
}

TEST_F(SqliteSourceTest, NoticesAChangeInEachMode) {
  for (const char* mode : {"DELETE", "WAL"}) {
    SCOPED_TRACE(mode);
    std::filesystem::remove(path_);
    make_database(path_,
                  std::string("PRAGMA journal_mode = ") + mode + "; CREATE TABLE t(a); INSERT INTO t VALUES (1)");
    std::unique_ptr<SQLite::Database> open_writer;
    if (std::string(mode) == "WAL") open_writer = writer(path_);
    SqliteSource source(path_);
    source.check_unchanged();
    // In rollback mode our read lock keeps SQLite out; another program may still overwrite the file.
    if (open_writer) {
      open_writer->exec("INSERT INTO t VALUES (2)");
    } else {
      write_bytes(path_, read_bytes(path_) + std::string(4096, '\0'));
    }
    const Error e = error_of([&] { source.check_unchanged(); });
    EXPECT_EQ(e.code(), ExitCode::source);
    EXPECT_THAT(e.what(), HasSubstr("was changed"));
  }
}

TEST_F(SqliteSourceTest, NoticesThatTheFileWasReplaced) {
  make_database(path_, "CREATE TABLE t(a)");
  SqliteSource source(path_);
  make_database(dir_ / "other.db", "CREATE TABLE t(a)");
  std::filesystem::rename(dir_ / "other.db", path_);
  EXPECT_THROW(source.check_unchanged(), Error);
}

TEST_F(SqliteSourceTest, KeepsWritersOutInRollbackMode) {
  make_database(path_, "CREATE TABLE t(a); INSERT INTO t VALUES (1)");
  SqliteSource source(path_);
  SQLite::Database other(path_, SQLite::OPEN_READWRITE, 10);
  EXPECT_THROW(other.exec("INSERT INTO t VALUES (2)"), SQLite::Exception);
  EXPECT_THAT(rows_of(source, "t"), ElementsAre("1"));
  source.check_unchanged();
}

TEST_F(SqliteSourceTest, SaysThatAnotherProgramIsWriting) {
  make_database(path_, "CREATE TABLE t(a)");
  const auto other = writer(path_);
  other->exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; INSERT INTO t VALUES (1)");
  const Error e = error_of([&] { const SqliteSource source(path_); });
  EXPECT_EQ(e.code(), ExitCode::source);
  EXPECT_THAT(e.hint(), HasSubstr("another program"));
}

TEST_F(SqliteSourceTest, FingerprintNamesTheStateOfTheFile) {
  make_database(path_, "CREATE TABLE t(a)");
  const auto fingerprint = [&] { return SqliteSource(path_).fingerprint(); };
  const Fingerprint first = fingerprint();
  EXPECT_EQ(first.path, path_);
  EXPECT_EQ(first.bytes, std::filesystem::file_size(path_));
  EXPECT_EQ(first.content, fingerprint().content);
  make_database(path_, "INSERT INTO t VALUES (1)");
  EXPECT_NE(first.content, fingerprint().content);
}

TEST_F(SqliteSourceTest, AHotJournalIsAnErrorWithAWayOut) {
  const auto db = writer(path_);
  db->exec(
      "CREATE TABLE t(a); INSERT INTO t VALUES (zeroblob(100000)); PRAGMA cache_size = 1; BEGIN;"
      "UPDATE t SET a = randomblob(100000)");
  const std::string copy = dir_ / "copy.db";
  std::filesystem::copy_file(path_, copy);
  std::filesystem::copy_file(path_ + "-journal", copy + "-journal");
  const Error e = error_of([&] { const SqliteSource source(copy); });
  EXPECT_EQ(e.code(), ExitCode::source);
  EXPECT_THAT(e.hint(), HasSubstr("rolled back"));
}

/// A table whose pages in the middle of the file are overwritten never looks shorter than it is.
TEST_F(SqliteSourceTest, DamagedPagesAreErrorsAndNeverFewerRows) {
  std::string sql = "CREATE TABLE t(a TEXT); CREATE TABLE w(a TEXT PRIMARY KEY) WITHOUT ROWID; BEGIN;";
  for (int i = 0; i < 3000; ++i)
    for (const char* table : {"t", "w"})
      sql += std::string("INSERT INTO ") + table + " VALUES ('value number " + std::to_string(i) + "');";
  make_database(path_, sql + "COMMIT");
  const std::string whole = read_bytes(path_);
  const auto rows = [&](const std::string& table) {
    SqliteSource source(path_);
    return rows_of(source, table).size();
  };
  const std::size_t pages = whole.size() / 4096;
  for (std::size_t page = 4; page < pages; page += 3) {
    SCOPED_TRACE("page " + std::to_string(page));
    std::string damaged = whole;
    damaged.replace(page * 4096, 64, std::string(64, '\xee'));
    write_bytes(path_, damaged);
    std::size_t errors = 0;
    for (const char* table : {"t", "w"}) try {
        EXPECT_EQ(rows(table), 3000U);
      } catch (const Error& e) {
        ++errors;
        EXPECT_EQ(e.code(), ExitCode::source);
        EXPECT_THAT(e.what(), HasSubstr(std::string("table ") + table));
      }
    EXPECT_EQ(errors, 1U);
  }
}

TEST_F(SqliteSourceTest, ADamagedSchemaIsAnError) {
  make_database(path_, "CREATE TABLE t(a)");
  make_database(path_, "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE t(a'");
  const Error e = error_of([&] { const SqliteSource source(path_); });
  EXPECT_EQ(e.code(), ExitCode::source);
  EXPECT_THAT(e.what(), HasSubstr("malformed"));
}

}  // namespace
}  // namespace lite2pg::source_test
