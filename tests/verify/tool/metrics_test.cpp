#include "verify/tool/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/files.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::metrics_test {
namespace {

using testing::HasSubstr;
using testing::Not;

VerifyResult result_with(std::uint64_t damage, std::uint64_t drift) {
  VerifyResult result;
  for (const char* name : {"ports", "odd \"name\"\\\n"}) {
    TableOutcome& t = result.tables.emplace_back();
    t.report.source = name;
    t.report.rows_source = 10;
    t.report.rows_target = 11;
    t.report.verdict = Verdict::equal;
  }
  TableOutcome& first = result.tables[0];
  first.report.differences_total = damage + drift;
  first.drift = drift;
  if (damage + drift > 0) first.report.verdict = Verdict::different;
  return result;
}

TEST(Metrics, TellVerdictRowsAndDifferences) {
  const VerifyResult result = result_with(2, 3);
  const std::string text = metrics_text(&result, FailOn::drift, {1, 0.5, 1000}, "");
  for (const char* line : {
           "# TYPE lite2pg_verify_equal gauge\nlite2pg_verify_equal 0\n",
           "lite2pg_verify_exit_code 1\n",
           "lite2pg_verify_duration_seconds 0.500\n",
           "lite2pg_verify_timestamp_seconds 1000\n",
           "lite2pg_verify_table_equal{table=\"ports\"} 0\n",
           "lite2pg_verify_table_rows{table=\"ports\",side=\"target\"} 11\n",
           "lite2pg_verify_table_differences{table=\"ports\",kind=\"damage\"} 2\n",
           "lite2pg_verify_table_differences{table=\"ports\",kind=\"drift\"} 3\n",
           "lite2pg_verify_table_equal{table=\"odd \\\"name\\\"\\\\\\n\"} 1\n",
       }) {
    EXPECT_THAT(text, HasSubstr(line));
  }
  EXPECT_THAT(text, Not(HasSubstr("lite2pg_verify_last_success_timestamp_seconds ")));
}

TEST(Metrics, RememberTheLastSuccess) {
  const VerifyResult good = result_with(0, 0), bad = result_with(1, 0);
  const std::string first = metrics_text(&good, FailOn::drift, {0, 1, 1000}, "");
  EXPECT_THAT(first, HasSubstr("lite2pg_verify_last_success_timestamp_seconds 1000\n"));
  const std::string second = metrics_text(&bad, FailOn::drift, {1, 1, 2000}, first);
  EXPECT_THAT(second, HasSubstr("lite2pg_verify_last_success_timestamp_seconds 1000\n"));
  EXPECT_THAT(second, HasSubstr("table_last_success_timestamp_seconds{table=\"ports\"} 1000\n"));
  EXPECT_THAT(second, HasSubstr("table_last_success_timestamp_seconds{table=\"odd \\\"name\\\"\\\\\\n\"} 2000\n"));
  const std::string failed = metrics_text(nullptr, FailOn::drift, {5, 1, 3000}, second);
  EXPECT_THAT(failed, HasSubstr("lite2pg_verify_equal 0\n"));
  EXPECT_THAT(failed, HasSubstr("lite2pg_verify_last_success_timestamp_seconds 1000\n"));
  EXPECT_THAT(failed, HasSubstr("table_last_success_timestamp_seconds{table=\"ports\"} 1000\n"));
}

TEST(Metrics, DriftIsASuccessWhenOnlyDamageFails) {
  const VerifyResult drifted = result_with(0, 4);
  const std::string text = metrics_text(&drifted, FailOn::damage, {0, 1, 1000}, "");
  EXPECT_THAT(text, HasSubstr("table_last_success_timestamp_seconds{table=\"ports\"} 1000\n"));
}

TEST(Metrics, ReplaceTheFile) {
  const test::TempDir dir;
  const VerifyResult good = result_with(0, 0);
  write_metrics(dir / "v.prom", &good, FailOn::drift, {0, 1, 1000});
  write_metrics(dir / "v.prom", nullptr, FailOn::drift, {5, 1, 2000});
  EXPECT_THAT(read_file(dir / "v.prom", "file"), HasSubstr("last_success_timestamp_seconds 1000\n"));
}

}  // namespace
}  // namespace lite2pg::metrics_test
