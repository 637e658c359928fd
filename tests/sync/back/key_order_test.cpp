#include "sync/back/key_order.h"

#include <gtest/gtest.h>

namespace lite2pg {
namespace {

/// A WITHOUT ROWID table t with the key (a, b).
class KeyOrder : public testing::Test {
 protected:
  KeyOrder() {
    table_.name = "t";
    table_.kind = TableKind::without_rowid;
    table_.columns = {Column{}, Column{}};
    table_.indexes.resize(1);
    table_.indexes[0].origin = IndexOrigin::primary_key;
    table_.indexes[0].parts.resize(2);
    for (int i = 0; i < 2; ++i) {
      table_.indexes[0].parts[static_cast<std::size_t>(i)].column = i;
      ColumnPlan c;
      c.source_index = i;
      c.target = i == 0 ? "a" : "b";
      written_.plan.columns.push_back(c);
    }
    written_.source = &table_;
    written_.plan.target = "t";
  }
  std::string order_of(const std::string& a, const std::string& b = "int8") {
    written_.plan.columns[0].codec = *parse_codec(a);
    written_.plan.columns[1].codec = *parse_codec(b);
    return key_order(written_);
  }

  Table table_;
  WrittenTable written_;
};

TEST_F(KeyOrder, NumbersMomentsAndBytesSortAsTheyAre) {
  for (const char* codec :
       {"int8", "float8(mixed)", "numeric(mixed)", "boolean_number", "bytea", "uuid_blob", "date"}) {
    EXPECT_EQ(order_of(codec), "\"a\", \"b\"") << codec;
  }
}

TEST_F(KeyOrder, TextsSortByBytesInTheCollationOfTheKey) {
  EXPECT_EQ(order_of("text"), R"("a"::text COLLATE "C", "b")");
  table_.indexes[0].parts[0].collation = "nocase";
  table_.indexes[0].parts[1].collation = "RTRIM";
  EXPECT_EQ(order_of("text", "text"), R"(lower("a"::text COLLATE "C"), rtrim("b"::text COLLATE "C", ' '))");
  EXPECT_EQ(order_of("numeric_text(9,2)"), R"(lower("a"::text COLLATE "C"), "b")");
}

TEST_F(KeyOrder, GoesTheKeysWay) {
  table_.indexes[0].parts[0].descending = true;
  EXPECT_EQ(order_of("int8"), R"("a" DESC, "b")");
}

TEST_F(KeyOrder, EndsBeforeWhatPostgresqlSortsInAnotherWay) {
  for (const char* codec : {"text_number(mixed)", "jsonb", "uuid_dotnet", "interval(any)", "inet"}) {
    EXPECT_EQ(order_of("int8", codec), "\"a\"") << codec;
    EXPECT_EQ(order_of(codec), "") << codec;
  }
  written_.plan.columns.erase(written_.plan.columns.begin());  // The target has the column no more.
  EXPECT_EQ(key_order(written_), "");
}

TEST_F(KeyOrder, LabelsThatStandForNumbersSortAsTheTypeDoes) {
  written_.plan.columns[0].label_form = LabelForm::number;
  EXPECT_EQ(order_of("text"), "\"a\", \"b\"");
}

TEST_F(KeyOrder, HiddenRowNumbersAreToldByWhereRowsLie) {
  table_.kind = TableKind::rowid;
  EXPECT_EQ(order_of("text"), "");
  EXPECT_EQ(ordered_copy_sql(written_, "s", "").find("ORDER BY"), std::string::npos);
  table_.rowid_alias = 1;
  EXPECT_EQ(order_of("text"), "\"b\"");
}

TEST_F(KeyOrder, StandsBesideATenantsCondition) {
  written_.only = "tenant = 'x'";
  const std::string sql = ordered_copy_sql(written_, "s", order_of("int8"));
  EXPECT_NE(sql.find("WHERE tenant = 'x' ORDER BY \"a\", \"b\")"), std::string::npos) << sql;
}

}  // namespace
}  // namespace lite2pg
