// Bits by example: what of texts, numbers and bytes counts as which bits, and that both sides say the same.
#include <gtest/gtest.h>

#include "mapping/codec/codec.h"
#include "mapping/codec/decode/decode.h"
#include "mapping/codec/encode/encode.h"
#include "mapping/value/value_text.h"

namespace lite2pg::bits_test {
namespace {

/// What decode shows of the field; empty: it is refused. What canonical says must agree.
std::string bits(const std::string& name, const Value& v) {
  const std::optional<Codec> codec = parse_codec(name);
  if (!codec) return "no codec";
  EXPECT_EQ(to_string(*codec), name);
  FieldBuffer field;
  const Encoded e = encode(*codec, v, field);
  std::string scratch, canonical_scratch;
  if (e.misfit != Misfit::none) return {};
  const Value decoded = decode(*codec, field.view(), scratch), expected = canonical(*codec, v, canonical_scratch);
  EXPECT_EQ(show(decoded), show(expected)) << name << " " << show(v);
  return std::string(decoded.bytes());
}

Value number(std::int64_t n) { return Value::of(n); }

TEST(Bits, OfTexts) {
  EXPECT_EQ(bits("bit(4)", Value::text("0101")), "0101");
  EXPECT_EQ(bits("bit(4)", Value::text("101")), "");
  EXPECT_EQ(bits("varbit(4)", Value::text("101")), "101");
  EXPECT_EQ(bits("varbit(4)", Value::text("10101")), "");
  EXPECT_EQ(bits("bit(4)", Value::text("0102")), "");
}

TEST(Bits, OfNumbersAreTruthValuesUnlessTheirReadingIsSaid) {
  EXPECT_EQ(bits("bit(1)", number(1)), "1");
  EXPECT_EQ(bits("bit(1)", number(0)), "0");
  EXPECT_EQ(bits("bit(1)", number(2)), "");
  EXPECT_EQ(bits("bit(8)", number(1)), "");
  EXPECT_EQ(bits("varbit(8)", number(1)), "");
  EXPECT_EQ(bits("bit(8)", Value::of(1.0)), "");
}

TEST(Bits, OfNumbersInBinary) {
  EXPECT_EQ(bits("bit(8,either)", number(5)), "00000101");
  EXPECT_EQ(bits("bit(8,either)", number(255)), "11111111");
  EXPECT_EQ(bits("bit(8,either)", number(256)), "");
  EXPECT_EQ(bits("bit(8,either)", number(-1)), "");
  EXPECT_EQ(bits("bit(64,either)", number(1)), std::string(63, '0') + "1");
  EXPECT_EQ(bits("bit(8,either)", Value::text("00000101")), "00000101");
  EXPECT_EQ(bits("varbit(8,either)", number(5)), "") << "how many zeros stood before it?";
}

TEST(Bits, OfNumbersByTheirDigits) {
  EXPECT_EQ(bits("bit(4,spelled)", number(101)), "0101");
  EXPECT_EQ(bits("bit(4,spelled)", number(0)), "0000");
  EXPECT_EQ(bits("bit(4,spelled)", number(102)), "");
  EXPECT_EQ(bits("bit(4,spelled)", number(10101)), "");
}

TEST(Bits, OfBytes) {
  EXPECT_EQ(bits("bit(8)", Value::blob("\x0f")), "00001111");
  EXPECT_EQ(bits("bit(8)", Value::blob("\x0f\x0f")), "");
  EXPECT_EQ(bits("bit(4)", Value::blob("\x0f")), "");
  EXPECT_EQ(bits("varbit(16)", Value::blob("\x0f\x80")), "0000111110000000");
  EXPECT_EQ(bits("varbit(8)", Value::blob("\x0f\x80")), "");
  EXPECT_EQ(bits("varbit(16)", Value::blob("01")), "") << "bytes, or text?";
}

}  // namespace
}  // namespace lite2pg::bits_test
