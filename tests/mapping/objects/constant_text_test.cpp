#include "mapping/objects/constant_text.h"

#include <gtest/gtest.h>

#include "mapping/sql/parser/statements.h"

namespace lite2pg::constant_text_test {
namespace {

bool is_found(const char* sql) {
  const Expr e = parse_expression(sql);
  return constant_text_in(e) != nullptr;
}

TEST(ConstantText, IsWhatTheServerComputesBeforeItKnowsACollation) {
  for (const char* sql : {"replace('abc', 'a', 'b')", "lower('A') || x", "replace(coalesce('a', x), 'a', 'b')",
                          "'a' < 'b' AND x > 1", "x = 1 OR 'a' IN ('b', 'c')", "nullif('a', 'b')", "'a' LIKE 'b'",
                          "upper(CASE WHEN 1 = 1 THEN 'a' ELSE x END)", "'a' BETWEEN 'b' AND 'c'"})
    EXPECT_TRUE(is_found(sql)) << sql;
}

TEST(ConstantText, ColumnsNumbersAndTextThatIsOnlyJoinedAreNone) {
  for (const char* sql : {"replace(x, 'a', 'b')", "lower(coalesce(x, 'A'))", "x = 'a'", "x IN ('a', 'b')", "'a' || 'b'",
                          "coalesce('a', x)", "1 < 2", "abs(-5) + x", "CASE WHEN x = 'a' THEN 'b' ELSE 'c' END"})
    EXPECT_FALSE(is_found(sql)) << sql;
}

}  // namespace
}  // namespace lite2pg::constant_text_test
