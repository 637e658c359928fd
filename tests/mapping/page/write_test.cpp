#include "mapping/page/write.h"

#include <gmock/gmock.h>

#include "common/files.h"
#include "mapping/page/sha256.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::write_test {
namespace {

TEST(WriteReports, WritesThePageOfTheJsonThatStandsBesideIt) {
  const test::TempDir dir;
  CommonOptions options;
  options.report = dir / "r.json";
  options.report_html = dir / "r.html";
  Report report;
  report.tool = "lite2pg-import";
  report.verdict = Verdict::done;
  write_reports(report, options);
  EXPECT_THAT(read_file(options.report_html, "page"),
              testing::HasSubstr(sha256_hex(read_file(options.report, "report"))));
}

}  // namespace
}  // namespace lite2pg::write_test
