#include "sync/sqlite/backward_expression.h"

#include <gtest/gtest.h>

namespace lite2pg::backward_expression_test {
namespace {

TargetTable table() {
  TargetTable t;
  const auto add = [&](const char* name, const char* type, const char* base) {
    TargetColumn& c = t.columns.emplace_back();
    c.name = name;
    c.type = type;
    c.base = base;
  };
  add("n", "integer", "int4");
  add("m", "bigint", "int8");
  add("price", "numeric(10,2)", "numeric");
  add("f", "double precision", "float8");
  add("any", "numeric", "numeric");
  add("name", "character varying(20)", "varchar");
  add("kind", "text", "text");
  add("ok", "boolean", "bool");
  add("day", "date", "date");
  add("until", "date", "date");
  add("at", "timestamp without time zone", "timestamp");
  add("zoned", "timestamp with time zone", "timestamptz");
  add("code", "character(5)", "bpchar");
  add("id", "uuid", "uuid");
  add("Odd \"Name\"", "integer", "int4");
  return t;
}

std::string condition(std::string_view sql) { return backward_condition(sql, senses_of(table())).value_or("-"); }
std::string value(std::string_view sql) { return backward_default(sql).value_or("-"); }

TEST(BackwardExpression, KeepsWhatBothMeanAlike) {
  EXPECT_EQ(condition("(n > 0)"), R"(("n" > 0))");
  EXPECT_EQ(condition("(price > (0)::numeric)"), R"(("price" > (0)))");
  EXPECT_EQ(condition("((n IS NOT NULL) AND (NOT (kind = 'x''y'::text)))"),
            R"((("n" IS NOT NULL) AND (NOT ("kind" = 'x''y'))))");
  EXPECT_EQ(condition("(length((name)::text) > 0)"), R"((length(("name")) > 0))");
  EXPECT_EQ(condition("(\"Odd \"\"Name\"\"\" <> 1)"), R"(("Odd ""Name""" <> 1))");
  EXPECT_EQ(condition("((n >= 1) AND (n <= m))"), R"((("n" >= 1) AND ("n" <= "m")))");
  EXPECT_EQ(condition("(day <= until)"), R"(("day" <= "until"))");
  EXPECT_EQ(condition("(day > '2024-01-01'::date)"), R"(("day" > '2024-01-01'))");
  EXPECT_EQ(condition("((ok IS NOT TRUE) OR (f < (0.5)::double precision))"), R"((("ok" IS NOT 1) OR ("f" < (0.5))))");
  EXPECT_EQ(condition("((\"any\" IS NULL) = false)"), R"((("any" IS NULL) = 0))");
}

TEST(BackwardExpression, ListsBecomeIn) {
  EXPECT_EQ(condition("(kind = ANY (ARRAY['a'::text, 'b'::text]))"), R"(("kind" IN ('a', 'b')))");
  EXPECT_EQ(condition("((name)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))"),
            R"((("name") IN ('a', 'b')))");
  EXPECT_EQ(condition("(n = ANY (ARRAY['-1'::integer, 0, 1]))"), R"(("n" IN (-1, 0, 1)))");
}

TEST(BackwardExpression, NumbersBelowZeroStayNumbers) {
  // As a text it would be greater than any sum.
  EXPECT_EQ(condition("((n - m) > '-5'::integer)"), R"((("n" - "m") > -5))");
  EXPECT_EQ(condition("(price >= '-1.5'::numeric)"), R"(("price" >= -1.5))");
  EXPECT_EQ(condition("(f > '-1e10'::double precision)"), "-");
  EXPECT_EQ(value("'-1'::integer"), "-1");
  EXPECT_EQ(value("'NaN'::numeric"), "-");
}

TEST(BackwardExpression, DefaultsOfTheClockAndTruth) {
  EXPECT_EQ(value("now()"), "CURRENT_TIMESTAMP");
  EXPECT_EQ(value("CURRENT_DATE"), "CURRENT_DATE");
  EXPECT_EQ(value("true"), "1");
  EXPECT_EQ(value("'new'::character varying"), "'new'");
}

TEST(BackwardExpression, WhatLooksLikeAColumnIsNone) {
  for (const char* sql : {"CURRENT_USER", "SESSION_USER", "LOCALTIMESTAMP", "CURRENT_SCHEMA"}) {
    EXPECT_EQ(value(sql), "-") << sql;
  }
  EXPECT_EQ(condition("(kind <> CURRENT_USER)"), "-");
  EXPECT_EQ(condition("(ok IS UNKNOWN)"), "-");
  EXPECT_EQ(condition("(kind = ('x'::text COLLATE \"C\"))"), "-");
}

TEST(BackwardExpression, LeavesOutWhatSqliteWouldCompareInAnotherWay) {
  for (const char* sql :
       {"(\"any\" > (5)::numeric)",  // kept as text: '12' < '5'
        "(kind < 'b'::text)",        // by the collation
        "(code = 'ab'::bpchar)",     // blanks at the end
        "(day <= CURRENT_DATE)",     // SQLite refuses the clock in a check
        "(zoned <= now())", "((n)::text > '5'::text)", "((price + (0.1)::numeric) = 0.3)", "((price + f) > 1)",
        "(day = at)", "(n > (1.5)::integer)", "(price = 0.1234567890123456789)", "((day + 1) = until)",
        "(((n)::text || kind) = '1a'::text)", "(length(code) = 2)", "(id = id)"}) {
    EXPECT_EQ(condition(sql), "-") << sql;
  }
}

TEST(BackwardExpression, LeavesTheRestOut) {
  for (const char* sql : {"gen_random_uuid()", "lower(name)", "(kind ~~ 'x%'::text)", "(n / 2)", "(n)::integer", "n[1]",
                          "s.f(n)", "'1 day'::interval", "(n ->> 'b'::text)", "nextval('s'::regclass)", "E'\\\\x'", "",
                          "n = ANY (m)", "'unfinished", "(at > '2024-01-01 00:00:00+00'::timestamp with time zone)"}) {
    EXPECT_EQ(condition(sql), "-") << sql;
    EXPECT_EQ(value(sql), "-") << sql;
  }
}

}  // namespace
}  // namespace lite2pg::backward_expression_test
