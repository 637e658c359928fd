#include "verify/schema/loosened.h"

#include <gtest/gtest.h>

namespace lite2pg::loosened_test {
namespace {

TEST(Loosened, LeavesOutCaseQuotesCastsBracketsBlanks) {
  EXPECT_EQ(loosened("CHECK ((\"Price\" >= (0)::numeric(10,2)))"), "check price>=0");
  EXPECT_EQ(loosened("'It''s (A)'::character varying"), "'It''s (A)'");
  EXPECT_EQ(loosened("a::timestamp without time zone IS NULL"), "a is null");
  EXPECT_EQ(loosened("ARRAY['x'::text]::text[]"), "array['x']");
  EXPECT_EQ(loosened("x::\"odd type\"(3)"), "x");
  EXPECT_EQ(loosened("a::numeric(10,2)[] <> b::timestamp(3) without time zone"), "a<>b");
}

TEST(Loosened, ReadsWhatIsCutOffToItsEnd) {
  EXPECT_EQ(loosened("'OPEN)"), "'OPEN)");
  EXPECT_EQ(loosened("x::numeric(10"), "x");
  EXPECT_EQ(loosened("x::\"odd"), "x");
  EXPECT_EQ(loosened("x::"), "x");
}

TEST(Loosened, TwoWordsStayTwo) { EXPECT_NE(loosened("a (b)"), loosened("ab")); }

TEST(WithoutSchema, TakesItFromQualifiedNamesOnly) {
  EXPECT_EQ(without_schema("references public.p id", "public"), "references p id");
  EXPECT_EQ(without_schema("public.f x+notpublic.g", "Public"), "f x+notpublic.g");
  EXPECT_EQ(without_schema("other.p", "public"), "other.p");
}

TEST(PlainType, HasOneNameForEach) {
  EXPECT_EQ(plain_type("character varying(20)"), plain_type("VARCHAR(20)"));
  EXPECT_EQ(plain_type("numeric(10, 2)"), plain_type("decimal(10,2)"));
  EXPECT_EQ(plain_type("timestamp(3) with time zone"), plain_type("timestamptz(3)"));
  EXPECT_EQ(plain_type("timestamp without time zone"), plain_type("timestamp"));
  EXPECT_EQ(plain_type("time with time zone"), plain_type("timetz"));
  EXPECT_EQ(plain_type("public.\"mood\" ('a', 'b')"), plain_type("mood ('a','b')"));
  EXPECT_EQ(plain_type("int8"), plain_type("bigint"));
}

TEST(PlainType, KeepsTypesApart) {
  EXPECT_NE(plain_type("timestamp with time zone"), plain_type("timestamp"));
  EXPECT_NE(plain_type("varchar(20)"), plain_type("varchar(21)"));
  EXPECT_NE(plain_type("character(20)"), plain_type("character varying(20)"));
  EXPECT_NE(plain_type("integer"), plain_type("bigint"));
  EXPECT_NE(plain_type("integer[]"), plain_type("integer"));
  EXPECT_NE(plain_type("mood ('a', 'b')"), plain_type("mood ('a', 'c')"));
}

}  // namespace
}  // namespace lite2pg::loosened_test
