#include "verify/causes/text_codings.h"

#include <gtest/gtest.h>

namespace lite2pg::text_codings_test {
namespace {

TEST(TextCodings, Base64) {
  EXPECT_EQ(base64_decoded("Zg=="), "f");
  EXPECT_EQ(base64_decoded("Zm9v\nYmFy"), "foobar");
  EXPECT_EQ(base64_decoded("Zm9"), std::nullopt);
  EXPECT_EQ(base64_decoded("Zm=v"), std::nullopt);
  EXPECT_EQ(base64_decoded("===="), std::nullopt);
  EXPECT_EQ(base64_decoded(""), std::nullopt);
}

TEST(TextCodings, Hex) {
  EXPECT_EQ(hex_decoded("\\x00fF"), std::string("\0\xff", 2));
  EXPECT_EQ(hex_decoded("0x41"), "A");
  EXPECT_EQ(hex_decoded("414"), std::nullopt);
  EXPECT_EQ(hex_decoded("4g"), std::nullopt);
  EXPECT_EQ(hex_decoded(""), std::nullopt);
}

TEST(TextCodings, Latin1) { EXPECT_EQ(latin1_to_utf8("a\xc3\xa9"), "aÃ©"); }

TEST(TextCodings, Folding) {
  EXPECT_EQ(folded("ÀÞ×ß ŁĄ ΑΩ ЁЯ Z"), "àþ×ß łą αω ёя z");
  EXPECT_EQ(folded("\xc3"), "\xc3");
  EXPECT_EQ(folded("日本"), "日本");
}

}  // namespace
}  // namespace lite2pg::text_codings_test
