#include "mapping/page/html.h"

#include <gtest/gtest.h>

namespace lite2pg::html_test {
namespace {

TEST(EscapeHtml, LeavesNoMarkupInTextOrAttributes) {
  EXPECT_EQ(escape_html("<a href=\"x\">&'"), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
}

TEST(EscapeHtml, ShowsControlCharactersInsteadOfSendingThem) {
  EXPECT_EQ(escape_html(std::string("a\0b\x1b[31m\x7f", 9)), "a\u2400b\u241b[31m\u2421");
  EXPECT_EQ(escape_html("a\nb\tc"), "a\nb\tc");
}

TEST(EscapeHtml, NamesMarksThatTurnTheDirection) {
  EXPECT_EQ(escape_html("user\u202Etxt.exe"), "user[U+202E]txt.exe");
  EXPECT_EQ(escape_html("\u2066x\u0085"), "[U+2066]x[U+0085]");
}

TEST(EscapeHtml, ReplacesWhatIsNotUtf8) {
  EXPECT_EQ(escape_html("a\xff"
                        "b\xc3"),
            "a\uFFFDb\uFFFD");
  EXPECT_EQ(escape_html("caf\u00e9 \U0001F600"), "caf\u00e9 \U0001F600");
}

TEST(Html, EscapesAttributesAndText) {
  Html html;
  html.element("td", "<b>", {{"class", "a\" onclick=\"x"}});
  EXPECT_EQ(html.str(), "<td class=\"a&quot; onclick=&quot;x\">&lt;b&gt;</td>");
}

}  // namespace
}  // namespace lite2pg::html_test
