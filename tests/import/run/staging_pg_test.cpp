#include "import/run/staging.h"
#include "tests/import/run/ledger_fixture.h"

namespace lite2pg::test::staging_pg_test {
namespace {

class StagingTest : public LedgerFixture {
 protected:
  void SetUp() override {
    LedgerFixture::SetUp();
    for (const char* name : {"users", "Odd name"}) {
      TablePlan& table = plan_.tables.emplace_back();
      table.source = table.target = name;
      ColumnPlan& column = table.columns.emplace_back();
      column.target = "id";
      column.type = "bigint";
      column.codec = CodecId::int8;
      column.source_index = 0;
    }
    run_ = record("r1");
  }
  [[nodiscard]] std::string tables() const {
    return database_.value("SELECT string_agg(tablename, ',' ORDER BY tablename) FROM pg_tables WHERE schemaname = '" +
                           run_.staging_schema + "'");
  }

  Plan plan_;
  RunRecord run_;
};

TEST_F(StagingTest, MakesSchemaAndBareTables) {
  create_staging(session_, plan_, run_);
  EXPECT_EQ(tables(), "Odd name,users");
}

TEST_F(StagingTest, MakesWhatIsMissingAndLeavesTheRest) {
  create_staging(session_, plan_, run_);
  database_.psql("DROP TABLE " + run_.staging_schema + ".\"Odd name\"; INSERT INTO " + run_.staging_schema +
                 ".users VALUES (1)");
  create_staging(session_, plan_, run_);
  EXPECT_EQ(tables(), "Odd name,users");
  EXPECT_EQ(database_.value("SELECT count(*) FROM " + run_.staging_schema + ".users"), "1");
}

TEST_F(StagingTest, ManyTablesAreMadeInSeveralTransactions) {
  plan_.tables.resize(1);
  for (int i = 0; i < 250; ++i) {
    plan_.tables.push_back(plan_.tables[0]);
    plan_.tables.back().target = "t" + std::to_string(i);
  }
  create_staging(session_, plan_, run_);
  EXPECT_EQ(database_.value("SELECT count(*) FROM pg_tables WHERE schemaname = '" + run_.staging_schema + "'"), "251");
}

}  // namespace
}  // namespace lite2pg::test::staging_pg_test
