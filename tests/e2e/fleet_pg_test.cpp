// Fleets: many files into one database, by one process and by several, some of which die.
#include <gmock/gmock.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>

#include "tests/e2e/fleet_files.h"
#include "tests/support/places.h"

namespace lite2pg::test::fleet_pg_test {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

using Fleet = FleetFiles;

TEST_F(Fleet, SharedTablesHaveTheTenantFirstInEveryKey) {
  for (const char* tenant : {"a", "b", "c"}) add(tenant);
  const CommandResult loaded = import();
  ASSERT_EQ(loaded.exit_code, 0) << loaded.err << loaded.out;
  EXPECT_THAT(loaded.out, HasSubstr("3 of 3 files published"));
  EXPECT_EQ(rows("person"), "6");
  EXPECT_EQ(target_.value("SELECT string_agg(indexdef, E'\\n' ORDER BY indexname) FROM pg_indexes WHERE schemaname = "
                          "'public' AND indexdef NOT LIKE '%(tenant, %'"),
            "");
  EXPECT_EQ(target_.value("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND "
                          "connamespace = 'public'::regnamespace"),
            "FOREIGN KEY (tenant, person) REFERENCES person(tenant, id) ON DELETE SET NULL (person)");
  (void)target_.psql("DELETE FROM note WHERE person IS NULL; DELETE FROM person WHERE tenant = 'a' AND id = 1");
  EXPECT_EQ(target_.value("SELECT tenant || coalesce(person::text, '-') FROM note WHERE tenant = 'a'"), "a-");
  EXPECT_EQ(target_.value("SELECT count(*) FROM note WHERE person = 1"), "2");
}

TEST_F(Fleet, IsProvenPerTenant) {
  for (const char* tenant : {"a", "b", "c"}) add(tenant);
  ASSERT_EQ(import().exit_code, 0);
  const CommandResult proven = verify({"--report", dir_ / "report.json"});
  EXPECT_EQ(proven.exit_code, 0) << proven.out << proven.err;
  EXPECT_THAT(proven.out, HasSubstr("3 of 3 tenants proven equal"));
  const json report = read_report(dir_ / "report.json");
  EXPECT_EQ(report["verdict"], "equal");
  EXPECT_EQ(report["tenants"].size(), 3U);
  EXPECT_EQ(report["tables"][0]["rows_source"], 6);
}

TEST_F(Fleet, DamageIsNamedWithTenantTableKeyAndColumn) {
  for (const char* tenant : {"a", "b", "c"}) add(tenant);
  ASSERT_EQ(import().exit_code, 0);
  (void)target_.psql("UPDATE note SET text = 'hallo' WHERE tenant = 'b' AND id = 1");
  const CommandResult found = verify({"--report", dir_ / "report.json", "--fail-on", "drift"});
  EXPECT_EQ(found.exit_code, 1) << found.out << found.err;
  EXPECT_THAT(found.out, AllOf(HasSubstr("2 of 3 tenants proven equal"), HasSubstr("tenant=b, id=1")));
  const json report = read_report(dir_ / "report.json");
  const json& difference = report["tables"][1]["differences"][0];
  EXPECT_EQ(difference["key"], "tenant=b, id=1");
  EXPECT_EQ(difference["column"], "text");
  EXPECT_EQ(verify({"--tenant", "a"}).exit_code, 0);
  EXPECT_EQ(verify({"--tenant", "b"}).exit_code, 1);
}

TEST_F(Fleet, PartsTogetherAreTheWhole) {
  for (const char* tenant : {"a", "b", "c"}) add(tenant);
  ASSERT_EQ(import().exit_code, 0);
  (void)target_.psql(
      "UPDATE note SET text = 'hallo' WHERE tenant = 'c' AND id = 1; INSERT INTO person VALUES ('bb', 1, 'x')");
  const CommandResult first = verify({"--part", "1/2"}), second = verify({"--part", "2/2"});
  EXPECT_EQ(first.exit_code, 0) << first.out;
  EXPECT_THAT(first.out, HasSubstr("1 of 1 tenant proven equal"));
  EXPECT_EQ(second.exit_code, 1);
  EXPECT_THAT(second.out, AllOf(HasSubstr("tenant=c, id=1"), HasSubstr("bb")));
  EXPECT_EQ(verify({"--part", "3/2"}).exit_code, 2);
}

TEST_F(Fleet, ABaselineTellsWhichTenantsChanged) {
  for (const char* tenant : {"a", "b"}) add(tenant);
  ASSERT_EQ(import().exit_code, 0);
  const std::string file = dir_ / "baseline.json";
  ASSERT_EQ(verify({"--baseline", file}).exit_code, 0);
  EXPECT_THAT(verify({"--baseline", file}).out, HasSubstr("nothing changed in the target"));
  (void)target_.psql("UPDATE person SET name = 'Zoe' WHERE tenant = 'b' AND id = 1");
  const CommandResult later = verify({"--baseline", file});
  EXPECT_EQ(later.exit_code, 1);
  EXPECT_THAT(later.out, HasSubstr("tenant b: person"));
  EXPECT_THAT(later.out, Not(HasSubstr("tenant a: person")));
}

TEST_F(Fleet, ARowMovedBetweenTenantsIsFoundInBoth) {
  for (const char* tenant : {"a", "b"})
    add(tenant, "INSERT INTO note VALUES (" + std::string(tenant == std::string("a") ? "7" : "8") + ", 1, 'x', NULL);");
  ASSERT_EQ(import().exit_code, 0);
  (void)target_.psql("UPDATE note SET tenant = 'b' WHERE tenant = 'a' AND id = 7");
  const CommandResult found = verify();
  EXPECT_EQ(found.exit_code, 1);
  EXPECT_THAT(found.out, AllOf(HasSubstr("tenant=a, id=7"), HasSubstr("tenant=b, id=7")));
}

TEST_F(Fleet, RowsOfATenantThatNoFileHasAreNamed) {
  add("a");
  ASSERT_EQ(import().exit_code, 0);
  (void)target_.psql("INSERT INTO person VALUES ('ghost', 1, 'x')");
  const CommandResult found = verify();
  EXPECT_EQ(found.exit_code, 1);
  EXPECT_THAT(found.out, HasSubstr("ghost"));
}

TEST_F(Fleet, FilesThatCannotBeLoadedAreSetAsideWithTheirReasons) {
  for (const char* tenant : {"a", "b", "misfit", "orphan", "damaged"}) add(tenant);
  run_sqlite(dir_ / "misfit.db",
             "UPDATE note SET at = x'00ff' WHERE id = 2; INSERT INTO note VALUES ('5', 1, x'00', 0)");
  run_sqlite(dir_ / "orphan.db", "PRAGMA foreign_keys = OFF; UPDATE note SET person = 77 WHERE id = 1");
  std::ofstream(dir_ / "damaged.db", std::ios::trunc) << "no database at all";
  paths_.push_back(dir_ / "missing.db");
  const CommandResult first = import({"--report", dir_ / "report.json"});
  EXPECT_EQ(first.exit_code, 7) << first.err;
  EXPECT_THAT(first.err, HasSubstr("4 of 6 files are set aside"));
  EXPECT_THAT(first.err, HasSubstr("--max-failed 4"));
  EXPECT_THAT(first.err, HasSubstr("another --on-misfit or --mapping, after lite2pg-import 'postgresql:"));
  EXPECT_THAT(first.err, testing::Not(HasSubstr("\\x0a"))) << "each reason is one line";
  EXPECT_EQ(target_.value("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0");
  std::set<std::string> kinds;
  const json report = read_report(dir_ / "report.json");
  for (const json& file : report["fleet"]["aside"]) {
    kinds.insert(file["tenant"].get<std::string>() + " " + file["kind"].get<std::string>());
  }
  EXPECT_THAT(kinds, ElementsAre("damaged unreadable", "misfit misfit", "missing unreadable", "orphan orphans"));
  const CommandResult second = import({"--max-failed", "4"});
  EXPECT_EQ(second.exit_code, 0) << second.err;
  EXPECT_EQ(rows("person"), "4");
  const CommandResult proof = verify();
  EXPECT_EQ(proof.exit_code, 1);
  EXPECT_THAT(proof.out, HasSubstr("2 of 6 tenants proven equal"));
}

TEST_F(Fleet, ASecondCallDoesOnlyWhatIsLeft) {
  for (const char* tenant : {"a", "b"}) add(tenant);
  run_sqlite(dir_ / "b.db", "UPDATE note SET at = x'00ff' WHERE id = 2");
  ASSERT_EQ(import().exit_code, 7);
  run_sqlite(dir_ / "b.db", "UPDATE note SET at = NULL WHERE id = 2");
  const CommandResult second = import();
  ASSERT_EQ(second.exit_code, 0) << second.err;
  EXPECT_EQ(target_.value("SELECT count(DISTINCT xid) FROM lite2pg.fleet_digest"), "2");
  EXPECT_EQ(verify().exit_code, 0);
  const CommandResult third = import();
  EXPECT_EQ(third.exit_code, 0) << third.err;
  EXPECT_EQ(rows("person"), "4");
}

TEST_F(Fleet, AFileThatChangesDuringTheRunIsSetAside) {
  for (const char* tenant : {"a", "b"}) add(tenant);
  run_sqlite(dir_ / "b.db", "UPDATE note SET at = x'00ff' WHERE id = 2");
  ASSERT_EQ(import().exit_code, 7);  // 'a' is loaded
  run_sqlite(dir_ / "b.db", "UPDATE note SET at = NULL WHERE id = 2");
  (void)target_.psql(
      "UPDATE lite2pg.fleet_file SET state = 'surveyed', look = 'x', fingerprint = 'y' WHERE tenant = "
      "'a'; DELETE FROM lite2pg.fleet_digest");
  const CommandResult result = import({"--max-failed", "1"});
  EXPECT_THAT(result.err, HasSubstr("a.db is set aside (changed)"));
}

TEST_F(Fleet, OlderVersionsTakeDefaultsOfAddedColumns) {
  add("old");
  add("new",
      "ALTER TABLE person ADD COLUMN size REAL NOT NULL DEFAULT 7; ALTER TABLE note ADD COLUMN lang TEXT "
      "DEFAULT 'en'; CREATE INDEX note_lang ON note (lang);");
  const CommandResult loaded = import();
  ASSERT_EQ(loaded.exit_code, 0) << loaded.err;
  EXPECT_EQ(target_.value("SELECT string_agg(DISTINCT tenant || size || lang, ' ') FROM person JOIN note USING "
                          "(tenant)"),
            "new7en old7en");
  const CommandResult proof = verify();
  EXPECT_EQ(proof.exit_code, 0) << proof.out;
}

TEST_F(Fleet, DriftIsRefusedOrSetAside) {
  add("a");
  add("b");
  add("other", "ALTER TABLE person RENAME COLUMN name TO title;");
  const CommandResult refused = import({"--report", dir_ / "report.json"});
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_THAT(refused.out, AllOf(HasSubstr("other.db"), HasSubstr("column 'title' is not in the newest")));
  const json drift = read_report(dir_ / "report.json")["schema_drift"];
  ASSERT_EQ(drift.size(), 1U);
  EXPECT_THAT(drift[0]["reason"].get<std::string>(), HasSubstr("column 'title' is not in the newest"));
  EXPECT_NE(drift[0]["version"], drift[0]["newest"]);
  ASSERT_EQ(drift[0]["files"].size(), 1U);
  EXPECT_THAT(drift[0]["files"][0]["path"].get<std::string>(), testing::EndsWith("/other.db"));
  EXPECT_EQ(drift[0]["files"][0]["tenant"], "other");
  const CommandResult aside = import({"--on-drift", "aside", "--max-failed", "1"});
  EXPECT_EQ(aside.exit_code, 0) << aside.err;
  EXPECT_EQ(rows("person"), "4");
}

TEST_F(Fleet, TypesHoldForEveryFile) {
  add("a");
  add("b", "INSERT INTO note VALUES (3, 1, 'x', '2025-01-01T10:00:00Z');");
  ASSERT_EQ(import().exit_code, 0);
  EXPECT_EQ(target_.value("SELECT data_type FROM information_schema.columns WHERE table_schema = 'public' AND "
                          "table_name = 'note' AND column_name = 'at'"),
            "text");
  EXPECT_EQ(verify().exit_code, 0);
}

TEST_F(Fleet, Partitions) {
  for (const char* tenant : {"a", "b", "c", "d"}) add(tenant);
  const CommandResult loaded = import({"--partition-by-tenant", "3", "--tenant-column", "customer"});
  ASSERT_EQ(loaded.exit_code, 0) << loaded.err;
  EXPECT_EQ(target_.value("SELECT count(*) FROM pg_class WHERE relispartition AND relkind = 'r'"), "6");
  EXPECT_EQ(target_.value("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'p' AND conrelid = "
                          "'person'::regclass"),
            "PRIMARY KEY (customer, id)");
  EXPECT_EQ(verify().exit_code, 0);
}

TEST_F(Fleet, TablesArePartitionedByTheMonthsOfAllFiles) {
  add("a");
  add("b", "INSERT INTO note VALUES (3, 1, 'x', '2025-03-01 00:00:00');");
  write_text(dir_ / "map.toml", "[table.note]\npartition_by = \"at\"\n");
  const CommandResult loaded = import({"--mapping", dir_ / "map.toml"});
  ASSERT_EQ(loaded.exit_code, 0) << loaded.err;
  EXPECT_EQ(target_.value("SELECT string_agg(c.relname || (SELECT count(*) FROM note WHERE note.tableoid = c.oid), ' ' "
                          "ORDER BY c.relname) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE "
                          "c.relkind = 'r'"),
            "note_2025_012 note_2025_031 note_default2");
  EXPECT_EQ(verify().exit_code, 0);
}

TEST_F(Fleet, SeveralProcessesShareTheWork) {
  for (int i = 0; i < 12; ++i) add("t" + std::to_string(i));
  const std::vector<std::string> command = {program("import"), "--fleet", list(),   target_.uri(),
                                            "--progress",      "never",   "--jobs", "1"};
  BackgroundCommand one(command), two(command), three(command);
  EXPECT_EQ(one.wait().exit_code, 0);
  EXPECT_EQ(two.wait().exit_code, 0);
  EXPECT_EQ(three.wait().exit_code, 0);
  EXPECT_EQ(target_.value("SELECT count(*) FROM lite2pg.run"), "1");
  EXPECT_EQ(verify().exit_code, 0);
}

TEST_F(Fleet, ThatIsAtWorkIsLeftAloneByCleanupAndByOtherOptions) {
  for (int i = 0; i < 6; ++i) {
    add("t" + std::to_string(i),
        "WITH RECURSIVE i(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM i WHERE i < 20000) INSERT INTO note SELECT i, "
        "1, "
        "'x', NULL FROM i;");
  }
  BackgroundCommand loading(
      {program("import"), "--fleet", list(), target_.uri(), "--progress", "never", "--jobs", "1", "--max-rate", "1"});
  while (target_.value("SELECT to_regclass('lite2pg.fleet_digest') IS NOT NULL") != "t") usleep(2000);
  while (target_.value("SELECT count(*) FROM lite2pg.fleet_file WHERE state = 'loading'") == "0") usleep(2000);
  EXPECT_THAT(run_tool("import", {target_.uri(), "--cleanup"}).out, HasSubstr("stays: it is at work"));
  const CommandResult other = import({"--tenant-column", "client"});
  EXPECT_EQ(other.exit_code, 3) << other.err;
  EXPECT_THAT(other.err, HasSubstr("and is at work"));
  const std::string run = target_.value("SELECT id FROM lite2pg.run");
  EXPECT_THAT(run_tool("import", {target_.uri(), "--status", "--run", run}).out,
              AllOf(HasSubstr("state      loading"), HasSubstr("at work    ")));
  EXPECT_EQ(loading.wait().exit_code, 0);
  EXPECT_EQ(verify().exit_code, 0);
}

TEST_F(Fleet, ASchemaATenantHasViewsTriggersAndSequencesOfItsOwn) {
  const std::string more =
      "CREATE VIEW names AS SELECT name FROM person; CREATE TRIGGER no_x BEFORE INSERT ON note "
      "WHEN NEW.text = 'x' BEGIN SELECT RAISE(ABORT, 'no x'); END;";
  add("a", more);
  add("b", more + "INSERT INTO person VALUES (40, 'Zoe');");
  const CommandResult loaded = import({"--layout", "schema"});
  ASSERT_EQ(loaded.exit_code, 0) << loaded.err << loaded.out;
  EXPECT_EQ(target_.value("SELECT count(*) FROM b.names"), "3");
  EXPECT_EQ(
      target_.value("SELECT string_agg(n.nspname, ' ' ORDER BY n.nspname) FROM pg_trigger t JOIN pg_class c ON c.oid = "
                    "t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT tgisinternal"),
      "a b");
  EXPECT_EQ(target_.value("INSERT INTO a.person (name) VALUES ('n') RETURNING id"), "3");
  EXPECT_EQ(target_.value("INSERT INTO b.person (name) VALUES ('n') RETURNING id"), "41");
  (void)target_.psql("DELETE FROM a.person WHERE name = 'n'; DELETE FROM b.person WHERE name = 'n'");
  const CommandResult proof = verify();
  EXPECT_EQ(proof.exit_code, 0) << proof.out << proof.err;
  (void)target_.psql("UPDATE b.note SET text = 'y' WHERE id = 1");
  const CommandResult found = verify();
  EXPECT_EQ(found.exit_code, 1);
  EXPECT_THAT(found.out, HasSubstr("tenant=b, id=1"));
}

TEST_F(Fleet, SchemasArePublishedTogetherOrEach) {
  add("a");
  add("b");
  run_sqlite(dir_ / "b.db", "UPDATE note SET at = x'00ff' WHERE id = 2");
  ASSERT_EQ(import({"--layout", "schema"}).exit_code, 7);
  EXPECT_EQ(target_.value("SELECT count(*) FROM pg_namespace WHERE nspname IN ('a', 'b')"), "0");
  ASSERT_EQ(run_tool("import", {target_.uri(), "--cleanup"}).exit_code, 0);
  EXPECT_EQ(target_.value("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'lite2pg_stage%'"), "0");
  ASSERT_EQ(import({"--layout", "schema", "--publish-each"}).exit_code, 7);
  EXPECT_EQ(target_.value("SELECT count(*) FROM pg_namespace WHERE nspname IN ('a', 'b')"), "1");
  run_sqlite(dir_ / "b.db", "UPDATE note SET at = NULL WHERE id = 2");
  ASSERT_EQ(import({"--layout", "schema", "--publish-each"}).exit_code, 0);
  EXPECT_EQ(verify().exit_code, 0);
}

TEST_F(Fleet, ASchemaThatStandsThereIsNotTouched) {
  add("a");
  (void)target_.psql("CREATE SCHEMA a");
  const CommandResult refused = import({"--layout", "schema"});
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_THAT(refused.err, HasSubstr("schema a"));
}

TEST_F(Fleet, StatusTellsOfFiles) {
  add("a");
  add("b");
  run_sqlite(dir_ / "b.db", "UPDATE note SET at = x'00ff' WHERE id = 2");
  ASSERT_EQ(import().exit_code, 7);
  const std::string run = target_.value("SELECT id FROM lite2pg.run");
  const CommandResult status = run_tool("import", {target_.uri(), "--status", "--run", run});
  EXPECT_THAT(status.out, AllOf(HasSubstr("1 of 2 loaded"), HasSubstr("1 set aside"), HasSubstr("b.db (misfit)")));
  const json document = json::parse(run_tool("import", {target_.uri(), "--status", "--run", run, "--json"}).out);
  EXPECT_EQ(document["runs"][0]["fleet"]["aside"][0]["tenant"], "b");
  EXPECT_EQ(run_tool("import", {paths_[0], target_.uri(), "--resume"}).exit_code, 2);
}

/// "table.column at row: value", one for each row that a report lists of misfits in a file.
std::set<std::string> misfit_rows(const json& report, const std::string& file) {
  std::set<std::string> rows;
  for (const json& m : report["misfits"]) {
    if (m["file"].get<std::string>().ends_with(file)) {
      for (const json& row : m["rows"]) {
        rows.insert(m["table"].get<std::string>() + "." + m["column"].get<std::string>() + " at " +
                    row["rowid"].get<std::string>() + ": " + row["value"].get<std::string>());
      }
    }
  }
  return rows;
}

TEST_F(Fleet, MisfitsAreListedByFileTableAndRow) {
  for (const char* tenant : {"a", "b", "c"}) add(tenant);
  run_sqlite(dir_ / "b.db",
             "UPDATE note SET at = x'00ff' WHERE id = 2; UPDATE person SET name = CAST(x'6100' AS TEXT) WHERE id = 1");
  run_sqlite(
      dir_ / "c.db",
      "INSERT INTO note SELECT i.i, 1, 'x', x'00' FROM (WITH RECURSIVE i(i) AS (SELECT 10 UNION ALL SELECT i + 1 "
      "FROM i WHERE i < 49) SELECT i FROM i) i");
  const CommandResult refused = import({"--report", dir_ / "report.json", "--report-html", dir_ / "page.html"});
  EXPECT_EQ(refused.exit_code, 7) << refused.err;
  EXPECT_THAT(content_of(dir_ / "page.html"), HasSubstr("40 values in <bdi>" + paths_[2] + "</bdi>"));
  const json report = read_report(dir_ / "report.json");
  EXPECT_THAT(misfit_rows(report, "/b.db"),
              ElementsAre("note.at at rowid 2: x'00ff'", "person.name at rowid 1: 'a\\u0000'"));
  EXPECT_EQ(misfit_rows(report, "/c.db").size(), 20U);
  EXPECT_THAT(misfit_rows(report, "/a.db"), IsEmpty());
  for (const json& m : report["misfits"]) {
    EXPECT_EQ(m["count"], m["tenant"] == "c" ? 40 : 1);
  }
  EXPECT_THAT(refused.out, testing::ContainsRegex("b.db +note +rowid 2 +at +x'00ff'"));
  EXPECT_THAT(refused.out, testing::ContainsRegex("c.db +note +rowid 28 +at"));
  EXPECT_THAT(refused.out, Not(HasSubstr("rowid 29 "))) << "twenty rows of a column";
  EXPECT_THAT(refused.out, HasSubstr("note.at: 21 values more"));
  EXPECT_THAT(refused.out, HasSubstr("[table.\"note\".column.\"at\"]"));
}

TEST_F(Fleet, RowsThatAreSetAsideAreListedToo) {
  for (const char* tenant : {"a", "b"}) add(tenant);
  run_sqlite(dir_ / "b.db", "UPDATE note SET at = x'00ff' WHERE id = 2");
  const CommandResult loaded = import({"--on-misfit", "reject", "--report", dir_ / "report.json"});
  ASSERT_EQ(loaded.exit_code, 0) << loaded.err;
  EXPECT_THAT(misfit_rows(read_report(dir_ / "report.json"), "/b.db"), ElementsAre("note.at at rowid 2: x'00ff'"));
  EXPECT_THAT(loaded.out, testing::ContainsRegex("b.db +note +rowid 2 +at +x'00ff'"));
  const CommandResult verified = verify();
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
  EXPECT_THAT(verified.out,
              HasSubstr("1 row set aside by on_misfit=reject: 1 by column 'at', first tenant b, rowid 2"));
}

TEST_F(Fleet, ValuesThatFitOnlyInTheirOwnFileAreListedByFile) {
  for (const char* tenant : {"a", "b", "c", "d"}) add(tenant);
  run_sqlite(dir_ / "a.db", "UPDATE note SET at = 1735725600");
  const CommandResult refused = import({"--report", dir_ / "report.json"});
  ASSERT_EQ(refused.exit_code, 3) << refused.err << refused.out;
  const json report = read_report(dir_ / "report.json");
  EXPECT_THAT(misfit_rows(report, "/a.db"),
              ElementsAre("note.at at rowid 1: 1735725600", "note.at at rowid 2: 1735725600"));
  EXPECT_EQ(report["misfits"].size(), 1U);
  EXPECT_THAT(refused.out, testing::ContainsRegex("a.db +note +rowid 1 +at +1735725600"));
}

TEST_F(Fleet, AMistakenOptionDoesNotStandInTheWayOfTheNextCommand) {
  for (const char* tenant : {"a", "b"}) add(tenant);
  const CommandResult taken = import({"--tenant-column", "name"});
  EXPECT_EQ(taken.exit_code, 2);
  EXPECT_THAT(taken.err, HasSubstr("has a column 'name' already"));
  write_text(dir_ / "map.toml", "[table.nothing]\ntarget = \"x\"\n");
  EXPECT_EQ(import({"--mapping", dir_ / "map.toml"}).exit_code, 2);
  EXPECT_EQ(import({"--tables", "nothing"}).exit_code, 2);
  EXPECT_EQ(target_.value("SELECT count(*) FROM lite2pg.run"), "0");
  EXPECT_EQ(import().exit_code, 0);
}

/// What only the survey of all files shows is refused when the run is recorded already.
TEST_F(Fleet, OtherOptionsTakeThePlaceOfARunThatHasLoadedNothing) {
  add("a");
  add("b", "ALTER TABLE note ADD COLUMN customer TEXT;");
  const CommandResult taken = import({"--tenant-column", "customer"});
  EXPECT_EQ(taken.exit_code, 2) << taken.err;
  EXPECT_THAT(taken.err, HasSubstr("has a column 'customer' already"));
  EXPECT_EQ(target_.value("SELECT state FROM lite2pg.run"), "loading");
  run_sqlite(dir_ / "a.db", "UPDATE note SET at = x'00ff' WHERE id = 2");
  run_sqlite(dir_ / "b.db", "UPDATE note SET at = x'00ff' WHERE id = 2");
  const CommandResult misfits = import({"--tenant-column", "client"});
  EXPECT_EQ(misfits.exit_code, 7) << misfits.err;
  EXPECT_THAT(misfits.err, HasSubstr("had loaded nothing and gives way"));
  EXPECT_THAT(misfits.err, HasSubstr("or call with another --on-misfit"));
  const CommandResult loaded = import({"--tenant-column", "client", "--on-misfit", "reject"});
  ASSERT_EQ(loaded.exit_code, 0) << loaded.err;
  EXPECT_EQ(target_.value("SELECT string_agg(state, ' ' ORDER BY started_at) FROM lite2pg.run"),
            "removed removed published");
  EXPECT_EQ(target_.value("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'lite2pg_stage%'"), "0");
}

TEST_F(Fleet, ARunThatHasLoadedSomethingNamesTheLineThatDropsIt) {
  for (const char* tenant : {"a", "b"}) add(tenant);
  run_sqlite(dir_ / "b.db", "UPDATE note SET at = x'00ff' WHERE id = 2");
  ASSERT_EQ(import().exit_code, 7);
  const CommandResult refused = import({"--on-misfit", "reject"});
  EXPECT_EQ(refused.exit_code, 3);
  const std::size_t line = refused.err.find("lite2pg-import '"), end = refused.err.find(" drops it");
  ASSERT_NE(line, std::string::npos) << refused.err;
  const std::string drop = refused.err.substr(line, end - line);
  EXPECT_EQ(run_command({"sh", "-c", program("import") + drop.substr(std::string("lite2pg-import").size())}).exit_code,
            0)
      << drop;
  EXPECT_EQ(import({"--on-misfit", "reject"}).exit_code, 0);
}

TEST_F(Fleet, AMappingFileMayNameWhatOlderVersionsLack) {
  add("old");
  add("new", "ALTER TABLE note ADD COLUMN lang TEXT DEFAULT 'en';");
  write_text(dir_ / "map.toml", "[table.note.column.lang]\ntarget = \"language\"\n");
  const CommandResult loaded = import({"--mapping", dir_ / "map.toml"});
  ASSERT_EQ(loaded.exit_code, 0) << loaded.err;
  EXPECT_EQ(target_.value("SELECT string_agg(DISTINCT tenant || language, ' ') FROM note"), "newen olden");
  EXPECT_EQ(verify().exit_code, 0);
}

TEST_F(Fleet, MoreThanAThousandSchemasAreWarnedOf) {
  for (int i = 0; i <= 1000; ++i) paths_.push_back(dir_ / ("gone" + std::to_string(i) + ".db"));
  const CommandResult result = import({"--layout", "schema", "--report", dir_ / "report.json"});
  EXPECT_EQ(result.exit_code, 7);
  EXPECT_THAT(result.err, HasSubstr("1,001 schemas make a large catalog"));
  EXPECT_THAT(read_report(dir_ / "report.json")["warnings"].dump(), HasSubstr("1,001 schemas"));
}

TEST_F(Fleet, AFileAndALinkToItAreOneFile) {
  add("a");
  std::filesystem::create_symlink("a.db", dir_ / "b.db");
  paths_.push_back(dir_ / "b.db");
  const CommandResult refused = import();
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("a.db and " + paths_[1] + " are one file"));
  EXPECT_EQ(target_.value("SELECT to_regclass('lite2pg.run') IS NULL"), "t");
}

/// Forty files by three processes, two of which are killed: a slice of scripts/fleet.
TEST_F(Fleet, KilledProcessesLoseNothingAndLoadNothingTwice) {
  constexpr int files = 40;
  for (int i = 0; i < files; ++i) {
    const std::string path = dir_ / ("t" + std::to_string(i) + ".db");
    make_fixture("tenant", path, {"--rows", std::to_string(i)});
    paths_.push_back(path);
  }
  const std::vector<std::string> command = {program("import"), "--fleet", list(),   target_.uri(),
                                            "--progress",      "never",   "--jobs", "1"};
  {
    BackgroundCommand first(command), second(command);
    while (target_.value("SELECT to_regclass('lite2pg.fleet_file') IS NOT NULL") != "t") usleep(2000);
    while (target_.value("SELECT count(*) > 3 FROM lite2pg.fleet_file WHERE state = 'done'") != "t") usleep(2000);
    first.signal(SIGKILL);
    second.signal(SIGKILL);
    (void)first.wait();
    (void)second.wait();
  }
  EXPECT_NE(target_.value("SELECT count(*) FROM lite2pg.fleet_file WHERE state = 'done'"), std::to_string(files));
  const CommandResult last = import();
  ASSERT_EQ(last.exit_code, 0) << last.err;
  EXPECT_EQ(
      target_.value("SELECT count(*) FROM (SELECT file FROM lite2pg.fleet_digest GROUP BY file, table_name HAVING "
                    "count(*) > 1) x"),
      "0");
  const CommandResult proof = verify();
  EXPECT_EQ(proof.exit_code, 0) << proof.out;
  EXPECT_THAT(proof.out, HasSubstr("40 of 40 tenants proven equal"));
}

TEST_F(Fleet, AnotherFleetIntoTheSameSchemaIsRefusedWhileOneIsUnfinished) {
  add("a");
  run_sqlite(dir_ / "a.db", "UPDATE note SET at = x'00ff' WHERE id = 2");
  ASSERT_EQ(import().exit_code, 7);
  add("b");
  const CommandResult other = import();
  EXPECT_EQ(other.exit_code, 3);
  EXPECT_THAT(other.err, HasSubstr("loads another fleet"));
}

TEST_F(Fleet, MistakesOfTheCommandLine) {
  add("a");
  EXPECT_EQ(run_tool("import", {paths_[0], target_.uri(), "--max-failed", "3"}).exit_code, 2);
  EXPECT_EQ(import({"--publish-each"}).exit_code, 2);
  EXPECT_EQ(import({"--existing"}).exit_code, 2);
  EXPECT_EQ(import({"--tenant-column", "name"}).exit_code, 2);
  EXPECT_EQ(run_tool("import", {"--fleet", paths_[0], target_.uri()}).exit_code, 2);
  EXPECT_EQ(run_tool("verify", {paths_[0], target_.uri(), "--tenant", "a"}).exit_code, 2);
  EXPECT_EQ(verify().exit_code, 2);
}

}  // namespace
}  // namespace lite2pg::test::fleet_pg_test
