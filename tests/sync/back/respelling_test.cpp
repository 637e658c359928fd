#include "sync/back/respelling.h"

#include <gtest/gtest.h>

#include "mapping/value/value_text.h"

namespace lite2pg {
namespace {

std::string respelled(const Codec& codec, const Value& v) {
  ColumnPlan column;
  column.codec = codec;
  Respelling respelling(column, codec);
  return show(respelling.of(v));
}

Codec bits_of(std::uint32_t count, NumberForm number) {
  Codec codec = CodecId::bit;
  codec.mutable_text().max_chars = count;
  codec.set(number);
  return codec;
}

TEST(Respelling, BitsThatWereNumbersAreNumbers) {
  EXPECT_EQ(respelled(bits_of(8, NumberForm::either), Value::text("00000101")), "5");
  EXPECT_EQ(respelled(bits_of(8, NumberForm::integer), Value::text("00000101")), "'00000101'");
  const Value many = Value::text("1010101010101010101010101010101010101010101010101010101010101010");
  EXPECT_EQ(respelled(bits_of(64, NumberForm::either), many), show(many)) << "no number of SQLite's";
}

TEST(Respelling, ArraysComeInTheFormOfTheirMarks) {
  Codec codec = CodecId::text;
  codec.shape = FieldShape::array;
  EXPECT_EQ(respelled(codec, Value::text(R"(["a","b"])")), R"('["a","b"]')");
  codec.array = ArrayForm::semicolon;
  EXPECT_EQ(respelled(codec, Value::text(R"(["a","b"])")), "'a;b'");
  EXPECT_EQ(respelled(codec, Value::text("[1,2]")), "'1;2'");
  EXPECT_EQ(respelled(codec, Value::text("[]")), "''");
}

}  // namespace
}  // namespace lite2pg
