// Days of ISO weeks and .NET's milliseconds: encode and decode each compute them in their own way.
#include <gtest/gtest.h>

#include <cstdio>

#include "mapping/codec/decode/worded_time.h"
#include "mapping/codec/encode/times/plain_time.h"

namespace lite2pg {
namespace {

using namespace std::chrono;

std::string encoded(const std::string& text) {
  PlainTimeRoom room;
  return std::string(plain_time(text, room).value_or("none"));
}

std::string decoded(const std::string& text) {
  const auto moment = parse_words(text, false, DayOrder::unset);
  if (!moment) return "none";
  const year_month_day date{moment->day};
  char buffer[80];
  std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return buffer;
}

/// By counting weeks from a Monday on.
TEST(WeekDates, AreTheDaysThatTheyName) {
  int week = 1, year = 1990;  // 1990-01-01 was the Monday of 1990-W01.
  for (sys_days monday = sys_days{1990y / January / 1}; monday < sys_days{2120y / January / 1}; monday += days{7}) {
    const int thursday = static_cast<int>(year_month_day{monday + days{3}}.year());
    week = thursday == year ? week : 1;
    year = thursday;
    for (int d = 1; d <= 7; ++d) {
      const year_month_day date{monday + days{d - 1}};
      char text[80], iso[80];
      std::snprintf(text, sizeof text, "%04d-W%02d-%d", year, week, d);
      std::snprintf(iso, sizeof iso, "%04d-%02u-%02u", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
      ASSERT_EQ(encoded(text), iso) << text;
      ASSERT_EQ(decoded(text), iso) << text;
    }
    ++week;
  }
}

TEST(WeekDates, ThatAreNotThereAreRefused) {
  for (const char* text :
       {"2027-W53-1", "2026-W00-1", "2026-W48-0", "2026-W48-8", "2026-W54-1", "2026-W48", "2026-W4-6", "9999-W52-7x"}) {
    EXPECT_EQ(encoded(text), "none") << text;
    EXPECT_EQ(decoded(text), "none") << text;
  }
  EXPECT_EQ(encoded("2026W536"), "2027-01-02");
  EXPECT_EQ(decoded("2026W536"), "2027-01-02");
}

TEST(JsonDates, AreInstantsWhateverTheOffset) {
  EXPECT_EQ(encoded("/Date(1764371433123+0100)/"), "2025-11-28 23:10:33.123Z");
  EXPECT_EQ(encoded("/Date(-1)/"), "1969-12-31 23:59:59.999Z");
  EXPECT_EQ(encoded("/Date(0)/"), "1970-01-01 00:00:00.000Z");
  for (const char* text :
       {"/Date(1764371433123+0100)/", "/Date(-1)/", "/Date(-62135596800000)/", "/Date(253402300799999)/"}) {
    const auto moment = parse_words(text, false, DayOrder::unset);
    ASSERT_TRUE(moment) << text;
    EXPECT_EQ(encoded(text).substr(0, 10), decoded(text)) << text;
    EXPECT_EQ(moment->offset, minutes{0});
  }
  EXPECT_EQ(parse_words("/Date(-1)/", false, DayOrder::unset)->time, hours{24} - milliseconds{1});
  for (const char* text :
       {"/Date()/", "/Date(1)", "/Date(1.5)/", "/Date(99999999999999999)/", "/Date(253402300800000)/", "/Date(1+1)/"}) {
    EXPECT_EQ(encoded(text), "none") << text;
    EXPECT_EQ(decoded(text), "none") << text;
  }
}

/// As GNU date(1) and git write them: what date(1) itself makes of these.
TEST(SecondsSince1970, AreInstants) {
  const std::pair<const char*, const char*> instants[] = {
      {"@1764371433", "2025-11-28 23:10:33Z"},   {"@1.5", "1970-01-01 00:00:01.5Z"},
      {"@-1", "1969-12-31 23:59:59Z"},           {"@0", "1970-01-01 00:00:00Z"},
      {"@-62135596800", "0001-01-01 00:00:00Z"}, {"@253402300799", "9999-12-31 23:59:59Z"}};
  for (const auto& [text, iso] : instants) {
    EXPECT_EQ(encoded(text), iso);
    const auto moment = parse_words(text, false, DayOrder::unset);
    ASSERT_TRUE(moment) << text;
    EXPECT_EQ(decoded(text), std::string(iso).substr(0, 10));
    EXPECT_EQ(moment->offset, minutes{0});
    EXPECT_EQ(duration_cast<seconds>(moment->time) % 60s, seconds{std::stoi(std::string(iso).substr(17, 2))});
  }
  for (const char* text : {"@", "@-0", "@x", "@1,", "@1e3", "@253402300800", "@-62135596801", "@0000000000001", "@-1.5",
                           "1764371433@", "@ 1", "@1 2"}) {
    EXPECT_EQ(encoded(text), "none") << text;
    EXPECT_EQ(decoded(text), "none") << text;
  }
}

}  // namespace
}  // namespace lite2pg
