// The report's page in a real browser: nothing runs, nothing is loaded, nothing runs over the edge.
#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "tests/support/command.h"
#include "tests/support/places.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::test::page_browser_test {
namespace {

using testing::HasSubstr;

bool has_browser() { return run_command({"sh", "-c", "command -v chromium"}).exit_code == 0; }

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

/// A page that shows page.html in a frame of `width` pixels (a window of the browser is never that narrow) and says
/// what became of it.
std::string frame_of(int width) {
  return "<body><iframe id=f src=page.html style=\"border:0;height:900px;width:" + std::to_string(width) +
         "px\"></iframe><pre id=probe></pre><script>window.onload=()=>{const w=document.getElementById('f')."
         "contentWindow,d=w.document;document.getElementById('probe').textContent='over='+Math.max(0,"
         "d.documentElement.scrollWidth-w.innerWidth)+' width='+w.innerWidth+' loaded='+"
         "w.performance.getEntriesByType('resource').length+' scripts='+d.querySelectorAll('script').length+"
         "' images='+d.querySelectorAll('img').length;};</script></body>";
}

class PageInBrowser : public testing::TestWithParam<int> {
 protected:
  void SetUp() override {
    if (!has_browser()) GTEST_SKIP() << "chromium is not installed (scripts/bootstrap --tools)";
  }
  [[nodiscard]] std::string found_in(const std::string& page) const {
    std::ofstream(dir_ / "page.html") << page;
    std::ofstream(dir_ / "frame.html") << frame_of(GetParam());
    const CommandResult dom =
        run_command({"chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                     "--disable-background-networking", "--disable-component-update", "--disable-sync",
                     "--hide-scrollbars", "--user-data-dir=" + (dir_ / "profile"), "--allow-file-access-from-files",
                     "--window-size=1400,1000", "--dump-dom", "file://" + (dir_ / "frame.html")});
    const std::size_t at = dom.out.find("<pre id=\"probe\">");
    return at == std::string::npos ? "no probe: " + dom.err : dom.out.substr(at, dom.out.find("</pre>", at) - at);
  }
  static std::string golden(const std::string& name) {
    std::ostringstream text;
    text << std::ifstream(source_folder() + "/tests/mapping/page/reports/" + name + ".html").rdbuf();
    return text.str();
  }

  TempDir dir_;
};

TEST_P(PageInBrowser, LoadsAndRunsNothingAndFits) {
  const std::string found = found_in(golden("different"));
  EXPECT_THAT(found, HasSubstr("over=0 width=" + std::to_string(GetParam()) + " loaded=0 scripts=0 images=0"));
}

/// The probe sees what breaks out: the same page with one name unescaped.
TEST_P(PageInBrowser, ShowsAnUnescapedName) {
  const std::string broken = replaced(golden("different"), "&lt;img src=x onerror=alert(1)&gt;", "<img src=x>");
  EXPECT_THAT(found_in(broken), HasSubstr("images=1"));
}

INSTANTIATE_TEST_SUITE_P(Widths, PageInBrowser, testing::Values(360, 1280));

}  // namespace
}  // namespace lite2pg::test::page_browser_test
