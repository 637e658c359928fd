// Numbers as people write them: encode and decode each take the marks out in their own way, and agree.
#include <gtest/gtest.h>

#include <random>

#include "mapping/codec/codec.h"
#include "mapping/codec/decode/decode.h"
#include "mapping/codec/encode/encode.h"
#include "mapping/value/value_text.h"

namespace lite2pg::grouped_numbers_test {
namespace {

/// What decode shows of the field; empty: it is refused. What canonical says must agree, and of what is refused must be
/// the value itself.
std::string number(const std::string& name, const Value& v) {
  const std::optional<Codec> codec = parse_codec(name);
  if (!codec) return "no codec";
  EXPECT_EQ(to_string(*codec), name);
  FieldBuffer field;
  const Encoded e = encode(*codec, v, field);
  std::string scratch, canonical_scratch;
  const Value expected = canonical(*codec, v, canonical_scratch);
  if (e.misfit != Misfit::none) return {};
  const Value decoded = decode(*codec, field.view(), scratch);
  EXPECT_EQ(show(decoded), show(expected)) << name << " " << show(v);
  return show(decoded);
}

std::string comma(const char* text) { return number("numeric(comma)", Value::text(text)); }
std::string point(const char* text) { return number("numeric(point)", Value::text(text)); }

TEST(GroupedNumbers, WithACommaBeforeTheFraction) {
  EXPECT_EQ(comma("1.234,56"), "'1234.56'");
  EXPECT_EQ(comma("12,50"), "'12.5'");
  EXPECT_EQ(comma(" -1.234.567,89 "), "'-1234567.89'");
  EXPECT_EQ(comma("1 234,5"), "'1234.5'");
  EXPECT_EQ(comma("1'234'567,5"), "'1234567.5'");
  EXPECT_EQ(comma("1\u00A0234,5"), "'1234.5'");
  EXPECT_EQ(comma("1\u202F234\u202F567"), "'1234567'");
  EXPECT_EQ(comma("1\u2019234"), "'1234'");
  EXPECT_EQ(comma("12,50-"), "'-12.5'");
  EXPECT_EQ(comma("+5"), "'5'");
  EXPECT_EQ(comma(",5"), "'0.5'");
  EXPECT_EQ(comma("1,5e3"), "'1500'");
  EXPECT_EQ(comma("1.234"), "'1234'");
  EXPECT_EQ(comma(" nan"), "'NaN'");
}

TEST(GroupedNumbers, WithAPointBeforeTheFraction) {
  EXPECT_EQ(point("1,234.56"), "'1234.56'");
  EXPECT_EQ(point("1234.56"), "'1234.56'");
  EXPECT_EQ(point("1'234.5"), "'1234.5'");
  EXPECT_EQ(point("1,234"), "'1234'");
}

TEST(GroupedNumbers, ThatCouldBeMeantOtherwiseAreRefused) {
  for (const char* text : {"12.50", "1.23,4", "1.2345",  "1.234.56", "1234.567", "1.234 567", "1,2,3",  "1,234.5",
                           ".5",    "1.",     "1..234",  "",         "-",        ",",         "--5",    "5--",
                           "-5-",   "12 50",  "1 234 5", "x",        "1.234,5x", "0x10",      "1,5 EUR"})
    EXPECT_EQ(comma(text), "") << text;
  for (const char* text : {"12,50", "1,23.4", "1.234.567", "1,234,56"}) EXPECT_EQ(point(text), "") << text;
}

TEST(GroupedNumbers, OfAllTypesOfNumbers) {
  EXPECT_EQ(number("int4(comma)", Value::text("1.234")), "1234");
  EXPECT_EQ(number("int4(point)", Value::text("1,234")), "1234");
  EXPECT_EQ(number("int2(comma)", Value::text("1.234.567")), "") << "out of range";
  EXPECT_EQ(number("int4(comma)", Value::text("1,5")), "");
  EXPECT_EQ(number("float8(comma)", Value::text("0,1")), "0.1");
  EXPECT_EQ(number("float4(comma)", Value::text("0,5")), "0.5");
  EXPECT_EQ(number("money(19,2,comma)", Value::text("1.234,5")), "'1234.5'");
  EXPECT_EQ(number("money(19,2,point)", Value::text("1,234.5")), "'1234.5'");
  EXPECT_EQ(number("numeric(6,2,comma)", Value::text("1,234")), "");
  EXPECT_EQ(number("numeric(6,2,comma)", Value::of(12.5)), "'12.5'");
  EXPECT_EQ(number("int8(comma)", Value::of(std::int64_t{5})), "5");
}

/// Encode and decode take the same texts for the same numbers.
TEST(GroupedNumbers, AreReadAlikeByBothSides) {
  std::mt19937 random(7);
  constexpr std::string_view parts[] = {"1", "23", "456", "000", ".", ",", " ", "'", "-", "+", "e3", "\u00A0", "7890"};
  for (int i = 0; i < 200'000; ++i) {
    std::string text;
    for (std::size_t n = 1 + random() % 8; n > 0; --n) text += parts[random() % std::size(parts)];
    for (const char* codec : {"numeric(comma)", "numeric(point)"}) (void)number(codec, Value::text(text));
    if (HasFailure()) FAIL() << text;
  }
}

}  // namespace
}  // namespace lite2pg::grouped_numbers_test
