// Runs that are stopped, vetoed, published twice, rolled back, replaced; what they leave, and what they must not lose.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/e2e/tools.h"
#include "tests/support/places.h"

namespace lite2pg::test::runs_pg_test {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

class Runs : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(hooks_);
    run_sqlite(source_,
               "CREATE TABLE team(id INTEGER PRIMARY KEY, name TEXT);"
               "CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT, team INTEGER REFERENCES team(id));"
               "INSERT INTO team VALUES (1, 'Blue'); INSERT INTO person VALUES (1, 'Ann', 1), (2, 'Bob', 1)");
  }
  void hook(const std::string& name, const std::string& body, mode_t mode = 0755) const {
    std::ofstream(hooks_ + "/" + name) << "#!/bin/sh\n" << body << "\n";
    chmod((hooks_ + "/" + name).c_str(), mode);
  }
  CommandResult import(std::vector<std::string> options = {}) const {
    options.insert(options.begin(), {source_, target_.uri()});
    return run_tool("import", options);
  }
  CommandResult task(std::vector<std::string> options) const {
    options.insert(options.begin(), target_.uri());
    return run_tool("import", options);
  }
  [[nodiscard]] std::string state() const {
    return target_.value("SELECT state FROM lite2pg.run ORDER BY id DESC LIMIT 1");
  }
  [[nodiscard]] std::string staging() const {
    return target_.value("SELECT staging_schema FROM lite2pg.run ORDER BY id DESC LIMIT 1");
  }
  [[nodiscard]] std::string run_id() const {
    return target_.value("SELECT id FROM lite2pg.run ORDER BY id DESC LIMIT 1");
  }
  [[nodiscard]] bool is_published() const {
    return target_.value("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") != "0";
  }

  TempDir dir_;
  TempDatabase target_;
  std::string source_ = dir_ / "s.db", hooks_ = dir_ / "hooks";
};

TEST_F(Runs, AVetoHoldsUntilItsHookTakesItBack) {
  hook("after-table", "exit 1");
  ASSERT_EQ(import({"--hook-dir", hooks_}).exit_code, 7);
  const CommandResult without = import({"--resume"});
  EXPECT_EQ(without.exit_code, 7) << without.err;
  EXPECT_THAT(without.err, HasSubstr("veto of hook after-table"));
  EXPECT_EQ(import({"--resume", "--hook-dir", hooks_}).exit_code, 7);
  EXPECT_FALSE(is_published());
  hook("after-table", "exit 0");
  EXPECT_EQ(import({"--resume", "--hook-dir", hooks_}).exit_code, 0);
  EXPECT_TRUE(is_published());
}

TEST_F(Runs, PublishingAloneAsksTheHooksOrSaysThatItDoesNot) {
  hook("before-publish", "exit 1");
  ASSERT_EQ(import({"--stage-only", "--hook-dir", hooks_}).exit_code, 0);
  EXPECT_EQ(task({"--publish", "--hook-dir", hooks_}).exit_code, 7);
  const CommandResult vetoed = task({"--publish"});
  EXPECT_EQ(vetoed.exit_code, 7);
  EXPECT_THAT(vetoed.err, HasSubstr("--hook-dir"));
  std::filesystem::remove(hooks_ + "/before-publish");
  EXPECT_EQ(task({"--publish", "--hook-dir", hooks_}).exit_code, 0);
}

TEST_F(Runs, PublishingWithoutTheHooksOfTheRunSaysSo) {
  hook("before-publish", "exit 0");
  ASSERT_EQ(import({"--stage-only", "--hook-dir", hooks_}).exit_code, 0);
  const CommandResult published = task({"--publish"});
  EXPECT_EQ(published.exit_code, 0);
  EXPECT_THAT(published.err, HasSubstr("was begun with the hooks of"));
}

TEST_F(Runs, HooksThatCannotRunAreErrorsBeforeAnythingIsWritten) {
  hook("before-pubish", "exit 0");
  const CommandResult misspelt = import({"--hook-dir", hooks_});
  EXPECT_EQ(misspelt.exit_code, 2);
  EXPECT_THAT(misspelt.err, HasSubstr("did you mean 'before-publish'?"));
  std::filesystem::remove(hooks_ + "/before-pubish");
  std::ofstream(hooks_ + "/before-load") << "exit 0\n";
  EXPECT_EQ(import({"--hook-dir", hooks_}).exit_code, 2);
  EXPECT_THAT(contents_of(target_), testing::IsEmpty());
}

