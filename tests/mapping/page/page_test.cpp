#include "mapping/page/page.h"

#include <gmock/gmock.h>

#include <cstdlib>

#include "common/files.h"
#include "mapping/page/sha256.h"
#include "tests/support/places.h"

namespace lite2pg::page_test {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string folder() { return test::source_folder() + "/tests/mapping/page/reports/"; }
std::string report(const std::string& name) { return read_file(folder() + name + ".json", "report"); }

/// LITE2PG_RECORD=1 writes the pages anew: look at the difference before you commit it.
class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, PageIsAsRecorded) {
  const std::string made = report_page(report(GetParam()), {}), path = folder() + GetParam() + ".html";
  if (std::getenv("LITE2PG_RECORD") != nullptr) write_file(path, made, "page");
  EXPECT_EQ(made, read_file(path, "page"));
  EXPECT_EQ(made, report_page(report(GetParam()), {}));
}

INSTANTIATE_TEST_SUITE_P(Reports, Golden, testing::Values("different", "refused", "cutover", "assessment"));

TEST(Page, LetsNoNameOrValueBreakOut) {
  const std::string page = report_page(report("different"), {});
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("<img")));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(1)"));
}

TEST(Page, RefersToNothingOutside) {
  const std::string page = report_page(report("different"), {});
  // No "src=": the hostile name has it in its text, escaped.
  for (const char* way : {"href=", "url(", "@import", "<link", "<iframe", "<img"}) {
    EXPECT_THAT(page, Not(HasSubstr(way)));
  }
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
}

TEST(Page, CarriesTheHashOfTheReport) {
  EXPECT_THAT(report_page(report("cutover"), {}), HasSubstr(sha256_hex(report("cutover"))));
}

TEST(Page, MarksThePartThatDiffers) {
  EXPECT_THAT(report_page(report("different"), {}), HasSubstr("19.99<mark>0000</mark>"));
}

TEST(Page, CallsDriftWithoutACauseThatAlone) {
  const std::string json =
      R"({"tables": [{"source": "t", "differences": [{"kind": "changed", "key": "id=1", "cause": "", "drift": true}]}]})";
  EXPECT_THAT(report_page(json, {}), HasSubstr("<td>drift</td>"));
}

TEST(Page, ShowsNoValuesWhenRedacted) {
  const std::string page = report_page(report("different"), {.redact = true});
  for (const char* value : {"19.99", "caf\u00e9", "alert(1)&lt;", "id=42"}) EXPECT_THAT(page, Not(HasSubstr(value)));
  EXPECT_THAT(page, HasSubstr("sha256:" + sha256_hex("id=42").substr(0, 16)));
  EXPECT_THAT(report_page(report("refused"), {.redact = true}), Not(HasSubstr("unknown")));
}

TEST(Page, SaysWhatWasNotComparedBeforeAnythingElse) {
  const std::string page = report_page(report("different"), {});
  EXPECT_LT(page.find("What was not compared or carried"), page.find("What this is about"));
  EXPECT_THAT(page, HasSubstr("orders.discount"));
}

TEST(Page, TellsRoundsAndTheFreeze) {
  const std::string page = report_page(report("frozen"), {});
  EXPECT_THAT(page, HasSubstr("Frozen, proven equal and published: the source was locked for 0.90 s."));
  EXPECT_THAT(page, HasSubstr("112 of 6,327"));
  EXPECT_THAT(page, HasSubstr("under the lock"));
  EXPECT_THAT(page, HasSubstr("&lt;b&gt;k&lt;/b&gt; loaded anew, its schema changed"));
}

TEST(Page, TellsWhatARepairChangedAndWhatItLeft) {
  const std::string page = report_page(report("repaired"), {});
  EXPECT_THAT(page, HasSubstr("Not in step: 2 rows changed, 2,199 rows skipped."));
  EXPECT_THAT(page, HasSubstr("id=7"));
  EXPECT_THAT(page, HasSubstr("code=&#39;&lt;i&gt;XXTST"));
  EXPECT_THAT(page, HasSubstr("The first 1 of 2,199."));
  EXPECT_THAT(page, HasSubstr("TYPE double precision;"));
  EXPECT_THAT(report_page(report("repaired"), {.redact = true}), Not(HasSubstr("XXTST")));
}

TEST(Page, RefusesWhatIsNoReport) { EXPECT_ANY_THROW((void)report_page("[", {})); }

}  // namespace
}  // namespace lite2pg::page_test
