// A source that goes on being written: staged, brought up to date by rounds, frozen and published.
#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>

#include <filesystem>

#include "tests/e2e/live.h"
#include "tests/e2e/tools.h"
#include "tests/support/places.h"

namespace lite2pg::test::live_pg_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST_F(Live, RoundsBringTheStagedTablesUpToThePresent) {
  for (const char* mode : {"DELETE", "WAL"}) {
    SCOPED_TRACE(mode);
    const TempDatabase fresh;
    const std::string path = dir_ / (std::string(mode) + ".db");
    run_sqlite(path, "PRAGMA page_size = 512; PRAGMA journal_mode = " + std::string(mode) + ";" + live_schema);
    ASSERT_EQ(run_tool("import", {path, fresh.uri(), "--live"}).exit_code, 0);
    run_sqlite(
        path,
        "PRAGMA foreign_keys = ON; DELETE FROM p WHERE id BETWEEN 100 AND 110;"
        "UPDATE p SET code = 'x' || code WHERE id % 500 = 0; REPLACE INTO p VALUES (7, 'c9', 1);"
        "INSERT INTO w VALUES (7, 100000, 'new') ON CONFLICT DO UPDATE SET v = 'u'; DELETE FROM k WHERE v = 'c5';");
    const CommandResult round = run_tool("sync", {path, fresh.uri(), "--report", report_});
    ASSERT_EQ(round.exit_code, 0) << round.err;
    const auto first = read_report(report_)["rounds"][0];
    EXPECT_EQ(first["rows_inserted"], 1);
    EXPECT_EQ(first["rows_updated"], 7);
    EXPECT_EQ(first["rows_deleted"], 11 + 1 + 11 + 2 + 1) << "cascades, and the row that REPLACE took";
    EXPECT_LT(first["leaves_read"], first["leaves"]);
    EXPECT_EQ(first["tables_anew"].size(), 0U) << first.dump();
    EXPECT_EQ(run_tool("verify", {path, fresh.uri(), "--staged", "--data-only"}).exit_code, 0);
    EXPECT_EQ(run_tool("sync", {path, fresh.uri(), "--freeze"}).exit_code, 0);
    EXPECT_EQ(run_tool("verify", {path, fresh.uri()}).exit_code, 0);
  }
}

TEST_F(Live, PublishesWithForeignKeysViewsAndTriggers) {
  make();
  ASSERT_EQ(stage().exit_code, 0);
  run_sqlite(source_, "INSERT INTO c(id, p, v) VALUES (9000, 5, 1.5); UPDATE p SET n = 0 WHERE id = 5");
  const CommandResult frozen = sync({"--freeze", "--rounds", "0"});
  ASSERT_EQ(frozen.exit_code, 0) << frozen.err;
  const auto report = read_report(report_);
  EXPECT_EQ(report["verdict"], "equal");
  EXPECT_GT(report["freeze_seconds"], 0.0);
  EXPECT_EQ(target_.value("SELECT bool_and(convalidated) FROM pg_constraint WHERE contype = 'f'"), "t");
  EXPECT_EQ(target_.value("SELECT n FROM busy WHERE p = 5"), "2");
  EXPECT_EQ(target_.value("INSERT INTO c(p) VALUES (6) RETURNING id > 9000"), "t");
  EXPECT_EQ(target_.value("SELECT v FROM c ORDER BY id DESC LIMIT 1"), "0") << "by the trigger";
}

/// What a crashed application left: a log with rows that the file does not have yet.
TEST_F(Live, TheSourcesBytesStayAsTheyAre) {
  const std::string busy = dir_ / "busy.db";
  run_sqlite(busy, std::string("PRAGMA journal_mode = WAL;") + live_schema);
  {
    SQLite::Database application(busy, SQLite::OPEN_READWRITE);
    application.exec("PRAGMA wal_autocheckpoint = 0; UPDATE p SET n = n + 1 WHERE id < 500");
    std::filesystem::copy(busy, source_);
    std::filesystem::copy(busy + "-wal", source_ + "-wal");
  }
  const std::string file = content_of(source_), log = content_of(source_ + "-wal");
  ASSERT_FALSE(log.empty());
  ASSERT_EQ(stage().exit_code, 0);
  ASSERT_EQ(sync().exit_code, 0);
  const CommandResult frozen = sync({"--freeze"});
  ASSERT_EQ(frozen.exit_code, 0) << frozen.err;
  EXPECT_TRUE(content_of(source_) == file);
  EXPECT_TRUE(content_of(source_ + "-wal") == log);
  expect_equal();
}

TEST_F(Live, ADifferencePublishesNothing) {
  make();
  ASSERT_EQ(stage().exit_code, 0);
  target_.psql("UPDATE " + staged("p") + " SET n = n + 1 WHERE id = 1234");
  const CommandResult frozen = sync({"--freeze"});
  EXPECT_EQ(frozen.exit_code, 1) << frozen.err;
  EXPECT_THAT(frozen.out, HasSubstr("not equal: table p"));
  EXPECT_EQ(read_report(report_)["verdict"], "different");
  expect_nothing_published();
  run_sqlite(source_, "UPDATE p SET n = 3 WHERE id = 77");  // the lock is gone
  EXPECT_EQ(sync({"--freeze"}).exit_code, 0) << "the table is loaded anew";
  expect_equal();
}