TEST_F(Runs, WhatHooksWriteIsJsonAmongJsonLines) {
  hook("before-load", "echo plain words");
  const CommandResult result = import({"--hook-dir", hooks_, "--log-format", "json"});
  ASSERT_EQ(result.exit_code, 0);
  std::istringstream lines(result.err);
  bool heard = false;
  for (std::string line; std::getline(lines, line);) heard = heard || json::parse(line)["message"] == "plain words";
  EXPECT_TRUE(heard);
}

TEST_F(Runs, ExistingTablesAreLoadedUnderTheSameHooksWindowAndSpans) {
  target_.psql(
      "CREATE TABLE team(id int PRIMARY KEY, name text); "
      "CREATE TABLE person(id int PRIMARY KEY, name text, team int)");
  for (const char* name : {"before-load", "after-table", "after-load", "before-publish", "after-publish"}) {
    hook(name, "echo $LITE2PG_HOOK $LITE2PG_TABLE $LITE2PG_ROWS_TARGET >> '" + (dir_ / "calls") + "'");
  }
  const CommandResult result =
      import({"--existing", "--hook-dir", hooks_, "--trace", dir_ / "t.json", "--metrics", dir_ / "m.prom"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(content_of(dir_ / "calls"),
            "before-load\nafter-table team 1\nafter-table person 2\nafter-load\nbefore-publish\nafter-publish\n");
  EXPECT_THAT(content_of(dir_ / "t.json"), HasSubstr("table 'person'"));
  EXPECT_THAT(content_of(dir_ / "m.prom"), HasSubstr("table=\"person\"} 2\n"));
}

TEST_F(Runs, AnExistingLoadSurvivesTheLossOfAllItsSessions) {
  target_.psql(
      "CREATE TABLE team(id int PRIMARY KEY, name text); "
      "CREATE TABLE person(id int PRIMARY KEY, name text, team int REFERENCES team)");
  // As a restart of the server does: in the middle of the load, and again just before the COMMIT.
  for (const std::string name : {"after-table", "before-publish"}) {
    hook(name, "test -e '" + (dir_ / name) + "' && exit 0; touch '" + (dir_ / name) + "'; psql -qAtX '" +
                   target_.uri() + "' -c \"" + test::sql_to_end_sessions("application_name LIKE 'lite2pg%'") +
                   "\" >/dev/null");
  }
  const CommandResult result = import({"--existing", "--hook-dir", hooks_});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(target_.value("SELECT count(*) FROM person"), "2");
  EXPECT_EQ(state(), "published");
  EXPECT_EQ(run_tool("verify", {source_, target_.uri()}).exit_code, 0);
}

TEST_F(Runs, AColumnThatATriggerFillsIsFilled) {
  target_.psql(R"(CREATE TABLE team(id int PRIMARY KEY, name text, words tsvector);
    CREATE TABLE person(id int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, name text, team int);
    CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN NEW.words := to_tsvector(''simple'', NEW.name); RETURN NEW; END';
    CREATE TRIGGER t BEFORE INSERT OR UPDATE ON team FOR EACH ROW EXECUTE FUNCTION f();)");
  const CommandResult result = import({"--existing"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(target_.value("SELECT count(*) FROM team WHERE words @@ to_tsquery('simple', 'blue')"), "1");
  EXPECT_THAT(result.err, HasSubstr("column words of table team is filled by trigger t: UPDATE"));
  EXPECT_EQ(run_tool("verify", {source_, target_.uri()}).exit_code, 0);
}

TEST_F(Runs, ATriggerThatWouldChangeLoadedValuesIsRefused) {
  target_.psql(R"(CREATE TABLE team(id int PRIMARY KEY, name text, words text);
    CREATE TABLE person(id int PRIMARY KEY, name text, team int);
    CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN NEW.words := NEW.name; NEW.name := upper(NEW.name); RETURN NEW; END';
    CREATE TRIGGER t BEFORE INSERT OR UPDATE ON team FOR EACH ROW EXECUTE FUNCTION f();)");
  const CommandResult result = import({"--existing"});
  EXPECT_EQ(result.exit_code, 3) << result.err;
  EXPECT_THAT(result.err, HasSubstr("trigger t of table 'team', which fills column words, changes other values too"));
  EXPECT_EQ(target_.value("SELECT count(*) FROM team"), "0");
}

TEST_F(Runs, AVetoLeavesExistingTablesAsTheyWere) {
  target_.psql(
      "CREATE TABLE team(id int PRIMARY KEY, name text); "
      "CREATE TABLE person(id int PRIMARY KEY, name text, team int)");
  for (const std::string name : {"after-table", "after-load", "before-publish"}) {
    hook(name, "exit 1");
    const CommandResult vetoed = import({"--existing", "--hook-dir", hooks_});
    EXPECT_EQ(vetoed.exit_code, 3) << name << vetoed.err;
    EXPECT_EQ(target_.value("SELECT count(*) FROM person"), "0");
    std::filesystem::remove(hooks_ + "/" + name);
  }
}

TEST_F(Runs, StagingThatIsNotWhatWasLoadedIsNotPublished) {
  ASSERT_EQ(import({"--stage-only"}).exit_code, 0);
  const std::string schema = staging();
  target_.psql("CREATE TABLE " + schema + ".stranger ()");
  EXPECT_THAT(task({"--publish"}).err, HasSubstr("table stranger is not of this run"));
  target_.psql("DROP TABLE " + schema + ".stranger; ALTER TABLE " + schema +
               ".person ADD CONSTRAINT odd CHECK (id > 0)");
  EXPECT_THAT(task({"--publish"}).err, HasSubstr("check person.odd is not of this run"));
  target_.psql("ALTER TABLE " + schema + ".person DROP CONSTRAINT odd, ALTER name TYPE varchar(90)");
  EXPECT_THAT(task({"--publish"}).err, HasSubstr("type person.name is not as it was made"));
  target_.psql("ALTER TABLE " + schema + ".person ALTER name TYPE text; DELETE FROM " + schema +
               ".person WHERE id = 2");
  const CommandResult fewer = task({"--publish"});
  EXPECT_EQ(fewer.exit_code, 3);
  EXPECT_THAT(fewer.err, HasSubstr("table person holds 1 rows, 2 were loaded"));
  target_.psql("DROP TABLE " + schema + ".person");
  EXPECT_THAT(task({"--publish"}).err, HasSubstr("table person is missing"));
  EXPECT_FALSE(is_published());
  EXPECT_EQ(state(), "staged");
}

TEST_F(Runs, TwoPublishesAtOnceEndInOneClearLine) {
  ASSERT_EQ(import({"--stage-only"}).exit_code, 0);
  hook("before-publish", "sleep 1");
  BackgroundCommand first({program("import"), target_.uri(), "--publish", "--hook-dir", hooks_});
  // Tests beside this one hold locks of the same server.
  while (target_.value("SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
                       "WHERE l.locktype = 'advisory' AND d.datname = current_database()") == "0") {
  }
  const CommandResult second = task({"--publish"});
  EXPECT_EQ(first.wait().exit_code, 0);
  EXPECT_EQ(second.exit_code, 0) << second.err;
  EXPECT_THAT(second.out, HasSubstr("nothing is left to do"));
}

TEST_F(Runs, RowsWrittenAfterThePublishAreNotDroppedInSilence) {
  ASSERT_EQ(import().exit_code, 0);
  target_.psql("INSERT INTO person VALUES (3, 'Cy', 1); UPDATE person SET name = 'Ben' WHERE id = 2");
  const CommandResult back = task({"--rollback"});
  ASSERT_EQ(back.exit_code, 0) << back.err;
  EXPECT_THAT(back.out, HasSubstr("2 rows in 1 table (person: 2)"));
  const CommandResult kept = task({"--cleanup"});
  EXPECT_EQ(kept.exit_code, 0);
  EXPECT_THAT(kept.out, HasSubstr("stays"));
  EXPECT_EQ(target_.value("SELECT count(*) FROM " + staging() + ".person"), "3");
  const CommandResult asked = task({"--cleanup", "--run", run_id()});
  EXPECT_EQ(asked.exit_code, 3);
  EXPECT_THAT(asked.err, HasSubstr("2 rows in 1 table"));
  EXPECT_EQ(target_.value("SELECT count(*) FROM " + staging() + ".person"), "3");
  EXPECT_EQ(task({"--cleanup", "--run", run_id(), "--yes"}).exit_code, 0);
  EXPECT_EQ(state(), "removed");
}

TEST_F(Runs, ARolledBackRunThatNobodyWroteIntoIsCleanedUp) {
  ASSERT_EQ(import().exit_code, 0);
  ASSERT_EQ(task({"--rollback"}).exit_code, 0);
  ASSERT_EQ(task({"--cleanup"}).exit_code, 0);
  EXPECT_EQ(state(), "removed");
}

TEST_F(Runs, WhatWasReplacedIsNotDroppedInSilence) {
  target_.psql("CREATE TABLE person(mine int); INSERT INTO person VALUES (1)");
  ASSERT_EQ(import({"--replace"}).exit_code, 0);
  const CommandResult asked = task({"--cleanup", "--run", run_id()});
  EXPECT_EQ(asked.exit_code, 3) << asked.out;
  EXPECT_THAT(asked.err, HasSubstr("1 row in 1 table (person: 1)"));
  EXPECT_EQ(task({"--cleanup", "--run", run_id(), "--yes"}).exit_code, 0);
}

TEST_F(Runs, ReplacingCarriesRightsAndNamesWhatItCannotCarry) {
  const std::string role = "reader_" + target_.value("SELECT current_database()");
  target_.psql("CREATE ROLE " + role +
               "; CREATE TABLE person(id int, name text, old text); CREATE TABLE team(id int); "
               "GRANT SELECT ON person TO " +
               role + " WITH GRANT OPTION; GRANT UPDATE (name, old) ON person TO " + role +
               "; GRANT INSERT ON team TO PUBLIC; ALTER TABLE team ENABLE ROW LEVEL SECURITY; "
               "CREATE POLICY mine ON team USING (true)");
  const CommandResult result = import({"--replace"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(target_.value("SELECT has_table_privilege('" + role + "', 'person', 'SELECT WITH GRANT OPTION')"), "t");
  EXPECT_EQ(target_.value("SELECT has_column_privilege('" + role + "', 'person', 'name', 'UPDATE')"), "t");
  EXPECT_EQ(target_.value("SELECT has_table_privilege('" + role + "', 'team', 'INSERT')"), "t");
  EXPECT_EQ(target_.value("SELECT has_table_privilege('" + role + "', 'team', 'SELECT')"), "f");
  EXPECT_THAT(result.err, HasSubstr("rights on column old of person are not taken over"));
  EXPECT_THAT(result.err, HasSubstr("policy mine of the replaced table team"));
  target_.psql("DROP OWNED BY " + role + "; DROP ROLE " + role);
}

TEST_F(Runs, DefaultPrivilegesOfTheSchemaReachWhatIsMovedIntoIt) {
  const std::string role = "app_" + target_.value("SELECT current_database()");
  target_.psql("CREATE ROLE " + role +
               "; ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT ON TABLES TO " + role +
               "; ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO " + role);
  ASSERT_EQ(import().exit_code, 0);
  EXPECT_EQ(target_.value("SELECT has_table_privilege('" + role + "', 'person', 'INSERT')"), "t");
  EXPECT_EQ(target_.value("SELECT has_table_privilege('" + role + "', 'person', 'DELETE')"), "f");
  EXPECT_EQ(target_.value(
                "SELECT bool_and(has_sequence_privilege('" + role +
                "', c.oid, 'USAGE')) FROM pg_class c WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace"),
            "t");
  target_.psql("DROP OWNED BY " + role + "; DROP ROLE " + role);
}

TEST_F(Runs, ALockThatCannotBeHadNamesTableAndProcessAndTheLineThatWorks) {
  target_.psql("CREATE TABLE person(mine int)");
  BackgroundCommand session({"psql", "-qAt", target_.uri(), "-c", "BEGIN; SELECT * FROM person", "-c", "SELECT 'ready'",
                             "-c", "SELECT pg_sleep(60)"});
  ASSERT_EQ(session.read_line(), "ready");
  const CommandResult stuck = import({"--replace", "--lock-timeout", "1"});
  EXPECT_EQ(stuck.exit_code, 5) << stuck.err;
  EXPECT_THAT(stuck.err, HasSubstr("table 'person' is used by server process"));
  EXPECT_THAT(stuck.err, HasSubstr("--publish --run " + run_id() + " --replace"));
  session.signal(SIGKILL);
  target_.end_sessions("query LIKE '%pg_sleep%'");
  EXPECT_EQ(task({"--publish", "--run", run_id(), "--replace"}).exit_code, 0);
}

TEST_F(Runs, OutputsAreLookedAtBeforeTheRun) {
  for (const char* option : {"--report", "--metrics", "--trace", "--plan-out"}) {
    const CommandResult result = import({option, dir_ / "no/such/file"});
    EXPECT_EQ(result.exit_code, 2) << option;
    EXPECT_THAT(contents_of(target_), testing::IsEmpty()) << option;
  }
  EXPECT_EQ(import({"--report", source_}).exit_code, 2) << "the source is not written over";
}

TEST_F(Runs, AReportOnStandardOutputStandsThereAlone) {
  const CommandResult result = import({"--report", "-"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const json report = json::parse(result.out);
  EXPECT_EQ(report["verdict"], "done");
  EXPECT_EQ(report["schema"], "public");
  EXPECT_EQ(report["source"], source_);
  EXPECT_THAT(std::string(report["fingerprint"]), testing::StartsWith("xxh3:"));
  EXPECT_TRUE(report.contains("approvals"));
  EXPECT_TRUE(report.contains("plan_hash"));
  EXPECT_TRUE(report.contains("database"));
}

TEST_F(Runs, PatternsThatMatchNothingAreErrors) {
  for (const std::vector<std::string>& options :
       {std::vector<std::string>{"--exclude", "nosuch"}, {"--tables", "team", "--tables", "nosuch"}}) {
    const CommandResult result = import(options);
    EXPECT_EQ(result.exit_code, 2) << result.err;
    EXPECT_THAT(result.err, HasSubstr("'nosuch' matches no table"));
  }
  EXPECT_THAT(contents_of(target_), testing::IsEmpty());
}

TEST_F(Runs, ASurveyShowsInTheStatus) {
  const std::string many = dir_ / "many.db";
  run_sqlite(many,
             "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT "
             "i + 1 FROM n WHERE i < 300000) INSERT INTO t SELECT i, hex(randomblob(60)) FROM n");
  BackgroundCommand running({program("import"), many, target_.uri(), "--jobs", "1"});
  // The survey may take less time than a start of the command that asks: it is held.
  while (target_.value("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
                       "application_name = 'lite2pg import' AND state = 'idle'") == "0") {
  }
  running.signal(SIGSTOP);
  const json status = json::parse(task({"--status", "--json"}).out);
  running.signal(SIGCONT);
  EXPECT_EQ(status["surveys"].size(), 1U) << status;
  EXPECT_TRUE(status["runs"].empty()) << status;
  EXPECT_EQ(running.wait().exit_code, 0);
}

TEST_F(Runs, ARunThatIsAtWorkIsNotResumed) {
  hook("after-load", "while test ! -e '" + (dir_ / "go") + "'; do sleep 0.05; done");
  BackgroundCommand running({program("import"), source_, target_.uri(), "--hook-dir", hooks_});
  while (target_.value("SELECT count(*) FROM pg_class WHERE relname = 'run_step'") == "0" ||
         target_.value("SELECT count(*) FROM lite2pg.run_step WHERE step LIKE 'analyze%'") != "2") {
  }
  const CommandResult second = import({"--resume"});
  EXPECT_EQ(second.exit_code, 7) << second.err;
  EXPECT_THAT(second.err, HasSubstr("is at work"));
  EXPECT_THAT(second.err, Not(HasSubstr("--cleanup")));
  std::ofstream(dir_ / "go") << "";
  EXPECT_EQ(running.wait().exit_code, 0);
}

}  // namespace
}  // namespace lite2pg::test::runs_pg_test
