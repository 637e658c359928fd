#include "mapping/codec/encode/blank.h"

#include <gtest/gtest.h>

namespace lite2pg::blank_test {
namespace {

TEST(Trimmed, KeepsWhatStandsBetweenBlanks) {
  EXPECT_EQ(trimmed(" \t[1, 2]\r\n"), "[1, 2]");
  EXPECT_EQ(trimmed("x"), "x");
  EXPECT_EQ(trimmed(""), "");
  EXPECT_EQ(trimmed(" \n"), "");
  EXPECT_EQ(trimmed("\v1"), "\v1") << "no blank in JSON";
}

}  // namespace
}  // namespace lite2pg::blank_test