TEST_F(Live, ARowThatIsMissingInAChangedRangePublishesNothing) {
  make();
  ASSERT_EQ(stage().exit_code, 0);
  target_.psql("DELETE FROM " + staged("w") + " WHERE b = 55");
  run_sqlite(source_, "UPDATE w SET v = 'near' WHERE b = 105");
  EXPECT_EQ(sync({"--freeze", "--rounds", "0"}).exit_code, 1);
  expect_nothing_published();
}

TEST_F(Live, NobodyElseWritesUntilItIsPublished) {
  for (const char* mode : {"DELETE", "WAL"}) {
    SCOPED_TRACE(mode);
    const TempDatabase fresh;
    const std::string path = dir_ / (std::string(mode) + ".db"), said = dir_ / (std::string(mode) + ".said");
    run_sqlite(path, "PRAGMA journal_mode = " + std::string(mode) + ";" + live_schema);
    hook("after-publish", "sqlite3 '" + path + "' 'INSERT INTO k VALUES (1)' > '" + said + "' 2>&1");
    ASSERT_EQ(run_tool("import", {path, fresh.uri(), "--live"}).exit_code, 0);
    run_sqlite(path, "UPDATE p SET n = 1 WHERE id = 8");
    const CommandResult frozen = run_tool("sync", {path, fresh.uri(), "--freeze", "--hook-dir", hooks_});
    ASSERT_EQ(frozen.exit_code, 0) << frozen.err;
    EXPECT_THAT(content_of(said), HasSubstr("locked"));
    EXPECT_EQ(run_tool("verify", {path, fresh.uri()}).exit_code, 0);
  }
}

TEST_F(Live, AVetoPublishesNothing) {
  make();
  ASSERT_EQ(stage().exit_code, 0);
  hook("before-publish", "echo not tonight; exit 1");
  const CommandResult frozen = sync({"--freeze", "--hook-dir", hooks_});
  EXPECT_NE(frozen.exit_code, 0);
  expect_nothing_published();
}

TEST_F(Live, ASchemaThatChangesIsTakenOver) {
  make("WAL");
  ASSERT_EQ(stage().exit_code, 0);
  run_sqlite(source_,
             "ALTER TABLE p ADD COLUMN more TEXT DEFAULT 'm'; CREATE TABLE added(id INTEGER PRIMARY KEY, v TEXT);"
             "INSERT INTO added VALUES (1, 'one'); DROP TABLE k; CREATE INDEX w_v ON w(v)");
  const CommandResult round = sync();
  ASSERT_EQ(round.exit_code, 0) << round.err;
  EXPECT_THAT(round.out, HasSubstr("table p: loaded anew, its schema changed"));
  EXPECT_THAT(round.out, HasSubstr("table added: loaded anew"));
  EXPECT_THAT(round.out, Not(HasSubstr("table c: ")));
  run_sqlite(source_, "ALTER TABLE c ADD COLUMN late INTEGER");
  ASSERT_EQ(sync({"--freeze", "--rounds", "0"}).exit_code, 0) << "the freeze makes a round of its own first";
  expect_equal();
  EXPECT_EQ(target_.value("SELECT to_regclass('public.k') IS NULL"), "t");
}

TEST_F(Live, AValueWithoutAPlaceIsRefusedInAFreezeAndPlannedForInARound) {
  make();
  ASSERT_EQ(stage({"--on-misfit", "widen"}).exit_code, 0);
  run_sqlite(source_, "UPDATE t SET v = 'many' WHERE name = 'c3'");
  const CommandResult frozen = sync({"--freeze", "--rounds", "0"});
  EXPECT_EQ(frozen.exit_code, 3) << frozen.err;
  EXPECT_THAT(frozen.err, HasSubstr("'many' does not fit bigint"));
  expect_nothing_published();
  ASSERT_EQ(sync({"--freeze"}).exit_code, 0);
  expect_equal();
}

TEST_F(Live, RowsWithoutTheirParentAreRefused) {
  make();
  ASSERT_EQ(stage().exit_code, 0);
  run_sqlite(source_, "PRAGMA foreign_keys = OFF; DELETE FROM p WHERE id = 3000");
  const CommandResult known = sync({"--freeze"});
  EXPECT_EQ(known.exit_code, 3) << known.err;
  EXPECT_THAT(known.err, HasSubstr("rows refer to rows which do not exist"));
  run_sqlite(source_, "INSERT INTO p VALUES (3000, 'c3000', 1)");
  ASSERT_EQ(sync().exit_code, 0);
  run_sqlite(source_, "PRAGMA foreign_keys = OFF; UPDATE c SET p = 77777 WHERE id = 1");
  const CommandResult last = sync({"--freeze", "--rounds", "0"});
  EXPECT_EQ(last.exit_code, 3) << "only the last round saw it; " << last.err;
  expect_nothing_published();
}

