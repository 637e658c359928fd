// Years of two digits, and dates as cameras, web servers and people write them: encode and decode agree.
#include <gtest/gtest.h>

#include <random>

#include "mapping/codec/codec.h"
#include "mapping/codec/decode/decode.h"
#include "mapping/codec/encode/encode.h"
#include "mapping/value/value_text.h"

namespace lite2pg::short_years_test {
namespace {

/// Days from 2000-01-01, or microseconds since 1970, as canonical shows them; "refused" where encode refuses the text.
std::string moment(const std::string& name, const std::string& text) {
  const std::optional<Codec> codec = parse_codec(name);
  if (!codec) return "no codec";
  EXPECT_EQ(to_string(*codec), name);
  FieldBuffer field;
  if (encode(*codec, Value::text(text), field).misfit != Misfit::none) return "refused";
  std::string scratch, canonical_scratch;
  const Value decoded = decode(*codec, field.view(), scratch);
  const Value expected = canonical(*codec, Value::text(text), canonical_scratch);
  EXPECT_TRUE(same(decoded, expected)) << name << " " << text << ": " << show(decoded) << ", " << show(expected);
  return show(decoded);
}

std::string iso(const std::string& text) { return moment("timestamp(any)", text); }

TEST(ShortYears, AreReadWithinTheirHundredYears) {
  const auto dmy = [](const std::string& t) { return moment("timestamp(any,day_first,century1969)", t); };
  EXPECT_EQ(dmy("28.11.26"), iso("2026-11-28"));
  EXPECT_EQ(dmy("1.2.99"), iso("1999-02-01"));
  EXPECT_EQ(dmy("1/2/69"), iso("1969-02-01"));
  EXPECT_EQ(dmy("1-2-68 10:30"), iso("2068-02-01 10:30:00"));
  EXPECT_EQ(dmy("28.11.2026"), iso("2026-11-28"));
  EXPECT_EQ(dmy("28. 11. 2026"), iso("2026-11-28"));
  EXPECT_EQ(moment("timestamp(any,month_first,century1930)", "11/28/29"), iso("2029-11-28"));
  EXPECT_EQ(moment("timestamp(any,month_first,century1930)", "11/28/30 11:10 PM"), iso("1930-11-28 23:10:00"));
  EXPECT_EQ(moment("timestamp(any,year_first,century1969)", "26-11-28T23:10:33Z"), iso("2026-11-28 23:10:33"));
  EXPECT_EQ(moment("timestamp(any,year_first,century1969)", "26/1/2"), iso("2026-01-02"));
  EXPECT_EQ(moment("timestamp(any,century1969)", "28-Nov-26"), iso("2026-11-28"));
  EXPECT_EQ(moment("timestamp(any,century1969)", "Sat, 28 Nov 26 23:10:33 GMT"), iso("2026-11-28 23:10:33"));
}

TEST(ShortYears, AreNoneWhereNobodySaysWhatTheyMean) {
  EXPECT_EQ(iso("28-Nov-26"), "refused");
  EXPECT_EQ(moment("timestamp(any,day_first)", "28.11.26"), "refused");
  EXPECT_EQ(moment("timestamp(any,century1969)", "28.11.26"), "refused");
  EXPECT_EQ(moment("timestamp(any,year_first)", "26-11-28"), "refused");
  EXPECT_EQ(moment("timestamp(any,day_first,century1969)", "31.2.26"), "refused");
}

TEST(WrittenDates, OfCamerasServersAndPeople) {
  EXPECT_EQ(iso("2026:11:28 23:10:33"), iso("2026-11-28 23:10:33"));
  EXPECT_EQ(iso("28/Nov/2026:23:10:33 +0100"), iso("2026-11-28 22:10:33"));
  EXPECT_EQ(iso("28. November 2026"), iso("2026-11-28"));
  EXPECT_EQ(iso("28. Nov 2026 8:05"), iso("2026-11-28 08:05:00"));
  EXPECT_EQ(iso("2026:11"), "refused");
}

/// Whatever encode takes, decode reads as the same.
TEST(WrittenDates, AgreeOnTextsThatAreNearlyDates) {
  constexpr const char* pieces[] = {"26", "2026", "11", "28", "1",     ".",  "-",  "/",   ":",      " ",
                                    ", ", "Nov",  "T",  "Z",  "10:30", "PM", ". ", "Sat", "+01:00", "00"};
  std::mt19937 random(5);
  for (const char* name : {"timestamp(any)", "timestamp(any,century1969)", "timestamp(any,day_first,century1969)",
                           "timestamp(any,month_first,century1969)", "timestamp(any,year_first,century1969)",
                           "timestamp(any,day_first)"}) {
    for (int i = 0; i < 8000; ++i) {
      std::string text;
      for (auto n = 3 + random() % 6; n > 0; --n) text += pieces[random() % std::size(pieces)];
      (void)moment(name, text);
    }
  }
}

}  // namespace
}  // namespace lite2pg::short_years_test
