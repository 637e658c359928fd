// Forms of time by example: what encode writes for them, and what decode gives back.
#include <gtest/gtest.h>

#include <limits>

#include "common/bytes.h"
#include "mapping/codec/codec.h"
#include "mapping/codec/decode/decode.h"
#include "mapping/codec/encode/encode.h"
#include "mapping/value/value_text.h"

namespace lite2pg::times_test {
namespace {

Codec codec(const std::string& name) {
  const auto parsed = parse_codec(name);
  EXPECT_TRUE(parsed) << name;
  return parsed.value_or(Codec());
}

/// The field, or what encode says of it.
std::string written(const Codec& c, const Value& v) {
  FieldBuffer out;
  const Encoded e = encode(c, v, out);
  if (e.null) return "NULL";
  return e.misfit == Misfit::none ? std::string(out.view()) : std::string(describe(e.misfit));
}

/// Microseconds from 1970 of a moment.
std::string moment(const std::string& name, const Value& v) {
  const std::string field = written(codec(name), v);
  if (field.size() != 8) return field;
  return std::to_string(load_be<std::int64_t>(field.data()) + 946'684'800'000'000);
}

/// "months days microseconds"
std::string length(const std::string& name, const Value& v) {
  const std::string field = written(codec(name), v);
  if (field.size() != 16) return field;
  return std::to_string(load_be<std::int32_t>(field.data() + 12)) + " " +
         std::to_string(load_be<std::int32_t>(field.data() + 8)) + " " +
         std::to_string(load_be<std::int64_t>(field.data()));
}

std::string given_back(const std::string& name, const Value& v) {
  std::string scratch;
  const Codec c = codec(name);
  return show(decode(c, written(c, v), scratch));
}

const std::string bad_syntax(describe(Misfit::bad_syntax)), not_exact(describe(Misfit::not_exact)),
    out_of_range(describe(Misfit::out_of_range));

TEST(Moments, InWhateverFormStandForTheirInstant) {
  for (const char* text : {"2026-02-05 14:16:48 +0000 UTC",
                           "2026-02-05T14:16:48Z",
                           "2026-02-05 14:16:48 +00:00",
                           "2026-02-05 14:16:48 UTC",
                           "2026-02-05 20:01:48 +0545 +0545 m=+0.014533293",
                           "2026-02-05 15:16:48.0000000 +0100 CET",
                           "2026-02-05 14:16:48 +0000 m=-1.5",
                           "Thu, 05 Feb 2026 14:16:48 GMT",
                           "5 Feb 2026 15:16:48 +0100",
                           "Thu Feb 05 2026 15:16:48 GMT+0100 (Central European Standard Time)",
                           "Thu Feb  5 14:16:48 UTC 2026",
                           "20260205T141648Z",
                           "20260205T151648.000+0100",
                           "2026/02/05 14:16:48Z",
                           "2026-2-5 14:16:48Z",
                           "2026-02-05T14:16:48,000Z",
                           "2026-02-05 02:16:48 PM UTC",
                           "2026-02-05 15:16:48 +01:00:00",
                           "2026-02-05T15:16:48+01:00[Europe/Berlin]",
                           " 2026-02-05 14:16:48Z "})
    EXPECT_EQ(moment("timestamptz(any)", Value::text(text)), "1770301008000000") << text;
  for (const char* text :
       {"2026-02-05 14:16:48 +0000 Central European", "2026-02-05 14:16:48 CET", "2026-02-05 14:16:48 +0000 m=x",
        "2026-02-05 14:16:48+0000 UTC", "05/02/2026 14:16:48", "05.02.2026", "Thu Feb 05", "2026-02-30T14:16:48,0Z",
        "20260205T1416", "2026/02-05", "13:16:48 PM", "2026-02-05 14:16:48 +01:00:30", "Thu, 05 Fab 2026 14:16:48 GMT",
        "2026-02-05 14:16:48 (UTC)", "5 6 7", "T", "2026-02-05 14:16:48 PM"})
    EXPECT_EQ(moment("timestamptz(any)", Value::text(text)), bad_syntax) << text;
}

/// What encode writes is what canonical counts, in whatever way people and programs spell moments.
TEST(Moments, AreReadAlikeOnBothSides) {
  const Codec any = codec("timestamptz(any)");
  std::string scratch;
  for (const char* text : {"Thu, 05 Feb 2026 14:16:48 GMT",
                           "Thursday, 5 February 2026 14:16:48 GMT",
                           "5 Feb 2026 14:16",
                           "Thu Feb 05 2026 15:16:48 GMT+0100 (CET)",
                           "Thu Feb  5 14:16:48 2026",
                           "Thu Feb 05 14:16:48 GMT 2026",
                           "20260205T141648",
                           "20260205T141648.25Z",
                           "20260205T141648-0530",
                           "2026/2/5",
                           "2026/02/05 4:16",
                           "2026/02/05 4:16 PM",
                           "2026/02/05 12:16 am",
                           "2026-02-05T14:16:48,123456",
                           "2026-02-05T14:16:48,1234567",
                           "2026-02-05 14:16:48+01:00:00",
                           "2026-02-05T14:16:48Z[UTC]",
                           " 2026-02-05 ",
                           "5-Feb-2026",
                           "05-FEB-2026 4:16 PM",
                           "5 February 2026",
                           "February 5, 2026",
                           "Feb 5 2026",
                           "Feb 5, 2026 14:16:48Z",
                           "30-Feb-2026",
                           "5-Feb-26",
                           "Feb-5-2026",
                           "2026-1-2",
                           "2026-13-1"}) {
    const std::string field = written(any, Value::text(text));
    const Value c = canonical(any, Value::text(text), scratch);
    ASSERT_EQ(field.size() == 8, c.storage() == StorageClass::integer) << text;
    if (field.size() == 8) {
      EXPECT_EQ(load_be<std::int64_t>(field.data()) + 946'684'800'000'000, c.integer()) << text;
    }
  }
}

/// As of its own number, of the year 2026; empty: it is refused.
std::string day_of(const std::string& order, const std::string& text) {
  const std::string name = "timestamp(any" + order + ")";
  EXPECT_EQ(to_string(codec(name)), name);
  const std::string field = written(codec(name), Value::text(text));
  std::string scratch;
  const Value c = canonical(codec(name), Value::text(text), scratch);
  EXPECT_EQ(field.size() == 8, c.storage() == StorageClass::integer) << name << " " << text;
  if (field.size() != 8) return {};
  EXPECT_EQ(load_be<std::int64_t>(field.data()) + 946'684'800'000'000, c.integer()) << name << " " << text;
  return std::to_string((load_be<std::int64_t>(field.data()) / 3'600'000'000 - 227'928) / 24);
}

TEST(Moments, BeginWithADayOrAMonthWhenThatIsSaid) {
  for (const char* mark : {".", "/", "-"}) {
    const std::string third = std::string("03") + mark + "04" + mark + "2026";
    const std::string last = std::string("31") + mark + "1" + mark + "2026", first = std::string("1") + mark + "31";
    EXPECT_EQ(day_of("", third), "") << "it could be either";
    EXPECT_EQ(day_of(",day_first", third), "92");
    EXPECT_EQ(day_of(",month_first", third), "62");
    EXPECT_EQ(day_of(",day_first", last), "30");
    EXPECT_EQ(day_of(",month_first", last), "");
    EXPECT_EQ(day_of(",month_first", first + mark + "2026"), "30");
    EXPECT_EQ(day_of(",day_first", first + mark + "2026"), "");
    EXPECT_EQ(day_of(",day_first", last + " 4:16 PM"), "30");
    EXPECT_EQ(day_of(",day_first", last + " 14:16:48.5+00:00"), "30");
    EXPECT_EQ(day_of(",day_first", std::string("31") + mark + "1" + mark + "26"), "") << "of which century?";
  }
  EXPECT_EQ(day_of(",day_first", "31.1.2026, 14:16:48"), "30");
  EXPECT_EQ(day_of(",month_first", "1/31/2026, 2:16:48 PM"), "30");
  EXPECT_EQ(day_of(",day_first", "31.1/2026"), "");
  EXPECT_EQ(day_of(",day_first", "2026-01-31"), "30");
  EXPECT_EQ(day_of(",day_first", "31-Jan-2026"), "30");
}

TEST(Moments, KeepNoMoreThanMicrosecondsUnlessCut) {
  const Value fine = Value::text("2026-02-06 10:00:00.123456789 +0545 +0545 m=+0.01");
  EXPECT_EQ(moment("timestamptz(any)", fine), not_exact);
  EXPECT_EQ(moment("timestamptz(any,cut)", fine), "1770351300123456");
  EXPECT_EQ(given_back("timestamptz(T,seconds,fixed7,z)", Value::text("2026-02-06T10:00:00.1234560Z")),
            "'2026-02-06T10:00:00.1234560Z'");
}

TEST(Moments, OfAClockThatIsSetForwardAndBack) {
  const std::string berlin = "timestamptz(space,seconds,@Europe/Berlin)";
  EXPECT_EQ(moment(berlin, Value::text("2024-01-15 12:00:00")), "1705316400000000");
  EXPECT_EQ(moment(berlin, Value::text("2024-07-15 12:00:00")), "1721037600000000");
  EXPECT_EQ(moment(berlin, Value::text("2024-03-31 02:30:00")), not_exact);           // Never shown.
  EXPECT_EQ(moment(berlin, Value::text("2024-10-27 02:30:00")), "1729989000000000");  // Twice: the first.
  EXPECT_EQ(given_back(berlin, Value::text("2024-10-27 02:30:00")), "'2024-10-27 02:30:00'");
  const std::string wall = "timestamp(epoch_s,@Europe/Berlin)";
  EXPECT_EQ(moment(wall, Value::of(std::int64_t{1705316400})), "1705320000000000");
  EXPECT_EQ(moment(wall, Value::of(std::int64_t{1729989000})), "1729996200000000");
  EXPECT_EQ(moment(wall, Value::of(std::int64_t{1729992600})), not_exact);  // The clock shows 02:30 once more.
}

TEST(Moments, OfNumbersInEveryUnit) {
  EXPECT_EQ(moment("timestamptz(epoch_s)", Value::of(std::int64_t{253402300799})), "253402300799000000");
  EXPECT_EQ(moment("timestamptz(epoch_ns)", Value::of(std::int64_t{1770301008123456000})), "1770301008123456");
  EXPECT_EQ(moment("timestamptz(epoch_ns)", Value::of(std::int64_t{1770301008123456001})), not_exact);
  EXPECT_EQ(moment("timestamp(ticks)", Value::of(std::int64_t{621355968000000010})), "1");
  EXPECT_EQ(moment("timestamp(ticks)", Value::of(std::int64_t{3155378975999999999})), not_exact);
  EXPECT_EQ(moment("timestamptz(epoch_d)", Value::of(std::int64_t{20785})), "1795824000000000");
  EXPECT_EQ(moment("timestamptz(ole,real)", Value::of(46354.5)), "1795867200000000");
  EXPECT_EQ(moment("timestamptz(filetime)", Value::of(std::int64_t{134402976000000000})), "1795824000000000");
  EXPECT_EQ(moment("timestamptz(cocoa_ns)", Value::of(std::int64_t{817516800000000000})), "1795824000000000");
  EXPECT_EQ(moment("timestamp(any,ticks,cut)", Value::of(std::int64_t{3155378975999999999})), "253402300799999999");
  EXPECT_EQ(moment("timestamptz(digits)", Value::of(std::int64_t{20250409211357})), "1744233237000000");
  EXPECT_EQ(moment("timestamptz(digits,spelled)", Value::text("20250409211357")), "1744233237000000");
  EXPECT_EQ(moment("timestamptz(digits)", Value::of(std::int64_t{20250431211357})), bad_syntax);
  EXPECT_EQ(moment("timestamptz(digits)", Value::of(std::int64_t{20250409})), bad_syntax);
  EXPECT_EQ(moment("timestamptz(epoch_s,spelled)", Value::text("1764370000")), "1764370000000000");
  EXPECT_EQ(moment("timestamptz(epoch_s,spelled)", Value::text("01764370000")), bad_syntax);
  EXPECT_EQ(moment("timestamptz(any,epoch_s)", Value::text("1764370000.25")), "1764370000250000");
  EXPECT_EQ(moment("timestamptz(any,epoch_s)", Value::text("2025-11-28T22:46:40Z")), "1764370000000000");
}

TEST(Moments, ThatAreNone) {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  EXPECT_EQ(moment("timestamptz(space,seconds)", Value::text("infinity")), bad_syntax);
  const std::string field = written(codec("timestamptz(space,seconds,infinite)"), Value::text("-infinity"));
  EXPECT_EQ(load_be<std::int64_t>(field.data()), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(given_back("timestamptz(space,seconds,infinite)", Value::text("-infinity")), "'-infinity'");
  EXPECT_EQ(given_back("timestamptz(epoch_s,real,infinite)", Value::of(infinite)), show(Value::of(infinite)));
  EXPECT_EQ(given_back("date(infinite)", Value::text("infinity")), "'infinity'");
  for (const char* text : {"0000-00-00", "0000-00-00 00:00:00", "0000-00-00T00:00:00.000Z", "NaN"}) {
    EXPECT_EQ(written(codec("timestamp(space,seconds,zero_as_null)"), Value::text(text)), "NULL") << text;
    std::string scratch;
    EXPECT_TRUE(canonical(codec("timestamp(any,zero_as_null)"), Value::text(text), scratch).is_null()) << text;
  }
  EXPECT_EQ(moment("timestamp(space,seconds,zero_as_null)", Value::text("0000-01-01 00:00:00")), out_of_range);
}

TEST(Dates, DropTheTimeOfDayOnlyWhenAsked) {
  const Value noon = Value::text("1969-12-31T12:00:00"), midnight = Value::text("1969-12-31T00:00:00Z");
  EXPECT_EQ(written(codec("date(any)"), noon), not_exact);
  EXPECT_EQ(written(codec("date(any,cut)"), noon), written(codec("date(any)"), midnight));
  EXPECT_EQ(written(codec("date(epoch_s,@Europe/Berlin)"), Value::of(std::int64_t{1705273200})),
            written(codec("date"), Value::text("2024-01-15")));
  EXPECT_EQ(written(codec("date(digits)"), Value::of(std::int64_t{20240115})),
            written(codec("date"), Value::text("2024-01-15")));
}

TEST(TimesOfDay, BehindADateThatIsAlwaysTheSame) {
  const std::string rails = "time(2000-01-01,space,seconds,zero_left6)";
  EXPECT_EQ(given_back(rails, Value::text("2000-01-01 08:30:00")), "'2000-01-01 08:30:00'");
  EXPECT_EQ(given_back(rails, Value::text("2000-01-01 08:30:00.500000")), "'2000-01-01 08:30:00.500000'");
  EXPECT_EQ(written(codec(rails), Value::text("2000-01-02 08:30:00")), bad_syntax);
  EXPECT_EQ(written(codec(rails), Value::text("08:30:00")), bad_syntax);
  EXPECT_EQ(written(codec("time(any)"), Value::text("2000-01-01 08:30:00")), bad_syntax);
}

TEST(TimesOfDay, OfUtcHaveNoZone) {
  std::string scratch;
  const Codec any = codec("time(any)");
  EXPECT_EQ(written(any, Value::text("08:30Z")), written(any, Value::text("08:30:00")));
  EXPECT_EQ(canonical(any, Value::text("08:30+00:00"), scratch).integer(), 30'600'000'000);
  EXPECT_EQ(written(any, Value::text("08:30+02:00")), bad_syntax);
  EXPECT_EQ(canonical(any, Value::text("08:30+02:00"), scratch).storage(), StorageClass::text);
}

TEST(TimesOfDay, WithAZoneKeepTheirOwnOffset) {
  const std::string zoned = "timetz(seconds,+00:00)";
  EXPECT_EQ(given_back(zoned, Value::text("10:00:00+02:00")), "'10:00:00+02:00'");
  EXPECT_EQ(given_back(zoned, Value::text("10:00:00-05:30")), "'10:00:00-05:30'");
  EXPECT_EQ(given_back("timetz(any)", Value::text("10:00Z")), "'10:00:00+00:00'");
}

TEST(Lengths, InEveryForm) {
  const std::vector<std::pair<const char*, const char*>> forms = {
      {"01:30:00", "0 0 5400000000"},
      {"-00:00:01.5", "0 0 -1500000"},
      {"100:00:00", "0 0 360000000000"},
      {"1.02:03:04", "0 1 7384000000"},
      {"-1.02:03:04.0000010", "0 -1 -7384000001"},
      {"2 days", "0 2 0"},
      {"-1 day, 23:59:59", "0 -1 86399000000"},
      {"1 year 2 mons -3 days 04:05:06", "14 -3 14706000000"},
      {"90 seconds", "0 0 90000000"},
      {"P1Y2M3W4DT5H6M7.8S", "14 25 18367800000"},
      {"-P1DT1H", "0 -1 -3600000000"},
      {"+P00Y00M03DT04H05M06S", "0 3 14706000000"},
      {"05:30", "0 0 19800000000"},
      {"1h30m0s", "0 0 5400000000"},
      {"-1h30m1.5s", "0 0 -5401500000"},
      {"300ms", "0 0 300000"},
      {"2h 30m", "0 0 9000000000"},
      {"1d", "0 1 0"},
      {"-1 day 2 hours", "0 -1 7200000000"},
      {"1 day, 2:03:04", "0 1 7384000000"},
      {"1970-01-04 00:00:00.000005", "0 3 5"},
      {"1969-12-31 23:00:00", "0 -1 82800000000"},
  };
  for (const auto& [text, fields] : forms) EXPECT_EQ(length("interval(any)", Value::text(text)), fields) << text;
  for (const char* text : {"05:60", "1.2:03:04", "1:60:00", "1.5d", "1h30", "5:3", "P", "PT", "P1S", "1 day 2.03:04:05",
                           "3", "1.5", "1 fortnight", ""})
    EXPECT_EQ(length("interval(any)", Value::text(text)), bad_syntax) << text;
  EXPECT_EQ(length("interval(any)", Value::text("00:00:00.0000001")), not_exact);
  EXPECT_EQ(length("interval(any)", Value::text("1.5\u00b5s")), not_exact);
  EXPECT_EQ(length("interval(any,cut)", Value::text("-00:00:00.0000019")), "0 0 -1");
  EXPECT_EQ(length("interval(any,cut)", Value::text("-1.5\u00b5s")), "0 0 -1");
}

TEST(Lengths, OfNumbersAreMicrosecondsAndNoDays) {
  EXPECT_EQ(length("interval(epoch_us)", Value::of(std::int64_t{90000000})), "0 0 90000000");
  EXPECT_EQ(length("interval(space,seconds)", Value::of(std::int64_t{90000000})), describe(Misfit::wrong_class));
  EXPECT_EQ(length("interval(epoch_s,real)", Value::of(1.5)), "0 0 1500000");
  EXPECT_EQ(length("interval(ticks)", Value::of(std::int64_t{15})), not_exact);
  EXPECT_EQ(length("interval(epoch_ms,places0)", Value::of(std::int64_t{1500})), not_exact);
  EXPECT_EQ(given_back("interval(epoch_ms)", Value::of(std::int64_t{-1500})), "-1500");
}

/// Days and hours are one sum to PostgreSQL's comparison, months are not.
TEST(Lengths, CompareAsTheServerComparesThem) {
  const Codec any = codec("interval(any)");
  std::string one, other;
  const auto same_length = [&](const char* a, const char* b) {
    return same(canonical(any, Value::text(a), one), canonical(any, Value::text(b), other));
  };
  EXPECT_TRUE(same_length("1 day", "24:00:00"));
  EXPECT_TRUE(same_length("1.00:00:00", "P1D"));
  EXPECT_FALSE(same_length("1 mon", "30 days"));
  EXPECT_TRUE(same_length("-1h30m", "-01:30"));
  EXPECT_TRUE(same_length("1500ms", "1.5s"));
  EXPECT_TRUE(same_length("1000ns", "1us"));
  EXPECT_FALSE(same_length("00:00:01", "-00:00:01"));
}

}  // namespace
}  // namespace lite2pg::times_test
