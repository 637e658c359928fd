#include "mapping/codec/encode/field_text.h"

#include <gtest/gtest.h>

#include "mapping/codec/copy_text.h"
#include "mapping/codec/encode/encode.h"
#include "tests/support/allocations.h"

namespace lite2pg::field_text_test {
namespace {

std::string text_of(std::string_view codec, const Value& v) {
  FieldBuffer text;
  text.append("before\t");
  EXPECT_EQ(spell(parse_codec(codec).value(), v, text).misfit, Misfit::none) << codec;
  EXPECT_TRUE(text.view().starts_with("before\t")) << codec;
  return std::string(text.view().substr(7));
}

std::string copied(std::string_view codec, const Value& v) {
  FieldBuffer text;
  text.append("before\t");
  EXPECT_EQ(spell(parse_codec(codec).value(), v, text).misfit, Misfit::none) << codec;
  escape_copy_from(7, text);
  return std::string(text.view());
}

TEST(FieldText, SpellsNumbers) {
  EXPECT_EQ(text_of("int2", Value::of(std::int64_t{-7})), "-7");
  EXPECT_EQ(text_of("float8(real)", Value::of(0.1)), "0.1");
  EXPECT_EQ(text_of("numeric", Value::of(std::int64_t{-12345678})), "-12345678");
  EXPECT_EQ(text_of("numeric", Value::of(std::int64_t{0})), "0");
  EXPECT_EQ(text_of("numeric(10,2)", Value::of(std::int64_t{7})), "7.00");
  EXPECT_EQ(text_of("numeric(10,2,mixed)", Value::of(-0.05)), "-0.05");
  EXPECT_EQ(text_of("numeric(real)", Value::of(1e-7)), "0.0000001");
  EXPECT_EQ(text_of("numeric(real)", Value::of(1.5e20)), "150000000000000000000");
  EXPECT_EQ(text_of("numeric_text(20,10)", Value::text("12.5")), "12.5000000000");
  EXPECT_EQ(text_of("numeric(spelled)", Value::text("NaN")), "NaN");
  EXPECT_EQ(text_of("money(19,2)", Value::text("-0.05")), "-0.05");
  EXPECT_EQ(text_of("money(19,2)", Value::text("123.4")), "123.40");
}

TEST(FieldText, SpellsTimes) {
  EXPECT_EQ(text_of("date", Value::text("2026-02-03")), "2026-02-03");
  EXPECT_EQ(text_of("date", Value::text("0001-01-01")), "0001-01-01");
  EXPECT_EQ(text_of("timestamptz(epoch_s)", Value::of(std::int64_t{-62'135'596'801})),
            "0001-12-31 23:59:59.000000+00 BC");
  EXPECT_EQ(text_of("time(seconds)", Value::text("23:59:58")), "23:59:58.000000");
  EXPECT_EQ(text_of("timestamp(space,seconds)", Value::text("1969-12-31 23:59:59")), "1969-12-31 23:59:59.000000");
  EXPECT_EQ(text_of("timestamptz(epoch_s)", Value::of(std::int64_t{-1})), "1969-12-31 23:59:59.000000+00");
}

TEST(FieldText, SpellsBytesInHex) {
  EXPECT_EQ(text_of("bytea", Value::blob(std::string_view("\x00\xff", 2))), "\\x00ff");
  EXPECT_EQ(text_of("bytea_hex", Value::text("0xAB")), "\\xab");
  EXPECT_EQ(text_of("bytea_base64", Value::text("AP8=")), "\\x00ff");
  EXPECT_EQ(text_of("uuid_blob", Value::blob("0123456789abcdef")), "30313233343536373839616263646566");
  EXPECT_EQ(text_of("uuid_text(hyphens)", Value::text("00112233-4455-6677-8899-aabbccddeeff")),
            "00112233445566778899aabbccddeeff");
}

TEST(FieldText, SpellsAddressesAndBits) {
  EXPECT_EQ(text_of("inet", Value::text("10.0.0.1")), "10.0.0.1/32");
  EXPECT_EQ(text_of("cidr", Value::text("2001:db8::/32")), "2001:db8:0:0:0:0:0:0/32");
  EXPECT_EQ(text_of("varbit", Value::text("1010")), "1010");
  EXPECT_EQ(text_of("varbit", Value::blob("\xA5")), "10100101");
}

TEST(FieldText, SpellsDocumentsWithoutAVersion) { EXPECT_EQ(text_of("jsonb", Value::text("[1]")), "[1]"); }

TEST(FieldText, SpellsArraysWithWhatTheyHoldQuoted) {
  EXPECT_EQ(text_of("text(array_json,of25)", Value::text(R"(["a\"b","c\\d",null,""])")), R"({"a\"b","c\\d",NULL,""})");
  EXPECT_EQ(text_of("text(array_json,of25)", Value::text(R"([["a",null],["b","c"]])")), R"({{"a",NULL},{"b","c"}})");
  EXPECT_EQ(text_of("text(array_json,of25)", Value::text("[]")), "{}");
}

TEST(FieldText, SpellsRangesAndHstore) {
  EXPECT_EQ(text_of("int4(spelled,range)", Value::text("[1,5)")), R"(["1","5"))");
  EXPECT_EQ(text_of("int4(spelled,range)", Value::text("(,5]")), R"((,"5"])");
  EXPECT_EQ(text_of("int4(spelled,range)", Value::text("empty")), "empty");
  EXPECT_EQ(text_of("int4(spelled,multirange)", Value::text("{[1,2),[5,)}")), R"({["1","2"),["5",)})");
  EXPECT_EQ(text_of("int4(spelled,multirange)", Value::text("{}")), "{}");
  EXPECT_EQ(text_of("hstore", Value::text(R"({"a":"x\"y","b":null})")), R"("a"=>"x\"y","b"=>NULL)");
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

TEST(FieldText, AllocatesNothingAValue) {
  const Codec array = parse_codec("text(array_json,of25)").value(), bytes = parse_codec("bytea").value();
  const Codec moment = parse_codec("timestamptz(epoch_s)").value();
  FieldBuffer out;
  const auto row = [&] {
    out.clear();
    (void)spell(array, Value::text(R"(["a", null, "b"])"), out);
    (void)spell(bytes, Value::blob(std::string_view("some bytes of a blob")), out);
    (void)spell(moment, Value::of(std::int64_t{1'700'000'000}), out);
    escape_copy_from(0, out);
  };
  row();
  const std::uint64_t before = test::allocations();
  for (int i = 0; i < 10; ++i) row();
  EXPECT_EQ(test::allocations(), before);
}

}  // namespace
}  // namespace lite2pg::field_text_test
