#include "common/text_table.h"

#include <gtest/gtest.h>

namespace lite2pg::text_table_test {
namespace {

TEST(TextTable, AlignsAndKeepsANameOnItsLine) {
  TextTable table({{"table"}, {"rows", Align::right}});
  table.add_row({"a\nerror: b", "1"});
  table.add_row({"c", "23"});
  EXPECT_EQ(table.str(),
            "table          rows\n"
            "-------------  ----\n"
            "a\\x0aerror: b     1\n"
            "c                23\n");
}

}  // namespace
}  // namespace lite2pg::text_table_test
