#include "mapping/codec/decode/decode.h"

#include <gtest/gtest.h>

#include <limits>

#include "common/error.h"
#include "mapping/codec/codec.h"
#include "mapping/value/value_text.h"

namespace lite2pg::decode_test {
namespace {

using namespace std::string_view_literals;

std::string bytes_of(std::string_view hex) {
  std::string out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    out += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  return out;
}

/// The decoded value as messages show it: the class can be seen from the spelling.
std::string decoded(std::string_view codec, std::string_view hex) {
  std::string scratch;
  const std::string field = bytes_of(hex);
  return show(decode(parse_codec(codec).value(), field, scratch), 1000);
}

std::string canonical_of(std::string_view codec, const Value& v) {
  std::string scratch;
  return show(canonical(parse_codec(codec).value(), v, scratch), 1000);
}

TEST(Decode, ReadsWhatPostgresqlSends) {
  EXPECT_EQ(decoded("int2", "fffe"), "-2");
  EXPECT_EQ(decoded("int4", "7fffffff"), "2147483647");
  EXPECT_EQ(decoded("int8", "8000000000000000"), "-9223372036854775808");
  EXPECT_EQ(decoded("int8(real)", "0000000000000007"), "7.0");
  EXPECT_EQ(decoded("float8(real)", "8000000000000000"), "-0.0");
  EXPECT_EQ(decoded("float8", "4008000000000000"), "3");
  EXPECT_EQ(decoded("float4(real)", "3fc00000"), "1.5");
  EXPECT_EQ(decoded("boolean_number", "01"), "1");
  EXPECT_EQ(decoded("boolean_word(YES_NO)", "00"), "'NO'");
  EXPECT_EQ(decoded("numeric",
                    "00020001400000000001"
                    "0929"),
            "-12345");
  EXPECT_EQ(decoded("numeric(mixed)",
                    "0003000140000004"
                    "000109291a2c"),
            "-12345.67");
  EXPECT_EQ(decoded("numeric_text",
                    "0003000140000004"
                    "000109291a2c"),
            "'-12345.6700'");
  EXPECT_EQ(decoded("numeric_text", "0000000000000003"), "'0.000'");
  EXPECT_EQ(decoded("date", "0000223f"), "'2024-01-02'");
  EXPECT_EQ(decoded("time(seconds)", "000000141dd76000"), "'24:00:00'");
  EXPECT_EQ(decoded("timestamptz(T,seconds,fixed3,-02:30)", "00000000000f4240"), "'1999-12-31T21:30:01.000-02:30'");
  EXPECT_EQ(decoded("timestamp(epoch_s,real)", "00000000000f4240"), "946684801.0");
  EXPECT_EQ(decoded("uuid_text(BRACES)", "00112233445566778899aabbccddeeff"),
            "'{00112233-4455-6677-8899-AABBCCDDEEFF}'");
  EXPECT_EQ(decoded("uuid_blob", "00112233445566778899aabbccddeeff"), "x'00112233445566778899aabbccddeeff'");
  EXPECT_EQ(decoded("jsonb", "017b2261223a20312e35307d"), "'{\"a\":1.5}'");
}

// Fields that no encode wrote, but that a target may hold: each must come back as something that differs from what the
// source could have had.
TEST(Decode, ShowsWhatTheSourceCannotHaveHad) {
  EXPECT_EQ(decoded("int8(real)", "0020000000000001"), "9007199254740993");  // No double is this integer.
  EXPECT_EQ(decoded("float8", "3ff8000000000000"), "1.5");
  EXPECT_EQ(decoded("float8", "43e0000000000000"), "9223372036854775808.0");
  EXPECT_EQ(decoded("numeric",
                    "0002000000000001"
                    "00011388"),
            "1.5");
  // Reads as the double 0.1, but is not 0.1.
  EXPECT_EQ(decoded("numeric(real)", "0005ffff0000001403e80000000000000001"), "'0.10000000000000000001'");
  EXPECT_EQ(decoded("numeric(mixed)",
                    "0006000500000000"
                    "000100000000000000000001"),
            "'100000000000000000001'");
  EXPECT_EQ(decoded("numeric(real)", "00000000c0000000"), "'NaN'");
  EXPECT_EQ(decoded("numeric(real)", "00000000d0000020"), "'Infinity'");
  EXPECT_EQ(decoded("numeric_text", "00000000f0000020"), "'-Infinity'");
  EXPECT_EQ(decoded("date", "7fffffff"), "'infinity'");
  EXPECT_EQ(decoded("timestamp(epoch_s)", "8000000000000000"), "'-infinity'");
  EXPECT_EQ(decoded("date", "fff4dbf8"), "'0001-12-31 BC'");
  EXPECT_EQ(decoded("date", "002c95d4"), "'10000-01-01'");
  EXPECT_EQ(decoded("date", "7fda970c"), "'5874897-12-31'");
  EXPECT_EQ(decoded("timestamp(space,seconds)", "0000000000000001"), "'2000-01-01 00:00:00.000001'");
  EXPECT_EQ(decoded("timestamp(space,minutes)", "00000000000f4240"), "'2000-01-01 00:00:01'");
  EXPECT_EQ(decoded("timestamp(midnight)", "00000000000f4240"), "'2000-01-01 00:00:01'");
  EXPECT_EQ(decoded("timestamp(epoch_s)", "0000000000000001"), "946684800.000001");
}

TEST(Decode, ThrowsForWhatIsNoSuchField) {
  for (const auto& [codec, hex] : {std::pair{"int2"sv, "00000001"sv},
                                   {"int4"sv, "01"sv},
                                   {"int8"sv, ""sv},
                                   {"float8(real)"sv, "00000000"sv},
                                   {"float4(real)"sv, "0000000000000000"sv},
                                   {"boolean_number"sv, "02"sv},
                                   {"boolean_word(t_f)"sv, ""sv},
                                   {"numeric"sv, "000000"sv},
                                   {"numeric"sv, "0001000000000000"sv},
                                   {"numeric"sv, "00010000000000002710"sv},
                                   {"numeric_text"sv, "00010000123400000001"sv},
                                   {"date"sv, "0000000000000000"sv},
                                   {"time(seconds)"sv, "00000000"sv},
                                   {"time(seconds)"sv, "000000141dd76001"sv},
                                   {"time(seconds)"sv, "ffffffffffffffff"sv},
                                   {"timestamp(epoch_s)"sv, "00"sv},
                                   {"timestamp(epoch_s)"sv, "8000000000000001"sv},
                                   {"uuid_blob"sv, "00"sv},
                                   {"uuid_text(hyphens)"sv, "00"sv},
                                   {"jsonb"sv, ""sv},
                                   {"jsonb"sv, "027b7d"sv},
                                   {"jsonb"sv, "017b"sv},
                                   {"jsonb"sv, "01"sv}})
    EXPECT_THROW((void)decoded(codec, hex), Error) << codec << ' ' << hex;
}

TEST(Canonical, IsTheIdentityForExactCodecs) {
  for (const auto codec : {"int8"sv, "text"sv, "text(20)"sv, "json"sv, "uuid_text(hyphens)"sv, "date"sv,
                           "timestamp(epoch_s,mixed)"sv, "bytea"sv, "boolean_word(t_f)"sv}) {
    EXPECT_TRUE(is_spelling_exact(parse_codec(codec).value())) << codec;
    EXPECT_EQ(canonical_of(codec, Value::text("yes")), "'yes'");
  }
}

/// PostgreSQL's own form of arrays: a null in quotes or behind a backslash is the word.
TEST(Canonical, OfArraysTellsNullFromTheWord) {
  EXPECT_EQ(canonical_of("text(array_braces,of25)", Value::text(R"({"null",NULL,nu\ll," a ",b})")),
            R"('["null",null,"null"," a ","b"]')");
}

TEST(Canonical, IsOneValueForAllSpellings) {
  for (const auto s : {"yes"sv, "TRUE"sv, "t"sv, "On"sv, "1"sv})
    EXPECT_EQ(canonical_of("boolean_word(mixed)", Value::text(s)), "1");
  EXPECT_EQ(canonical_of("boolean_word(mixed)", Value::text("oFF")), "0");
  EXPECT_EQ(canonical_of("boolean_word(mixed)", Value::text("FALSE")), "0");
  EXPECT_EQ(canonical_of("boolean_word(mixed)", Value::text("maybe")), "'maybe'");
  for (const auto s : {"2000-01-01 00:00:01"sv, "2000-01-01T00:00:01.000Z"sv, "2000-01-01 02:00:01+02"sv,
                       "1999-12-31t20:00:01.000000000-0400"sv})
    EXPECT_EQ(canonical_of("timestamptz(any)", Value::text(s)), "946684801000000") << s;
  EXPECT_EQ(canonical_of("timestamptz(any)", Value::text("2000-01-01 00:00:01.0000001")),
            "'2000-01-01 00:00:01.0000001'");
  EXPECT_EQ(canonical_of("time(any)", Value::text("01:00")), "3600000000");
  EXPECT_EQ(canonical_of("time(any)", Value::text("2000-01-01")), "'2000-01-01'");
  EXPECT_EQ(canonical_of("uuid_text(mixed)", Value::text("{00112233-4455-6677-8899-aABBccddeeff}")),
            "'00112233-4455-6677-8899-aabbccddeeff'");
  EXPECT_EQ(canonical_of("uuid_text(mixed)", Value::text("no")), "'no'");
  EXPECT_EQ(canonical_of("bytea_or_text", Value::text("a")), "x'61'");
  EXPECT_EQ(canonical_of("int8(empty_as_null)", Value::text("")), "NULL");
  EXPECT_EQ(canonical_of("text(strip)", Value::text("a\0\xFF"sv)), "'a'");
  EXPECT_EQ(canonical_of("text(windows1252)", Value::text("\x80")), "'€'");
}

TEST(Canonical, TakesNumbersForWhatTheyAre) {
  EXPECT_EQ(canonical_of("numeric(either)", Value::of(2.0)), "2");
  EXPECT_EQ(canonical_of("numeric(either)", Value::of(-0.0)), "0");
  EXPECT_EQ(canonical_of("float8(either)", Value::of(-0.0)), "-0.0");
  EXPECT_EQ(canonical_of("float8(either)", Value::of(2.5)), "2.5");
  EXPECT_EQ(canonical_of("numeric(either)", Value::of(1e300)), "1e+300");
  EXPECT_EQ(canonical_of("timestamp(epoch_s,either)", Value::of(2.0)), "2");
  EXPECT_EQ(canonical_of("numeric_text(6,2)", Value::text("-1.5")), "'-1.50'");
  EXPECT_EQ(canonical_of("numeric_text(6,2)", Value::text("1")), "'1.00'");
  EXPECT_EQ(canonical_of("numeric_text(6,2)", Value::text("1.")), "'1.'");
  EXPECT_EQ(canonical_of("numeric_text(6,2)", Value::text("")), "''");
}

/// numeric(p, 0) adds no zeros: what is spelled differently is a difference.
TEST(Canonical, DecimalsWithoutFractionKeepTheirSpelling) {
  const auto exact = [](std::string_view codec) { return is_spelling_exact(parse_codec(codec).value()); };
  EXPECT_TRUE(exact("numeric_text(6,0)"));
  EXPECT_TRUE(exact("numeric_text"));
  EXPECT_FALSE(exact("numeric_text(6,2)"));
  EXPECT_EQ(canonical_of("numeric_text(6,0)", Value::text("1")), "'1'");
}

TEST(Canonical, LeavesWhatATypeWouldRound) {
  const double pi = 3.141592653589793, narrow = 3.1415927410125732;
  EXPECT_EQ(canonical_of("float4(spelled)", Value::of(pi)), show(Value::of(pi), 1000));
  EXPECT_EQ(canonical_of("float4(spelled)", Value::of(narrow)), show(Value::of(narrow), 1000));
  EXPECT_EQ(canonical_of("float4(spelled,round)", Value::of(pi)), show(Value::of(narrow), 1000));
  EXPECT_EQ(canonical_of("float4(spelled)", Value::of(0.1)), show(Value::of(static_cast<double>(0.1F)), 1000));
  EXPECT_EQ(canonical_of("float4(spelled)", Value::text("0.1")), show(Value::of(static_cast<double>(0.1F)), 1000));
  EXPECT_EQ(canonical_of("float4(spelled)", Value::of(std::int64_t{16'777'217})), "16777217");
  EXPECT_EQ(canonical_of("float4(spelled)", Value::of(std::int64_t{16'777'216})), "16777216");
  EXPECT_EQ(canonical_of("float8(spelled)", Value::text("0.30000000000000000001")), "'0.30000000000000000001'");
  EXPECT_EQ(canonical_of("float8(spelled,round)", Value::text("0.30000000000000000001")), "0.3");
  EXPECT_EQ(canonical_of("float8(spelled)", Value::text("9007199254740993")), "'9007199254740993'");
  EXPECT_EQ(canonical_of("float8(spelled)", Value::text("9223372036854775808")),
            canonical_of("float8(spelled)", Value::of(0x1p63)));
}

TEST(Canonical, TellsNumbersFromTexts) {
  const auto read = [](std::string_view codec, std::string_view s) { return canonical_of(codec, Value::text(s)); };
  const auto mixed = "text_number(mixed)"sv;
  for (const auto s : {"5"sv, "-5"sv, "5.0"sv, "1.5"sv, "1e+300"sv, "-0.0"sv, "9223372036854775807"sv})
    EXPECT_EQ(read(mixed, s), s);
  EXPECT_EQ(read(mixed, "Infinity"), "Infinity");
  EXPECT_EQ(read(mixed, "\\x0a"), "x'0a'");
  EXPECT_EQ(read(mixed, "\\x"), "x''");
  EXPECT_EQ(read(mixed, "a\0"sv), "x'6100'");
  EXPECT_EQ(read(mixed, "\xFF"), "x'ff'");
  for (const auto s : {""sv, "abc"sv, "05"sv, "5.00"sv, "1e300"sv, "+5"sv, "-"sv, "-0"sv, "infinity"sv,
                       "9223372036854775808"sv, " 5"sv, "1.0e+300"sv, "0.10"sv, "."sv})
    EXPECT_EQ(read(mixed, s), show(Value::text(s)));
  for (const auto s : {"\\xA"sv, "\\x0"sv, "\\x0A"sv}) EXPECT_EQ(read(mixed, s), show(Value::text(s)));
  EXPECT_EQ(read("text_number", "1.5"), "'1.5'");
  EXPECT_EQ(read("text_number(real)", "1"), "'1'");
}

TEST(Canonical, IsTheParsedDocument) {
  const auto json = [](std::string_view s) { return canonical_of("jsonb", Value::text(s)); };
  EXPECT_EQ(json(" { \"b\" : 1 , \"a\" : [ ] , \"b\" : {} } "), R"('{"a":[],"b":{}}')");
  EXPECT_EQ(json(R"({"aa":1,"b":2,"ab":3})"), R"('{"b":2,"aa":1,"ab":3}')");
  EXPECT_EQ(json(R"([1.50, -0, 0.0, 1e2, 120E-1, 100000000000000000000000, 0.00001, 1e-9])"),
            R"('[1.5,0,0,100,12,1e23,0.00001,1e-9]')");
  EXPECT_EQ(json(R"("\u0041\/\n\"\\\u00e9\ud83e\udd86")"), R"('"A/\\u000a\\"\\\\é🦆"')");
  EXPECT_EQ(json(R"({"\u0061":1,"a":2})"), R"('{"a":2}')");
  EXPECT_EQ(json("null"), "'null'");
  for (const auto s : {"01"sv, "[1,]"sv, "{\"a\"}"sv, "\"\\u0000\""sv, "\"\\ud800\""sv, "nul"sv, "[1] x"sv, ""sv,
                       "\"a"sv, "-"sv, "1."sv, "1e"sv, "\"\t\""sv})
    EXPECT_EQ(json(s), show(Value::text(s), 1000)) << s;
  EXPECT_EQ(json(std::string(1001, '[') + std::string(1001, ']')).substr(0, 3), "'[[");
}

}  // namespace
}  // namespace lite2pg::decode_test
