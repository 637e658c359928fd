#include "export/survey/numeric_texts.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <gtest/gtest.h>

#include <array>

namespace lite2pg::numeric_texts_test {
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

TEST(NumericTexts, AreLookedForWhereSqliteWouldStoreTheNumber) {
  Table table;
  table.columns.resize(3);
  table.columns[0].declared_type = "TEXT";
  table.columns[1].declared_type = "DATETIME";
  const auto finds = [&](const char* first, const char* second, const char* third) {
    NumericTexts texts(table);
    const std::array row = {Value::text(first), Value::text(second), Value::text(third)};
    texts.look_at(row);
    return texts.found();
  };
  EXPECT_TRUE(finds("1", "2", "3"));
  EXPECT_FALSE(finds("1", "2024-01-02", "3"));
  table.strict = true;
  EXPECT_FALSE(finds("1", "2", "3")) << "the census tells";
}

}  // namespace
}  // namespace lite2pg::numeric_texts_test
