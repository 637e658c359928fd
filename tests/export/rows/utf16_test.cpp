#include "export/rows/utf16.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace lite2pg::utf16_test {
namespace {

std::string converted(const std::u16string& units) {
  std::string out;
  utf16_to_utf8({reinterpret_cast<const char*>(units.data()), 2 * units.size()}, out);
  return out;
}

TEST(Utf16, ConvertsEveryPlane) {
  EXPECT_EQ(converted(u"a\u007f\u0080\u07ff\u0800\uffff\U00010000\U0010ffff"),
            "a\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf");
  EXPECT_EQ(converted(u""), "");
}

TEST(Utf16, KeepsEveryUnpairedSurrogate) {
  EXPECT_EQ(converted({0xd800}), "\xed\xa0\x80");
  EXPECT_EQ(converted({0xd83d, u'a'}),
            "\xed\xa0\xbd"
            "a");
  EXPECT_EQ(converted({0xdc00, 0xd800}), "\xed\xb0\x80\xed\xa0\x80");
  EXPECT_EQ(converted({0xd83d, 0xd83d, 0xde00}), "\xed\xa0\xbd\xf0\x9f\x98\x80");
}

TEST(Utf16, DifferentInputGivesDifferentOutput) {
  const std::vector<char16_t> units = {0, u'a', 0x80, 0x7ff, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0xffff};
  std::set<std::string> seen;
  std::size_t inputs = 0;
  for (const char16_t a : units)
    for (const char16_t b : units)
      for (const char16_t c : units) {
        seen.insert(converted({a, b, c}));
        ++inputs;
      }
  EXPECT_EQ(seen.size(), inputs);
}

TEST(Utf16, AnOddByteStays) {
  std::string out;
  utf16_to_utf8(std::string_view("a\0b", 3), out);
  EXPECT_EQ(out,
            "a\xff"
            "b");
}

}  // namespace
}  // namespace lite2pg::utf16_test
