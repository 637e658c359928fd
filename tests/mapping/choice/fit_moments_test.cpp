// Which codec a column of a given type of time gets, and what is asked for.
#include <gtest/gtest.h>

#include <vector>

#include "mapping/choice/fit.h"
#include "mapping/choice/temporal_numbers.h"
#include "mapping/codec/encode/encode.h"

namespace lite2pg::fit_moments_test {
namespace {

using Family = TargetType::Family;
using Unit = TemporalFormat::Unit;

Value text(const char* s) { return Value::text(s); }
Value n(std::int64_t v) { return Value::of(v); }

ColumnCensus census_of(const std::vector<Value>& values) {
  ColumnCensus census({}, evidence::temporal);
  std::int64_t row = 0;
  for (const Value& v : values) census.add(v, ++row);
  return census;
}

Fit fit(Family family, const std::vector<Value>& values, const Reading& reading = {}) {
  TargetType type;
  type.family = family;
  Fit result = fit_to(census_of(values), type, reading);
  for (const Value& v : values) {
    FieldBuffer out;
    const bool taken = encode(result.codec, v, out).misfit == Misfit::none;
    // What is not even suspected must not be refused.
    EXPECT_TRUE(taken || !result.misfits.empty()) << to_string(result.codec);
  }
  return result;
}

std::string codec(Family family, const std::vector<Value>& values, const Reading& reading = {}) {
  return to_string(fit(family, values, reading).codec);
}

TEST(Moments, HaveTheOneFormOfTheirTexts) {
  EXPECT_EQ(codec(Family::timestamptz, {text("2026-11-28 23:10:33.242 +00:00")}),
            "timestamptz(space,seconds,fixed3,+00:00,apart)");
  EXPECT_EQ(codec(Family::timestamp, {text("2018-12-28 14:33:42.2485630")}), "timestamp(space,seconds,fixed7)");
  EXPECT_EQ(codec(Family::timestamp,
                  {text("2018-12-28T14:33:42"), text("2018-12-28T14:33:42.100"), text("2018-12-28T14:33:42.100001")}),
            "timestamp(T,seconds,threes6)");
  EXPECT_EQ(codec(Family::timestamptz, {text("2026-02-05 14:16:48 +0000 UTC")}), "timestamptz(any)");
}

TEST(Moments, SayWhoseClockIsMeant) {
  EXPECT_EQ(fit(Family::timestamptz, {text("2026-02-05 14:16:48")}).assumption, "text without a zone is taken as UTC");
  EXPECT_EQ(fit(Family::timestamp, {n(1764370000)}).assumption,
            "numbers are read as seconds since 1970; instants are written as the clock of UTC shows them");
  Reading reading;
  reading.place = find_time_zone("Europe/Berlin");
  const Fit berlin = fit(Family::timestamptz, {text("2026-02-05 14:16:48")}, reading);
  EXPECT_EQ(to_string(berlin.codec), "timestamptz(space,seconds,@Europe/Berlin)");
  EXPECT_EQ(berlin.assumption, "text without a zone is taken as Europe/Berlin");
  EXPECT_TRUE(berlin.holds());
  EXPECT_FALSE(berlin.misfits.empty());  // Each value must be looked at.
}

TEST(Numbers, CountInTheOnlyPossibleUnit) {
  EXPECT_EQ(codec(Family::timestamptz, {n(1764370000), n(253402300799)}), "timestamptz(epoch_s)");
  EXPECT_EQ(codec(Family::timestamp, {n(1764370000123)}), "timestamp(epoch_ms)");
  EXPECT_EQ(codec(Family::timestamptz, {n(638000000000000000)}), "timestamptz(ticks)");
  EXPECT_EQ(codec(Family::timestamptz, {n(1764370000123456789 / 1000 * 1000)}), "timestamptz(epoch_ns)");
  EXPECT_EQ(codec(Family::timestamptz, {n(20250409211357)}), "timestamptz(digits)");
  EXPECT_EQ(codec(Family::timestamptz, {text("20250409211357")}), "timestamptz(digits,spelled)");
  EXPECT_EQ(codec(Family::date, {n(20250409)}), "date(digits)");
  EXPECT_EQ(codec(Family::timestamptz, {text("1764370000"), text("1700000000")}), "timestamptz(epoch_s,spelled)");
}

TEST(Numbers, ThatMayCountInSeveralUnitsAreRefused) {
  for (const std::vector<Value>& doubtful :
       {std::vector{n(1), n(2)}, std::vector{n(1764370000), n(1764370000123)}, std::vector{n(631152000)}}) {
    const Fit refused = fit(Family::timestamptz, doubtful);
    EXPECT_EQ(refused.codec.temporal().unit, Unit::iso);
    EXPECT_FALSE(refused.misfits.empty());
    Reading reading;
    reading.unit = Unit::seconds;
    EXPECT_TRUE(fit(Family::timestamptz, doubtful, reading).holds());
  }
}

TEST(Mixtures, NeedALine) {
  const std::vector<Value> both = {n(1764370000123), text("2026-02-05T14:16:48.000Z")};
  EXPECT_EQ(codec(Family::timestamptz, both), "timestamptz(any)");
  Reading reading;
  reading.unit = Unit::millis;
  const Fit settled = fit(Family::timestamptz, both, reading);
  EXPECT_EQ(to_string(settled.codec), "timestamptz(any,epoch_ms)");
  EXPECT_EQ(settled.fidelity, Fidelity::equivalent);
}

TEST(SpecialValues, NeedALine) {
  Reading reading;
  EXPECT_FALSE(fit(Family::timestamp, {text("infinity"), text("2026-02-05 14:16:48")}).holds());
  reading.infinite = true;
  EXPECT_EQ(codec(Family::timestamp, {text("infinity"), text("2026-02-05 14:16:48")}, reading),
            "timestamp(space,seconds,infinite)");
  EXPECT_FALSE(fit(Family::timestamp, {text("0000-00-00 00:00:00"), text("2026-02-05 14:16:48")}).holds());
  reading = {};
  reading.zero_as_null = true;
  EXPECT_TRUE(fit(Family::timestamp, {text("0000-00-00 00:00:00"), text("2026-02-05 14:16:48")}, reading).holds());
  EXPECT_FALSE(fit(Family::date, {text("2026-02-05 14:16:48")}).misfits.empty());
  reading = {};
  reading.cut_clock = true;
  EXPECT_EQ(codec(Family::date, {text("2026-02-05 14:16:48")}, reading), "date(any,cut)");
  EXPECT_EQ(codec(Family::date, {text("2026-02-05T00:00:00Z")}), "date(any)");
}

TEST(TimesOfDay, MayStandBehindOneDate) {
  EXPECT_EQ(codec(Family::time, {text("2000-01-01 08:30:00"), text("2000-01-01 23:59:59")}),
            "time(2000-01-01,space,seconds)");
  EXPECT_EQ(codec(Family::time, {text("08:30"), text("09:00")}), "time(minutes)");
  EXPECT_EQ(codec(Family::timetz, {text("10:00:00+00:00"), text("10:00:00+02:00")}), "timetz(seconds,+00:00)");
  EXPECT_FALSE(fit(Family::time, {n(30600000)}).misfits.empty());
}

TEST(Lengths, OfNumbersNeedAUnit) {
  EXPECT_EQ(fit(Family::interval, {n(90000000)}).codec.temporal().unit, Unit::iso);
  Reading reading;
  reading.unit = Unit::micros;
  EXPECT_EQ(codec(Family::interval, {n(90000000)}, reading), "interval(epoch_us)");
  EXPECT_EQ(codec(Family::interval, {text("01:30:00"), text("2 days")}), "interval(any)");
  EXPECT_EQ(codec(Family::interval, {text("01:30:00"), n(5)}, reading), "interval(any,epoch_us)");
}

}  // namespace
}  // namespace lite2pg::fit_moments_test
