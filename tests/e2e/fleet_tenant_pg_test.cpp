// One tenant of a published fleet: repaired by its file, brought back as a file, loaded when the others are published
// already; and the way back of a fleet of schemas.
#include <gmock/gmock.h>

#include "tests/e2e/fleet_files.h"

namespace lite2pg::test::fleet_tenant_pg_test {
namespace {

using testing::HasSubstr;

class FleetTenant : public FleetFiles, public testing::WithParamInterface<const char*> {
 protected:
  void load() {
    add("a");
    add("b", "INSERT INTO note VALUES (7, 1, 'x', NULL);");
    add("c");
    ASSERT_EQ(import({"--layout", GetParam()}).exit_code, 0);
  }
  [[nodiscard]] bool by_schema() const { return GetParam() == std::string("schema"); }
  /// The tenant's table, and the condition that its rows hold.
  [[nodiscard]] std::string table(const std::string& tenant, const std::string& name) const {
    return by_schema() ? tenant + "." + name : "public." + name;
  }
  [[nodiscard]] std::string own(const std::string& tenant) const {
    return by_schema() ? "true" : "tenant = '" + tenant + "'";
  }
  CommandResult sync(const std::string& tenant, std::vector<std::string> options = {}) const {
    options.insert(options.begin(), {dir_ / (tenant + ".db"), target_.uri(), "--tenant", tenant, "--progress", "never",
                                     "--max-changes", "100%", "--scope", "all"});
    return run_tool("sync", options);
  }
};

TEST_P(FleetTenant, IsRepairedByItsFileAlone) {
  load();
  (void)target_.psql("UPDATE " + table("b", "note") + " SET text = 'y' WHERE id = 1 AND " + own("b") +
                     "; DELETE FROM " + table("b", "note") + " WHERE id = 7 AND " + own("b") + "; INSERT INTO " +
                     table("b", "person") + (by_schema() ? " VALUES (50" : " VALUES ('b', 50") + ", 'new'); UPDATE " +
                     table("a", "note") + " SET text = 'left alone' WHERE id = 1 AND " + own("a"));
  const CommandResult repaired = sync("b", {"--report", dir_ / "report.json"});
  EXPECT_EQ(repaired.exit_code, 0) << repaired.out << repaired.err;
  EXPECT_THAT(repaired.out, HasSubstr("in step: verified equal"));
  EXPECT_EQ(read_report(dir_ / "report.json")["changes"].size(), 3U);
  EXPECT_EQ(verify({"--tenant", "b"}).exit_code, 0);
  EXPECT_EQ(target_.value("SELECT text FROM " + table("a", "note") + " WHERE id = 1 AND " + own("a")), "left alone");
  const CommandResult undone = run_tool("sync", {target_.uri(), "--undo"});
  EXPECT_EQ(undone.exit_code, 0) << undone.out << undone.err;
  EXPECT_EQ(target_.value("SELECT text FROM " + table("b", "note") + " WHERE id = 1 AND " + own("b")), "y");
  EXPECT_EQ(target_.value("SELECT count(*) FROM " + table("b", "person") + " WHERE id = 50 AND " + own("b")), "1");
}

TEST_P(FleetTenant, WhoseFileIsNotListedIsNamed) {
  load();
  paths_.pop_back();
  const CommandResult found = verify({"--report", dir_ / "report.json"});
  EXPECT_EQ(found.exit_code, 1) << found.out << found.err;
  EXPECT_THAT(found.out, HasSubstr("tenant 'c'"));
  const auto tenants = read_report(dir_ / "report.json")["tenants"];
  ASSERT_EQ(tenants.size(), 3U);
  EXPECT_EQ(tenants[2]["verdict"], "stranger");
  EXPECT_EQ(tenants[2]["rows_target"], 4);
  EXPECT_EQ(verify({"--part", "1/2"}).exit_code, 0);
  EXPECT_EQ(verify({"--part", "2/2"}).exit_code, 1);
}

TEST_P(FleetTenant, ComesBackAsAFileOfItsOwn) {
  load();
  const std::string back = dir_ / "back.db";
  const CommandResult made = run_tool("sync", {target_.uri(), "--back", back, "--tenant", "b"});
  ASSERT_EQ(made.exit_code, 0) << made.out << made.err;
  const std::string rows = "SELECT * FROM person; SELECT * FROM note ORDER BY id;";
  EXPECT_EQ(run_command({"sqlite3", back, rows}).out, run_command({"sqlite3", dir_ / "b.db", rows}).out);
  EXPECT_EQ(run_command({"sqlite3", back, ".schema"}).out, run_command({"sqlite3", dir_ / "b.db", ".schema"}).out);
}

TEST_P(FleetTenant, MustBeNamedAndKnown) {
  load();
  const CommandResult unnamed = run_tool("sync", {dir_ / "a.db", target_.uri()});
  EXPECT_EQ(unnamed.exit_code, 2) << unnamed.out << unnamed.err;
  EXPECT_THAT(unnamed.err, HasSubstr("--tenant NAME"));
  const CommandResult unknown = run_tool("sync", {dir_ / "a.db", target_.uri(), "--tenant", "z"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("no tenant 'z'"));
  EXPECT_EQ(run_tool("sync", {target_.uri(), "--back", dir_ / "back.db"}).exit_code, 2);
  // Another tenant's file is not its truth.
  const CommandResult other = run_tool("sync", {dir_ / "b.db", target_.uri(), "--tenant", "a"});
  EXPECT_EQ(other.exit_code, 3) << other.out;
  EXPECT_THAT(other.err, HasSubstr("is not the database that run"));
  EXPECT_EQ(run_tool("sync", {target_.uri(), "--undo", "--tenant", "a"}).exit_code, 2);
}

TEST_P(FleetTenant, AFileThatWasSetAsideJoinsThePublishedOthers) {
  add("a");
  add("b", "INSERT INTO person VALUES (90, 'late');");
  run_sqlite(dir_ / "b.db", "UPDATE note SET at = x'00ff' WHERE id = 2");
  ASSERT_EQ(import({"--layout", GetParam(), "--max-failed", "1"}).exit_code, 0);
  const CommandResult still = import({"--layout", GetParam()});
  EXPECT_EQ(still.exit_code, 7) << still.out << still.err;
  EXPECT_THAT(still.err, HasSubstr("the others are published"));
  run_sqlite(dir_ / "b.db", "UPDATE note SET at = NULL WHERE id = 2");
  const CommandResult second = import({"--layout", GetParam()});
  ASSERT_EQ(second.exit_code, 0) << second.out << second.err;
  EXPECT_THAT(second.out, HasSubstr("2 of 2 files published"));
  const CommandResult proof = verify();
  EXPECT_EQ(proof.exit_code, 0) << proof.out << proof.err;
  EXPECT_EQ(target_.value("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'lite2pg_stage%'"), "0");
  const std::string insert = by_schema() ? "INSERT INTO b.person (name)" : "INSERT INTO person (tenant, name)";
  EXPECT_EQ(target_.value(insert + (by_schema() ? "" : " ") + " VALUES (" + (by_schema() ? "" : "'b', ") +
                          "'n') RETURNING id"),
            "91");
}

/// Its values fit types of its own, not those that the others' made.
TEST_P(FleetTenant, ALateFileWithValuesThatThePlanHasNoPlaceForIsNamedWithThem) {
  add("a");
  add("b");
  run_sqlite(dir_ / "b.db", "UPDATE note SET at = x'00ff' WHERE id = 2");
  ASSERT_EQ(import({"--layout", GetParam(), "--max-failed", "1"}).exit_code, 0);
  run_sqlite(dir_ / "b.db", "UPDATE note SET at = 1735725600");
  const CommandResult refused = import({"--layout", GetParam(), "--report", dir_ / "report.json"});
  EXPECT_EQ(refused.exit_code, 7) << refused.out << refused.err;
  const auto report = read_report(dir_ / "report.json");
  EXPECT_EQ(report["fleet"]["aside"][0]["kind"], "misfit");
  ASSERT_EQ(report["misfits"].size(), 1U);
  EXPECT_EQ(report["misfits"][0]["rows"].size(), 2U);
  EXPECT_EQ(report["misfits"][0]["tenant"], "b");
}

TEST_P(FleetTenant, ALateFileThatTheTargetRefusesLeavesNothing) {
  add("a");
  add("b");
  run_sqlite(dir_ / "b.db", "UPDATE note SET at = x'00ff' WHERE id = 2");
  ASSERT_EQ(import({"--layout", GetParam(), "--max-failed", "1"}).exit_code, 0);
  run_sqlite(dir_ / "b.db", "UPDATE note SET at = NULL WHERE id = 2");
  (void)target_.psql(by_schema() ? "CREATE SCHEMA b" : "INSERT INTO person VALUES ('b', 1, 'by hand')");
  const CommandResult refused = import({"--layout", GetParam()});
  EXPECT_EQ(refused.exit_code, 7) << refused.out << refused.err;
  EXPECT_THAT(refused.err, HasSubstr(by_schema() ? "\"b\" already exists" : "holds rows of tenant 'b' already"));
  EXPECT_EQ(target_.value("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'lite2pg_stage%'"), "0");
  EXPECT_EQ(verify({"--tenant", "a"}).exit_code, 0);
}

INSTANTIATE_TEST_SUITE_P(Layouts, FleetTenant, testing::Values("column", "schema"),
                         [](const auto& tried) { return std::string(tried.param); });

TEST_F(FleetFiles, SchemasGoBackWithWhatWasWrittenThereAndComeAgain) {
  const std::string more =
      "CREATE TRIGGER no_x BEFORE INSERT ON note WHEN NEW.text = 'x' BEGIN SELECT RAISE(ABORT, 'no x'); END;";
  for (const char* tenant : {"a", "b", "c"}) add(tenant, more);
  ASSERT_EQ(import({"--layout", "schema"}).exit_code, 0);
  (void)target_.psql("INSERT INTO b.person VALUES (50, 'since'); DROP SCHEMA c CASCADE; ALTER SCHEMA a RENAME TO aa");
  const CommandResult back = run_tool("import", {target_.uri(), "--rollback"});
  ASSERT_EQ(back.exit_code, 0) << back.out << back.err;
  EXPECT_THAT(back.err, HasSubstr("schema c is gone"));
  EXPECT_EQ(target_.value("SELECT count(*) FROM pg_namespace WHERE nspname IN ('a', 'aa', 'b', 'c')"), "0");
  const CommandResult kept = run_tool("import", {target_.uri(), "--cleanup"});
  EXPECT_THAT(kept.out, HasSubstr("schemas of tenants"));
  const CommandResult asked =
      run_tool("import", {target_.uri(), "--cleanup", "--run", target_.value("SELECT id FROM lite2pg.run")});
  EXPECT_EQ(asked.exit_code, 3);
  const CommandResult again = run_tool("import", {target_.uri(), "--publish"});
  ASSERT_EQ(again.exit_code, 0) << again.out << again.err;
  EXPECT_EQ(target_.value("SELECT name FROM b.person WHERE id = 50"), "since");
  EXPECT_THROW((void)target_.psql("INSERT INTO a.note VALUES (9, 1, 'x', NULL)"), std::runtime_error);
  EXPECT_EQ(verify({"--tenant", "a"}).exit_code, 0);
}

TEST_F(FleetFiles, SchemasThatWerePublishedOneByOneGoBackToo) {
  for (const char* tenant : {"a", "b"}) add(tenant);
  ASSERT_EQ(import({"--layout", "schema", "--publish-each"}).exit_code, 0);
  ASSERT_EQ(run_tool("import", {target_.uri(), "--rollback"}).exit_code, 0);
  EXPECT_EQ(target_.value("SELECT count(*) FROM pg_namespace WHERE nspname IN ('a', 'b')"), "0");
}

TEST_F(FleetFiles, RowsMovedBetweenTenantsAreRepairedInBoth) {
  for (const char* tenant : {"a", "b"})
    add(tenant, "INSERT INTO note VALUES (" + std::string(tenant == std::string("a") ? "7" : "8") + ", 1, 'x', NULL);");
  ASSERT_EQ(import().exit_code, 0);
  (void)target_.psql("UPDATE note SET tenant = 'b' WHERE tenant = 'a' AND id = 7");
  EXPECT_EQ(verify().exit_code, 1);
  for (const char* tenant : {"a", "b"}) {
    const CommandResult repaired = run_tool("sync", {dir_ / (tenant + std::string(".db")), target_.uri(), "--tenant",
                                                     tenant, "--scope", "all", "--max-changes", "100%"});
    EXPECT_EQ(repaired.exit_code, 0) << repaired.out << repaired.err;
  }
  EXPECT_EQ(verify().exit_code, 0);
}

}  // namespace
}  // namespace lite2pg::test::fleet_tenant_pg_test
