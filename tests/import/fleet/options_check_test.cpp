#include "import/fleet/options_check.h"

#include <gmock/gmock.h>

#include "tests/export/source_fixture.h"

namespace lite2pg::test::options_check_test {
namespace {

using testing::HasSubstr;

class OptionsCheck : public testing::Test {
 protected:
  OptionsCheck() { options_.fleet.tenant_column = "tenant"; }

  void add(const std::string& name, const std::string& sql) {
    make_database(dir_ / name, sql);
    files_.push_back({dir_ / name, name});
  }
  void add_absent(const std::string& name) { files_.push_back({dir_ / name, name}); }
  void map(const std::string& toml) {
    options_.mapping = dir_ / "map.toml";
    write_bytes(options_.mapping, toml);
  }
  void check(int server_version = 150000) const { check_options(files_, options_, server_version); }
  [[nodiscard]] std::string mistake() const {
    const Error e = error_of([&] { check(); });
    EXPECT_EQ(e.code(), ExitCode::usage);
    return e.what();
  }

  TempDir dir_;
  std::vector<FleetFile> files_;
  ImportOptions options_;
};

TEST_F(OptionsCheck, TakesWhatGoesWithTheFiles) {
  add("a.db", "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, x'00')");
  map("[table.t.column.a]\ntype = \"text\"\n");
  EXPECT_NO_THROW(check());
}

TEST_F(OptionsCheck, RefusesATenantColumnThatATableHas) {
  add("a.db", "CREATE TABLE t (id INTEGER PRIMARY KEY, tenant TEXT)");
  EXPECT_THAT(mistake(), HasSubstr("tenant"));
  options_.fleet.layout = FleetLayout::schema;  // has no such column
  EXPECT_NO_THROW(check());
}

TEST_F(OptionsCheck, RefusesWhatTheFilesDoNotHave) {
  add("a.db", "CREATE TABLE t (id INTEGER PRIMARY KEY)");
  options_.common.tables = options_.plan.tables = {"unknown"};
  EXPECT_THAT(mistake(), HasSubstr("unknown"));
  options_.common.tables = options_.plan.tables = {"t"};
  EXPECT_NO_THROW(check());
  map("[table.gone]\nskip = true\n");
  EXPECT_THAT(mistake(), HasSubstr("gone"));
}

TEST_F(OptionsCheck, AFileThatGoesWithThemIsEnough) {
  add("old.db", "CREATE TABLE t (id INTEGER PRIMARY KEY)");
  add("new.db", "CREATE TABLE t (id INTEGER PRIMARY KEY, size REAL)");
  map("[table.t.column.size]\ntype = \"text\"\n");
  EXPECT_NO_THROW(check());
}

TEST_F(OptionsCheck, TheFirstFilesMistakeIsTold) {
  add("old.db", "CREATE TABLE t (id INTEGER PRIMARY KEY)");
  add("new.db", "CREATE TABLE u (id INTEGER PRIMARY KEY)");
  map("[table.t.column.size]\ntype = \"text\"\n");
  EXPECT_THAT(mistake(), HasSubstr("size"));
}

TEST_F(OptionsCheck, LooksAtSomeFilesAlone) {
  for (int i = 0; i < 8; ++i) add("old" + std::to_string(i) + ".db", "CREATE TABLE t (id INTEGER PRIMARY KEY)");
  add("new.db", "CREATE TABLE t (id INTEGER PRIMARY KEY, size REAL)");
  map("[table.t.column.size]\ntype = \"text\"\n");
  EXPECT_THAT(mistake(), HasSubstr("size"));
  files_.erase(files_.begin());
  EXPECT_NO_THROW(check());
}

/// Whether they can be loaded is the survey's to say.
TEST_F(OptionsCheck, FilesThatCannotBeReadSayNothing) {
  add_absent("absent.db");
  EXPECT_NO_THROW(check());
  add("a.db", "CREATE TABLE t (id INTEGER PRIMARY KEY, tenant TEXT)");
  EXPECT_THAT(mistake(), HasSubstr("tenant"));
}

TEST_F(OptionsCheck, RefusesAnRTreeThatIsToBeATable) {
  add("a.db", "CREATE VIRTUAL TABLE box USING rtree(id, x0, x1)");
  EXPECT_NO_THROW(check());
  map("[table.box]\nrtree = \"table\"\n");
  EXPECT_THAT(mistake(), HasSubstr("R-Tree box"));
}

TEST_F(OptionsCheck, ASchemaWithoutRTreesIsTaken) {
  Schema schema;
  schema.tables.resize(2);
  schema.tables[1].kind = TableKind::virtual_;
  EXPECT_NO_THROW(refuse_rtrees(schema));
  schema.tables[1].kind = TableKind::rtree;
  EXPECT_EQ(error_of([&] { refuse_rtrees(schema); }).code(), ExitCode::usage);
}

}  // namespace
}  // namespace lite2pg::test::options_check_test
