#include "mapping/codec/codec.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace lite2pg {
namespace {

TEST(CodecName, IsWhatPlansShow) {
  EXPECT_EQ(to_string({.id = CodecId::int8}), "int8");
  EXPECT_EQ(to_string({.id = CodecId::float8, .number = NumberForm::real}), "float8(real)");
  EXPECT_EQ(to_string({.id = CodecId::boolean_word, .words = BoolWords::yes_no}), "boolean_word(yes_no)");
  EXPECT_EQ(to_string({.id = CodecId::numeric, .number = NumberForm::mixed, .precision = 10, .scale = 2}),
            "numeric(10,2,mixed)");
  EXPECT_EQ(to_string({.id = CodecId::text, .max_chars = 20, .empty_as_null = true}), "text(20,empty_as_null)");
  EXPECT_EQ(to_string({.id = CodecId::uuid_text, .uuid = UuidForm::HEX32}), "uuid_text(HEX32)");
  Codec c{.id = CodecId::timestamptz};
  c.temporal.separator = 'T';
  c.temporal.fraction = TemporalFormat::Fraction::zero_left;
  c.temporal.digits = 6;
  c.temporal.zone = TemporalFormat::Zone::z;
  EXPECT_EQ(to_string(c), "timestamptz(T,seconds,zero_left6,z)");
  c.temporal.zone = TemporalFormat::Zone::colon;
  c.temporal.offset_minutes = -150;
  EXPECT_EQ(to_string(c), "timestamptz(T,seconds,zero_left6,-02:30)");
  c.temporal = {.unit = TemporalFormat::Unit::millis, .number = NumberForm::mixed, .places = 3};
  EXPECT_EQ(to_string(c), "timestamptz(epoch_ms,mixed,places3)");
}

template <typename E>
E pick(std::mt19937& random, E last) {
  return static_cast<E>(random() % (static_cast<unsigned>(last) + 1));
}

TemporalFormat any_format(std::mt19937& random, CodecId id) {
  using F = TemporalFormat;
  F f;
  f.unit = pick(random, F::Unit::any);
  f.places = static_cast<std::uint8_t>(random() % 7);
  if (f.unit == F::Unit::iso && id != CodecId::date) {
    f.midnight = id != CodecId::time && random() % 4 == 0;
    if (!f.midnight) {
      if (id != CodecId::time && random() % 2 == 0) f.separator = 'T';
      f.seconds = random() % 3 != 0;
      f.fraction = pick(random, F::Fraction::trimmed);
      if (f.fraction != F::Fraction::none) f.digits = static_cast<std::uint8_t>(1 + random() % 6);
    }
  } else if (f.unit != F::Unit::iso && f.unit != F::Unit::any) {
    f.number = pick(random, NumberForm::either);
  }
  f.zone = pick(random, F::Zone::hours);
  if (f.zone != F::Zone::z) f.offset_minutes = static_cast<std::int16_t>(static_cast<int>(random() % 1799) - 899);
  if (f.zone == F::Zone::hours) f.offset_minutes = static_cast<std::int16_t>(f.offset_minutes / 60 * 60);
  return f;
}

TEST(CodecName, ReadsBackAsTheSameCodec) {
  std::mt19937 random(1);
  std::set<std::string> seen;
  for (int i = 0; i < 100'000; ++i) {
    Codec c{.id = pick(random, CodecId::jsonb)};
    // Only what to_string shows of this codec; of the others it must not matter.
    switch (c.id) {
      case CodecId::int2:
      case CodecId::int4:
      case CodecId::int8:
      case CodecId::float4:
      case CodecId::float8:
        c.number = pick(random, NumberForm::either);
        break;
      case CodecId::numeric:
        c.number = pick(random, NumberForm::either);
        [[fallthrough]];
      case CodecId::numeric_text:
        c.precision = static_cast<std::uint16_t>(random() % 1001);
        if (c.precision > 0) c.scale = static_cast<std::int16_t>(static_cast<int>(random() % 2001) - 1000);
        break;
      case CodecId::boolean_word:
        c.words = pick(random, BoolWords::mixed);
        break;
      case CodecId::text:
        c.bad_text = pick(random, BadText::windows1252);
        c.max_chars = random() % 2 == 0 ? 0 : static_cast<std::uint32_t>(random());
        break;
      case CodecId::date:
      case CodecId::time:
      case CodecId::timestamp:
      case CodecId::timestamptz:
        c.temporal = any_format(random, c.id);
        break;
      case CodecId::uuid_text:
        c.uuid = pick(random, UuidForm::mixed);
        break;
      default:
        break;
    }
    c.empty_as_null = random() % 4 == 0;
    const std::string text = to_string(c);
    seen.insert(text);
    EXPECT_EQ(parse_codec(text), c) << text;
  }
  EXPECT_GT(seen.size(), 10'000U);
}

TEST(CodecName, NothingElseIsACodec) {
  for (const std::string_view text : {"",
                                      "int",
                                      "int8(",
                                      "int8()",
                                      "int8(integer)",
                                      "INT8",
                                      "int8 ",
                                      "text(0)",
                                      "text(-1)",
                                      "text(99999999999)",
                                      "numeric(2,10,mixed,mixed)",
                                      "numeric(10)",
                                      "boolean_word",
                                      "boolean_word(maybe)",
                                      "uuid_text(T)",
                                      "timestamp(seconds,space)",
                                      "timestamp(space,seconds,fixed)",
                                      "date(epoch_s,integer)",
                                      "jsonb(strip)",
                                      "timestamp(space,seconds,+2)",
                                      "timestamp(space,seconds,+02:0)",
                                      "text(strip,20)",
                                      "text(20,)",
                                      "text(,)"})
    EXPECT_EQ(parse_codec(text), std::nullopt) << text;
}

TEST(Codec, NamesWhatItWrites) {
  EXPECT_EQ(wire_type({.id = CodecId::int8}), "bigint");
  EXPECT_EQ(wire_type({.id = CodecId::timestamptz}), "timestamp with time zone");
  EXPECT_EQ(wire_type({.id = CodecId::text_number}), "text");
  EXPECT_EQ(wire_type({.id = CodecId::jsonb}), "jsonb");
}

TEST(Misfit, IsDescribedForEachReason) {
  std::set<std::string_view> seen;
  for (int m = 0; m <= static_cast<int>(Misfit::invented); ++m) seen.insert(describe(static_cast<Misfit>(m)));
  EXPECT_EQ(seen.size(), 10U);
  EXPECT_FALSE(seen.contains(""));
}

}  // namespace
}  // namespace lite2pg
