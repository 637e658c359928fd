#include <gmock/gmock.h>

#include "import/fleet/plan_misfits.h"
#include "import/ledger/schema.h"
#include "import/ledger/writer.h"
#include "import/tenants/schema_version.h"
#include "tests/export/source_fixture.h"
#include "tests/support/postgres_server.h"

namespace lite2pg::test::plan_misfits_pg_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* old_schema = "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b TEXT);";
constexpr const char* new_schema = "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b TEXT, c INT DEFAULT 5);";

/// Files of two versions; a plan by which `a` is an integer, and what becomes of others is said by the test.
class PlanMisfits : public testing::Test {
 protected:
  void SetUp() override {
    ensure_ledger(session_);
    ensure_fleet_tables(session_);
    RunRecord run;
    run.id = run_;
    run.settings = "{}";
    record_run(session_, run, "{}");
    add("old.db", std::string(old_schema) + "INSERT INTO t VALUES (1, 7, 'x'), (2, 'odd', 'y'), (3, 'odder', 'z')");
    add("new.db", std::string(new_schema) + "INSERT INTO t VALUES (1, 7, 'x', 'not')");
    add("fine.db", std::string(new_schema) + "INSERT INTO t VALUES (1, 7, 'x', 1)");
    record_files(session_, run_, files_);
    plan_.schema = schema_of("new.db");
    TablePlan& table = plan_.tables.emplace_back();
    table.source = table.target = "t";
    for (int i = 0; i < 4; ++i) {
      ColumnPlan& column = table.columns.emplace_back();
      column.source = column.target = plan_.schema.tables[0].columns[static_cast<std::size_t>(i)].name;
      column.source_index = i;
      column.type = i == 2 ? "text" : "bigint";
      column.codec = i == 2 ? CodecId::text : CodecId::int8;
    }
    for (const FleetFile& file : files_) survey(file);
  }
  void add(const std::string& name, const std::string& sql) {
    make_database(dir_ / name, sql);
    files_.push_back({dir_ / name, name});
  }
  [[nodiscard]] Schema schema_of(const std::string& name) const {
    return without_file_facts(SqliteSource(dir_ / name, 1).schema());
  }
  void survey(const FleetFile& file) {
    const Schema schema = schema_of(file.tenant);
    record_version(session_, run_, fingerprint_of(schema), schema);
    (void)database_.psql("UPDATE lite2pg.fleet_file SET state = 'surveyed', version = '" + fingerprint_of(schema) +
                         "' WHERE tenant = '" + file.tenant + "'");
  }
  std::vector<ListedMisfit> of_file(const std::string& name) {
    FleetVersions versions(run_, plan_.schema);
    return misfits_of_file(dir_ / name, versions.get(session_, fingerprint_of(schema_of(name))), plan_, {});
  }
  void suspect(const std::string& column) {
    MisfitReport& m = plan_.misfits.emplace_back();
    m.table = "t";
    m.column = column;
    m.reason = "types differ";
  }
  FleetMisfits of_plan() { return misfits_of_plan(session_, run_, plan_, {}); }

  TempDir dir_;
  TempDatabase database_;
  std::string run_ = "r1";
  Session session_{Target{database_.uri()}, "test"};
  std::vector<FleetFile> files_;
  Plan plan_;
};

TEST_F(PlanMisfits, OfAFileAreAllThatItsColumnsRefuse) {
  const auto found = of_file("old.db");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].group.column, "a");
  EXPECT_EQ(found[0].group.count, 2U);
  EXPECT_THAT(found[0].rows, ElementsAre(MisfitRow{"rowid 2", "'odd'"}, MisfitRow{"rowid 3", "'odder'"}));
  EXPECT_THAT(of_file("new.db"), SizeIs(1)) << "the column that the other lacks";
  EXPECT_THAT(of_file("fine.db"), IsEmpty());
}

TEST_F(PlanMisfits, WhatAPolicySettlesIsNone) {
  plan_.tables[0].columns[1].on_misfit = MisfitAction::reject_row;
  EXPECT_THAT(of_file("old.db"), IsEmpty());
}

TEST_F(PlanMisfits, OfAFileThatDoesNotJoinAreNotLookedFor) {
  FleetVersions::Version version;
  version.drift = "another key";
  EXPECT_THAT(misfits_of_file(dir_ / "old.db", version, plan_, {}), IsEmpty());
}

TEST_F(PlanMisfits, OfAllFilesAreThoseOfTheColumnsThatThePlanNames) {
  EXPECT_TRUE(of_plan().empty());
  suspect("a");
  const FleetMisfits one = of_plan();
  ASSERT_THAT(one.listed(), SizeIs(1));
  EXPECT_EQ(one.listed()[0].file, dir_ / "old.db");
  EXPECT_EQ(one.listed()[0].tenant, "old.db");
  EXPECT_EQ(one.listed()[0].group.count, 2U);
  suspect("c");
  const FleetMisfits both = of_plan();
  ASSERT_THAT(both.listed(), SizeIs(2));
  EXPECT_EQ(both.listed()[1].tenant, "new.db");
  EXPECT_EQ(both.columns(), 2U);
}

TEST_F(PlanMisfits, OfFilesThatAreSetAsideOrDoneAreNotLookedFor) {
  suspect("a");
  (void)database_.psql("UPDATE lite2pg.fleet_file SET state = 'aside' WHERE tenant = 'old.db'");
  EXPECT_TRUE(of_plan().empty());
}

TEST_F(PlanMisfits, AFileThatIsGoneIsLeftOut) {
  suspect("a");
  suspect("c");
  std::filesystem::remove(dir_ / "old.db");
  const FleetMisfits found = of_plan();
  ASSERT_THAT(found.listed(), SizeIs(1));
  EXPECT_EQ(found.listed()[0].tenant, "new.db");
}

TEST_F(PlanMisfits, AnErrorThatIsNoFilesEndsTheSearch) {
  suspect("a");
  (void)database_.psql("DELETE FROM lite2pg.fleet_version");
  EXPECT_EQ(error_of([&] { (void)of_plan(); }).code(), ExitCode::target);
}

}  // namespace
}  // namespace lite2pg::test::plan_misfits_pg_test
