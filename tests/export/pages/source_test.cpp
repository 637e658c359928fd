#include "export/pages/source.h"

#include <gmock/gmock.h>
#include <sqlite3.h>

#include "export/survey/slice_work.h"
#include "tests/export/pages/both_readers.h"
#include "tests/export/source_fixture.h"

namespace lite2pg::source_test {
namespace {

using test::error_of;
using test::first_difference;
using test::make_database;
using test::read_bytes;
using test::rows_of;
using test::write_bytes;
using test::writer;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* thousand_rows =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) INSERT INTO t SELECT i, "
    "printf('%0100d', i) FROM n";

std::unique_ptr<PageSource> open_pages(const std::string& path, unsigned readers = 1) {
  return std::make_unique<PageSource>(std::make_unique<SqliteSource>(path, readers));
}

class PageSourceTest : public testing::Test {
 protected:
  std::string reason(PageSource& source) { return source.reason_for_sqlite(source.schema().tables.front()); }
  /// Writes `bytes` over the file at `offset`.
  void patch(std::size_t offset, std::string_view bytes) {
    std::string file = read_bytes(path_);
    file.replace(offset, bytes.size(), bytes);
    write_bytes(path_, file);
  }

  test::TempDir dir_;
  std::string path_ = dir_ / "source.db";
};

TEST_F(PageSourceTest, ReadsALiveLogOverTheFile) {
  const auto db = writer(path_);
  db->exec("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t(a INTEGER PRIMARY KEY, b)");
  db->exec(thousand_rows);
  db->exec("PRAGMA wal_checkpoint(TRUNCATE); UPDATE t SET b = 'new' WHERE a % 7 = 0; DELETE FROM t WHERE a > 900");
  const auto source = open_pages(path_, 2);
  EXPECT_EQ(reason(*source), "");
  EXPECT_EQ(first_difference(*source, 3), "");
  EXPECT_EQ(rows_of(*source, "t").size(), 900);
}

TEST_F(PageSourceTest, StaysInItsSnapshotWhileOthersWriteAndCheckpoint) {
  const auto db = writer(path_);
  db->exec("PRAGMA journal_mode = WAL; CREATE TABLE t(a INTEGER PRIMARY KEY, b)");
  db->exec(thousand_rows);
  const auto source = open_pages(path_, 2);
  const auto before = rows_of(*source, "t");
  db->exec("UPDATE t SET b = 'later'");
  db->tryExec("PRAGMA wal_checkpoint(PASSIVE)");
  db->exec("DELETE FROM t WHERE a % 2 = 0");
  EXPECT_EQ(rows_of(*source, "t"), before);
  EXPECT_EQ(reason(*source), "");
}

/// The log is in the file already when the reader comes: its lock lets the log start anew, so none of it may be read.
TEST_F(PageSourceTest, ReadsTheFileAloneWhenTheLogWasCheckpointed) {
  const auto db = writer(path_);
  db->exec("PRAGMA journal_mode = WAL; CREATE TABLE t(a INTEGER PRIMARY KEY, b)");
  db->exec(thousand_rows);
  db->tryExec("PRAGMA wal_checkpoint(PASSIVE)");
  const auto source = open_pages(path_, 2);
  db->exec("UPDATE t SET b = 'later'");
  EXPECT_EQ(first_difference(*source, 3), "");
  EXPECT_THAT(rows_of(*source, "t"), testing::Not(testing::Contains(HasSubstr("later"))));
  EXPECT_EQ(reason(*source), "");
}

/// A writer killed inside its sync: its frames check, but the index of the log never named them.
TEST_F(PageSourceTest, TakesTheEndOfTheLogFromTheIndexNotFromTheFile) {
  const auto db = writer(path_);
  db->exec("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t(a INTEGER PRIMARY KEY, b)");
  db->exec("INSERT INTO t VALUES (1, 'there')");
  const std::string index = read_bytes(path_ + "-shm");
  db->exec("INSERT INTO t VALUES (2, 'never')");
  std::fstream(path_ + "-shm", std::ios::in | std::ios::out | std::ios::binary)
      .write(index.data(), static_cast<std::streamsize>(index.size()));
  const auto source = open_pages(path_);
  EXPECT_EQ(reason(*source), "");
  EXPECT_THAT(rows_of(*source, "t"), ElementsAre("1|'there'"));
  EXPECT_EQ(first_difference(*source, 2), "");
}

/// Left behind by a program that was killed: no -shm beside the log.
TEST_F(PageSourceTest, ReadsALogThatNobodyHasOpen) {
  const std::string copy = dir_ / "copy.db";
  {
    const auto db = writer(path_);
    db->exec("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t(a INTEGER PRIMARY KEY, b)");
    db->exec(thousand_rows);
    std::filesystem::copy_file(path_, copy);
    std::filesystem::copy_file(path_ + "-wal", copy + "-wal");
  }
  std::string log = read_bytes(copy + "-wal");
  log.resize(log.size() - 100);  // the last frame is torn
  write_bytes(copy + "-wal", log);
  const auto source = open_pages(copy, 2);
  EXPECT_EQ(reason(*source), "");
  EXPECT_EQ(first_difference(*source, 3), "");
  EXPECT_FALSE(std::filesystem::exists(copy + "-shm"));
}

TEST_F(PageSourceTest, MakesNothingBesideAFileInRollbackMode) {
  make_database(path_, std::string("CREATE TABLE t(a INTEGER PRIMARY KEY, b); ") + thousand_rows);
  const auto source = open_pages(path_, 2);
  EXPECT_EQ(first_difference(*source, 3), "");
  EXPECT_EQ(reason(*source), "");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir_.path()), {}), 1);
}

