// Field bytes as PostgreSQL's own ..._send functions make them (shown by `psql` with COPY ... FORMAT binary), and the
// reasons for which encode refuses.
#include "mapping/codec/encode/encode.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "mapping/codec/codec.h"

namespace lite2pg {

/// For the messages of failed tests.
static void PrintTo(Misfit m, std::ostream* out) { *out << describe(m); }

}  // namespace lite2pg

namespace lite2pg::encode_test {
namespace {

using namespace std::string_view_literals;

Codec codec(std::string_view name) {
  const auto c = parse_codec(name);
  if (!c) throw std::invalid_argument(std::string(name));
  return *c;
}

std::string hex(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    constexpr auto digits = "0123456789abcdef"sv;
    out += digits[static_cast<unsigned char>(c) >> 4];
    out += digits[c & 15];
  }
  return out;
}

/// Field bytes in hex; "NULL"; or why not.
std::string field(std::string_view name, const Value& v) {
  FieldBuffer out;
  out.append("before");
  const Encoded e = encode(codec(name), v, out);
  if (e.misfit != Misfit::none) return std::string(describe(e.misfit));
  EXPECT_EQ(out.view().substr(0, 6), "before");
  return e.null ? "NULL" : hex(out.view().substr(6));
}

Misfit misfit(std::string_view name, const Value& v) {
  FieldBuffer out;
  return encode(codec(name), v, out).misfit;
}

Value integer(std::int64_t n) { return Value::of(n); }
Value real(double d) { return Value::of(d); }
Value text(std::string_view s) { return Value::text(s); }
Value blob(std::string_view s) { return Value::blob(s); }

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::int64_t int_min = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t int_max = std::numeric_limits<std::int64_t>::max();

TEST(EncodeNumber, WritesIntegersBigEndian) {
  EXPECT_EQ(field("int2", integer(-2)), "fffe");
  EXPECT_EQ(field("int4", integer(1)), "00000001");
  EXPECT_EQ(field("int8", integer(int_max)), "7fffffffffffffff");
  EXPECT_EQ(field("int8", integer(int_min)), "8000000000000000");
  EXPECT_EQ(field("int4(real)", real(-7)), "fffffff9");
  EXPECT_EQ(misfit("int2", integer(32768)), Misfit::out_of_range);
  EXPECT_EQ(misfit("int2", integer(-32769)), Misfit::out_of_range);
  EXPECT_EQ(misfit("int4", integer(2147483648)), Misfit::out_of_range);
  EXPECT_EQ(misfit("int8", real(1)), Misfit::wrong_class);
  EXPECT_EQ(misfit("int8", text("1")), Misfit::wrong_class);
  EXPECT_EQ(misfit("int8", text("")), Misfit::wrong_class);
  EXPECT_EQ(misfit("int8(real)", integer(1)), Misfit::wrong_class);
  EXPECT_EQ(misfit("int8(real)", real(1.5)), Misfit::not_exact);
  EXPECT_EQ(misfit("int8(real)", real(-0.0)), Misfit::not_exact);
  EXPECT_EQ(misfit("int8(real)", real(0x1p63)), Misfit::out_of_range);
  EXPECT_EQ(field("int8(real)", real(-0x1p63)), "8000000000000000");
}

TEST(EncodeNumber, WritesTheBitsOfReals) {
  EXPECT_EQ(field("float8(real)", real(1)), "3ff0000000000000");
  EXPECT_EQ(field("float8(real)", real(-0.0)), "8000000000000000");
  EXPECT_EQ(field("float8(real)", real(infinity)), "7ff0000000000000");
  EXPECT_EQ(field("float8(real)", real(5e-324)), "0000000000000001");
  EXPECT_EQ(field("float8", integer(1)), "3ff0000000000000");
  EXPECT_EQ(field("float8", integer(std::int64_t{1} << 62)), "43d0000000000000");
  EXPECT_EQ(field("float8(mixed)", integer(1)), "3ff0000000000000");
  EXPECT_EQ(field("float8(mixed)", real(1.5)), "3ff8000000000000");
  EXPECT_EQ(field("float8(mixed)", real(1e300)), "7e37e43c8800759c");
  EXPECT_EQ(misfit("float8(mixed)", real(1)), Misfit::not_exact);
  EXPECT_EQ(misfit("float8", integer((std::int64_t{1} << 53) + 1)), Misfit::not_exact);
  EXPECT_EQ(misfit("float8", integer(int_max)), Misfit::not_exact);
  EXPECT_EQ(misfit("float8", real(1)), Misfit::wrong_class);
  EXPECT_EQ(misfit("float8(real)", integer(1)), Misfit::wrong_class);
}

TEST(EncodeNumber, TakesForFloat4OnlyWhatItHolds) {
  EXPECT_EQ(field("float4(real)", real(1.5)), "3fc00000");
  EXPECT_EQ(field("float4(real)", real(-0.0)), "80000000");
  EXPECT_EQ(field("float4(real)", real(-infinity)), "ff800000");
  EXPECT_EQ(field("float4", integer(16777216)), "4b800000");
  EXPECT_EQ(misfit("float4(real)", real(0.1)), Misfit::not_exact);
  EXPECT_EQ(misfit("float4", integer(16777217)), Misfit::not_exact);
  EXPECT_EQ(misfit("float4(real)", real(1e300)), Misfit::out_of_range);
}

TEST(EncodeNumber, TakesIntegersAndRealsForOneNumberWhenAsked) {
  EXPECT_EQ(field("int2(either)", real(-2)), "fffe");
  EXPECT_EQ(field("int2(either)", real(-0.0)), "0000");
  EXPECT_EQ(misfit("int2(either)", real(1.5)), Misfit::not_exact);
  EXPECT_EQ(field("float8(either)", real(-0.0)), "8000000000000000");
  EXPECT_EQ(field("float8(either)", integer(1)), field("float8(either)", real(1)));
  EXPECT_EQ(field("numeric(either)", real(-0.0)), "0000000000000000");
  EXPECT_EQ(field("numeric(either)", real(2)), field("numeric(either)", integer(2)));
  EXPECT_EQ(field("timestamp(epoch_s,either)", real(946684801)), "00000000000f4240");
  EXPECT_EQ(misfit("timestamp(epoch_s,either)", real(-0.0)), Misfit::none);
}

TEST(EncodeBoolean, ReadsNumbersAndWords) {
  EXPECT_EQ(field("boolean_number", integer(1)), "01");
  EXPECT_EQ(field("boolean_number", integer(0)), "00");
  EXPECT_EQ(misfit("boolean_number", integer(2)), Misfit::out_of_range);
  EXPECT_EQ(misfit("boolean_number", real(1)), Misfit::wrong_class);
  EXPECT_EQ(field("boolean_word(yes_no)", text("yes")), "01");
  EXPECT_EQ(field("boolean_word(On_Off)", text("Off")), "00");
  EXPECT_EQ(field("boolean_word(zero_one)", text("0")), "00");
  EXPECT_EQ(misfit("boolean_word(yes_no)", text("Yes")), Misfit::not_exact);
  EXPECT_EQ(misfit("boolean_word(yes_no)", text("t")), Misfit::not_exact);
  EXPECT_EQ(misfit("boolean_word(yes_no)", text("maybe")), Misfit::bad_syntax);
  EXPECT_EQ(misfit("boolean_word(yes_no)", text("")), Misfit::bad_syntax);
  EXPECT_EQ(misfit("boolean_word(yes_no)", integer(1)), Misfit::wrong_class);
  EXPECT_EQ(field("boolean_word(mixed)", text("tRUE")), "01");
  EXPECT_EQ(field("boolean_word(mixed)", text("n")), "00");
  EXPECT_EQ(field("boolean_word(mixed)", integer(1)), "01");
  EXPECT_EQ(misfit("boolean_word(mixed)", text("2")), Misfit::bad_syntax);
}

TEST(EncodeDecimal, WritesDigitsToBaseTenThousand) {
  EXPECT_EQ(field("numeric", integer(0)), "0000000000000000");
  EXPECT_EQ(field("numeric", integer(-12345)), "000200014000000000010929");
  EXPECT_EQ(field("numeric", integer(10000)), "00010001000000000001");
  EXPECT_EQ(field("numeric", integer(int_min)), "0005000440000000039a0d2c0170156516b0");
  EXPECT_EQ(field("numeric(real)", real(-12345.67)), "0003000140000002000109291a2c");
  EXPECT_EQ(field("numeric(real)", real(0.1)), "0001ffff0000000103e8");
  EXPECT_EQ(field("numeric(real)", real(1e-5)), "0001fffe0000000503e8");
  EXPECT_EQ(field("numeric(real)", real(1e22)), "00010005000000000064");
  EXPECT_EQ(field("numeric(real)", real(5e-324)), "0001ffaf000001440005");
  EXPECT_EQ(field("numeric_text", text("-12345.6700")), "0003000140000004000109291a2c");
  EXPECT_EQ(field("numeric_text", text("0.00")), "0000000000000002");
  EXPECT_EQ(field("numeric_text", text("100")), "00010000000000000064");
}

TEST(EncodeDecimal, RefusesWhatNumericHasNoPlaceFor) {
  EXPECT_EQ(misfit("numeric(real)", real(infinity)), Misfit::out_of_range);
  EXPECT_EQ(misfit("numeric(real)", real(-0.0)), Misfit::not_exact);
  EXPECT_EQ(misfit("numeric(mixed)", real(2)), Misfit::not_exact);
  EXPECT_EQ(misfit("numeric(mixed)", real(-0.0)), Misfit::not_exact);
  EXPECT_EQ(misfit("numeric", real(1.5)), Misfit::wrong_class);
  EXPECT_EQ(misfit("numeric(real)", integer(1)), Misfit::wrong_class);
  EXPECT_EQ(misfit("numeric", text("1")), Misfit::wrong_class);
  EXPECT_EQ(misfit("numeric_text", integer(1)), Misfit::wrong_class);
  for (const auto s : {"+1"sv, "01"sv, ".5"sv, "1."sv, "1e5"sv, " 1"sv, "-0"sv, "-0.00"sv, "1 "sv, "00"sv})
    EXPECT_EQ(misfit("numeric_text", text(s)), Misfit::not_exact) << s;
  for (const auto s : {""sv, "-"sv, "."sv, "abc"sv, "1,5"sv, "1.2.3"sv, "0x10"sv, "NaN"sv, "1\0"sv, "--1"sv})
    EXPECT_EQ(misfit("numeric_text", text(s)), Misfit::bad_syntax) << s;
  EXPECT_EQ(misfit("numeric_text", text(std::string(131073, '1'))), Misfit::out_of_range);
  EXPECT_EQ(misfit("numeric_text", text(std::string(131072, '1'))), Misfit::none);
  EXPECT_EQ(misfit("numeric_text", text("0." + std::string(16384, '1'))), Misfit::out_of_range);
  EXPECT_EQ(misfit("numeric_text", text("0." + std::string(16383, '1'))), Misfit::none);
}

TEST(EncodeDecimal, KeepsToPrecisionAndScale) {
  EXPECT_EQ(field("numeric(10,2,mixed)", real(1.5)), "000200000000000200011388");
  EXPECT_EQ(misfit("numeric(4,2)", integer(99)), Misfit::none);
  EXPECT_EQ(misfit("numeric(4,2)", integer(100)), Misfit::out_of_range);
  EXPECT_EQ(misfit("numeric(4,2,real)", real(0.125)), Misfit::not_exact);
  EXPECT_EQ(misfit("numeric(4,2,real)", real(-99.99)), Misfit::none);
  EXPECT_EQ(misfit("numeric_text(4,2)", text("1.50")), Misfit::none);
  EXPECT_EQ(field("numeric_text(4,2)", text("1.5")), "000200000000000200011388");
  EXPECT_EQ(misfit("numeric_text(4,2)", text("1.501")), Misfit::not_exact);
  EXPECT_EQ(misfit("numeric_text(4,2)", text("1.500")), Misfit::not_exact);
  EXPECT_EQ(misfit("numeric_text(4,0)", text("15")), Misfit::none);
  EXPECT_EQ(misfit("numeric(3,-2)", integer(12300)), Misfit::none);
  EXPECT_EQ(misfit("numeric(3,-2)", integer(12350)), Misfit::not_exact);
  EXPECT_EQ(misfit("numeric(3,-2)", integer(0)), Misfit::none);
  EXPECT_EQ(misfit("numeric(3,-2)", integer(123000)), Misfit::out_of_range);
  EXPECT_EQ(misfit("numeric(2,5,real)", real(0.00099)), Misfit::none);
  EXPECT_EQ(misfit("numeric(2,5,real)", real(0.001)), Misfit::out_of_range);
  EXPECT_EQ(misfit("numeric(2,5)", integer(1)), Misfit::out_of_range);
}

TEST(EncodeText, RefusesWhatPostgresqlCannotHold) {
  EXPECT_EQ(field("text", text("añb")), hex("añb"));
  EXPECT_EQ(field("text", text("")), "");
  EXPECT_EQ(field("text(empty_as_null)", text("")), "NULL");
  EXPECT_EQ(misfit("text", text("a\0b"sv)), Misfit::nul_byte);
  EXPECT_EQ(misfit("text", text("a\xFF")), Misfit::invalid_utf8);
  EXPECT_EQ(misfit("text", blob("a")), Misfit::wrong_class);
  EXPECT_EQ(misfit("text", integer(1)), Misfit::wrong_class);
  EXPECT_EQ(misfit("text(3)", text("äöü")), Misfit::none);
  EXPECT_EQ(misfit("text(3)", text("abcd")), Misfit::too_long);
}

TEST(EncodeText, RepairsAsAskedFor) {
  EXPECT_EQ(field("text(strip)", text("a\0\xFF\xC3\xA9z"sv)), hex("aéz"));
  EXPECT_EQ(field("text(replace)", text("a\0\xFF\xC3\xA9z"sv)), hex("a\uFFFD\uFFFDéz"));
  EXPECT_EQ(field("text(latin1)", text("caf\xE9 \x80")), hex("café \xC2\x80"));
  EXPECT_EQ(field("text(latin1)", text("café")), hex("café"));
  EXPECT_EQ(field("text(windows1252)", text("\x80 \x9F \x81 \xE9")), hex("€ Ÿ \xC2\x81 é"));
  EXPECT_EQ(misfit("text(windows1252)", text("\xE9\0"sv)), Misfit::nul_byte);
  EXPECT_EQ(misfit("text(2,replace)", text("\xFF\xFF\xFF")), Misfit::too_long);
  EXPECT_EQ(misfit("text(2,strip)", text("\xFF\xFF\xFF")), Misfit::none);
}

TEST(EncodeText, TellsNumbersFromTexts) {
  EXPECT_EQ(field("text_number(mixed)", integer(-5)), hex("-5"));
  EXPECT_EQ(field("text_number(mixed)", real(5)), hex("5.0"));
  EXPECT_EQ(field("text_number(mixed)", real(-0.0)), hex("-0.0"));
  EXPECT_EQ(field("text_number(mixed)", real(1e300)), hex("1e+300"));
  EXPECT_EQ(field("text_number(mixed)", real(-infinity)), hex("-Infinity"));
  EXPECT_EQ(field("text_number(mixed)", blob("\x01\xAB")), hex("\\x01ab"));
  EXPECT_EQ(field("text_number(mixed)", blob("")), hex("\\x"));
  EXPECT_EQ(field("text_number(mixed)", text("5")), hex("5"));
  EXPECT_EQ(field("text_number(mixed)", text("a\0"sv)), hex("\\x6100"));
  EXPECT_EQ(field("text_number(mixed)", text("\xFF")), hex("\\xff"));
  EXPECT_EQ(misfit("text_number", real(1.5)), Misfit::wrong_class);
  EXPECT_EQ(misfit("text_number(real)", integer(1)), Misfit::wrong_class);
}

TEST(EncodeText, KeepsBytes) {
  EXPECT_EQ(field("bytea", blob("\0\xFF"sv)), "00ff");
  EXPECT_EQ(misfit("bytea", text("a")), Misfit::wrong_class);
  EXPECT_EQ(field("text_bytes", text("\0\xFF"sv)), "00ff");
  EXPECT_EQ(misfit("text_bytes", blob("a")), Misfit::wrong_class);
  EXPECT_EQ(field("bytea_or_text", text("a")), "61");
  EXPECT_EQ(field("bytea_or_text", blob("a")), "61");
  EXPECT_EQ(misfit("bytea_or_text", integer(1)), Misfit::wrong_class);
}

TEST(EncodeTemporal, CountsFromTheYear2000) {
  EXPECT_EQ(field("date", text("2024-01-02")), "0000223f");
  EXPECT_EQ(field("date", text("2000-01-01")), "00000000");
  EXPECT_EQ(field("date", text("0001-01-01")), "fff4dbf9");
  EXPECT_EQ(field("date", text("9999-12-31")), "002c95d3");
  EXPECT_EQ(field("time(seconds)", text("00:00:01")), "00000000000f4240");
  EXPECT_EQ(field("time(seconds)", text("24:00:00")), "000000141dd76000");
  EXPECT_EQ(field("timestamp(space,seconds)", text("2000-01-01 00:00:00")), "0000000000000000");
  EXPECT_EQ(field("timestamp(T,seconds,fixed3,z)", text("1999-12-31T23:59:59.999Z")), "fffffffffffffc18");
  EXPECT_EQ(field("timestamptz(space,seconds,+02:00)", text("2000-01-01 02:00:01+02:00")), "00000000000f4240");
  EXPECT_EQ(field("timestamptz(space,seconds,-0330)", text("1999-12-31 20:30:01-0330")), "00000000000f4240");
  EXPECT_EQ(field("timestamptz(space,minutes,at+01:00)", text("2000-01-01 01:00")), "0000000000000000");
  EXPECT_EQ(field("timestamp(midnight)", text("2000-01-02")), "000000141dd76000");
}

TEST(EncodeTemporal, TakesOnlyTheFormatsSpelling) {
  const auto plain = "timestamp(space,seconds)"sv;
  for (const auto s :
       {"2024-01-02T03:04:05"sv, "2024-01-02 03:04"sv, "2024-01-02 03:04:05.0"sv, "2024-01-02 03:04:05Z"sv,
        "2024-01-02"sv, "2024-01-02 24:00:00"sv, "2024-01-02t03:04:05"sv, "2024-01-02 03:04:05.123456789"sv})
    EXPECT_EQ(misfit(plain, text(s)), Misfit::not_exact) << s;
  for (const auto s :
       {""sv, "x"sv, "2024-13-01 00:00:00"sv, "2023-02-29 00:00:00"sv, "2024-01-02 25:00:00"sv, "2024-01-02 03:60:05"sv,
        "2024-01-02 03:04:60"sv, "2024-01-02 03:04:05 "sv, "0000-00-00 00:00:00"sv, "2024-1-2 03:04:05"sv, "03:04:05"sv,
        "2024-01-02 24:00:01"sv, "2024-01-02 03:04:05.1234567890"sv, "2024-01-02 03:04:05+16:00"sv,
        "2024/01/02 03:04:05"sv, "2024-01-02 03:04:05\0"sv})
    EXPECT_EQ(misfit(plain, text(s)), Misfit::bad_syntax) << s;
  for (const auto s : {"0000-01-01 00:00:00"sv, "10000-01-01 00:00:00"sv, "-0044-03-15 00:00:00"sv,
                       "0044-03-15 00:00:00 BC"sv, "+012024-01-02T00:00:00"sv})
    EXPECT_EQ(misfit(plain, text(s)), Misfit::out_of_range) << s;
  EXPECT_EQ(misfit(plain, integer(1)), Misfit::wrong_class);
  const auto python = "timestamp(T,seconds,zero_left6)"sv;
  EXPECT_EQ(misfit(python, text("2024-01-02T03:04:05")), Misfit::none);
  EXPECT_EQ(misfit(python, text("2024-01-02T03:04:05.000100")), Misfit::none);
  EXPECT_EQ(misfit(python, text("2024-01-02T03:04:05.000000")), Misfit::not_exact);
  EXPECT_EQ(misfit(python, text("2024-01-02T03:04:05.100")), Misfit::not_exact);
  EXPECT_EQ(misfit("timestamp(T,seconds,trimmed6)", text("2024-01-02T03:04:05.10")), Misfit::not_exact);
  EXPECT_EQ(misfit("timestamp(T,seconds,trimmed3)", text("2024-01-02T03:04:05.1234")), Misfit::not_exact);
  EXPECT_EQ(misfit("timestamp(T,seconds,fixed3)", text("2024-01-02T03:04:05.1234")), Misfit::not_exact);
  EXPECT_EQ(misfit("timestamp(T,seconds,fixed6,places3)", text("2024-01-02T03:04:05.123400")), Misfit::not_exact);
  EXPECT_EQ(misfit("timestamp(T,seconds,fixed6,places3)", text("2024-01-02T03:04:05.123000")), Misfit::none);
  EXPECT_EQ(misfit("timestamptz(space,seconds,+02:00)", text("2024-01-02 03:04:05+0200")), Misfit::not_exact);
  EXPECT_EQ(misfit("timestamptz(space,seconds,+02:00)", text("2024-01-02 03:04:05+03:00")), Misfit::not_exact);
  EXPECT_EQ(misfit("date", text("2024-01-02 00:00:00")), Misfit::not_exact);
  EXPECT_EQ(misfit("date", text("12:00")), Misfit::bad_syntax);
  EXPECT_EQ(misfit("time(seconds)", text("12:00")), Misfit::not_exact);
  EXPECT_EQ(misfit("time(seconds)", text("2024-01-02")), Misfit::bad_syntax);
  EXPECT_EQ(misfit("time(seconds)", text("12:00:00Z")), Misfit::bad_syntax);
}

TEST(EncodeTemporal, ReadsNumbersInTheirUnit) {
  EXPECT_EQ(field("timestamp(epoch_s)", integer(946684801)), "00000000000f4240");
  EXPECT_EQ(field("timestamp(epoch_ms)", integer(946684801000)), "00000000000f4240");
  EXPECT_EQ(field("timestamp(epoch_us)", integer(946684801000000)), "00000000000f4240");
  EXPECT_EQ(field("timestamp(epoch_s,real)", real(946684801)), "00000000000f4240");
  EXPECT_EQ(field("timestamp(epoch_s,real)", real(946684799.5)), "fffffffffff85ee0");
  EXPECT_EQ(field("timestamp(julian,real)", real(2451544.5)), "0000000000000000");
  EXPECT_EQ(field("timestamp(cocoa)", integer(-31622399)), "00000000000f4240");
  EXPECT_EQ(field("timestamp(webkit)", integer(12591158401000000)), "00000000000f4240");
  EXPECT_EQ(field("date(epoch_s)", integer(946684800)), "00000000");
  EXPECT_EQ(misfit("date(epoch_s)", integer(946684801)), Misfit::not_exact);
  EXPECT_EQ(field("time(epoch_s)", integer(1)), "00000000000f4240");
  EXPECT_EQ(misfit("time(epoch_s)", integer(-1)), Misfit::out_of_range);
  EXPECT_EQ(misfit("timestamp(epoch_s)", integer(int_max)), Misfit::out_of_range);
  EXPECT_EQ(misfit("timestamp(epoch_s)", integer(-300000000000)), Misfit::out_of_range);
  EXPECT_EQ(misfit("timestamp(epoch_s)", real(1.5)), Misfit::wrong_class);
  EXPECT_EQ(misfit("timestamp(epoch_s)", text("1")), Misfit::wrong_class);
  EXPECT_EQ(misfit("timestamp(epoch_s,real)", real(0.1)), Misfit::none);
  EXPECT_EQ(misfit("timestamp(epoch_s,real)", real(1e-7)), Misfit::not_exact);
  EXPECT_EQ(misfit("timestamp(epoch_s,real)", real(-0.0)), Misfit::not_exact);
  EXPECT_EQ(misfit("timestamp(epoch_s,real)", real(infinity)), Misfit::out_of_range);
  EXPECT_EQ(misfit("timestamp(epoch_s,real)", real(std::nan(""))), Misfit::out_of_range);
  EXPECT_EQ(misfit("timestamp(epoch_s,mixed)", real(1)), Misfit::not_exact);
  EXPECT_EQ(misfit("timestamp(epoch_s,mixed)", real(1.5)), Misfit::none);
}

TEST(EncodeTemporal, TakesAnyFormWhenAsked) {
  for (const auto s : {"2000-01-01 00:00:01"sv, "2000-01-01T00:00:01.0Z"sv, "2000-01-01 02:00:01+02"sv,
                       "1999-12-31t20:00:01.000000000-0400"sv, "2000-01-01 00:00:01-00:00"sv})
    EXPECT_EQ(field("timestamptz(any)", text(s)), "00000000000f4240") << s;
  EXPECT_EQ(field("timestamptz(any)", text("1999-12-31T24:00")), "0000000000000000");
  EXPECT_EQ(field("timestamptz(any)", text("2000-01-01")), "0000000000000000");
  EXPECT_EQ(field("timestamptz(any,at+01:00)", text("2000-01-01 01:00")), "0000000000000000");
  EXPECT_EQ(misfit("timestamptz(any)", text("2000-01-01 00:00:01.0000001")), Misfit::not_exact);
  EXPECT_EQ(misfit("timestamptz(any)", text("01:00")), Misfit::bad_syntax);
  EXPECT_EQ(misfit("date(any)", text("2000-01-01T00:00:00Z")), Misfit::none);
  EXPECT_EQ(misfit("date(any)", text("2000-01-01T01:00:00Z")), Misfit::not_exact);
  EXPECT_EQ(misfit("time(any)", text("01:00:00.5")), Misfit::none);
}

TEST(EncodeUuid, ReadsEachForm) {
  const std::string bytes = "00112233445566778899aabbccddeeff";
  const auto lower = "00112233-4455-6677-8899-aabbccddeeff"sv;
  const auto upper = "00112233-4455-6677-8899-AABBCCDDEEFF"sv;
  EXPECT_EQ(field("uuid_text(hyphens)", text(lower)), bytes);
  EXPECT_EQ(field("uuid_text(HYPHENS)", text(upper)), bytes);
  EXPECT_EQ(field("uuid_text(hex32)", text(bytes)), bytes);
  EXPECT_EQ(field("uuid_text(HEX32)", text("00112233445566778899AABBCCDDEEFF")), bytes);
  EXPECT_EQ(field("uuid_text(braces)", text("{00112233-4455-6677-8899-aabbccddeeff}")), bytes);
  EXPECT_EQ(field("uuid_text(BRACES)", text("{00112233-4455-6677-8899-AABBCCDDEEFF}")), bytes);
  EXPECT_EQ(misfit("uuid_text(hyphens)", text(upper)), Misfit::not_exact);
  EXPECT_EQ(misfit("uuid_text(HYPHENS)", text(lower)), Misfit::not_exact);
  EXPECT_EQ(misfit("uuid_text(hyphens)", text(bytes)), Misfit::not_exact);
  EXPECT_EQ(misfit("uuid_text(hyphens)", text("00112233-4455-6677-8899-aAbbccddeeff")), Misfit::not_exact);
  for (const auto s : {""sv, "00112233-4455-6677-8899-aabbccddeefg"sv, "00112233-4455-6677-8899-aabbccddeef"sv,
                       "{00112233445566778899aabbccddeeff}"sv, "0011223-34455-6677-8899-aabbccddeeff"sv,
                       "(00112233-4455-6677-8899-aabbccddeeff)"sv})
    EXPECT_EQ(misfit("uuid_text(hyphens)", text(s)), Misfit::bad_syntax) << s;
  EXPECT_EQ(field("uuid_text(mixed)", text("{00112233-4455-6677-8899-aABBccddeeff}")), bytes);
  EXPECT_EQ(misfit("uuid_text(mixed)", blob("0123456789abcdef")), Misfit::none);
  EXPECT_EQ(misfit("uuid_text(hyphens)", blob("0123456789abcdef")), Misfit::wrong_class);
  EXPECT_EQ(field("uuid_blob", blob("0123456789abcdef")), hex("0123456789abcdef"));
  EXPECT_EQ(misfit("uuid_blob", blob("0123456789abcde")), Misfit::bad_syntax);
  EXPECT_EQ(misfit("uuid_blob", text("0123456789abcdef")), Misfit::wrong_class);
}

TEST(EncodeJson, KeepsTheTextOfJson) {
  EXPECT_EQ(field("json", text(" {\"a\": [1e400, \"\\u0000\"]} ")), hex(" {\"a\": [1e400, \"\\u0000\"]} "));
  EXPECT_EQ(misfit("json", text("")), Misfit::bad_syntax);
  EXPECT_EQ(misfit("json", text("{'a': 1}")), Misfit::bad_syntax);
  EXPECT_EQ(misfit("json", text("\"\xFF\"")), Misfit::invalid_utf8);
  EXPECT_EQ(misfit("json", integer(1)), Misfit::wrong_class);
  EXPECT_EQ(misfit("json", blob("{}")), Misfit::wrong_class);
  EXPECT_EQ(field("json(replace)", text("\"\xFF\"")), hex("\"\uFFFD\""));
}

TEST(EncodeJson, RefusesWhatJsonbCannotHold) {
  EXPECT_EQ(field("jsonb", text("{\"a\":1}")), "01" + hex("{\"a\":1}"));
  EXPECT_EQ(misfit("jsonb", text("\"\\u0000\"")), Misfit::nul_byte);
  EXPECT_EQ(misfit("jsonb", text("\"\\\\u0000\"")), Misfit::none);
  EXPECT_EQ(misfit("jsonb", text("\"\\ud800\"")), Misfit::bad_syntax);
  EXPECT_EQ(misfit("jsonb", text("\"\\udc00\"")), Misfit::bad_syntax);
  EXPECT_EQ(misfit("jsonb", text("\"\\ud800\\n\"")), Misfit::bad_syntax);
  EXPECT_EQ(misfit("jsonb", text("\"\\ud800\\ud800\"")), Misfit::bad_syntax);
  EXPECT_EQ(misfit("jsonb", text("\"\\uD83E\\udd86\"")), Misfit::none);
  EXPECT_EQ(misfit("jsonb", text("[1e131071, -1e-16383, 0e-16383, 0.5e131072]")), Misfit::none);
  for (const auto s :
       {"1e131072"sv, "1e-16384"sv, "0e-16384"sv, "12e131071"sv, "[1.5e-16383]"sv, "1e99999999999999999999"sv})
    EXPECT_EQ(misfit("jsonb", text(s)), Misfit::out_of_range) << s;
  EXPECT_EQ(misfit("jsonb", text("[1,]")), Misfit::bad_syntax);
}

}  // namespace
}  // namespace lite2pg::encode_test
