// A live run as an operator sees and steers it: hooks, metrics, spans, page, status, audit, interrupts; and what cannot
// be gone on with.
#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>

#include <csignal>
#include <filesystem>
#include <functional>
#include <set>
#include <sstream>
#include <thread>

#include "tests/e2e/live.h"
#include "tests/support/places.h"

namespace lite2pg::test::live_operation_pg_test {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;

class LiveOperation : public Live {
 protected:
  void SetUp() override { make("WAL"); }

  [[nodiscard]] std::string status(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words = {target_.uri(), "--status"};
    words.insert(words.end(), more.begin(), more.end());
    return run_tool("import", words).out;
  }
  [[nodiscard]] std::string events() const {
    return target_.value("SELECT string_agg(kind, ' ' ORDER BY seq) FROM lite2pg.event");
  }
  void expect_whole_audit() const {
    const CommandResult audit = run_tool("verify", {target_.uri(), "--audit"});
    EXPECT_EQ(audit.exit_code, 0) << audit.out << audit.err;
  }
  /// One that waits until `condition` holds in the target, then gets the signal.
  CommandResult signalled(const std::vector<std::string>& more, const std::string& condition) const {
    std::vector<std::string> words = {program("sync"), source_, target_.uri()};
    words.insert(words.end(), more.begin(), more.end());
    BackgroundCommand running(words);
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (target_.value(condition) != "t" && std::chrono::steady_clock::now() < end)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_EQ(target_.value(condition), "t");
    const auto sent = std::chrono::steady_clock::now();
    running.signal(SIGINT);
    CommandResult result = running.wait();
    EXPECT_LT(std::chrono::steady_clock::now() - sent, std::chrono::seconds(4));
    return result;
  }