TEST_F(PageSourceTest, ReadsNanAsNull) {
  make_database(path_, "CREATE TABLE t(a); INSERT INTO t VALUES (1.25)");
  const std::string file = read_bytes(path_);
  patch(file.find(std::string_view("\x3f\xf4\0\0\0\0\0\0", 8)), std::string_view("\x7f\xf8\0\0\0\0\0\1", 8));
  const auto source = open_pages(path_);
  EXPECT_THAT(rows_of(*source, "t"), ElementsAre("NULL"));
  EXPECT_EQ(first_difference(*source, 2), "");
}

TEST_F(PageSourceTest, CutsBetweenLeavesWithoutLossInEvenParts) {
  make_database(path_, std::string("CREATE TABLE t(a INTEGER PRIMARY KEY, b); ") + thousand_rows);
  const auto source = open_pages(path_);
  const auto slices = source->split(source->schema().tables.front(), 4);
  ASSERT_EQ(slices.size(), 4);
  std::size_t sum = 0;
  for (const Slice& slice : slices) {
    const std::size_t rows = rows_of(*source, "t", slice).size();
    EXPECT_GT(rows, 150);
    EXPECT_LT(rows, 350);
    sum += rows;
  }
  EXPECT_EQ(sum, 1000);
}

/// Sizes come from the pages whoever reads the rows, also from those that stand in the log alone.
TEST_F(PageSourceTest, KnowsTheSizeOfWhatOnlyTheLogHolds) {
  const auto db = writer(path_);
  db->exec("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t(a INTEGER PRIMARY KEY, b)");
  db->exec("INSERT INTO t VALUES (1, 'x'), (2, 'x'), (9000000000000000000, 'x')");
  for (const RowReader reader : {RowReader::pages, RowReader::sqlite}) {
    PageSource source(std::make_unique<SqliteSource>(path_, 2), reader);
    const Table& table = source.schema().tables.front();
    EXPECT_EQ(source.estimated_rows(table), 3U);
    EXPECT_EQ(source.split(table, 4).size(), 1U);
    EXPECT_EQ(source.reader_of("t"), reader == RowReader::pages ? "pages" : "sqlite");
    EXPECT_EQ(rows_of(source, "t").size(), 3U);
  }
}

