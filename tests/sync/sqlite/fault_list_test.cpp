#include "sync/sqlite/fault_list.h"

#include <gtest/gtest.h>

namespace lite2pg::fault_list_test {
namespace {

TEST(FaultList, IsOneLine) {
  EXPECT_EQ(fault_list({"a: gone"}), "a: gone");
  EXPECT_EQ(fault_list({"a: gone", "b: gone"}), "a: gone; b: gone");
}

TEST(FaultList, CountsWhatIsTooMuchForALine) {
  const std::string text = fault_list(std::vector<std::string>(32, "x"));
  EXPECT_TRUE(text.ends_with("x; x and 12 more")) << text;
}

}  // namespace
}  // namespace lite2pg::fault_list_test