  std::string calls_ = dir_ / "calls", page_ = dir_ / "page.html", metrics_ = dir_ / "m.prom", trace_ = dir_ / "t.json";
};

TEST_F(LiveOperation, HooksAreToldOfRoundsAndOfTheFreeze) {
  for (const char* name : {"after-round", "before-publish", "after-publish", "on-failure"})
    hook(name, "cat >> '" + calls_ + "'");
  ASSERT_EQ(stage().exit_code, 0);
  run_sqlite(source_, "DELETE FROM w WHERE b = 17");
  ASSERT_EQ(sync({"--freeze", "--rounds", "1", "--hook-dir", hooks_}).exit_code, 0);
  std::vector<std::string> names;
  std::istringstream lines(content_of(calls_));
  for (std::string line; std::getline(lines, line);) {
    const json fact = json::parse(line);
    names.push_back(fact["hook"]);
    EXPECT_EQ(fact["task"], "sync");
    EXPECT_EQ(fact["run"], target_.value("SELECT id FROM lite2pg.run"));
    if (fact["hook"] == "after-round") {
      EXPECT_EQ(fact["deleted"], 1);
    }
  }
  EXPECT_THAT(names, ElementsAre("after-round", "before-publish", "after-publish"));
  EXPECT_EQ(sync({"--rounds", "1", "--run", "20000101T000000Z-0000", "--hook-dir", hooks_}).exit_code, 2);
  EXPECT_THAT(content_of(calls_), HasSubstr(R"("hook":"on-failure")"));
}

TEST_F(LiveOperation, AVetoStandsUntilItsHookTakesItBack) {
  ASSERT_EQ(stage().exit_code, 0);
  hook("before-publish", "exit 1");
  EXPECT_EQ(sync({"--freeze", "--hook-dir", hooks_}).exit_code, 7);
  const CommandResult without = sync({"--freeze"});
  EXPECT_EQ(without.exit_code, 7) << without.err;
  EXPECT_THAT(error_lines_of(without), ElementsAre(HasSubstr("under the veto of hook before-publish")));
  expect_nothing_published();
  hook("before-publish", "exit 0");
  EXPECT_EQ(sync({"--freeze", "--hook-dir", hooks_}).exit_code, 0);
  expect_equal();
}

TEST_F(LiveOperation, MetricsSpansAndPageTellOfIt) {
  ASSERT_EQ(stage().exit_code, 0);
  run_sqlite(source_, "UPDATE p SET n = 1 WHERE id = 9; DELETE FROM w WHERE b = 17");
  const CommandResult frozen = sync({"--freeze", "--rounds", "1", "--metrics", metrics_, "--trace", trace_,
                                     "--report-html", page_, "--slow-after", "30s"});
  ASSERT_EQ(frozen.exit_code, 0) << frozen.err;
  const std::string metrics = content_of(metrics_);
  const std::string where = "{database=\"" + target_.name() + "\",schema=\"public\"";
  EXPECT_THAT(metrics, HasSubstr("lite2pg_sync_success" + where + "} 1\n"));
  EXPECT_THAT(metrics, HasSubstr("lite2pg_sync_rows" + where + ",change=\"updated\"} 1\n"));
  EXPECT_THAT(metrics, HasSubstr("lite2pg_sync_rows" + where + ",change=\"deleted\"} 1\n"));
  EXPECT_THAT(metrics, HasSubstr("lite2pg_sync_freeze_seconds" + where + "} "));
  std::set<std::string> spans;
  const json trace = json::parse(content_of(trace_));
  for (const json& span : trace["resourceSpans"][0]["scopeSpans"][0]["spans"]) spans.insert(span["name"]);
  EXPECT_THAT(spans, IsSupersetOf({"sync", "round", "freeze", "settle", "prove", "last round"}));
  std::set<std::string> phases;
  const json report = read_report(report_);
  for (const json& piece : report["timeline"])
    if (piece["lane"] == "phases") phases.insert(piece["name"]);
  EXPECT_THAT(phases, IsSupersetOf({"round", "freeze", "settle"}));
  const std::string page = content_of(page_);
  EXPECT_THAT(page, HasSubstr("Frozen, proven equal and published"));
  EXPECT_THAT(page, HasSubstr("<h2>Rounds</h2>"));
  EXPECT_THAT(page, HasSubstr("The run over time"));
}

TEST_F(LiveOperation, MetricsAndPageAreWrittenWhenItFails) {
  const CommandResult failed = sync({"--rounds", "1", "--metrics", metrics_, "--report-html", page_});
  EXPECT_EQ(failed.exit_code, 2);
  EXPECT_THAT(content_of(metrics_), HasSubstr("lite2pg_sync_success{database=\"" + target_.name()));
  EXPECT_THAT(content_of(metrics_), HasSubstr("lite2pg_sync_exit_code"));
  EXPECT_THAT(content_of(page_), HasSubstr("no staged run of a live source"));
}

TEST_F(LiveOperation, StatusTellsOfRoundsAndTheFreeze) {
  ASSERT_EQ(stage().exit_code, 0);
  const std::string run = target_.value("SELECT id FROM lite2pg.run");
  EXPECT_THAT(status({"--run", run}), HasSubstr("rounds     0"));
  run_sqlite(source_, "DELETE FROM w WHERE b = 17");
  ASSERT_EQ(sync({"--rounds", "1"}).exit_code, 0);
  EXPECT_THAT(status({"--run", run}), HasSubstr("rounds     1, the last at "));
  EXPECT_THAT(status({"--run", run}), HasSubstr("0 rows inserted, 0 updated, 1 deleted"));
  ASSERT_EQ(sync({"--freeze"}).exit_code, 0);
  EXPECT_THAT(status({"--run", run}), HasSubstr("frozen     20"));
  const json live = json::parse(status({"--json"}))["runs"][0]["live"];
  EXPECT_GE(live["rounds"], 2);
  EXPECT_EQ(live["settled"], true);
  EXPECT_EQ(live["cut_off"], false);
  EXPECT_THAT(events(), HasSubstr("published frozen"));
  expect_whole_audit();
}

TEST_F(LiveOperation, StatusTellsOfRepairs) {
  ASSERT_EQ(run_tool("import", {source_, target_.uri()}).exit_code, 0);
  target_.psql("UPDATE p SET n = -1 WHERE id = 9; DELETE FROM w WHERE b = 17");
  ASSERT_EQ(sync({"--scope", "all", "--metrics", metrics_, "--report-html", page_, "--trace", trace_}).exit_code, 0);
  ASSERT_EQ(run_tool("sync", {target_.uri(), "--undo"}).exit_code, 0);
  EXPECT_THAT(status(), HasSubstr("repair, undone"));
  EXPECT_THAT(status(), HasSubstr("undo of "));
  const json repairs = json::parse(status({"--json"}))["repairs"];
  ASSERT_EQ(repairs.size(), 2U);
  EXPECT_EQ(repairs[0]["rows_updated"], 1);
  EXPECT_EQ(repairs[0]["rows_inserted"], 1);
  EXPECT_EQ(repairs[0]["undone"], true);
  EXPECT_THAT(content_of(metrics_), HasSubstr("kind=\"update\"} 1\n"));
  EXPECT_THAT(content_of(page_), HasSubstr("In step: 2 rows changed, all verified equal."));
  EXPECT_THAT(content_of(trace_), HasSubstr("\"compare\""));
  EXPECT_THAT(events(), HasSubstr("repaired undone"));
  expect_whole_audit();
}

TEST_F(LiveOperation, AHookVetoesARepairBeforeAnythingIsWritten) {
  ASSERT_EQ(run_tool("import", {source_, target_.uri()}).exit_code, 0);
  target_.psql("UPDATE p SET n = -1 WHERE id = 9");
  hook("before-repair", "echo \"$LITE2PG_TASK $LITE2PG_ROWS\" > '" + calls_ + "'; exit 1");
  const CommandResult vetoed = sync({"--scope", "all", "--hook-dir", hooks_});
  EXPECT_EQ(vetoed.exit_code, 3) << vetoed.err;
  EXPECT_EQ(content_of(calls_), "repair 1\n");
  EXPECT_EQ(target_.value("SELECT n FROM p WHERE id = 9"), "-1");
  EXPECT_EQ(target_.value("SELECT to_regclass('lite2pg.repair') IS NULL OR NOT EXISTS (SELECT FROM lite2pg.event "
                          "WHERE kind = 'repaired')"),
            "t");
}

/// The commit stands whatever happens after it, and is told.
TEST_F(LiveOperation, ARepairThatIsInterruptedWhileItVerifiesIsTold) {
  ASSERT_EQ(run_tool("import", {source_, target_.uri()}).exit_code, 0);
  target_.psql("UPDATE p SET n = -1 WHERE id = 9");
  hook("after-repair", "kill -INT $PPID; sleep 0.2");
  const CommandResult cut = sync({"--scope", "all", "--hook-dir", hooks_});
  EXPECT_EQ(cut.exit_code, 130) << cut.err;
  EXPECT_THAT(cut.err, HasSubstr("stands, but the verification after it ended"));
  EXPECT_THAT(cut.out, HasSubstr("update p id=9 (n)"));
  EXPECT_EQ(read_report(report_)["repair"], target_.value("SELECT id FROM lite2pg.repair"));
  EXPECT_EQ(target_.value("SELECT n FROM p WHERE id = 9"), "63");
  EXPECT_EQ(run_tool("sync", {target_.uri(), "--undo"}).exit_code, 0);
  EXPECT_EQ(target_.value("SELECT n FROM p WHERE id = 9"), "-1");
}

TEST_F(LiveOperation, AnInterruptLeavesWhatTheSameCommandGoesOnWith) {
  ASSERT_EQ(stage().exit_code, 0);
  run_sqlite(source_, "UPDATE p SET n = n + 1 WHERE id % 10 = 0");
  hook("after-round", "kill -INT $PPID; sleep 0.2");
  const CommandResult round = sync({"--rounds", "3", "--hook-dir", hooks_});
  EXPECT_EQ(round.exit_code, 130) << round.err;
  EXPECT_THAT(status({"--run", target_.value("SELECT id FROM lite2pg.run")}), HasSubstr("message"));
  EXPECT_EQ(read_report(report_)["rounds"].size(), 1U);
  std::filesystem::remove(hooks_ + "/after-round");
  hook("before-publish", "kill -INT $PPID; sleep 5");
  EXPECT_EQ(sync({"--freeze", "--hook-dir", hooks_}).exit_code, 130);
  expect_nothing_published();
  std::filesystem::remove(hooks_ + "/before-publish");
  ASSERT_EQ(sync({"--freeze", "--hook-dir", hooks_}).exit_code, 0);
  expect_equal();
}

TEST_F(LiveOperation, AnInterruptEndsTheWaitForALockOfEitherSide) {
  ASSERT_EQ(stage().exit_code, 0);
  const std::string name = target_.name();
  {
    BackgroundCommand holder({"psql", "-X", "-q", target_.uri(), "-c", "BEGIN", "-c",
                              "LOCK TABLE " + staged("p") + " IN SHARE MODE", "-c", "\\echo locked", "-c",
                              "SELECT pg_sleep(60)"});
    ASSERT_EQ(holder.read_line(), "locked");
    const CommandResult result =
        signalled({"--freeze", "--rounds", "0", "--lock-timeout", "60"},
                  "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = '" + staged("p") +
                      "'::regclass AND database = (SELECT oid FROM pg_database WHERE datname = '" + name + "'))");
    EXPECT_EQ(result.exit_code, 130) << result.err;
    target_.end_sessions("query LIKE '%pg_sleep%'");
  }
  expect_nothing_published();
  SQLite::Database writer(source_, SQLite::OPEN_READWRITE);
  writer.exec("BEGIN IMMEDIATE");
  const CommandResult result =
      signalled({"--freeze", "--rounds", "0", "--lock-timeout", "60"},
                "SELECT count(*) >= 5 FROM pg_locks WHERE mode = 'ExclusiveLock' AND locktype = 'relation' AND "
                "database = (SELECT oid FROM pg_database WHERE datname = '" +
                    name + "')");
  EXPECT_EQ(result.exit_code, 130) << result.err;
  writer.exec("COMMIT");
  expect_nothing_published();
  ASSERT_EQ(sync({"--freeze"}).exit_code, 0);
  expect_equal();
}

TEST_F(LiveOperation, NothingIsReadWhenNothingWasWritten) {
  for (const char* mode : {"DELETE", "WAL"}) {
    SCOPED_TRACE(mode);
    const TempDatabase fresh;
    const std::string path = dir_ / (std::string("gate-") + mode + ".db");
    run_sqlite(path, "PRAGMA page_size = 512; PRAGMA journal_mode = " + std::string(mode) + ";" + live_schema);
    SQLite::Database application(path, SQLite::OPEN_READWRITE);
    application.exec("PRAGMA wal_autocheckpoint = 0; UPDATE p SET n = 0 WHERE id = 5");
    const auto round = [&](const char* what) {
      const CommandResult result = run_tool("sync", {path, fresh.uri(), "--rounds", "1", "--report", report_});
      EXPECT_EQ(result.exit_code, 0) << result.err;
      EXPECT_THAT(result.out, HasSubstr(what));
      return read_report(report_)["rounds"][0].value("unchanged", false);
    };
    ASSERT_EQ(run_tool("import", {path, fresh.uri(), "--live"}).exit_code, 0);
    EXPECT_FALSE(round("0 rows inserted"));
    EXPECT_TRUE(round("nothing was written since the last round"));
    application.exec("UPDATE p SET n = 1 WHERE id = 5");
    EXPECT_FALSE(round("1 updated"));
    EXPECT_TRUE(round("nothing was written since the last round"));
    // A checkpoint writes, and a round after it only reads too much.
    application.exec("DELETE FROM k WHERE v = 'c5'; PRAGMA wal_checkpoint(TRUNCATE)");
    EXPECT_FALSE(round("1 deleted"));
    EXPECT_EQ(run_tool("verify", {path, fresh.uri(), "--staged", "--data-only"}).exit_code, 0);
  }
}

/// A round that was killed has changed tables: what the last one knew of the source is not what they hold.
TEST_F(LiveOperation, ARoundThatBeganAndDidNotEndIsNoLastRound) {
  SQLite::Database application(source_, SQLite::OPEN_READWRITE);
  application.exec("UPDATE p SET n = 0 WHERE id = 5");
  ASSERT_EQ(stage().exit_code, 0);
  ASSERT_EQ(sync({"--rounds", "1"}).exit_code, 0);
  target_.psql(
      "WITH e AS (SELECT * FROM lite2pg.event ORDER BY seq DESC LIMIT 1) "
      "INSERT INTO lite2pg.event (seq, run, at, who, kind, detail, hash) "
      "SELECT seq + 1, run, at, who, 'round_begun', '{}', 'x' FROM e; UPDATE lite2pg.ledger SET events = events + 1");
  EXPECT_THAT(sync({"--rounds", "1"}).out, Not(HasSubstr("nothing was written")));
}

/// Killed right after the commit: the next call does what was left to do.
TEST_F(LiveOperation, WhatAFreezeLeftForLaterIsDoneByALaterCall) {
  ASSERT_EQ(stage().exit_code, 0);
  hook("after-publish", "kill -9 $PPID");
  (void)sync({"--freeze", "--hook-dir", hooks_});
  EXPECT_EQ(state(), "published");
  EXPECT_EQ(target_.value("SELECT bool_and(convalidated) FROM pg_constraint WHERE contype = 'f'"), "f");
  EXPECT_EQ(json::parse(status({"--json"}))["runs"][0]["live"]["settled"], false);
  const CommandResult again = sync({"--freeze"});
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_THAT(again.out, HasSubstr("nothing is left to do"));
  EXPECT_EQ(target_.value("SELECT bool_and(convalidated) FROM pg_constraint WHERE contype = 'f'"), "t");
  expect_equal();
}

TEST_F(LiveOperation, StagedTablesThatAreNotAsTheyWereMadeAreRefused) {
  ASSERT_EQ(stage().exit_code, 0);
  const std::string schema = target_.value("SELECT staging_schema FROM lite2pg.run");
  target_.psql("ALTER TABLE " + schema + ".p DROP CONSTRAINT p_pkey");
  const CommandResult frozen = sync({"--freeze", "--rounds", "0"});
  EXPECT_EQ(frozen.exit_code, 3) << frozen.err;
  EXPECT_THAT(error_lines_of(frozen), ElementsAre(HasSubstr("p.p_pkey is missing")));
  expect_nothing_published();
}

/// They would change what a round writes, or refuse its statements in the server's words.
TEST_F(LiveOperation, RulesAndTriggersOfStagedTablesAreNamedWithTheLineThatEndsThem) {
  ASSERT_EQ(stage().exit_code, 0);
  run_sqlite(source_, "DELETE FROM w WHERE a = 7; INSERT INTO w VALUES (100, 1, 'new')");
  const std::string w = staged("w");
  target_.psql("CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'");
  const auto expect_named = [&](const std::string& made, const std::string& what, const std::string& line) {
    target_.psql(made);
    for (const char* how : {"--rounds=1", "--freeze"}) {
      const CommandResult result = sync({how});
      EXPECT_EQ(result.exit_code, 3) << result.err;
      EXPECT_THAT(error_lines_of(result), ElementsAre(HasSubstr(what)));
      EXPECT_THAT(result.err, HasSubstr(line));
      EXPECT_EQ(state(), "staged");
    }
    target_.psql(line.substr(0, line.find(';')));
  };
  const std::string on = " ON \"" + w.substr(0, w.find('.')) + "\".\"w\"; then the same command goes on";
  expect_named("CREATE RULE no AS ON INSERT TO " + w + " DO INSTEAD NOTHING", "table w of run",
               "DROP RULE \"no\"" + on);
  expect_named("CREATE TRIGGER none BEFORE INSERT ON " + w + " FOR EACH ROW EXECUTE FUNCTION nothing()",
               "has a TRIGGER 'none' that the run did not make", "DROP TRIGGER \"none\"" + on);
  ASSERT_EQ(sync({"--freeze"}).exit_code, 0);
  expect_equal();
}

// What cannot be gone on with: one line, the right code, nothing half-done.

/// Taken away between two rounds, and between the last round and the lock.
TEST_F(LiveOperation, ASourceThatVanishesMeanwhile) {
  ASSERT_EQ(stage().exit_code, 0);
  for (const auto& [name, how] : {std::pair("after-round", "--rounds=3"), std::pair("before-publish", "--freeze")}) {
    SCOPED_TRACE(name);
    run_sqlite(source_, "UPDATE p SET n = n + 1 WHERE id = 5");
    hook(name, "mv '" + source_ + "' '" + source_ + ".away'");
    const CommandResult result = sync({how, "--hook-dir", hooks_});
    EXPECT_EQ(result.exit_code, 4) << result.err << result.out;
    EXPECT_EQ(error_lines_of(result).size(), 1U) << result.err;
    expect_nothing_published();
    std::filesystem::rename(source_ + ".away", source_);
    std::filesystem::remove(hooks_ + "/" + name);
  }
  ASSERT_EQ(sync({"--freeze"}).exit_code, 0);
  expect_equal();
}

TEST_F(LiveOperation, SourcesThatCannotBeFollowed) {
  ASSERT_EQ(stage().exit_code, 0);
  const auto expect = [&](const std::string& source, int code, const char* what) {
    SCOPED_TRACE(source);
    for (const char* how : {"--rounds=1", "--freeze"}) {
      const CommandResult result = run_tool("sync", {source, target_.uri(), how});
      EXPECT_EQ(result.exit_code, code) << result.err;
      EXPECT_THAT(error_lines_of(result), ElementsAre(HasSubstr(what))) << result.err;
    }
    expect_nothing_published();
  };
  std::filesystem::create_directory(dir_ / "folder");
  write_text(dir_ / "text.db", std::string(5000, 'x'));
  write_text(dir_ / "dump.sql", "CREATE TABLE p(id);");
  expect(dir_ / "folder", 3, "is not the source");
  expect(dir_ / "gone.db", 4, "No such file");
  expect(dir_ / "text.db", 3, "is not the source");
  expect(dir_ / "dump.sql", 2, "no database file that a program writes");
  std::filesystem::rename(source_, source_ + ".away");
  write_text(source_, std::string(5000, 'x'));
  expect(source_, 4, "not a SQLite database");
  write_text(source_, "");
  expect(source_, 4, source_.c_str());
  std::filesystem::remove(source_);
  std::filesystem::rename(source_ + ".away", source_);
  ASSERT_EQ(sync({"--freeze"}).exit_code, 0);
  expect_equal();
}

/// A writer that crashed in the middle of a commit, and nobody has opened the file since.
TEST_F(LiveOperation, AHotJournalIsLeftToItsOwner) {
  const std::string path = dir_ / "hot.db";
  run_sqlite(path, std::string("PRAGMA journal_mode = DELETE;") + live_schema);
  ASSERT_EQ(run_tool("import", {path, target_.uri(), "--live"}).exit_code, 0);
  {
    SQLite::Database application(path, SQLite::OPEN_READWRITE);
    application.exec("PRAGMA cache_size = 2; PRAGMA cache_spill = 1; BEGIN; UPDATE p SET n = n + 1");
    std::filesystem::copy(path, dir_ / "copy.db");
    std::filesystem::copy(path + "-journal", dir_ / "copy.db-journal");
    application.exec("ROLLBACK");
  }
  std::filesystem::rename(dir_ / "copy.db", path);
  std::filesystem::rename(dir_ / "copy.db-journal", path + "-journal");
  const std::string before = content_of(path);
  for (const char* how : {"--rounds=1", "--freeze"}) {
    const CommandResult result = run_tool("sync", {path, target_.uri(), how});
    EXPECT_EQ(result.exit_code, 4) << how << result.err;
    EXPECT_EQ(error_lines_of(result).size(), 1U) << result.err;
  }
  EXPECT_TRUE(content_of(path) == before);
  expect_nothing_published();
  run_sqlite(path, "SELECT count(*) FROM p");
  EXPECT_EQ(run_tool("sync", {path, target_.uri(), "--freeze"}).exit_code, 0);
}

TEST_F(LiveOperation, RolesWithoutRightsAreToldInOneLine) {
  ASSERT_EQ(stage().exit_code, 0);
  const std::string role = unique_name("reader");
  target_.psql("CREATE ROLE " + role + " LOGIN");
  std::string uri = target_.uri();
  uri.replace(uri.find("postgres@"), 8, role);
  const auto expect_refused = [&](const std::vector<std::string>& how) {
    std::vector<std::string> words = {source_, uri};
    words.insert(words.end(), how.begin(), how.end());
    const CommandResult result = run_tool("sync", words);
    EXPECT_THAT(result.exit_code, testing::AnyOf(2, 3, 5)) << result.err;
    EXPECT_EQ(error_lines_of(result).size(), 1U) << result.err;
    expect_nothing_published();
  };
  expect_refused({"--rounds", "1"});
  expect_refused({"--freeze"});
  target_.psql("GRANT USAGE ON SCHEMA lite2pg TO " + role + "; GRANT SELECT ON ALL TABLES IN SCHEMA lite2pg TO " +
               role);
  expect_refused({"--rounds", "1"});
  expect_refused({"--freeze"});
  target_.psql("DROP OWNED BY " + role + "; DROP ROLE " + role);
  ASSERT_EQ(sync({"--freeze"}).exit_code, 0);
  expect_equal();
}

TEST_F(LiveOperation, AForgottenStagedRunIsNotTakenForThePublishedOne) {
  ASSERT_EQ(stage().exit_code, 0);
  const std::string forgotten = target_.value("SELECT id FROM lite2pg.run");
  ASSERT_EQ(stage().exit_code, 0);
  ASSERT_EQ(sync({"--freeze"}).exit_code, 0);
  target_.psql("UPDATE p SET n = -1 WHERE id = 3");
  const CommandResult step = sync();
  EXPECT_EQ(step.exit_code, 1) << step.out;
  EXPECT_THAT(step.out, HasSubstr("NOT IN STEP"));
  EXPECT_EQ(sync({"--run", forgotten, "--rounds", "1"}).exit_code, 0);
  target_.psql("UPDATE lite2pg.run SET state = 'failed' WHERE id <> '" + forgotten + "'");
  EXPECT_EQ(sync({"--rounds", "1"}).exit_code, 0) << "it is the only one";
}

TEST_F(LiveOperation, ARoleThatMayNotReadTheRepairsIsNotToldThatThereAreNone) {
  ASSERT_EQ(run_tool("import", {source_, target_.uri()}).exit_code, 0);
  target_.psql("UPDATE p SET n = 0 WHERE id = 3");
  ASSERT_EQ(sync({"--scope", "all"}).exit_code, 0);
  const std::string role = unique_name("reader");
  target_.psql("CREATE ROLE " + role + " LOGIN; GRANT USAGE ON SCHEMA lite2pg TO " + role);
  std::string uri = target_.uri();
  uri.replace(uri.find("postgres@"), 8, role);
  const CommandResult result = run_tool("sync", {uri, "--undo"});
  EXPECT_EQ(result.exit_code, 5);
  EXPECT_THAT(result.err, HasSubstr("may not read the repairs"));
  target_.psql("DROP OWNED BY " + role + "; DROP ROLE " + role);
}

}  // namespace
}  // namespace lite2pg::test::live_operation_pg_test
