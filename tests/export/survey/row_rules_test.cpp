#include "export/survey/row_rules.h"

#include <gtest/gtest.h>

#include "export/survey/survey.h"
#include "tests/export/source_fixture.h"

namespace lite2pg::row_rules_test {
namespace {

class RowRulesTest : public testing::Test {
 protected:
  /// Whether a rule is broken in a table of these rows once its definition is `sql`.
  bool breaks(const std::string& made_as, const std::string& rows, const std::string& sql) {
    const std::string path = dir_ / (std::to_string(++files_) + ".db");
    test::make_database(path, made_as + "; INSERT INTO t VALUES " + rows + "; PRAGMA writable_schema = ON;" +
                                  "UPDATE sqlite_schema SET sql = '" + sql + "' WHERE name = 't'");
    SqliteSource source(path);
    const Table& table = source.schema().tables.front();
    std::vector<bool> numeric_texts;
    const auto census = survey(source, {&table}, 1, {}, {}, &numeric_texts);
    const bool found = may_break_a_rule(table, census.front(), numeric_texts.front());
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
}  // namespace lite2pg::row_rules_test
