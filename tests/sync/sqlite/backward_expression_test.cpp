#include "sync/sqlite/backward_expression.h"

#include <gtest/gtest.h>

namespace lite2pg {
namespace {

std::string backward(std::string_view sql) { return backward_expression(sql).value_or("-"); }

TEST(BackwardExpression, KeepsWhatBothMeanAlike) {
  EXPECT_EQ(backward("(price > 0)"), R"(("price" > 0))");
  EXPECT_EQ(backward("(pay > (0)::numeric)"), R"(("pay" > (0)))");
  EXPECT_EQ(backward("((a IS NOT NULL) AND (NOT (b = 'x''y'::text)))"),
            R"((("a" IS NOT NULL) AND (NOT ("b" = 'x''y'))))");
  EXPECT_EQ(backward("(length((name)::text) > 0)"), R"((length(("name")) > 0))");
  EXPECT_EQ(backward("('new'::character varying)"), "('new')");
  EXPECT_EQ(backward("(\"Odd Name\" <> 1)"), R"(("Odd Name" <> 1))");
}

TEST(BackwardExpression, ListsBecomeIn) {
  EXPECT_EQ(backward("(kind = ANY (ARRAY['a'::text, 'b'::text]))"), R"(("kind" IN ('a', 'b')))");
  EXPECT_EQ(backward("((kind)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))"),
            R"((("kind") IN ('a', 'b')))");
}

TEST(BackwardExpression, DefaultsOfTheClockAndTruth) {
  EXPECT_EQ(backward("now()"), "CURRENT_TIMESTAMP");
  EXPECT_EQ(backward("CURRENT_DATE"), "CURRENT_DATE");
  EXPECT_EQ(backward("true"), "1");
  EXPECT_EQ(backward("'-1'::integer"), "'-1'");
}

TEST(BackwardExpression, LeavesTheRestOut) {
  for (const char* sql : {"gen_random_uuid()", "lower(name)", "(a ~~ 'x%'::text)", "(a / 2)", "(a)::integer", "a[1]",
                          "s.f(a)", "'1 day'::interval", "(a ->> 'b'::text)", "nextval('s'::regclass)", "E'\\\\x'", "",
                          "a = ANY (b)", "'unfinished", "(at > '2024-01-01 00:00:00+00'::timestamp with time zone)"}) {
    EXPECT_EQ(backward(sql), "-") << sql;
  }
}

}  // namespace
}  // namespace lite2pg
