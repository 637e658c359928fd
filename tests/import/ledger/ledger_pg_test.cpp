#include <gmock/gmock.h>

#include <future>
#include <set>
#include <thread>

#include "import/ledger/audit.h"
#include "import/ledger/ledger.h"
#include "import/ledger/run_lock.h"
#include "import/ledger/schema.h"
#include "import/ledger/writer.h"
#include "import/postgres/copy_stream.h"
#include "tests/support/postgres_server.h"

namespace lite2pg::ledger_pg_test {
namespace {

using test::TempDatabase;
using testing::ElementsAre;
using testing::HasSubstr;

RunRecord new_run(const std::string& id) {
  RunRecord run;
  run.id = id;
  run.target_schema = "public";
  run.staging_schema = staging_schema_of(id);
  run.source_path = "app.db";
  run.source_fingerprint = "xxh3:00";
  run.plan_hash = "aa";
  run.settings = "{}";
  run.tool_version = "0";
  return run;
}

class LedgerTest : public testing::Test {
 protected:
  void SetUp() override { ensure_ledger(session_); }

  TempDatabase database_;
  Session session_{Target{database_.uri()}, "test"};
};

TEST(Ledger, IsNotMadeByReading) {
  const TempDatabase database;
  Session session(Target{database.uri()}, "test");
  EXPECT_TRUE(ledger_runs(session).empty());
  EXPECT_TRUE(ledger_tables(session, "r").empty());
  EXPECT_EQ(ledger_plan_text(session, "r"), std::nullopt);
  EXPECT_TRUE(verify_audit(session).faults.empty());
  EXPECT_EQ(database.value("SELECT count(*) FROM pg_namespace WHERE nspname = 'lite2pg'"), "0");
}

TEST(Ledger, IsMadeOnceByConcurrentRuns) {
  const TempDatabase database;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      Session session(Target{database.uri()}, "test");
      EXPECT_NO_THROW(ensure_ledger(session));
    });
  }
  threads.clear();
  EXPECT_EQ(database.value("SELECT version FROM lite2pg.ledger"), "1");
}

TEST(Ledger, OfANewerVersionIsRefused) {
  const TempDatabase database;
  Session session(Target{database.uri()}, "test");
  ensure_ledger(session);
  database.psql("UPDATE lite2pg.ledger SET version = 99");
  EXPECT_THROW(ensure_ledger(session), Error);
}

TEST(Ledger, ASchemaOfSomebodyElsesIsNamed) {
  for (const char* made : {"CREATE TABLE lite2pg.run (x int)", "CREATE VIEW lite2pg.run AS SELECT 1 AS id"}) {
    const TempDatabase database;
    database.psql("CREATE SCHEMA lite2pg; " + std::string(made));
    Session session(Target{database.uri()}, "test");
    EXPECT_THROW((void)ledger_runs(session), Error);
    try {
      ensure_ledger(session);
      FAIL() << made;
    } catch (const Error& e) {
      EXPECT_THAT(e.what(), testing::HasSubstr("not a ledger of lite2pg's"));
      EXPECT_THAT(e.hint(), testing::HasSubstr("ALTER SCHEMA lite2pg RENAME TO"));
    }
  }
}

TEST_F(LedgerTest, RemembersRunsInOrder) {
  record_run(session_, new_run("20260101T000000Z-0001"), "{\"a\": 1}");
  record_run(session_, new_run("20260102T000000Z-0002"), "{}");
  const auto runs = ledger_runs(session_);
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_EQ(runs[0].id, "20260101T000000Z-0001");
  EXPECT_EQ(runs[0].state, RunState::loading);
  EXPECT_EQ(runs[0].staging_schema, "lite2pg_stage_20260101t000000z_0001");
  EXPECT_EQ(runs[0].started_by, "postgres");
  EXPECT_THAT(runs[0].started_at, testing::MatchesRegex("2[0-9]{3}-.*Z"));
  EXPECT_EQ(runs[0].finished_at, "");
  EXPECT_EQ(ledger_plan_text(session_, runs[0].id), "{\"a\": 1}");
}

