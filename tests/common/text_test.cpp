#include "common/text.h"

#include <gtest/gtest.h>

namespace lite2pg::text_test {
namespace {

TEST(Text, GroupsThousands) {
  EXPECT_EQ(with_thousands(0), "0");
  EXPECT_EQ(with_thousands(999), "999");
  EXPECT_EQ(with_thousands(1000), "1,000");
  EXPECT_EQ(with_thousands(1234567), "1,234,567");
  EXPECT_EQ(with_thousands(18446744073709551615U), "18,446,744,073,709,551,615");
}

TEST(Text, ShowsBytesInPowersOfThousand) {
  EXPECT_EQ(human_bytes(0), "0 B");
  EXPECT_EQ(human_bytes(999), "999 B");
  EXPECT_EQ(human_bytes(1000), "1.0 kB");
  EXPECT_EQ(human_bytes(999'999), "1.0 MB");
  EXPECT_EQ(human_bytes(545'000'000), "545.0 MB");
}

TEST(Text, ShowsDurations) {
  EXPECT_EQ(human_seconds(0.347), "0.35 s");
  EXPECT_EQ(human_seconds(12.36), "12.4 s");
  EXPECT_EQ(human_seconds(59.99), "1 min 00 s");
  EXPECT_EQ(human_seconds(185), "3 min 05 s");
  EXPECT_EQ(human_seconds(7620), "2 h 07 min");
}

TEST(Text, CountsCodePointsNotBytes) {
  EXPECT_EQ(display_width("Zürich"), 6U);
  EXPECT_EQ(display_width(""), 0U);
}

TEST(Text, FindsTheNearestWord) {
  const std::vector<std::string> words = {"--json", "--jobs", "--report", "--tables"};
  EXPECT_EQ(nearest("--jbos", words), "--jobs");
  EXPECT_EQ(nearest("--Table", words), "--tables");
  EXPECT_EQ(nearest("--something-else", words), "");
}

TEST(Text, SelectsTablesByGlobWithoutCase) {
  EXPECT_TRUE(is_selected("Orders", {}, {}));
  EXPECT_TRUE(is_selected("Orders", {"order*"}, {}));
  EXPECT_FALSE(is_selected("Users", {"order*"}, {}));
  EXPECT_FALSE(is_selected("order_log", {"order*"}, {"*_LOG"}));
}

TEST(Text, FoldsAsciiOnly) {
  EXPECT_EQ(ascii_lower("ÀB"), "Àb");
  EXPECT_TRUE(equals_ignoring_case("RowId", "rowid"));
  EXPECT_FALSE(equals_ignoring_case("rowid", "rowid2"));
}

TEST(NaturalLess, ReadsRunsOfDigitsAsNumbers) {
  EXPECT_TRUE(natural_less("id=9", "id=10"));
  EXPECT_FALSE(natural_less("id=10", "id=9"));
  EXPECT_FALSE(natural_less("id=10", "id=10"));
  EXPECT_TRUE(natural_less("a=1, b=2", "a=1, b=11"));
  EXPECT_TRUE(natural_less("a", "a1"));
  EXPECT_TRUE(natural_less("", "x"));
  EXPECT_TRUE(natural_less("k='A'", "k='a'"));
}

TEST(Text, ReadsTheEnvironment) {
  ASSERT_EQ(setenv("LITE2PG_TEST_VALUE", "a b", 1), 0);
  EXPECT_EQ(environment_value("LITE2PG_TEST_VALUE"), "a b");
  ASSERT_EQ(unsetenv("LITE2PG_TEST_VALUE"), 0);
  EXPECT_EQ(environment_value("LITE2PG_TEST_VALUE"), "");
}

}  // namespace
}  // namespace lite2pg::text_test
