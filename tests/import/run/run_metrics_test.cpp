#include "import/run/run_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace lite2pg::run_metrics_test {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::Pair;

Report report_of(int exit_code) {
  Report report;
  report.facts.set("run", "r1");
  report.facts.set("database", "app");
  report.facts.set("schema", "the \"old\" one");
  report.exit_code = exit_code;
  report.seconds = 1.5;
  return report;
}

TEST(TargetLabels, AreDatabaseAndSchemaOfTheReport) {
  EXPECT_THAT(target_labels(report_of(0)),
              testing::ElementsAre(Pair("database", "app"), Pair("schema", "the \"old\" one")));
}

TEST(TargetLabels, AreNoneWhereTheReportNamesNoTarget) {
  EXPECT_TRUE(target_labels({}).empty());
  EXPECT_THAT(run_metrics("lite2pg_import", {}, 1), HasSubstr("\nlite2pg_import_timestamp_seconds 1\n"));
}

TEST(LabelsWith, PutsOneMoreBehindThoseOfTheTarget) {
  EXPECT_EQ(labels_with({{"database", "app"}}, "table", "a\"b"), R"({database="app",table="a\"b"})");
}

TEST(RunMetrics, SaySuccessOnlyForExitCodeZero) {
  const std::string labels = R"({database="app",schema="the \"old\" one"})";
  EXPECT_THAT(run_metrics("lite2pg_import", report_of(0), 1), HasSubstr("lite2pg_import_success" + labels + " 1\n"));
  const std::string failed = run_metrics("lite2pg_import", report_of(7), 1);
  EXPECT_THAT(failed, HasSubstr("lite2pg_import_success" + labels + " 0\n"));
  EXPECT_THAT(failed, HasSubstr("lite2pg_import_exit_code" + labels + " 7\n"));
}

TEST(RunMetrics, SayTimesAndWarnings) {
  Report report = report_of(0);
  report.warnings = {"one", "two"};
  const std::string text = run_metrics("lite2pg_sync", report, 1'800'000'000);
  for (const char* sample :
       {"_duration_seconds{", "} 1.5", "_timestamp_seconds{", "} 1800000000\n", "_warnings{", "} 2\n"})
    EXPECT_THAT(text, HasSubstr(sample));
  EXPECT_THAT(text, HasSubstr("# TYPE lite2pg_sync_warnings gauge\n"));
  EXPECT_THAT(text, Not(HasSubstr("lite2pg_import")));
}

TEST(UnixTime, IsOfThisCentury) {
  EXPECT_GT(unix_time(), 1'700'000'000);
  EXPECT_LT(unix_time(), 4'102'444'800);
}

}  // namespace
}  // namespace lite2pg::run_metrics_test
