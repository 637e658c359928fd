#include "mapping/codec/field_text.h"

#include <gtest/gtest.h>

#include "mapping/codec/copy_text.h"
#include "mapping/codec/encode/encode.h"
#include "tests/support/allocations.h"

namespace lite2pg {
namespace {

FieldBuffer encoded(std::string_view codec, const Value& v) {
  FieldBuffer field;
  EXPECT_EQ(encode(parse_codec(codec).value(), v, field).misfit, Misfit::none) << codec;
  return field;
}

std::string text_of(std::string_view codec, const Value& v) {
  FieldBuffer text;
  append_field_text(parse_codec(codec).value(), encoded(codec, v).view(), text);
  return std::string(text.view());
}

std::string copied(std::string_view codec, const Value& v) {
  FieldBuffer text;
  text.append("before\t");
  append_copy_field(parse_codec(codec).value(), encoded(codec, v).view(), text);
  return std::string(text.view());
}

TEST(FieldText, SpellsNumbers) {
  EXPECT_EQ(text_of("int2", Value::of(std::int64_t{-7})), "-7");
  EXPECT_EQ(text_of("float8(real)", Value::of(0.1)), "0.1");
  EXPECT_EQ(text_of("numeric", Value::of(std::int64_t{-12345678})), "-12345678");
  EXPECT_EQ(text_of("money(19,2)", Value::text("-0.05")), "-0.05");
  EXPECT_EQ(text_of("money(19,2)", Value::text("123.4")), "123.40");
}

TEST(FieldText, SpellsArraysWithWhatTheyHoldQuoted) {
  EXPECT_EQ(text_of("text(array_json,of25)", Value::text(R"(["a\"b","c\\d",null,""])")), R"({"a\"b","c\\d",NULL,""})");
}

TEST(FieldText, SpellsRangesAndHstore) {
  EXPECT_EQ(text_of("int4(spelled,range)", Value::text("[1,5)")), R"(["1","5"))");
  EXPECT_EQ(text_of("int4(spelled,range)", Value::text("empty")), "empty");
  EXPECT_EQ(text_of("hstore", Value::text(R"({"a":"x\"y"})")), R"("a"=>"x\"y")");
}

TEST(CopyText, EscapesWhatTheFormatMeans) {
  EXPECT_EQ(copied("text", Value::text("a\tb\\c\nd")), "before\ta\\tb\\\\c\\nd");
  EXPECT_EQ(copied("text", Value::text("")), "before\t");
  EXPECT_EQ(copied("bytea", Value::blob(std::string_view("\x00\xff", 2))), "before\t\\\\x00ff");
}

TEST(CopyText, EscapesAtTheEndOfAFullBuffer) {
  const std::string tabs(10'000, '\t');
  EXPECT_EQ(copied("text", Value::text(tabs)).size(), 7 + 2 * tabs.size());
}

TEST(CopyText, AllocatesNothingAValue) {
  const Codec codec = parse_codec("text(array_json,of25)").value();
  const FieldBuffer field = encoded("text(array_json,of25)", Value::text(R"(["a long text with \"quotes\" in it"])"));
  FieldBuffer out;
  append_copy_field(codec, field.view(), out);
  const std::uint64_t before = test::allocations();
  for (int i = 0; i < 10; ++i) {
    out.clear();
    append_copy_field(codec, field.view(), out);
  }
  EXPECT_EQ(test::allocations(), before);
}

}  // namespace
}  // namespace lite2pg
