#include "export/survey/row_rules.h"

#include <SQLiteCpp/Database.h>
#include <gtest/gtest.h>

#include "export/survey/survey.h"
#include "tests/export/source_fixture.h"

namespace lite2pg {
namespace {

TEST(NumericText, IsWhatSqliteStoresAsANumber) {
  SQLite::Database db(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  db.exec("CREATE TABLE t(a NUMERIC)");
  for (const char* text :
       {"",     " ",   "1",  "-1", "+1",         " 1 ",  "1.",    ".5",  ".",  "-",     "1e5",      "1e",    "1e+",
        "1E-3", "1 2", "1x", "x1", "2024-01-02", "0x10", "1.5.2", "--1", "e5", "\t7\n", "Infinity", "1e999", "12 "}) {
    SQLite::Statement insert(db, "INSERT INTO t VALUES (?) RETURNING typeof(a)");
    insert.bind(1, text);
    ASSERT_TRUE(insert.executeStep());
    EXPECT_EQ(is_numeric_text(text), insert.getColumn(0).getString() != "text") << "'" << text << "'";
  }
}

class RowRulesTest : public testing::Test {
 protected:
  /// Whether a rule is broken in a table of these rows once its definition is `sql`.
  bool breaks(const std::string& made_as, const std::string& rows, const std::string& sql) {
    const std::string path = dir_ / (std::to_string(++files_) + ".db");
    test::make_database(path, made_as + "; INSERT INTO t VALUES " + rows + "; PRAGMA writable_schema = ON;" +
                                  "UPDATE sqlite_schema SET sql = '" + sql + "' WHERE name = 't'");
    SqliteSource source(path);
    const Table& table = source.schema().tables.front();
    const auto census = survey(source, {&table}, 1);
    const bool found = may_break_a_rule(source, table, census.front());
    EXPECT_EQ(found, test::writer(path)->execAndGet("PRAGMA quick_check").getString() != "ok") << sql << ": " << rows;
    return found;
  }

  test::TempDir dir_;
  int files_ = 0;
};

TEST_F(RowRulesTest, FindsWhatQuickCheckFinds) {
  EXPECT_TRUE(breaks("CREATE TABLE t(a, b)", "(1, NULL)", "CREATE TABLE t(a, b NOT NULL)"));
  EXPECT_FALSE(breaks("CREATE TABLE t(a, b)", "(1, 2)", "CREATE TABLE t(a, b NOT NULL)"));
  EXPECT_TRUE(breaks("CREATE TABLE t(a)", "(1)", "CREATE TABLE t(a TEXT)"));
  EXPECT_TRUE(breaks("CREATE TABLE t(a)", "('5')", "CREATE TABLE t(a INTEGER)"));
  EXPECT_FALSE(breaks("CREATE TABLE t(a)", "('2024-01-02'), ('x')", "CREATE TABLE t(a DATETIME)"));
  EXPECT_TRUE(breaks("CREATE TABLE t(a)", "('x')", "CREATE TABLE t(a INT) STRICT"));
  EXPECT_TRUE(breaks("CREATE TABLE t(a)", "(5)", "CREATE TABLE t(a TEXT) STRICT"));
  EXPECT_FALSE(breaks("CREATE TABLE t(a)", "(5), ('x'), (x'00')", "CREATE TABLE t(a ANY) STRICT"));
}

}  // namespace
}  // namespace lite2pg
