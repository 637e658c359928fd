#include "import/ledger/rejected_row.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace lite2pg::rejected_row_test {
namespace {

Table two_columns() {
  Table table;
  table.columns.resize(2);
  table.columns[0].name = "id";
  table.columns[1].name = "v";
  return table;
}

std::string document(const Value& v) {
  const std::vector<Value> row = {Value::of(std::int64_t{7}), v};
  return row_document(two_columns(), row);
}

TEST(RowDocument, TellsTheStorageClassesApart) {
  EXPECT_EQ(document(Value::null()), R"({"id":7,"v":null})");
  EXPECT_EQ(document(Value::of(std::numeric_limits<std::int64_t>::min())), R"({"id":7,"v":-9223372036854775808})");
  EXPECT_EQ(document(Value::of(1.0)), R"({"id":7,"v":1.0})");
  EXPECT_EQ(document(Value::of(0.1)), R"({"id":7,"v":0.1})");
  EXPECT_EQ(document(Value::text("7")), R"({"id":7,"v":"7"})");
  EXPECT_EQ(document(Value::blob(std::string_view("\0\xff", 2))), R"({"id":7,"v":{"blob":"00ff"}})");
}

TEST(RowDocument, KeepsWhatJsonCannotHold) {
  EXPECT_EQ(document(Value::of(std::numeric_limits<double>::infinity())), R"({"id":7,"v":{"real":"Infinity"}})");
  EXPECT_EQ(document(Value::of(-std::numeric_limits<double>::infinity())), R"({"id":7,"v":{"real":"-Infinity"}})");
  EXPECT_EQ(document(Value::text("a\xe9")), R"({"id":7,"v":{"text":"61e9"}})");
  EXPECT_EQ(document(Value::text(std::string_view("a\0b", 3))), R"({"id":7,"v":"a\u0000b"})");
}

}  // namespace
}  // namespace lite2pg::rejected_row_test
