#include "mapping/sql/operands/literal.h"

#include <gtest/gtest.h>

#include <limits>

namespace lite2pg::literal_test {
namespace {

/// The text of a REAL, or "-" where SQLite's versions differ or the form has an exponent.
std::string text_of(double v) {
  const auto text = with_affinity(Value::of(v), Affinity::text);
  return text ? std::string(text->view().bytes()) : "-";
}

TEST(Literal, TextOfARealIsSqlites) {
  EXPECT_EQ(text_of(1.5), "1.5");
  EXPECT_EQ(text_of(-2), "-2.0");
  EXPECT_EQ(text_of(0.1), "0.1");
  EXPECT_EQ(text_of(123456789012345), "123456789012345.0");
}

TEST(Literal, ARealWithoutOneTextHasNone) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(text_of(infinity), "-");
  EXPECT_EQ(text_of(-infinity), "-");
  EXPECT_EQ(text_of(1e300), "-");
}

}  // namespace
}  // namespace lite2pg::literal_test