/// By what the snapshot sees, not by where it stands.
TEST_F(PageSourceTest, KnowsItsSourceBeforeAndAfterACheckpoint) {
  const auto db = writer(path_);
  db->exec("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t(a INTEGER PRIMARY KEY, b)");
  db->exec(thousand_rows);
  const std::string before = open_pages(path_)->fingerprint().content;
  db->exec("PRAGMA wal_checkpoint(TRUNCATE)");
  EXPECT_EQ(open_pages(path_)->fingerprint().content, before);
  db->exec("UPDATE t SET b = 'other' WHERE a = 500");
  EXPECT_NE(open_pages(path_)->fingerprint().content, before);
}

/// Hashed on the way, or in the order of the file: the same.
TEST_F(PageSourceTest, AnAuditGivesTheSameFingerprint) {
  make_database(path_, std::string("PRAGMA auto_vacuum = 1; CREATE TABLE t(a INTEGER PRIMARY KEY, b); ") +
                           thousand_rows +
                           "; CREATE INDEX i ON t(b); INSERT INTO t VALUES (5000, zeroblob(100000)); CREATE TABLE w(k "
                           "PRIMARY KEY) WITHOUT ROWID; INSERT INTO w SELECT b FROM t; DELETE FROM t WHERE a < 300");
  const auto source = open_pages(path_, 2);
  std::vector<const Table*> tables;
  for (const Table& t : source->schema().tables) tables.push_back(&t);
  ASSERT_TRUE(source->begin_audit(tables));
  EXPECT_TRUE(source->sweep(StopFlag()));
  for (const Table* t : tables) (void)rows_of(*source, t->name);
  EXPECT_TRUE(source->end_audit());
  EXPECT_EQ(source->fingerprint().content, open_pages(path_)->fingerprint().content);
}

TEST_F(PageSourceTest, DamageIsSaidBySqliteAlone) {
  make_database(path_, std::string("CREATE TABLE t(a INTEGER PRIMARY KEY, b); ") + thousand_rows);
  // The kind of the leaf on page 10.
  patch(9 * 4096, "\x07");
  const auto source = open_pages(path_);
  EXPECT_THAT(error_of([&] { (void)rows_of(*source, "t"); }).what(), HasSubstr("malformed"));
  EXPECT_THAT(reason(*source), HasSubstr("not as expected"));
}

/// Something our reader does not accept although SQLite reads over it: the rows are all there, each once.
TEST_F(PageSourceTest, GoesOnWithSqliteInTheMiddleOfATable) {
  make_database(path_, std::string("CREATE TABLE t(a INTEGER PRIMARY KEY, b); ") + thousand_rows);
  const auto expected = rows_of(*open_pages(path_), "t");
  // One more fragmented byte than there is on page 10.
  patch(9 * 4096 + 7, "\x01");
  const auto source = open_pages(path_);
  EXPECT_EQ(rows_of(*source, "t"), expected);
  EXPECT_THAT(reason(*source), HasSubstr("not as expected"));
  EXPECT_EQ(first_difference(*source, 3), "");
}

/// The same table again and again, until each of its pages has been changed in each way.
TEST_F(PageSourceTest, WhateverIsReadToTheEndIsWhatSqliteReads) {
  make_database(path_,
                "PRAGMA page_size = 512; CREATE TABLE t(a INTEGER PRIMARY KEY, b, c REAL DEFAULT 2);"
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) INSERT INTO t "
                "SELECT i * 3, zeroblob(i * 11 % 700), i FROM n; CREATE TABLE w(k PRIMARY KEY, v) WITHOUT ROWID;"
                "INSERT INTO w SELECT a || 'key', b FROM t");
  const std::string sound = read_bytes(path_);
  for (std::size_t at = 512; at < sound.size(); at += 37) {
    std::string file = sound;
    file[at] = static_cast<char>(file[at] ^ (1 << at % 8));
    write_bytes(path_, file);
    try {
      EXPECT_EQ(first_difference(path_), "") << "byte " << at;
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), ExitCode::source) << e.what();
    }
  }
}

}  // namespace
}  // namespace lite2pg::source_test
