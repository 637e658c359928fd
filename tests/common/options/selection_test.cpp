#include "common/options/selection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/error.h"

namespace lite2pg::selection_test {
namespace {

const std::vector<std::string> names = {"users", "orders", "order_log"};

std::string trouble(const std::vector<std::string>& tables, const std::vector<std::string>& exclude) {
  try {
    require_matches(names, tables, exclude);
    return "";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ExitCode::usage);
    return std::string(e.what()) + "; " + e.hint();
  }
}

TEST(Selection, EveryPatternMatchesSomething) {
  EXPECT_EQ(trouble({"users", "ORDER*"}, {"order_log"}), "");
  EXPECT_EQ(trouble({}, {}), "");
}

TEST(Selection, APatternThatMatchesNothingIsNamed) {
  EXPECT_THAT(trouble({"users", "oders"}, {}), testing::HasSubstr("--tables 'oders'"));
  EXPECT_THAT(trouble({"oders"}, {}), testing::HasSubstr("did you mean 'orders'?"));
  EXPECT_THAT(trouble({}, {"nosuch*"}), testing::HasSubstr("--exclude 'nosuch*' matches no table"));
}

}  // namespace
}  // namespace lite2pg::selection_test
