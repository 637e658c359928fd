#include "mapping/codec/codec.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace lite2pg::codec_test {
namespace {

TEST(CodecName, IsWhatPlansShow) {
  EXPECT_EQ(to_string({CodecId::int8}), "int8");
  EXPECT_EQ(to_string({CodecId::float8, NumberForm::real}), "float8(real)");
  EXPECT_EQ(to_string({CodecId::boolean_word, BoolWords::yes_no}), "boolean_word(yes_no)");
  EXPECT_EQ(to_string({CodecId::numeric, DecimalFormat{10, 2, NumberForm::mixed}}), "numeric(10,2,mixed)");
  Codec varchar(CodecId::text, TextFormat{.max_chars = 20});
  varchar.empty_as_null = true;
  EXPECT_EQ(to_string(varchar), "text(20,empty_as_null)");
  EXPECT_EQ(to_string({CodecId::uuid_text, UuidForm::HEX32}), "uuid_text(HEX32)");
  Codec c{CodecId::timestamptz};
  TemporalFormat& f = c.mutable_temporal();
  f.separator = 'T';
  f.fraction = TemporalFormat::Fraction::zero_left;
  f.digits = 6;
  f.zone = TemporalFormat::Zone::z;
  EXPECT_EQ(to_string(c), "timestamptz(T,seconds,zero_left6,z)");
  f.zone = TemporalFormat::Zone::colon;
  f.offset_minutes = -150;
  EXPECT_EQ(to_string(c), "timestamptz(T,seconds,zero_left6,-02:30)");
  f = {.unit = TemporalFormat::Unit::millis, .number = NumberForm::mixed, .places = 3};
  EXPECT_EQ(to_string(c), "timestamptz(epoch_ms,mixed,places3)");
  f = {.unit = TemporalFormat::Unit::any, .numbers = TemporalFormat::Unit::seconds, .place = find_time_zone("UTC")};
  EXPECT_EQ(to_string(c), "timestamptz(any,epoch_s,@UTC)");
  c = {CodecId::time, TemporalFormat{.dated = true, .date = -10957}};
  EXPECT_EQ(to_string(c), "time(1970-01-01,space,seconds)");
}

template <typename E>
E pick(std::mt19937& random, E last) {
  return static_cast<E>(random() % (static_cast<unsigned>(last) + 1));
}

TemporalFormat any_format(std::mt19937& random, CodecId id) {
  using F = TemporalFormat;
  F f;
  f.unit = pick(random, F::Unit::cocoa_ns);
  f.places = static_cast<std::uint8_t>(random() % 7);
  if (f.unit == F::Unit::iso && id != CodecId::date) {
    const bool clock = id == CodecId::time || id == CodecId::timetz;
    f.midnight = !clock && random() % 4 == 0;
    if (!f.midnight) {
      if (!clock && random() % 2 == 0) f.separator = 'T';
      f.seconds = random() % 3 != 0;
      f.fraction = pick(random, F::Fraction::threes);
      if (f.fraction != F::Fraction::none) f.digits = static_cast<std::uint8_t>(1 + random() % 6);
    }
  } else if (f.unit != F::Unit::iso && f.unit != F::Unit::any) {
    f.number = pick(random, NumberForm::either);
    f.spelled = random() % 3 == 0;
  } else if (f.unit == F::Unit::any && random() % 2 == 0) {
    f.numbers = F::Unit::ticks;
  }
  f.infinite = random() % 4 == 0;
  f.zone_apart = random() % 4 == 0;
  if (random() % 4 == 0) f.place = find_time_zone("Europe/Berlin");
  f.zone = pick(random, F::Zone::hours);
  if (f.zone != F::Zone::z) f.offset_minutes = static_cast<std::int16_t>(static_cast<int>(random() % 1799) - 899);
  if (f.zone == F::Zone::hours) f.offset_minutes = static_cast<std::int16_t>(f.offset_minutes / 60 * 60);
  return f;
}

void randomize(std::mt19937& /*random*/, CodecId /*id*/, std::monostate& /*none*/) {}
void randomize(std::mt19937& random, CodecId /*id*/, NumberForm& form) { form = pick(random, NumberForm::either); }
void randomize(std::mt19937& random, CodecId /*id*/, BoolWords& words) { words = pick(random, BoolWords::nonzero); }
void randomize(std::mt19937& random, CodecId /*id*/, UuidForm& form) { form = pick(random, UuidForm::mixed); }
void randomize(std::mt19937& random, CodecId /*id*/, DecimalFormat& f) {
  f.precision = static_cast<std::uint16_t>(random() % 1001);
  if (f.precision > 0) f.scale = static_cast<std::int16_t>(static_cast<int>(random() % 2001) - 1000);
  f.number = pick(random, NumberForm::either);
}
void randomize(std::mt19937& random, CodecId /*id*/, TextFormat& f) {
  f.bad_text = pick(random, BadText::windows1252);
  f.max_chars = random() % 2 == 0 ? 0 : static_cast<std::uint32_t>(random());
  f.number = pick(random, NumberForm::either);
  f.cut = random() % 4 == 0;
  f.trimmed = random() % 4 == 0;
}
void randomize(std::mt19937& random, CodecId id, TemporalFormat& f) { f = any_format(random, id); }
void randomize(std::mt19937& random, CodecId id, DocumentFormat& f) {
  f.bad_text = pick(random, BadText::windows1252);
  f.last_key = id == CodecId::jsonb && random() % 2 == 0;
}

void randomize(std::mt19937& random, CodecId /*id*/, GeometryFormat& f) {
  f.srid = static_cast<std::uint32_t>(random() % 3 * 2163);
  f.typed = random() % 2 == 0;
  if (!f.typed) return;
  f.shape = static_cast<std::uint8_t>(random() % 8);
  f.z = random() % 2 == 0;
  f.m = random() % 2 == 0;
}

TEST(CodecName, ReadsBackAsTheSameCodec) {
  std::mt19937 random(1);
  std::set<std::string> seen;
  for (int i = 0; i < 100'000; ++i) {
    Codec c(pick(random, CodecId::geometry));
    c.visit([&](auto& parameters) { randomize(random, c.id(), parameters); });
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
                                      "jsonb(20)",
                                      "timestamp(space,seconds,+2)",
                                      "timestamp(space,seconds,+02:0)",
                                      "text(strip,20)",
                                      "text(20,)",
                                      "text(,)"})
    EXPECT_EQ(parse_codec(text), std::nullopt) << text;
}

TEST(Codec, NamesWhatItWrites) {
  EXPECT_EQ(wire_type({CodecId::int8}), "bigint");
  EXPECT_EQ(wire_type({CodecId::timestamptz}), "timestamp with time zone");
  EXPECT_EQ(wire_type({CodecId::text_number}), "text");
  EXPECT_EQ(wire_type({CodecId::jsonb}), "jsonb");
}

TEST(Misfit, IsDescribedForEachReason) {
  std::set<std::string_view> seen;
  for (int m = 0; m <= static_cast<int>(Misfit::invented); ++m) seen.insert(describe(static_cast<Misfit>(m)));
  EXPECT_EQ(seen.size(), 10U);
  EXPECT_FALSE(seen.contains(""));
}

}  // namespace
}  // namespace lite2pg::codec_test
