#include "export/sqlite/catalog.h"

#include <SQLiteCpp/Exception.h>
#include <gmock/gmock.h>

#include "tests/export/source_fixture.h"

namespace lite2pg::catalog_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class CatalogTest : public testing::Test {
 protected:
  Schema read(const std::string& sql) {
    test::make_database(path_, sql);
    return SqliteSource(path_).schema();
  }
  Table table(const std::string& sql) { return read(sql).tables.at(0); }

  test::TempDir dir_;
  std::string path_ = dir_ / "source.db";
};

std::vector<std::string> names_of(const auto& items) {
  std::vector<std::string> names;
  for (const auto& item : items) names.push_back(item.name);
  return names;
}

TEST_F(CatalogTest, ReadsColumns) {
  const Table t = table(
      "CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, n VARCHAR( 20 ) NOT NULL DEFAULT 'x''y',"
      "d DEFAULT (1 + 2), v INT AS (id + 1), s AS (n) STORED, plain)");
  EXPECT_THAT(names_of(t.columns), ElementsAre("id", "n", "d", "v", "s", "plain"));
  EXPECT_EQ(t.columns[1].declared_type, "VARCHAR( 20 )");
  EXPECT_TRUE(t.columns[1].not_null);
  EXPECT_EQ(t.columns[1].default_sql, "'x''y'");
  EXPECT_EQ(t.columns[2].default_sql, "1 + 2");
  EXPECT_EQ(t.columns[5].default_sql, std::nullopt);
  EXPECT_EQ(t.columns[5].declared_type, "");
  EXPECT_EQ(t.columns[3].generated, Generated::virtual_);
  EXPECT_EQ(t.columns[4].generated, Generated::stored);
  EXPECT_EQ(t.rowid_alias, 0);
  EXPECT_THAT(t.key_columns(), ElementsAre(0));
}

TEST_F(CatalogTest, KnowsWhichKeyIsTheRowid) {
  EXPECT_EQ(table("CREATE TABLE t(a integer primary key)").rowid_alias, 0);
  EXPECT_EQ(table("DROP TABLE t; CREATE TABLE t(b, a INTEGER, PRIMARY KEY(a))").rowid_alias, 1);
  EXPECT_EQ(table("DROP TABLE t; CREATE TABLE t(a INT PRIMARY KEY)").rowid_alias, -1);
  EXPECT_EQ(table("DROP TABLE t; CREATE TABLE t(a INTEGER PRIMARY KEY DESC)").rowid_alias, -1);
  EXPECT_EQ(table("DROP TABLE t; CREATE TABLE t(a INTEGER PRIMARY KEY) WITHOUT ROWID").rowid_alias, -1);
  EXPECT_EQ(table("DROP TABLE t; CREATE TABLE t(a INTEGER, b, PRIMARY KEY(a, b))").rowid_alias, -1);
}

TEST_F(CatalogTest, TellsTheKindsOfTablesApart) {
  const Schema s = read(
      "CREATE TABLE r(a); CREATE TABLE w(a PRIMARY KEY) WITHOUT ROWID; CREATE TABLE s(a INT) STRICT;"
      "CREATE VIRTUAL TABLE f USING fts5(body); CREATE VIEW v AS SELECT 1;"
      "CREATE TRIGGER g AFTER INSERT ON r BEGIN SELECT 1; END");
  EXPECT_EQ(s.find_table("r")->kind, TableKind::rowid);
  EXPECT_EQ(s.find_table("w")->kind, TableKind::without_rowid);
  EXPECT_TRUE(s.find_table("s")->strict);
  EXPECT_EQ(s.find_table("f")->kind, TableKind::virtual_);
  EXPECT_THAT(names_of(s.find_table("f")->columns), ElementsAre("body"));
  EXPECT_EQ(s.find_table("f_data")->kind, TableKind::shadow);
  EXPECT_THAT(names_of(s.views), ElementsAre("v"));
  EXPECT_THAT(names_of(s.triggers), ElementsAre("g"));
  EXPECT_EQ(s.triggers[0].table, "r");
}