TEST_F(LedgerTest, MovesARunAlongItsWayOnly) {
  record_run(session_, new_run("r"), "{}");
  EXPECT_THROW(record_state(session_, "r", RunState::published, "", "{}"), Error);
  record_state(session_, "r", RunState::staged, "", "{}");
  EXPECT_THROW(record_state(session_, "r", RunState::staged, "", "{}"), Error);
  record_state(session_, "r", RunState::published, "", "{\"moved\": 3}");
  const RunRecord run = ledger_runs(session_)[0];
  EXPECT_EQ(run.state, RunState::published);
  EXPECT_NE(run.finished_at, "");
  std::vector<std::string> kinds;
  for (const AuditEvent& e : events_of(session_, "r")) kinds.push_back(e.kind);
  EXPECT_THAT(kinds, ElementsAre("started", "staged", "published"));
}

TEST_F(LedgerTest, TakesEachTableAndSliceOnce) {
  record_run(session_, new_run("r"), "{}");
  DataConnection data(Target{database_.uri()}, "test");
  TableRecord record{"it's", "2/8", 10, 1000, 1, 0.25, 0};
  data.execute(insert_table_sql("r", record));
  const auto tables = ledger_tables(session_, "r");
  ASSERT_EQ(tables.size(), 1U);
  EXPECT_EQ(tables[0].table, "it's");
  EXPECT_EQ(tables[0].slice, "2/8");
  EXPECT_EQ(tables[0].rows, 10U);
  EXPECT_EQ(tables[0].rejected, 1U);
  EXPECT_EQ(tables[0].seconds, 0.25);
  EXPECT_GT(tables[0].xid, 0U);
  EXPECT_THROW(data.execute(insert_table_sql("r", record)), TargetError);
  record.slice = "3/8";
  EXPECT_NO_THROW(data.execute(insert_table_sql("r", record)));
}

TEST_F(LedgerTest, KeepsStepsAndRejectedRows) {
  record_run(session_, new_run("r"), "{}");
  DataConnection data(Target{database_.uri()}, "test");
  data.execute(insert_step_sql("r", "1.1 index a"));
  EXPECT_THAT(ledger_steps(session_, "r"), ElementsAre("1.1 index a"));
  EXPECT_THROW(data.execute(insert_step_sql("r", "1.1 index a")), TargetError);
  data.execute(insert_rejected_sql(
      "r", "t", "", {{"rowid 1", "c", "it's bad", R"({"v":"a\u0000b"})"}, {"rowid 2", "c", "too", "{}"}}));
  EXPECT_EQ(database_.value("SELECT count(*) FROM lite2pg.rejected_row"), "2");
  EXPECT_EQ(database_.value("SELECT document->>'v' IS NULL FROM lite2pg.rejected_row WHERE source_row = 'rowid 2'"),
            "t");
}

