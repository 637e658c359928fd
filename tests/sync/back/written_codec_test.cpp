#include "sync/back/written_codec.h"

#include <gtest/gtest.h>

#include "mapping/codec/decode/decode.h"

namespace lite2pg::written_codec_test {
namespace {

ColumnPlan column(Codec codec) {
  ColumnPlan c;
  c.codec = std::move(codec);
  return c;
}

Codec any(CodecId id) {
  Codec codec = id;
  codec.mutable_temporal().unit = TemporalFormat::Unit::any;
  return codec;
}

/// 2024-05-01 10:00:00.25 UTC as PostgreSQL sends it.
const std::string field("\x00\x02\xBA\x60\x51\x7D\xD8\x90", 8);

std::string spelled(const Codec& codec) {
  std::string scratch;
  return std::string(decode(codec, field, scratch).bytes());
}

TEST(WrittenCodec, LeavesWhatSaysItself) {
  for (const CodecId id : {CodecId::int8, CodecId::text, CodecId::timestamp, CodecId::bytea, CodecId::json}) {
    EXPECT_EQ(written_codec(column(id), nullptr), Codec(id));
  }
}

TEST(WrittenCodec, MomentsInSeveralFormsBecomeIso) {
  EXPECT_EQ(spelled(written_codec(column(any(CodecId::timestamp)), nullptr)), "2024-05-01 10:00:00.25");
  EXPECT_EQ(spelled(written_codec(column(any(CodecId::timestamptz)), nullptr)), "2024-05-01 10:00:00.25+00:00");
}

TEST(WrittenCodec, StandsForTheSameAsTheColumnsOwn) {
  for (const CodecId id : {CodecId::timestamp, CodecId::timestamptz}) {
    std::string scratch, other, third;
    const Codec own = any(id), written = written_codec(column(own), nullptr);
    const Value meant = decode(own, field, scratch);
    EXPECT_TRUE(same(canonical(own, decode(written, field, other), third), meant));
  }
}

TEST(WrittenCodec, AColumnOfOneFormKeepsIt) {
  ColumnCensus census(read_declared_type("DATETIME"), evidence::temporal);
  census.add(Value::text("2024-05-01T10:00:00Z"), 1);
  census.add(Value::text("2024-05-02T10:00:00Z"), 2);
  const std::string text = spelled(written_codec(column(any(CodecId::timestamptz)), &census));
  EXPECT_EQ(text.substr(10, 1), "T");
  EXPECT_TRUE(text.ends_with("Z")) << text;
}

TEST(WrittenCodec, UuidsKeepTheirForm) {
  ColumnCensus census(read_declared_type("UUID"), evidence::uuid);
  census.add(Value::text("D46F944CE56C4437944E479B7865FD7D"), 1);
  census.add(Value::text("d46f944ce56c4437944e479b7865fd7e"), 2);
  Codec codec = CodecId::uuid_text;
  codec.set(UuidForm::mixed);
  EXPECT_EQ(written_codec(column(codec), &census).uuid(), UuidForm::hex32);
  EXPECT_EQ(written_codec(column(codec), nullptr).uuid(), UuidForm::mixed);
}

TEST(WrittenCodec, DocumentsComeAsTheServerSpellsThem) {
  ColumnPlan document = column(CodecId::jsonb);
  keep_spelling_of_documents(document);
  EXPECT_TRUE(document.via_text);
  std::string scratch, other;
  const Value read = decode(document.codec, R"({"one": 1.0})", scratch);
  EXPECT_EQ(read.bytes(), R"({"one": 1.0})");
  const Codec compared = compared_codec(document);
  EXPECT_TRUE(same(canonical(compared, read, scratch), canonical(compared, Value::text(R"({"one":1})"), other)));
  ColumnPlan text = column(CodecId::text);
  keep_spelling_of_documents(text);
  EXPECT_FALSE(text.via_text);
  EXPECT_EQ(compared_codec(text), text.codec);
}

TEST(WrittenCodec, NumbersStayNumbers) {
  ColumnCensus census(read_declared_type("DATETIME"), evidence::temporal);
  census.add(Value::of(std::int64_t{1714557600}), 1);
  Codec codec = any(CodecId::timestamptz);
  codec.mutable_temporal().numbers = TemporalFormat::Unit::millis;
  std::string scratch;
  EXPECT_NE(decode(written_codec(column(codec), &census), field, scratch).storage(), StorageClass::text);
}

}  // namespace
}  // namespace lite2pg::written_codec_test