TEST_F(CatalogTest, ReadsIndexesWithTheirParts) {
  const Table t = table(
      "CREATE TABLE t(a, b COLLATE NOCASE, c UNIQUE, PRIMARY KEY(b, a));"
      "CREATE INDEX i ON t(b DESC, a COLLATE RTRIM, length(c)) WHERE a > 1");
  EXPECT_THAT(names_of(t.indexes), ElementsAre("sqlite_autoindex_t_1", "sqlite_autoindex_t_2", "i"));
  EXPECT_EQ(t.indexes[0].origin, IndexOrigin::unique_constraint);
  EXPECT_EQ(t.indexes[1].origin, IndexOrigin::primary_key);
  EXPECT_EQ(t.indexes[1].parts[0].column, 1);
  EXPECT_EQ(t.indexes[1].parts[0].collation, "NOCASE");
  const Index& i = t.indexes[2];
  EXPECT_EQ(i.origin, IndexOrigin::create_index);
  EXPECT_FALSE(i.unique);
  ASSERT_EQ(i.parts.size(), 3U);
  EXPECT_TRUE(i.parts[0].descending);
  EXPECT_EQ(i.parts[1].collation, "RTRIM");
  EXPECT_EQ(i.parts[2].column, -1);
  EXPECT_TRUE(i.sql.starts_with("CREATE INDEX i"));
}

TEST_F(CatalogTest, ReadsForeignKeysInTheOrderTheyWereWritten) {
  const Table t = table(
      "CREATE TABLE t(a REFERENCES p ON DELETE CASCADE, b, c,"
      "FOREIGN KEY(c, b) REFERENCES q(x, y) ON UPDATE SET NULL)");
  ASSERT_EQ(t.foreign_keys.size(), 2U);
  EXPECT_EQ(t.foreign_keys[0].parent, "p");
  EXPECT_THAT(t.foreign_keys[0].parent_columns, IsEmpty());
  EXPECT_EQ(t.foreign_keys[0].on_delete, "CASCADE");
  EXPECT_THAT(t.foreign_keys[1].columns, ElementsAre(2, 1));
  EXPECT_THAT(t.foreign_keys[1].parent_columns, ElementsAre("x", "y"));
  EXPECT_EQ(t.foreign_keys[1].on_update, "SET NULL");
}

TEST_F(CatalogTest, AddsWhatOnlyTheTextTells) {
  const Table t = table(
      "CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT COLLATE NOCASE CHECK (a <> ''),"
      "g AS (a || 'x'), CONSTRAINT ref FOREIGN KEY(a) REFERENCES p DEFERRABLE INITIALLY DEFERRED);"
      "CREATE INDEX i ON t(lower(a)) WHERE a IS NOT NULL");
  EXPECT_TRUE(t.autoincrement);
  EXPECT_EQ(t.columns[1].collation, "NOCASE");
  EXPECT_EQ(t.columns[2].generated_sql, "a || 'x'");
  ASSERT_EQ(t.checks.size(), 1U);
  EXPECT_EQ(t.checks[0].expression, "a <> ''");
  EXPECT_EQ(t.foreign_keys[0].name, "ref");
  EXPECT_TRUE(t.foreign_keys[0].initially_deferred);
  EXPECT_EQ(t.indexes[0].parts[0].expression, "lower(a)");
  EXPECT_EQ(t.indexes[0].where, "a IS NOT NULL");
}

TEST_F(CatalogTest, ReadsSequences) {
  const Schema s = read(
      "CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT); CREATE TABLE u(id INTEGER PRIMARY KEY);"
      "INSERT INTO t VALUES (9); DELETE FROM t; INSERT INTO u VALUES (5);"
      "INSERT INTO sqlite_sequence VALUES ('u', 'rubbish')");
  EXPECT_EQ(s.find_table("t")->sequence, 9);
  EXPECT_EQ(s.find_table("u")->sequence, 0) << "SQLite casts it";
  EXPECT_EQ(s.tables.size(), 2U);
}

TEST_F(CatalogTest, ReadsTheHeader) {
  const Schema s = read("PRAGMA user_version = 7; PRAGMA application_id = -12; CREATE TABLE t(a)");
  EXPECT_EQ(s.user_version, 7);
  EXPECT_EQ(s.application_id, -12);
  EXPECT_EQ(s.encoding, "UTF-8");
}

