#include <gmock/gmock.h>

#include "import/fleet/recorded_misfits.h"
#include "import/ledger/schema.h"
#include "import/ledger/writer.h"
#include "import/tenants/files.h"
#include "tests/support/postgres_server.h"

namespace lite2pg::test::recorded_misfits_pg_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

ListedMisfit odd(const std::string& column, std::uint64_t count) {
  return {{"t", column, "rowid 1", "'x'", "odd", count, {}}, {{"rowid 1", "'x'"}}};
}

class RecordedMisfits : public testing::Test {
 protected:
  void SetUp() override {
    ensure_ledger(session_);
    ensure_fleet_tables(session_);
    for (const char* id : {"r1", "r2"}) {
      RunRecord run;
      run.id = id;
      run.settings = "{}";
      record_run(session_, run, "{}");
      record_files(session_, id, {{"/b.db", "b"}, {"/a.db", "a"}, {"/c.db", "c"}});
    }
    TablePlan& table = plan_.tables.emplace_back();
    table.source = "T";
    table.target = "t";
  }
  void reject(const std::string& run, const std::string& tenant, const std::vector<RejectedRow>& rows,
              const std::string& table = "t") {
    session_.execute(insert_rejected_sql(run, table, tenant, rows));
  }
  /// Rows 1 to `count`.
  static std::vector<RejectedRow> rows(int count, const std::string& reason, const std::string& column = "v") {
    std::vector<RejectedRow> all;
    for (int i = 1; i <= count; ++i)
      all.push_back(
          {"rowid " + std::to_string(i), column, reason, "{\"id\": 1, \"" + column + "\": " + std::to_string(i) + "}"});
    return all;
  }

  TempDatabase database_;
  Session session_{Target{database_.uri()}, "test"};
  FleetFiles files_{session_, "r1", "here"};
  Plan plan_;
};

TEST_F(RecordedMisfits, OfFilesThatAreSetAsideComeInTheOrderOfTheList) {
  const auto claimed = files_.claim(FileStage::listed, 3);
  ASSERT_TRUE(files_.set_aside(claimed[1], {AsideKind::misfit, "", {odd("v", 3)}}));
  ASSERT_TRUE(files_.set_aside(claimed[0], {AsideKind::misfit, "", {odd("v", 1), odd("w", 2)}}));
  ASSERT_TRUE(files_.set_aside(claimed[2], {AsideKind::drift, "another schema", {odd("u", 1)}}));
  const FleetMisfits found = misfits_of_aside_files(session_, "r1");
  ASSERT_THAT(found.listed(), SizeIs(3));
  EXPECT_EQ(found.listed()[0].file, "/b.db");
  EXPECT_EQ(found.listed()[0].tenant, "b");
  EXPECT_EQ(found.listed()[1].group.column, "w");
  EXPECT_EQ(found.listed()[2].file, "/a.db");
  EXPECT_EQ(found.listed()[2].group.count, 3U);
  EXPECT_TRUE(misfits_of_aside_files(session_, "r2").empty());
}

TEST_F(RecordedMisfits, OfMoreFilesThanAreReadAtOnceAllAreFound) {
  std::vector<FleetFile> many;
  for (int i = 0; i < 250; ++i) many.push_back({"/" + std::to_string(i), std::to_string(i)});
  RunRecord run;
  run.id = "r3";
  run.settings = "{}";
  record_run(session_, run, "{}");
  record_files(session_, "r3", many);
  FleetFiles files(session_, "r3", "here");
  for (const auto& file : files.claim(FileStage::listed, 250))
    ASSERT_TRUE(files.set_aside(file, {AsideKind::misfit, "", {odd("v", 1)}}));
  EXPECT_THAT(misfits_of_aside_files(session_, "r3").listed(), SizeIs(250));
}

TEST_F(RecordedMisfits, OfFilesThatAreTriedAgainAreNone) {
  ASSERT_TRUE(files_.set_aside(files_.claim(FileStage::listed, 1)[0], {AsideKind::misfit, "", {odd("v", 1)}}));
  retry_aside(session_, "r1");
  EXPECT_TRUE(misfits_of_aside_files(session_, "r1").empty());
}

TEST_F(RecordedMisfits, OfRejectedRowsAreGroupedByFileColumnAndReason) {
  reject("r1", "a", rows(3, "odd"));
  reject("r1", "b", rows(2, "odd"));
  reject("r1", "b", rows(1, "even"));
  reject("r2", "b", rows(5, "odd"));
  const FleetMisfits found = misfits_of_rejected_rows(session_, "r1", plan_);
  ASSERT_THAT(found.listed(), SizeIs(3));
  const ReportMisfit& first = found.listed()[0];
  EXPECT_EQ(first.file, "/b.db") << "as the list has them";
  EXPECT_EQ(first.tenant, "b");
  EXPECT_EQ(first.group.table, "T") << "as the source calls it";
  EXPECT_EQ(first.group.reason, "even");
  EXPECT_EQ(found.listed()[1].group.count, 2U);
  EXPECT_THAT(found.listed()[1].rows,
              ElementsAre(ReportMisfit::Row{"rowid 1", "1"}, ReportMisfit::Row{"rowid 2", "2"}));
  EXPECT_EQ(found.listed()[2].file, "/a.db");
  EXPECT_THAT(found.text("title"), Not(HasSubstr("more")));
}

TEST_F(RecordedMisfits, OfOneReasonInOtherColumnsAndTablesAreGroupsOfTheirOwn) {
  reject("r1", "a", rows(2, "odd"));
  reject("r1", "a", rows(2, "odd", "w"));
  reject("r1", "a", rows(2, "odd", "w"), "u");
  const FleetMisfits found = misfits_of_rejected_rows(session_, "r1", plan_);
  ASSERT_THAT(found.listed(), SizeIs(3));
  EXPECT_EQ(found.listed()[0].group.column, "v");
  EXPECT_EQ(found.listed()[1].group.column, "w");
  EXPECT_EQ(found.listed()[2].group.table, "u") << "a table that is none of the plan's keeps its name";
}

TEST_F(RecordedMisfits, OrphansAreNone) {
  reject("r1", "a", rows(2, orphan_reason("parent")));
  EXPECT_TRUE(misfits_of_rejected_rows(session_, "r1", plan_).empty());
}

TEST_F(RecordedMisfits, OfManyRejectedRowsTheFirstAreListedAndAllAreCounted) {
  reject("r1", "a", rows(100, "odd"));
  const FleetMisfits found = misfits_of_rejected_rows(session_, "r1", plan_);
  ASSERT_THAT(found.listed(), SizeIs(1));
  EXPECT_THAT(found.listed()[0].rows, SizeIs(misfit_rows_listed));
  EXPECT_EQ(found.listed()[0].group.count, 100U);
  EXPECT_THAT(found.text("title"), HasSubstr("T.v: 80 values more"));
}

}  // namespace
}  // namespace lite2pg::test::recorded_misfits_pg_test
