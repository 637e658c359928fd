#include "common/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace lite2pg::utf8_test {
namespace {

TEST(Utf8, WellFormed) {
  using namespace std::string_view_literals;
  for (const auto text : {""sv, "plain ascii of some length"sv, "a\0b"sv, "\xC2\x80"sv, "Zürich"sv, "日本語"sv,
                          "🦆"sv, "\xEF\xBF\xBF"sv, "\xED\x9F\xBF"sv, "\xF4\x8F\xBF\xBF"sv, "12345678é"sv}) {
    EXPECT_TRUE(is_valid_utf8(text)) << text;
  }
}

TEST(Utf8, IllFormed) {
  using namespace std::string_view_literals;
  for (const auto text : {"\x80"sv, "\xC0\x80"sv, "\xC1\xBF"sv, "\xC3"sv, "\xC3("sv, "\xE0\x9F\xBF"sv, "\xED\xA0\x80"sv,
                          "\xF0\x8F\xBF\xBF"sv, "\xF4\x90\x80\x80"sv, "\xF5\x80\x80\x80"sv, "\xFF"sv, "12345678\xE9"sv,
                          "\xE6\x97"sv, "\xF0\x9F\xA6"sv, "\xF0\x9F\xA6("sv}) {
    EXPECT_FALSE(is_valid_utf8(text)) << text;
  }
}

/// Every code point, by a plain encoder; and nothing between U+D800 and U+DFFF.
TEST(Utf8, EveryCodePoint) {
  for (unsigned c = 0; c <= 0x110000; ++c) {
    const auto tail = [&](unsigned shift) { return static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
    std::string s;
    if (c < 0x80) {
      s = {static_cast<char>(c)};
    } else if (c < 0x800) {
      s = {static_cast<char>(0xC0 | (c >> 6)), tail(0)};
    } else if (c < 0x10000) {
      s = {static_cast<char>(0xE0 | (c >> 12)), tail(6), tail(0)};
    } else {
      s = {static_cast<char>(0xF0 | (c >> 18)), tail(12), tail(6), tail(0)};
    }
    ASSERT_EQ(is_valid_utf8(s), (c < 0xD800 || c > 0xDFFF) && c < 0x110000) << c;
  }
}

/// A NUL, a two-byte character and a stray byte are seen wherever they stand among ASCII.
TEST(Utf8, FactsDoNotDependOnPosition) {
  for (std::size_t size = 0; size < 40; ++size) {
    const std::string plain(size, 'a');
    EXPECT_EQ(utf8_facts(plain).chars, size);
    EXPECT_TRUE(utf8_facts(plain).clean());
    for (std::size_t i = 0; i <= size; ++i) {
      const auto with = [&](std::string_view s) { return std::string(plain).insert(i, s); };
      const Utf8Facts nul = utf8_facts(with(std::string_view("\0", 1)));
      EXPECT_TRUE(nul.valid && nul.has_nul && nul.chars == size + 1);
      const Utf8Facts two = utf8_facts(with("\xC3\xA9"));
      EXPECT_TRUE(two.clean() && two.chars == size + 1);
      const Utf8Facts stray = utf8_facts(with("\x80"));
      EXPECT_TRUE(!stray.valid && !stray.has_nul && stray.chars == size);
    }
  }
}

}  // namespace
}  // namespace lite2pg::utf8_test
