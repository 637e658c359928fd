#include "verify/causes/cause.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace lite2pg::cause_test {
namespace {

using namespace std::string_view_literals;

struct Case {
  Value source, target;
  std::string cause;
};

Value number(std::int64_t v) { return Value::of(v); }

TEST(Cause, IsFound) {
  const std::vector<Case> cases = {
      {Value::of(3.141592653589793), Value::of(3.1415927410125732), "float4 rounding"},
      {Value::of(16777217.0), Value::of(16777216.0), "float4 rounding"},
      {Value::of(0.1234567890123456789), Value::of(0.123456789012346), "printed with 15 digits"},
      {Value::of(12.345678), Value::of(12.3457), "printed with 6 digits"},
      {Value::of(1234.5678), Value::of(1234.57), "printed with 6 digits"},
      {Value::of(123456.789), Value::of(123456.79), "rounded to 2 decimals"},
      {Value::of(1234567.9), Value::of(1234567.0), "the fraction cut off"},
      {Value::of(0.0), Value::of(-0.0), "the sign of zero"},
      {Value::of(2.5), Value::of(-2.5), "the sign"},
      {Value::of(7.0), number(7), "an integer instead of the real number"},
      {number(7), Value::of(7.0), "a real number instead of the integer"},
      {number(7), Value::text("7"), "the number stored as text"},
      {Value::text("007"), number(7), "the text stored as a number"},
      {number(1), Value::text("true"), "a word for true or false instead of 0 or 1"},
      {Value::text("yes"), number(1), "a word for true or false became 0 or 1"},
      {number(5'000'000'000), number(705'032'704), "cut to 32 bits"},
      {number(70'000), number(4'464), "cut to 16 bits"},
      {number(17), number(1), "boolean instead of the number"},
      {number(9'007'199'254'740'993), number(9'007'199'254'740'992), "passed through a floating-point number"},
      {number(1'704'164'645), number(1'704'168'245), "shifted by 1 h"},
      {number(1'704'164'645'123), number(1'704'164'645'000), "lost fraction of a second"},
      {number(1'704'164'645'123), number(1'704'164'645), "cut to a coarser unit of time (1/1000)"},
      {Value::text("a\0b"sv), Value::text("a"), "cut at NUL"},
      {Value::text("a\0b"sv), Value::text("ab"), "NUL bytes removed"},
      {Value::text("  ann "), Value::text("ann"), "trimmed"},
      {Value::text("ann"), Value::text("ann   "), "padded"},
      {Value::text("a\r\nb"), Value::text("a\nb"), "line endings"},
      {Value::text("Ann"), Value::text("ann"), "letter case"},
      {Value::text("Zoë Müller Šebek"), Value::text("Zoe\u0308 Mu\u0308ller S\u030cebek"), "Unicode normalisation"},
      {Value::text("e\u0301"), Value::text("é"), "Unicode normalisation"},
      {Value::text("ÄÖŁ Ж"), Value::text("äöł ж"), "letter case"},
      {Value::text("1.50"), Value::text("1.5"), "a number in another spelling"},
      {Value::text("{\"a\":1,\"b\":[1,2]}"), Value::text("{\"b\": [1, 2], \"a\": 1}"), "re-serialised JSON"},
      {Value::blob("abc"), Value::blob("YWJj"), "encoded as base64"},
      {Value::text("YWJj"), Value::text("abc"), "decoded from base64"},
      {Value::blob("\xff\x01"sv), Value::text("\\xff01"), "encoded as hex"},
      {Value::text("ff01"), Value::blob("\xff\x01"sv), "decoded from hex"},
      {Value::text("é"), Value::text("Ã©"), "UTF-8 taken for Latin-1"},
      {Value::text("it's"), Value::text("it''s"), "quotes doubled"},
      {Value::text("a\\b"), Value::text("a\\\\b"), "backslashes doubled"},
      {Value::text("naïve"), Value::text("na?ve"), "characters replaced"},
      {Value::text("naïve idea"), Value::text("naïve"), "cut off after 5 characters"},
      {Value::text("abc"), Value::text("abcdef"), "something added at the end"},
      {Value::null(), Value::text(""), "an empty text instead of NULL"},
      {Value::text(""), Value::null(), "NULL instead of an empty text"},
      {number(3), Value::null(), "NULL instead of the value"},
      {Value::null(), number(0), "a value instead of NULL"},
      {Value::text("x"), Value::text(""), "an empty text instead of the value"},
      {Value::text("x"), Value::blob("x"), "text stored as bytes"},
      {Value::blob("x"), Value::text("x"), "bytes stored as text"},
      {Value::text("2024-01-02 10:00:00"), Value::text("2024-01-02 12:00:00"), "shifted by +2 h (time zone)"},
      {Value::text("2024-01-02T10:00:00Z"), Value::text("2024-01-02T04:30:00Z"), "shifted by -5:30 h (time zone)"},
      {Value::text("2024-01-02 10:00:00.123"), Value::text("2024-01-02 10:00:00"), "lost fraction of a second"},
      {Value::text("2024-01-02 10:00:00.123456"), Value::text("2024-01-02 10:00:00.123"),
       "a changed fraction of a second"},
      {Value::text("2024-01-02 10:00:00"), Value::text("2024-01-02"), "lost time of day"},
      {Value::text("2024-01-02T10:00:00+02:00"), Value::text("2024-01-02 08:00:00"),
       "the same instant in another spelling"},
  };
  for (const Case& c : cases) EXPECT_EQ(probable_cause(c.source, c.target), c.cause);
}

TEST(Cause, IsEmptyWhenNothingFits) {
  EXPECT_EQ(probable_cause(Value::text("apple"), Value::text("pear")), "");
  EXPECT_EQ(probable_cause(number(10), number(12)), "");
  EXPECT_EQ(probable_cause(Value::of(1.5), Value::of(8.25)), "");
  EXPECT_EQ(probable_cause(number(1), Value::blob("x")), "");
  EXPECT_EQ(probable_cause(Value::text("2024-01-02 10:00:00"), Value::text("2025-01-02 10:00:00")), "");
}

TEST(Cause, TakesHostileValues) {
  const std::string deep(200'000, '[');
  const std::string long_text(2'000'000, 'a');
  EXPECT_EQ(probable_cause(Value::text(deep), Value::text(deep + " 1")), "something added at the end");
  EXPECT_NE(probable_cause(Value::text(long_text), Value::text(long_text + "b")), "");
  EXPECT_EQ(probable_cause(Value::of(HUGE_VAL), Value::of(1.0)), "");
  EXPECT_EQ(probable_cause(number(std::numeric_limits<std::int64_t>::min()), number(5)), "");
  EXPECT_EQ(probable_cause(Value::of(std::nan("")), Value::of(1.0)), "");
}

}  // namespace
}  // namespace lite2pg::cause_test
