#include "mapping/census/temporal_forms.h"

#include <gtest/gtest.h>

#include <initializer_list>

namespace lite2pg::temporal_forms_test {
namespace {

using Format = TemporalFormat;
using Fraction = TemporalFormat::Fraction;
using Zone = TemporalFormat::Zone;

TemporalForms forms_of(std::initializer_list<std::string_view> texts) {
  TemporalForms forms;
  for (const std::string_view text : texts) forms.add(text);
  return forms;
}

std::optional<Format> timestamp_of(std::initializer_list<std::string_view> texts) {
  return forms_of(texts).exact_format(TemporalKind::timestamp);
}

TEST(TemporalForms, ReadsPlainTimestamps) {
  const auto format = timestamp_of({"2024-02-29 10:00:00", "1999-12-31 23:59:59"});
  ASSERT_TRUE(format);
  EXPECT_EQ(*format, Format{});
  EXPECT_EQ(timestamp_of({"2024-01-02T03:04:05"})->separator, 'T');
  EXPECT_FALSE(timestamp_of({"2024-01-02T03:04:05", "2024-01-02 03:04:05"}));
  EXPECT_FALSE(timestamp_of({}));
}

TEST(TemporalForms, FindsTheFractionRule) {
  const auto fraction_of = [](std::initializer_list<std::string_view> texts) {
    const auto format = timestamp_of(texts);
    return format ? std::pair(format->fraction, int{format->digits}) : std::pair(Fraction::none, -1);
  };
  const char* const none = "2024-01-02 03:04:05";
  const char* const three = "2024-01-02 03:04:05.123";
  const char* const six = "2024-01-02 03:04:05.123456";
  const char* const six_padded = "2024-01-02 03:04:05.123450";
  const char* const six_zero = "2024-01-02 03:04:05.000000";
  EXPECT_EQ(fraction_of({none}), std::pair(Fraction::none, 0));
  EXPECT_EQ(fraction_of({three}), std::pair(Fraction::fixed, 3));
  EXPECT_EQ(fraction_of({six, six_zero, six_padded}), std::pair(Fraction::fixed, 6));
  EXPECT_EQ(fraction_of({six, six_padded, none}), std::pair(Fraction::zero_left, 6));
  EXPECT_EQ(fraction_of({six, three, none}), std::pair(Fraction::trimmed, 6));
  EXPECT_EQ(fraction_of({six, three}), std::pair(Fraction::trimmed, 6));
  EXPECT_EQ(fraction_of({six, six_zero, none}), std::pair(Fraction::none, -1));
  EXPECT_EQ(fraction_of({six_padded, three}), std::pair(Fraction::threes, 6));
  EXPECT_EQ(fraction_of({six_padded, "2024-01-02 03:04:05.12"}), std::pair(Fraction::none, -1));
  EXPECT_EQ(fraction_of({"2024-01-02 03:04:05.1234567"}), std::pair(Fraction::none, -1));
}

TEST(TemporalForms, FindsTheZone) {
  EXPECT_EQ(timestamp_of({"2024-01-02T03:04:05Z"})->zone, Zone::z);
  const auto colon = timestamp_of({"2024-01-02 03:04:05-05:30"});
  EXPECT_EQ(colon->zone, Zone::colon);
  EXPECT_EQ(colon->offset_minutes, -330);
  EXPECT_EQ(timestamp_of({"2024-01-02 03:04:05+0100"})->zone, Zone::compact);
  EXPECT_EQ(timestamp_of({"2024-01-02 03:04+01"})->zone, Zone::hours);
  EXPECT_FALSE(timestamp_of({"2024-01-02 03:04:05+01:00", "2024-01-02 03:04:05+02:00"})) << "offsets differ";
  EXPECT_FALSE(timestamp_of({"2024-01-02 03:04:05+00:00", "2024-01-02 03:04:05Z"}));
  EXPECT_FALSE(timestamp_of({"2024-01-02 03:04:05-00:00"}));
  EXPECT_FALSE(timestamp_of({"2024-01-02 03:04:05Z", "2024-01-02 03:04:05"}));
}

TEST(TemporalForms, KeepsMinutesAndBareDates) {
  EXPECT_FALSE(timestamp_of({"2024-01-02 03:04"})->seconds);
  EXPECT_FALSE(timestamp_of({"2024-01-02 03:04", "2024-01-02 03:04:00"}));
  EXPECT_TRUE(timestamp_of({"2024-01-02"})->midnight);
  EXPECT_FALSE(timestamp_of({"2024-01-02", "2024-01-02 00:00:00"}));
  EXPECT_TRUE(forms_of({"2024-01-02"}).exact_format(TemporalKind::date));
  EXPECT_FALSE(forms_of({"2024-01-02", "2024-01-02 00:00:00"}).exact_format(TemporalKind::date));
  EXPECT_EQ(forms_of({"10:20:30.5"}).exact_format(TemporalKind::time)->fraction, Fraction::fixed);
  EXPECT_FALSE(forms_of({"10:20:30+01:00"}).exact_format(TemporalKind::time)) << "time has no zone";
}

TEST(TemporalForms, RefusesWhatIsNoInstant) {
  for (const char* text : {"0000-00-00",
                           "2023-02-29",
                           "1900-02-29",
                           "2024-13-01",
                           "2024-00-10",
                           "2024-04-31",

                           "24-01-02",

                           "2024-01-02 03:60",
                           "2024-01-02 03:04:60",
                           "2024-01-02 25:00:00",
                           "2024-01-02 24:00:01",
                           "2024-01-02 03:04:05.",
                           "2024-01-02 03:04:05.1234567890",
                           "2024-01-02 03:04:05+1",
                           "2024-01-02 03:04:05+16:00",
                           "2024-01-02 03:04:05+01:60",
                           "2024-01-02 03:04:05 CET",
                           "12024-01-02",
                           "x",
                           "::",
                           "now",
                           "2024-01-02T",
                           "2024-01-02 03:04:05+01:0",
                           "20240102"}) {
    TemporalForms forms;
    EXPECT_NE(forms.add(text), TextSays::moment) << text;
    EXPECT_FALSE(forms.all_readable(TemporalKind::timestamp)) << text;
  }
}

TEST(TemporalForms, TakeWhatPeopleWriteForWhatItSays) {
  for (const char* text : {"2024-1-2", "2024-01-02 ", "2024-01-02 3:04", "Tue, 02 Jan 2024 03:04:05 GMT"}) {
    TemporalForms forms;
    EXPECT_EQ(forms.add(text), TextSays::moment) << text;
    EXPECT_TRUE(forms.all_readable(TemporalKind::timestamp)) << text;
    EXPECT_FALSE(forms.exact_format(TemporalKind::timestamp)) << text << " is spelled by no format";
  }
}

TEST(TemporalForms, KnowsWhatIsReadableButNotSpelledAlike) {
  EXPECT_TRUE(
      forms_of({"2024-01-02", "2024-01-02t03:04:05.1", "2024-01-02 24:00:00"}).all_readable(TemporalKind::timestamp));
  EXPECT_FALSE(timestamp_of({"2024-01-02 24:00:00"}));
  EXPECT_TRUE(forms_of({"24:00:00", "10:00:00"}).exact_format(TemporalKind::time)) << "a time of day has this";
  EXPECT_TRUE(forms_of({"2024-01-02 03:04:05+01:00", "2024-01-02T03:04:05Z"}).all_readable(TemporalKind::timestamp));
  EXPECT_FALSE(forms_of({"2024-01-02 03:04:05+01:00", "2024-01-02"}).all_readable(TemporalKind::timestamp));
  EXPECT_TRUE(forms_of({"2024-01-02 03:04:05.1234560"}).all_readable(TemporalKind::timestamp));
  EXPECT_FALSE(forms_of({"2024-01-02 03:04:05.1234567"}).all_readable(TemporalKind::timestamp));
  EXPECT_FALSE(forms_of({"10:20:30"}).all_readable(TemporalKind::timestamp));
}

TEST(TemporalForms, KnowsOtherSpellingsOfZonesAndFractions) {
  const auto apart = timestamp_of({"2024-01-02 03:04:05.250 +00:00"});
  ASSERT_TRUE(apart);
  EXPECT_TRUE(apart->zone_apart);
  EXPECT_FALSE(timestamp_of({"2024-01-02 03:04:05 +00:00", "2024-01-02 03:04:05+00:00"}));
  for (const char* text :
       {"2024-01-02 03:04:05 +0000 UTC", "2024-01-02 03:04:05 +0545 +0545 m=+0.01", "2024-01-02 03:04:05 UTC"}) {
    EXPECT_TRUE(forms_of({text}).all_readable(TemporalKind::timestamp)) << text;
    EXPECT_FALSE(timestamp_of({text})) << text;
  }
  EXPECT_EQ(timestamp_of({"2024-01-02 03:04:05", "2024-01-02 03:04:05.100", "2024-01-02 03:04:05.100001"})->fraction,
            Fraction::threes);
  EXPECT_FALSE(timestamp_of({"2024-01-02 03:04:05.000", "2024-01-02 03:04:05.100100"}));
  EXPECT_FALSE(timestamp_of({"2024-01-02 03:04:05.100000", "2024-01-02 03:04:05.100"}));
  EXPECT_EQ(timestamp_of({"2024-01-02 03:04:05.1234560"})->digits, 7);
}

TEST(TemporalForms, TellsNumbersAndWhatIsNoDate) {
  TemporalForms forms;
  EXPECT_EQ(forms.add("20240102030405"), TextSays::number);
  EXPECT_TRUE(forms.only_integers());
  EXPECT_TRUE(forms.all_digits(TemporalKind::timestamp));
  EXPECT_EQ(forms.add("1764370000"), TextSays::number);
  EXPECT_FALSE(forms.all_digits(TemporalKind::timestamp));
  EXPECT_EQ(forms.number_max, 20240102030405.0);
  EXPECT_EQ(forms.add("1.5"), TextSays::number);
  EXPECT_FALSE(forms.only_integers());
  EXPECT_EQ(forms.add("-Infinity"), TextSays::infinity);
  EXPECT_EQ(forms.add("0000-00-00 00:00:00"), TextSays::no_date);
  EXPECT_EQ(forms.add("NaN"), TextSays::no_date);
  EXPECT_EQ(forms.add("soon"), TextSays::nothing);
  EXPECT_TRUE(forms_of({"20240102"}).all_digits(TemporalKind::date));
}

TEST(TemporalForms, KnowsADateThatIsAlwaysTheSame) {
  const TemporalForms rails = forms_of({"2000-01-01 08:30:00", "2000-01-01 23:59:59.500000"});
  EXPECT_EQ(rails.constant_date(), 0);
  const auto format = rails.exact_format(TemporalKind::time);
  ASSERT_TRUE(format);
  EXPECT_TRUE(format->dated);
  EXPECT_FALSE(forms_of({"2000-01-01 08:30:00", "2000-01-02 08:30:00"}).exact_format(TemporalKind::time));
  EXPECT_FALSE(forms_of({"2000-01-01 08:30:00+02:00"}).exact_format(TemporalKind::time));
  EXPECT_TRUE(forms_of({"10:00+02:00", "11:00-01:00"}).exact_format(TemporalKind::zoned_time));
  EXPECT_TRUE(forms_of({"2024-01-02T00:00:00Z", "2024-01-03"}).all_at_midnight());
  EXPECT_FALSE(forms_of({"2024-01-02T00:00:01Z"}).all_at_midnight());
}

TEST(TemporalForms, MergesInAnyOrder) {
  const TemporalForms a = forms_of({"2024-01-02 03:04:05+01:00"});
  const TemporalForms b = forms_of({"2024-01-02 03:04:05.5+02:00"});
  TemporalForms ab = a;
  ab.merge(b);
  TemporalForms ba = b;
  ba.merge(a);
  EXPECT_EQ(ab, ba);
  EXPECT_EQ(ab, forms_of({"2024-01-02 03:04:05.5+02:00", "2024-01-02 03:04:05+01:00"}));
  TemporalForms with_nothing = a;
  with_nothing.merge(TemporalForms{});
  EXPECT_EQ(with_nothing, a);
}

}  // namespace
}  // namespace lite2pg::temporal_forms_test