TEST_F(Live, AnotherCallSaysWhatWasWrittenAfterTheCutover) {
  make();
  ASSERT_EQ(stage().exit_code, 0);
  ASSERT_EQ(sync({"--freeze"}).exit_code, 0);
  const CommandResult still = sync({"--freeze"});
  EXPECT_EQ(still.exit_code, 0) << still.err;
  EXPECT_THAT(still.out, HasSubstr("nothing is left to do"));
  run_sqlite(source_, "UPDATE p SET n = 5 WHERE id = 5");
  const CommandResult late = sync({"--freeze"});
  EXPECT_EQ(late.exit_code, 1) << late.err;
  EXPECT_THAT(late.out, HasSubstr("written after the cutover: table p: up to "));
  EXPECT_THAT(late.out, Not(HasSubstr("table c")));
}

TEST_F(Live, ALockThatIsHeldInTheTargetIsNamed) {
  make();
  target_.psql("CREATE SCHEMA other");
  ASSERT_EQ(stage().exit_code, 0);
  BackgroundCommand holder({"psql", "-X", "-q", target_.uri(), "-c", "BEGIN", "-c",
                            "LOCK TABLE " + staged("p") + " IN SHARE MODE", "-c", "\\echo locked", "-c",
                            "SELECT pg_sleep(30)"});
  const std::string held = "SELECT count(*) FROM pg_locks WHERE granted AND mode = 'ShareLock' AND relation = '" +
                           staged("p") + "'::regclass";
  for (int tries = 0; tries < 1000 && target_.value(held) == "0"; ++tries) {
  }
  ASSERT_NE(target_.value(held), "0");
  const CommandResult frozen = sync({"--freeze", "--rounds", "0", "--lock-timeout", "1"});
  EXPECT_EQ(frozen.exit_code, 5) << frozen.err;
  EXPECT_THAT(frozen.err, HasSubstr("--lock-timeout"));
  expect_nothing_published();
}

TEST_F(Live, UniqueValuesMoveBetweenRows) {
  make("WAL");
  ASSERT_EQ(stage().exit_code, 0);
  run_sqlite(source_,
             "UPDATE p SET code = NULL WHERE id = 1; UPDATE p SET code = 'c1' WHERE id = 2999;"
             "UPDATE p SET code = 'c2999' WHERE id = 1");
  ASSERT_EQ(sync({"--freeze"}).exit_code, 0);
  expect_equal();
}

TEST_F(Live, OnlyAFreezePublishesIt) {
  make();
  ASSERT_EQ(stage().exit_code, 0);
  const CommandResult published = run_tool("import", {target_.uri(), "--publish"});
  EXPECT_EQ(published.exit_code, 3);
  EXPECT_THAT(published.err, HasSubstr("lite2pg-sync SOURCE TARGET --freeze"));
  const CommandResult resumed = run_tool("import", {source_, target_.uri(), "--resume"});
  EXPECT_EQ(resumed.exit_code, 3);
  EXPECT_THAT(resumed.err, HasSubstr("lite2pg-sync SOURCE TARGET --freeze"));
  expect_nothing_published();
}

TEST_F(Live, WhatCannotBeGoneOnWithIsSaidInOneLine) {
  make();
  const auto expect = [](const CommandResult& result, int code, const char* what) {
    EXPECT_EQ(result.exit_code, code) << result.err;
    EXPECT_THAT(error_lines_of(result), ElementsAre(HasSubstr(what)));
  };
  expect(sync({"--rounds", "1"}), 2, "there is no staged run of a live source");
  EXPECT_THAT(contents_of(target_), IsEmpty());
  ASSERT_EQ(run_tool("export", {source_, dir_ / "archive"}).exit_code, 0);
  expect(run_tool("import", {dir_ / "archive", target_.uri(), "--live"}), 2, "no database file that a program writes");
  ASSERT_EQ(stage().exit_code, 0);
  run_sqlite(dir_ / "other.db", live_schema);
  expect(run_tool("sync", {dir_ / "other.db", target_.uri()}), 3, "is not the source");
  expect(run_tool("sync", {dir_ / "archive", target_.uri()}), 2, "no database file that a program writes");
  expect(sync({"--dry-run"}), 2, "--dry-run");
  expect(sync({"--tables", "p"}), 2, "--tables and --exclude");
  std::filesystem::rename(source_, source_ + ".away");
  expect(sync({"--freeze"}), 4, "No such file");
  expect_nothing_published();
}

TEST_F(Live, RandomWritersAndKills) {
  CommandOptions how;
  how.environment = {{"LITE2PG_BIN", program_folder()}, {"LITE2PG_LIVE_SERVER", shared_server_uri()}};
  const CommandResult run = run_command({source_folder() + "/scripts/live", "seeds", "2", "1"}, how);
  EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
}

}  // namespace
}  // namespace lite2pg::test::live_pg_test
