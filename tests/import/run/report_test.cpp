#include "import/run/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace lite2pg::report_test {
namespace {

TableRecord loaded(std::uint64_t rows, std::uint64_t rejected = 0) {
  TableRecord record;
  record.table = "users";
  record.rows = rows;
  record.bytes = 10 * rows;
  record.rejected = rejected;
  record.seconds = 1;
  return record;
}

std::string fact(const Report& report, const std::string& key) {
  const ReportFacts::Value* const found = report.facts.find(key);
  return found == nullptr ? "" : found->dump();
}

Plan plan_of_users(std::uint64_t rows) {
  Plan plan;
  TablePlan& table = plan.tables.emplace_back();
  table.source = "Users";
  table.target = "users";
  table.rows = rows;
  return plan;
}

TEST(ImportReport, SaysWhatRunItIsAndWhereItGoes) {
  Report report;
  RunRecord run;
  run.id = "r1";
  run.source_path = "a.db";
  run.target_schema = "app";
  report_run(report, run, Target{"postgresql://ann:secret@host:5432/shop?sslmode=disable"});
  run.plan_hash = "abc";
  report_run(report, run, Target{});
  EXPECT_EQ(report.run, "r1");
  EXPECT_EQ(fact(report, "source"), "\"a.db\"") << "once, though told twice";
  EXPECT_EQ(fact(report, "plan_hash"), "\"abc\"");
  EXPECT_EQ(fact(report, "database"), "\"shop\"");
  EXPECT_THAT(fact(report, "digests"), testing::HasSubstr("\"plan\":\"abc\""));
}

TEST(ImportReport, NamesWhoApproved) {
  Report report;
  report_approvals(report, {"ada:abc", "abc"});
  EXPECT_EQ(fact(report, "approvals"), R"([{"name":"ada","hash":"abc"},{"name":"","hash":"abc"}])");
}

TEST(ImportReport, AddsUpTheSlicesOfATable) {
  Report report;
  report_plan(report, plan_of_users(10), "postgresql://host/shop");
  report_loaded(report, {}, {loaded(4, 1), loaded(5)});
  ASSERT_EQ(report.tables.size(), 1U);
  EXPECT_EQ(report.tables[0].rows_target, 9U);
  EXPECT_EQ(report.tables[0].bytes, 90U);
  EXPECT_EQ(report.tables[0].seconds, 2);
  EXPECT_EQ(fact(report, "rejected_rows"), "1");
  ASSERT_EQ(report.warnings.size(), 1U);
}

TEST(ImportReport, RowsThatWereSetAsideWereRead) {
  Report report;
  const Plan plan = plan_of_users(10);
  report_plan(report, plan, "");
  EXPECT_EQ(row_differences(report, plan, {loaded(9, 1)}), "");
  EXPECT_EQ(row_differences(report, plan, {loaded(9)}), "table 'Users': 9 rows were read, the survey counted 10");
  EXPECT_EQ(report.tables[0].verdict, Verdict::different);
}

}  // namespace
}  // namespace lite2pg::report_test
