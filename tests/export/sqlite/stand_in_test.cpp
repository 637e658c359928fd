#include "export/sqlite/stand_in.h"

#include <gmock/gmock.h>

#include "export/sqlite/dump.h"
#include "tests/export/source_fixture.h"
#include "tests/support/command.h"

namespace lite2pg::stand_in_test {
namespace {

using test::error_of;
using test::make_database;
using test::rows_of;
using test::write_bytes;
using testing::ElementsAre;
using testing::HasSubstr;

class StandInTest : public testing::Test {
 protected:
  /// What is wrong with this dump.
  std::string refusal(const std::string& text) {
    write_bytes(dir_ / "bad.sql", text);
    const Error e = error_of([&] { const StandIn file(dir_ / "bad.sql", ""); });
    EXPECT_EQ(e.code(), ExitCode::source);
    return e.what();
  }

  test::TempDir dir_;
};

TEST_F(StandInTest, LoadsADump) {
  write_bytes(dir_ / "app.SQL",
              "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT);\n"
              "INSERT INTO t VALUES(1,'semi;colon'),(2,'line\nbreak');\nCREATE INDEX i ON t(b);\n"
              "CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END;\nCOMMIT;\n");
  std::string path;
  {
    const StandIn file(dir_ / "app.SQL", "");
    path = file.path();
    EXPECT_EQ(file.shown(), dir_ / "app.SQL");
    SqliteSource source(path);
    EXPECT_THAT(rows_of(source, "t"), ElementsAre("1|'semi;colon'", "2|'line\\nbreak'"));
    EXPECT_EQ(source.schema().triggers.size(), 1U);
  }
  EXPECT_FALSE(std::filesystem::exists(path)) << "nothing is left";
}

/// What the shell writes for each kind of table comes back the same.
TEST_F(StandInTest, LoadsWhatTheShellDumps) {
  const std::string original = dir_ / "original.db";
  make_database(
      original,
      "PRAGMA user_version = 7; CREATE TABLE t(a REAL, b, c TEXT); INSERT INTO t VALUES (1, x'00ff', 'a''b'), "
      "(1e300, NULL, char(10, 13)); CREATE TABLE w(k PRIMARY KEY) WITHOUT ROWID; INSERT INTO w VALUES (9e999);"
      "CREATE TABLE q(id INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO q VALUES (41); DELETE FROM q;"
      "CREATE VIRTUAL TABLE f USING fts5(x); INSERT INTO f VALUES ('words')");
  const auto dump = test::run_command({"sqlite3", original, ".dump"});
  ASSERT_EQ(dump.exit_code, 0) << dump.err;
  write_bytes(dir_ / "dump.sql", dump.out);
  const StandIn file(dir_ / "dump.sql", "");
  SqliteSource a(original), b(file.path());
  for (const char* table : {"t", "w", "q"}) EXPECT_EQ(rows_of(a, table), rows_of(b, table)) << table;
  EXPECT_EQ(a.schema().find_table("q")->sequence, b.schema().find_table("q")->sequence);
  EXPECT_EQ(b.schema().find_table("f")->kind, TableKind::virtual_);
}

TEST_F(StandInTest, RefusesWhatIsNoWholeDump) {
  EXPECT_THAT(refusal(""), HasSubstr("no SQL statement"));
  EXPECT_THAT(refusal("-- nothing\n"), HasSubstr("no SQL statement"));
  EXPECT_THAT(refusal("CREATE TABLE t(a);\nINSERT INTO t VALUES ('x"), HasSubstr("line 2: ends in the middle"));
  EXPECT_THAT(refusal("BEGIN;\nCREATE TABLE t(a);\n"), HasSubstr("before its COMMIT"));
  EXPECT_THAT(refusal("BEGIN;\nCREATE TABLE t(a);\nROLLBACK; -- due to errors\n"), HasSubstr("rolled back"));
  EXPECT_THAT(refusal("CREATE TABLE t(a);\nSET NAMES utf8;\n"), HasSubstr("line 2: near \"SET\""));
}

TEST_F(StandInTest, RunsNothingButWhatADumpIsMadeOf) {
  for (const std::string& statement :
       {"ATTACH '" + (dir_ / "other.db") + "' AS o;", "VACUUM INTO '" + (dir_ / "other.db") + "';",
        std::string("SELECT load_extension('x');"), std::string("CREATE TEMP TABLE x(a);")}) {
    EXPECT_THAT(refusal("CREATE TABLE t(a);\n" + statement), HasSubstr("line 2: ")) << statement;
    EXPECT_FALSE(std::filesystem::exists(dir_ / "other.db"));
  }
}

TEST_F(StandInTest, AFileOfThatNameMayBeADatabase) {
  make_database(dir_ / "named.sql", "CREATE TABLE t(a)");
  EXPECT_EQ(StandIn(dir_ / "named.sql", "").path(), dir_ / "named.sql");
}

TEST_F(StandInTest, CopiesALiveFileAsOfOneInstant) {
  const std::string path = dir_ / "live.db";
  const auto db = test::writer(path);
  db->exec("PRAGMA journal_mode = WAL; CREATE TABLE t(a); INSERT INTO t VALUES (1)");
  std::filesystem::create_directory(dir_ / "copies");
  {
    const StandIn copy(path, dir_ / "copies");
    db->exec("INSERT INTO t VALUES (2)");
    EXPECT_EQ(copy.path(), dir_ / "copies/live.db");
    SqliteSource source(copy.path());
    EXPECT_THAT(rows_of(source, "t"), ElementsAre("1"));
  }
  EXPECT_TRUE(std::filesystem::exists(dir_ / "copies/live.db")) << "it is kept for --resume and verify";
  EXPECT_EQ(error_of([&] { const StandIn again(path, dir_ / "copies"); }).code(), ExitCode::usage);
  EXPECT_EQ(error_of([&] { const StandIn none(path, dir_ / "none"); }).code(), ExitCode::usage);
}

}  // namespace
}  // namespace lite2pg::stand_in_test
