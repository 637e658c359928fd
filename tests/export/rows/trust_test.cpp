// Schemas that need more trust than SQLite gives by default, and schemas that need their application.
#include <gmock/gmock.h>

#include "export/rows/source.h"
#include "tests/export/source_fixture.h"

namespace lite2pg::trust_test {
namespace {

class TrustTest : public testing::Test {
 protected:
  void make(const std::string& sql) { test::make_database(path_, sql); }

  test::TempDir dir_;
  std::string path_ = dir_ / "source.db";
};

/// As PocketBase makes it: json_extract() is not marked as innocuous in every version of SQLite.
TEST_F(TrustTest, AnIndexOnABuiltInFunctionIsNoDamage) {
  make("CREATE TABLE t (d TEXT); CREATE INDEX i ON t (json_extract(d, '$.a')); INSERT INTO t VALUES ('{\"a\": 1}')");
  SqliteSource source(path_);
  EXPECT_THAT(test::rows_of(source, "t"), testing::SizeIs(1));
}

TEST_F(TrustTest, FunctionsThatActAreNotRun) {
  make(
      "CREATE TABLE t (d TEXT); CREATE INDEX i ON t (json_extract(d, '$.a')); CREATE VIEW v AS SELECT sqlite_log(1, "
      "'x')");
  SqliteSource source(path_);
  const SnapshotConnection connection = source.snapshot().connect();
  EXPECT_ANY_THROW(connection.db().exec("SELECT * FROM v"));
  EXPECT_NO_THROW(connection.db().exec("SELECT json_extract(d, '$.a') FROM t"));
}

TEST_F(TrustTest, AColumnThatOnlyTheApplicationComputesReadsAsNull) {
  make(
      "CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT); INSERT INTO books VALUES (1, 'The End');"
      "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE books (id INTEGER PRIMARY KEY, title "
      "TEXT, key TEXT AS (title_sort(title)) VIRTUAL)' WHERE name = 'books'");
  SqliteSource source(path_);
  const Table& books = *source.schema().find_table("books");
  EXPECT_EQ(books.columns[1].unreadable, "");
  EXPECT_NE(books.columns[2].unreadable, "");
  EXPECT_THAT(test::rows_of(source, "books"), testing::SizeIs(1));
}

TEST_F(TrustTest, TablesOfAnUnknownModuleAreItsShadows) {
  make(
      "CREATE TABLE docs (id INTEGER PRIMARY KEY); CREATE TABLE vec_docs_info (k, v); CREATE TABLE vec_doc (k);"
      "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema VALUES ('table', 'vec_docs', 'vec_docs', 0, 'CREATE "
      "VIRTUAL "
      "TABLE vec_docs USING vec0(embedding float[3])')");
  SqliteSource source(path_);
  EXPECT_EQ(source.schema().find_table("vec_docs_info")->kind, TableKind::shadow);
  EXPECT_EQ(source.schema().find_table("vec_doc")->kind, TableKind::rowid);
  EXPECT_EQ(source.schema().find_table("docs")->kind, TableKind::rowid);
}

}  // namespace
}  // namespace lite2pg::trust_test
