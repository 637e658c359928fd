#include "common/plain_text.h"

#include <gtest/gtest.h>

#include <sstream>

namespace lite2pg::plain_text_test {
namespace {

TEST(PlainLine, KeepsANameFromBeginningALine) {
  EXPECT_EQ(plain_line("table a\nlite2pg: error: \x1b[0m"), "table a\\x0alite2pg: error: \\x1b[0m");
  EXPECT_EQ(plain_line("tab\tstays"), "tab\tstays");
}

TEST(PlainText, ShowsControlCharacters) {
  EXPECT_EQ(plain_text("a\x1b[2Jb"), "a\\x1b[2Jb");
  EXPECT_EQ(plain_text("bell\a, back\b, return\r, del\x7f"), "bell\\x07, back\\x08, return\\x0d, del\\x7f");
  EXPECT_EQ(plain_text("csi \xc2\x9b"), "csi \\u009b");
  EXPECT_EQ(plain_text("a\u202eb\u2066c\u200fd\u061ce"), "a\\u202eb\\u2066c\\u200fd\\u061ce");
  EXPECT_EQ(plain_text("line\u2028, paragraph\u2029"), "line\\u2028, paragraph\\u2029");
  EXPECT_EQ(plain_text("\xe2\x1b\xe2\x80\x1b\xc2\xc2\x9b"), "\xe2\\x1b\xe2\x80\\x1b\xc2\\u009b");
}

TEST(PlainText, LeavesTextAlone) {
  for (const char* text :
       {"", "line\n\ttab", "gr\u00fc\u00dfe \u2713 \u00a0 \u2014 \u200d \u2070 \u0627", "\xff\xc2", "\xe2\x80"})
    EXPECT_EQ(plain_text(text), text);
}

TEST(PlainStream, FiltersWhatPassesInPieces) {
  std::ostringstream out;
  {
    const PlainStream plain(out);
    out << "a\x1b" << '\xc2' << '\x9b' << 7 << "\xc3\xbc\n";
  }
  out << "\x1b";
  EXPECT_EQ(out.str(), "a\\x1b\\u009b7\xc3\xbc\n\x1b");
}

}  // namespace
}  // namespace lite2pg::plain_text_test