TEST_F(CatalogTest, AMissingModuleSparesTheOtherTables) {
  read("CREATE TABLE t(a); INSERT INTO t VALUES (1)");
  test::make_database(path_,
                      "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema VALUES"
                      "('table', 'x', 'x', 0, 'CREATE VIRTUAL TABLE x USING no_such_module(a, b)')");
  SqliteSource source(path_);
  EXPECT_EQ(source.schema().find_table("x")->kind, TableKind::virtual_);
  EXPECT_THAT(source.schema().find_table("x")->columns, IsEmpty());
  EXPECT_THAT(test::rows_of(source, "t"), ElementsAre("1"));
  EXPECT_EQ(source.split(*source.schema().find_table("x"), 4).size(), 1U);
}

TEST_F(CatalogTest, AMissingCollationSparesTheRows) {
  read(
      "CREATE TABLE t(a COLLATE NOCASE, b); INSERT INTO t VALUES ('x', 1);"
      "CREATE TABLE w(a COLLATE NOCASE PRIMARY KEY) WITHOUT ROWID; INSERT INTO w VALUES ('B'), ('a')");
  test::make_database(path_,
                      "PRAGMA writable_schema = ON;"
                      "UPDATE sqlite_schema SET sql = replace(sql, 'NOCASE', 'their_own')");
  SqliteSource source(path_);
  EXPECT_THAT(test::rows_of(source, "t"), ElementsAre("'x'|1"));
  EXPECT_THAT(test::rows_of(source, "w"), ElementsAre("'a'", "'B'"));
}

TEST_F(CatalogTest, AMissingFunctionSparesTheOtherColumns) {
  read("CREATE TABLE g(a, b AS (abs(a))); INSERT INTO g VALUES (-2); CREATE TABLE t(a); INSERT INTO t VALUES (1)");
  test::make_database(path_, "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'abs', 'mine')");
  SqliteSource source(path_);
  EXPECT_THAT(test::rows_of(source, "t"), ElementsAre("1"));
  EXPECT_THAT(test::rows_of(source, "g"), ElementsAre("-2|NULL"));
  EXPECT_THAT(source.schema().find_table("g")->columns[1].unreadable, testing::HasSubstr("mine"));
}

TEST_F(CatalogTest, RemembersTheOrderInWhichAFileIsMadeAnew) {
  const Schema schema = read(
      "CREATE TABLE a(x); CREATE VIEW v AS SELECT x FROM a; CREATE INDEX i ON a(x); CREATE TABLE b(y UNIQUE);"
      "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END");
  EXPECT_EQ(schema.tables[0].position, 1);
  EXPECT_EQ(schema.views[0].position, 2);
  EXPECT_EQ(schema.tables[0].indexes[0].position, 3);
  EXPECT_EQ(schema.tables[1].position, 4);
  EXPECT_EQ(schema.triggers[0].position, 6);  // the index of UNIQUE stands between
}

TEST_F(CatalogTest, RemembersWhatBelongsToTheFile) {
  const Schema schema = read(
      "PRAGMA page_size = 1024; PRAGMA auto_vacuum = 2; PRAGMA journal_mode = wal;"
      "CREATE TABLE z(id INTEGER PRIMARY KEY AUTOINCREMENT, n); CREATE TABLE a(id INTEGER PRIMARY KEY AUTOINCREMENT);"
      "INSERT INTO z VALUES (7, 'x'); INSERT INTO a VALUES (9); CREATE INDEX i ON z(n); ANALYZE");
  EXPECT_EQ(schema.file.page_size, 1024);
  EXPECT_EQ(schema.file.auto_vacuum, 2);
  EXPECT_EQ(schema.file.journal_mode, "wal");
  ASSERT_GE(schema.file.bookkeeping.size(), 3U);
  EXPECT_EQ(schema.file.bookkeeping[0].table, "sqlite_sequence");
  EXPECT_THAT(schema.file.bookkeeping[0].fields, ElementsAre("z", "7"));
  EXPECT_THAT(schema.file.bookkeeping[1].fields, ElementsAre("a", "9"));
  EXPECT_EQ(schema.file.bookkeeping[2].table, "sqlite_stat1");
}

}  // namespace
}  // namespace lite2pg::catalog_test
