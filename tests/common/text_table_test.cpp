#include "common/text_table.h"

#include <gtest/gtest.h>

namespace lite2pg::text_table_test {
namespace {

TEST(TextTable, AlignsByCodePoints) {
  TextTable table({{"table"}, {"rows", Align::right}});
  table.add_row({"Zürich", "12"});
  table.add_row({"a", "1,000"});
  table.add_rule();
  table.add_row({"total", "1,012"});
  EXPECT_EQ(table.str(),
            "table    rows\n"
            "------  -----\n"
            "Zürich     12\n"
            "a       1,000\n"
            "------  -----\n"
            "total   1,012\n");
}

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