TEST_F(LedgerTest, ShowsWhichRunIsAtWork) {
  record_run(session_, new_run("r1"), "{}");
  record_run(session_, new_run("r2"), "{}");
  {
    const RunLock other(Target{database_.uri()}, "r2");
    const auto runs = ledger_runs(session_);
    EXPECT_FALSE(runs[0].at_work);
    EXPECT_TRUE(runs[1].at_work);
    EXPECT_THROW(RunLock(Target{database_.uri()}, "r2"), Error);
  }
  for (int i = 0; i < 100 && ledger_runs(session_)[1].at_work; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_NO_THROW(RunLock(Target{database_.uri()}, "r2"));
}

TEST_F(LedgerTest, KeepsTheLockOfARunThroughALostConnection) {
  RunLock lock(Target{database_.uri()}, "r2");
  EXPECT_NO_THROW(lock.keep());
  database_.end_sessions("pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')");
  EXPECT_NO_THROW(lock.keep());
  EXPECT_THROW(RunLock(Target{database_.uri()}, "r2"), Error);
}

TEST_F(LedgerTest, HoldsNoSnapshotWithTheLock) {
  const RunLock lock(Target{database_.uri()}, "r2");
  EXPECT_EQ(database_.value(
                "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE l.locktype = "
                "'advisory' AND a.backend_xmin IS NULL AND a.backend_xid IS NULL AND a.datname = current_database()"),
            "1");
}

TEST_F(LedgerTest, WaitsForALockThatIsAboutToGo) {
  auto other = std::make_unique<RunLock>(Target{database_.uri()}, "r2");
  const auto holder = std::async(std::launch::async, [&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    other.reset();
  });
  EXPECT_NO_THROW(RunLock(Target{database_.uri()}, "r2", std::chrono::seconds(30)));
}

TEST_F(LedgerTest, WithoutAdvisoryLocksARunsLockIsARow) {
  Target target{database_.uri()};
  target.server->refuse(Capability::advisory_locks, "none");
  Session session(target, "test");
  record_run(session, new_run("r2"), "{}");
  EXPECT_FALSE(ledger_runs(session)[0].at_work);
  std::optional<RunLock> first(std::in_place, target, "r2");
  EXPECT_TRUE(ledger_runs(session)[0].at_work);
  EXPECT_THROW(RunLock(target, "r2"), Error);
  first->keep();
  first.reset();
  EXPECT_FALSE(ledger_runs(session)[0].at_work);
  EXPECT_NO_THROW(RunLock(target, "r2"));
  add_event(session, "r2", "kind", "{}");
  EXPECT_TRUE(verify_audit(session).faults.empty());
}

TEST_F(LedgerTest, WithoutAdvisoryLocksWorkersAreKnownByName) {
  Target target{database_.uri()};
  target.server->refuse(Capability::advisory_locks, "none");
  Session session(target, "test");
  DataConnection left(target, worker_session_of(target, "r2")), idle(target, worker_session_of(target, "r2")),
      other(target, worker_session_of(target, "r3"));
  left.begin();
  other.begin();
  end_left_sessions(session, "r2");
  EXPECT_THROW(left.execute("SELECT 1"), TargetError);
  EXPECT_NO_THROW(idle.execute("SELECT 1"));
  EXPECT_NO_THROW(other.execute("SELECT 1"));
}

TEST_F(LedgerTest, EndsWhatWorkersOfARunLeft) {
  const Target target{database_.uri()};
  DataConnection left(target, "import r2"), of_another_run(target, "import r3"), idle(target, "import r2");
  left.begin({worker_lock_sql("r2")});
  of_another_run.begin({worker_lock_sql("r3")});
  end_left_sessions(session_, "r2");
  EXPECT_THROW(left.execute("SELECT 1"), TargetError);
  EXPECT_NO_THROW(of_another_run.execute("SELECT 1"));
  EXPECT_NO_THROW(idle.execute("SELECT 1")) << "what does nothing may be a pooler's, and another's by now";
}

TEST_F(LedgerTest, FindsTheLatestRunThatFits) {
  record_run(session_, new_run("r1"), "{}");
  record_state(session_, "r1", RunState::staged, "", "{}");
  record_run(session_, new_run("r2"), "{}");
  const auto runs = ledger_runs(session_);
  EXPECT_EQ(find_run(runs, "", {RunState::staged}).id, "r1");
  EXPECT_EQ(find_run(runs, "", {RunState::staged, RunState::loading}).id, "r2");
  EXPECT_EQ(find_run(runs, "r2", {RunState::loading}).id, "r2");
  EXPECT_THROW((void)find_run(runs, "r2", {RunState::staged}), Error);
  EXPECT_THROW((void)find_run(runs, "r3", {RunState::staged}), Error);
  EXPECT_THROW((void)find_run(runs, "", {RunState::failed}), Error);
}

class AuditTest : public LedgerTest {
 protected:
  void SetUp() override {
    LedgerTest::SetUp();
    for (int i = 0; i < 6; ++i) add_event(session_, "r", "kind", "{\"n\": " + std::to_string(i) + "}");
  }
  std::vector<std::string> faults_after(const std::string& sql) {
    database_.psql(sql);
    return verify_audit(session_).faults;
  }
};

TEST_F(AuditTest, AnUntouchedChainHasNoFaults) {
  const AuditResult result = verify_audit(session_);
  EXPECT_EQ(result.events, 6U);
  EXPECT_TRUE(result.faults.empty()) << testing::PrintToString(result.faults);
}

TEST_F(AuditTest, DoesNotDependOnSessionSettings) {
  const Transaction transaction(session_, {.settings = {{"TimeZone", "Asia/Tokyo"}, {"DateStyle", "German"}}});
  EXPECT_TRUE(verify_audit(session_).faults.empty());
}

TEST_F(AuditTest, ShowsEveryAlteredField) {
  for (const char* change :
       {"run = 'x'", "kind = 'x'", "who = 'x'", "detail = '{}'", "hash = 'x'", "at = at + interval '1 microsecond'"}) {
    database_.psql("CREATE TABLE saved AS SELECT * FROM lite2pg.event");
    const auto faults = faults_after("UPDATE lite2pg.event SET " + std::string(change) + " WHERE seq = 3");
    ASSERT_FALSE(faults.empty()) << change;
    EXPECT_THAT(faults[0], HasSubstr("event 3")) << change;
    EXPECT_TRUE(faults_after("TRUNCATE lite2pg.event; INSERT INTO lite2pg.event SELECT * FROM saved; DROP TABLE saved")
                    .empty());
  }
}

TEST_F(AuditTest, ShowsRemovedEvents) {
  EXPECT_THAT(faults_after("DELETE FROM lite2pg.event WHERE seq = 3"),
              testing::Contains(HasSubstr("event 3 is missing")));
}

TEST_F(AuditTest, ShowsARemovedFirstEvent) {
  EXPECT_THAT(faults_after("DELETE FROM lite2pg.event WHERE seq = 1"),
              testing::Contains(HasSubstr("event 1 is missing")));
}

TEST_F(AuditTest, ShowsARemovedLastEvent) {
  EXPECT_THAT(faults_after("DELETE FROM lite2pg.event WHERE seq = 6"), testing::Contains(HasSubstr("event 6")));
}

TEST_F(AuditTest, ShowsSwappedEvents) {
  EXPECT_FALSE(faults_after("UPDATE lite2pg.event SET seq = CASE seq WHEN 2 THEN 103 ELSE 102 END WHERE seq IN (2, 3); "
                            "UPDATE lite2pg.event SET seq = seq - 100 WHERE seq > 100")
                   .empty());
}

TEST_F(AuditTest, ChainsEventsOfConcurrentRuns) {
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      Session session(Target{database_.uri()}, "test");
      for (int i = 0; i < 20; ++i) add_event(session, "run" + std::to_string(t), "kind", "{}");
    });
  }
  threads.clear();
  const AuditResult result = verify_audit(session_);
  EXPECT_EQ(result.events, 86U);
  EXPECT_TRUE(result.faults.empty()) << testing::PrintToString(result.faults);
}

TEST(NewRunId, DoesNotComeTwiceInAProcess) {
  std::set<std::string> ids;
  for (int i = 0; i < 2000; ++i) ids.insert(new_run_id());
  EXPECT_EQ(ids.size(), 2000U);
}

TEST(NewRunId, SortsByTimeAndMakesPlainSchemaNames) {
  const std::string id = new_run_id();
  EXPECT_THAT(id, testing::MatchesRegex("[0-9]{8}T[0-9]{6}Z-[0-9a-f]{4}"));
  EXPECT_THAT(staging_schema_of(id), testing::MatchesRegex("lite2pg_stage_[0-9a-z_]+"));
  EXPECT_LE(staging_schema_of(id).size(), 63U);
}

}  // namespace
}  // namespace lite2pg::ledger_pg_test
