#include "mapping/value/value_text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace lite2pg::value_text_test {
namespace {

using namespace std::string_view_literals;

TEST(ValueText, ShowsNumbersAsTheyAre) {
  EXPECT_EQ(show(Value::null()), "NULL");
  EXPECT_EQ(show(Value::of(std::numeric_limits<std::int64_t>::min())), "-9223372036854775808");
  EXPECT_EQ(show(Value::of(3.0)), "3.0");
  EXPECT_EQ(show(Value::of(-0.0)), "-0.0");
  EXPECT_EQ(show(Value::of(0.1)), "0.1");
  EXPECT_EQ(show(Value::of(1e300)), "1e+300");
  EXPECT_EQ(show(Value::of(5e-324)), "5e-324");
  EXPECT_EQ(show(Value::of(-HUGE_VAL)), "-Infinity");
}

TEST(ValueText, ShowsTextOnOneLineOfValidUTF8) {
  EXPECT_EQ(show(Value::text("plain é 😀")), "'plain é 😀'");
  EXPECT_EQ(show(Value::text("it's")), "'it''s'");
  EXPECT_EQ(show(Value::text("a\0b\n\t\r\\\x1b\x7f"sv)), "'a\\u0000b\\n\\t\\r\\\\\\u001b\\u007f'");
  EXPECT_EQ(show(Value::text("\xff\xc3\xe2\x82"sv)), "'\\xff\\xc3\\xe2\\x82'");
}

TEST(ValueText, EscapesWhatIsNoUTF8OrSteersATerminal) {
  EXPECT_EQ(show(Value::text("\xc0\xaf"sv)), "'\\xc0\\xaf'") << "overlong";
  EXPECT_EQ(show(Value::text("\xed\xa0\x80"sv)), "'\\xed\\xa0\\x80'") << "surrogate";
  EXPECT_EQ(show(Value::text("\xf4\x90\x80\x80"sv)), "'\\xf4\\x90\\x80\\x80'") << "beyond U+10FFFF";
  EXPECT_EQ(show(Value::text("\xc2\x9b"sv)), "'\\xc2\\x9b'") << "C1 control sequence introducer";
  EXPECT_EQ(show(Value::text("\xe2\x80\xae"sv)), "'\\xe2\\x80\\xae'") << "right-to-left override";
  EXPECT_EQ(show(Value::text("\xe2\x82\xac"sv)), "'€'");
}

TEST(ValueText, ShortensLongValues) {
  EXPECT_EQ(show(Value::text("12345678"), 4), "'1234…' (8 bytes)");
  EXPECT_EQ(show(Value::text("1234"), 4), "'1234'");
  EXPECT_EQ(show(Value::text("ééé"), 3), "'é…' (6 bytes)") << "never cuts a character";
  EXPECT_EQ(show(Value::blob("\x00\xff\x10\x20"sv), 2), "x'00ff…' (4 bytes)");
  EXPECT_EQ(show(Value::blob("")), "x''");
}

}  // namespace
}  // namespace lite2pg::value_text_test
