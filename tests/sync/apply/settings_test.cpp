#include "sync/apply/settings.h"

#include <gtest/gtest.h>

#include "common/error.h"

namespace lite2pg::settings_test {
namespace {

TEST(MaxChanges, IsANumberOfRows) {
  const MaxChanges max = parse_max_changes("500");
  EXPECT_EQ(max.of(10), 500U);
  EXPECT_EQ(max.text(), "500");
  EXPECT_EQ(parse_max_changes("0").of(10), 0U);
}

TEST(MaxChanges, IsAShareOfATableAndAtLeastOneRow) {
  EXPECT_EQ(parse_max_changes("1%").of(1000), 10U);
  EXPECT_EQ(parse_max_changes("1%").of(1001), 11U);
  EXPECT_EQ(parse_max_changes("1%").of(3), 1U);
  EXPECT_EQ(parse_max_changes("2.5%").of(1000), 25U);
  EXPECT_EQ(parse_max_changes("2.5%").text(), "2.5 %");
}

TEST(MaxChanges, HasNoLimitAtAHundredPercent) {
  // Missing and extra rows together may be more than either side has.
  EXPECT_GT(parse_max_changes("100%").of(10), 1'000'000U);
}

TEST(MaxChanges, IsRefusedWhenItIsNeither) {
  for (const char* text : {"", "%", "x", "-1", "1.5", "101%", "1e3", "1 %", "..%"}) {
    EXPECT_THROW((void)parse_max_changes(text), Error) << text;
  }
}

}  // namespace
}  // namespace lite2pg::settings_test
