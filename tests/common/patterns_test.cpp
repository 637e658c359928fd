#include "common/patterns.h"

#include <gtest/gtest.h>

namespace lite2pg::patterns_test {
namespace {

TEST(Patterns, TheFirstThatChoosesNothingIsNamedWithWhatWasMeant) {
  const std::vector<std::string> names = {"users", "posts"};
  EXPECT_FALSE(first_unmatched({"users", "po*"}, names));
  EXPECT_FALSE(first_unmatched({}, names));
  const auto unmatched = first_unmatched({"posts", "usres", "zzz"}, names);
  ASSERT_TRUE(unmatched);
  EXPECT_EQ(unmatched->pattern, "usres");
  EXPECT_EQ(unmatched->near, "users");
}

}  // namespace
}  // namespace lite2pg::patterns_test
