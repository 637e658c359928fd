#include "import/tool/metrics.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

namespace lite2pg::metrics_test {
namespace {

using testing::HasSubstr;

TEST(ImportMetrics, TellsOfARun) {
  Report report;
  report.exit_code = 7;
  report.seconds = 1.5;
  report.facts.set("load_seconds", 1.25);
  ReportTable table;
  table.source = "a \"b\"";
  table.rows_target = 3;
  report.tables.push_back(table);
  const std::string text = import_metrics(report, 1700000000);
  EXPECT_THAT(text, HasSubstr("# TYPE lite2pg_import_success gauge\nlite2pg_import_success 0\n"));
  EXPECT_THAT(text, HasSubstr("lite2pg_import_exit_code 7\n"));
  EXPECT_THAT(text, HasSubstr("lite2pg_import_duration_seconds 1.500\n"));
  EXPECT_THAT(text, HasSubstr("lite2pg_import_timestamp_seconds 1700000000\n"));
  EXPECT_THAT(text, HasSubstr("lite2pg_import_phase_seconds{phase=\"load\"} 1.25\n"));
  EXPECT_THAT(text, HasSubstr("lite2pg_import_table_rows{table=\"a \\\"b\\\"\"} 3\n"));
}

TEST(ImportMetrics, CarryDatabaseAndSchema) {
  Report report;
  report.facts.set("database", "app");
  report.facts.set("schema", "public");
  report.facts.set("load_seconds", 2);
  const std::string text = import_metrics(report, 1);
  EXPECT_THAT(text, HasSubstr("lite2pg_import_success{database=\"app\",schema=\"public\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("{database=\"app\",schema=\"public\",phase=\"load\"} 2\n"));
}

}  // namespace
}  // namespace lite2pg::metrics_test
