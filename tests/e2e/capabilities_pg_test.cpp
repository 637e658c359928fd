// Targets that lack something of what is used beyond plain SQL, one thing at a time: the load is right, verify says so,
// and the report says what was done instead.
#include <gmock/gmock.h>
#include <unistd.h>

#include <memory>
#include <ostream>

#include "tests/e2e/tools.h"
#include "tests/support/places.h"
#include "tests/support/refusing_proxy.h"

namespace lite2pg::test::capabilities_pg_test {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* advisory_locks = R"(pg_\w*advisory\w*\()";
constexpr const char* set_schema = R"(SET SCHEMA\b)";

json capability_in(const json& report, const std::string& name) {
  for (const json& c : report["capabilities"]) {
    if (c["name"] == name) return c;
  }
  return nullptr;
}

class Lacking : public testing::Test {
 protected:
  void lack(const std::string& what) {
    proxy_ = std::make_unique<RefusingProxy>(port_of(target_.tcp_uri()), what);
    uri_ = through_port(target_.tcp_uri(), proxy_->port());
  }
  CommandResult import(std::vector<std::string> options = {}) {
    options.insert(options.begin(), {source_, uri_, "--progress", "never", "--report", report_});
    return run_tool("import", options);
  }
  CommandResult verify(const std::string& uri, std::vector<std::string> options = {}) {
    options.insert(options.begin(), {source_, uri, "--progress", "never", "--report", report_});
    return run_tool("verify", options);
  }
  void expect_refused(const std::string& name) const {
    const json report = read_report(report_);
    const json found = capability_in(report, name);
    ASSERT_FALSE(found.is_null()) << report["capabilities"];
    EXPECT_EQ(found["used"], false);
    EXPECT_THAT(found["reason"].get<std::string>(), AnyOf(HasSubstr("no such thing"), HasSubstr("ASSERTION")));
    EXPECT_FALSE(found["instead"].get<std::string>().empty());
    EXPECT_THAT(report["warnings"].dump(), HasSubstr("the server refuses " + name));
  }
  /// Nothing of what is probed may stand there afterwards.
  void expect_no_traces() const {
    EXPECT_EQ(target_.value("SELECT count(*) FROM pg_catalog.pg_class WHERE relname LIKE 'lite2pg_probe%'"), "0");
    EXPECT_EQ(target_.value("SELECT count(*) FROM pg_catalog.pg_namespace WHERE nspname ~ 'lite2pg_(probe|scratch)'"),
              "0");
  }

  TempDir dir_;
  TempDatabase target_;
  std::string source_ = dir_ / "s.db", report_ = dir_ / "r.json", uri_;
  std::unique_ptr<RefusingProxy> proxy_;
};

struct Lack {
  const char* name;     ///< As the report has it.
  const char* pattern;  ///< In statements.
};
std::ostream& operator<<(std::ostream& out, const Lack& lack) { return out << lack.name; }

class LackingForImport : public Lacking, public testing::WithParamInterface<Lack> {};

TEST_P(LackingForImport, TheLoadIsRightAndSaysWhyItIsSlower) {
  make_fixture("tasks", source_);
  lack(GetParam().pattern);
  const CommandResult loaded = import();
  ASSERT_EQ(loaded.exit_code, 0) << loaded.err << loaded.out;
  EXPECT_GT(proxy_->refused(), 0U);
  EXPECT_THAT(loaded.err,
              HasSubstr("slower than it might be, since the server refuses " + std::string(GetParam().name)));
  expect_refused(GetParam().name);
  EXPECT_EQ(verify(target_.uri()).exit_code, 0);
  const CommandResult proof = verify(uri_);
  EXPECT_EQ(proof.exit_code, 0) << proof.out << proof.err;
  expect_no_traces();
}

TEST_P(LackingForImport, AFleetIsLoadedRightToo) {
  const std::string list = dir_ / "list";
  for (const char* name : {"a.db", "b.db", "c.db"}) make_fixture("tenant", dir_ / name, {"--rows", "5"});
  for (const std::string layout : {"column", "schema"}) {
    write_text(list, (dir_ / "a.db\n") + (dir_ / "b.db\n") + (dir_ / "c.db\n"));
    if (layout == "schema") (void)target_.psql("DROP SCHEMA public, lite2pg CASCADE; CREATE SCHEMA public");
    lack(GetParam().pattern);
    const CommandResult loaded =
        run_tool("import", {"--fleet", list, uri_, "--layout", layout, "--progress", "never", "--report", report_});
    ASSERT_EQ(loaded.exit_code, 0) << layout << loaded.err << loaded.out;
    EXPECT_GT(proxy_->refused(), 0U);
    expect_refused(GetParam().name);
    EXPECT_EQ(run_tool("verify", {"--fleet", list, target_.uri()}).exit_code, 0) << layout;
    EXPECT_EQ(run_tool("verify", {"--fleet", list, uri_}).exit_code, 0) << layout;
    expect_no_traces();
  }
}

INSTANTIATE_TEST_SUITE_P(Each, LackingForImport,
                         testing::Values(Lack{"advisory locks", advisory_locks},
                                         Lack{"TRUNCATE in a transaction", R"(\bTRUNCATE\b)"},
                                         Lack{"COPY FREEZE", R"(\bFREEZE\b)"}, Lack{"SET SCHEMA", set_schema},
                                         Lack{"xmin", R"(\bxmin\b|pg_current_xact_id)"}),
                         [](const auto& tried) {
                           std::string name = tried.param.name;
                           std::erase(name, ' ');
                           return name;
                         });

class LackingForVerify : public Lacking, public testing::WithParamInterface<Lack> {
 protected:
  void SetUp() override {
    make_fixture("narrow", source_, {"--rows", "300000"});  // more than two pieces of a table
    ASSERT_EQ(run_tool("import", {source_, target_.uri()}).exit_code, 0);
    lack(GetParam().pattern);
  }
};

TEST_P(LackingForVerify, EqualityIsProvenAndDamageNamed) {
  const CommandResult equal = verify(uri_, {"--jobs", "3"});
  EXPECT_EQ(equal.exit_code, 0) << equal.out << equal.err;
  EXPECT_GT(proxy_->refused(), 0U);
  expect_refused(GetParam().name);
  const std::string table = target_.value("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
  (void)target_.psql("DELETE FROM \"" + table + "\" WHERE ctid = '(3,3)'");
  const CommandResult damaged = verify(uri_, {"--jobs", "3"});
  EXPECT_EQ(damaged.exit_code, 1) << damaged.out;
  EXPECT_EQ(read_report(report_)["tables"][0]["differences_total"], 1);
}

INSTANTIATE_TEST_SUITE_P(Each, LackingForVerify,
                         testing::Values(Lack{"exported snapshots", R"(pg_export_snapshot|TRANSACTION SNAPSHOT)"},
                                         Lack{"ctid", R"(\bctid\b)"}, Lack{"xmin", R"(\bxmin\b)"}),
                         [](const auto& tried) {
                           std::string name = tried.param.name;
                           std::erase(name, ' ');
                           return name;
                         });

TEST_F(Lacking, NothingIsSaidOfAServerThatHasAll) {
  make_fixture("tasks", source_);
  lack("no statement has this");
  const CommandResult loaded = import();
  ASSERT_EQ(loaded.exit_code, 0) << loaded.err;
  EXPECT_THAT(loaded.err, Not(HasSubstr("slower")));
  const json report = read_report(report_);
  ASSERT_EQ(report["capabilities"].size(), 5U);
  for (const json& c : report["capabilities"]) EXPECT_EQ(c["used"], true) << c;
  expect_no_traces();
}

TEST_F(Lacking, AdvisoryLocksAreRowsOfTheLedger) {
  make_fixture("tasks", source_);
  lack(advisory_locks);
  ASSERT_EQ(import({"--stage-only"}).exit_code, 0);
  const std::string run = target_.value("SELECT id FROM lite2pg.run");
  {
    // Somebody else who knows of no advisory locks has it.
    const TempDatabase& target = target_;
    BackgroundCommand holder({"psql", "-qX", target.uri(), "-c",
                              "BEGIN; SELECT FROM lite2pg.event WHERE kind = 'started' AND run = '" + run +
                                  "' FOR UPDATE; SELECT pg_sleep(4)"});
    while (target.value("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = "
                        "'PgSleep'") == "0")
      usleep(10000);
    const CommandResult status = run_tool("import", {uri_, "--status", "--run", run, "--json"});
    EXPECT_EQ(json::parse(status.out)["runs"][0]["at_work"], true) << status.out << status.err;
    const CommandResult published = run_tool("import", {uri_, "--publish", "--run", run});
    EXPECT_EQ(published.exit_code, 0) << published.err;  // it waited
    EXPECT_THAT(published.err, HasSubstr("is in the hands of server process"));
    (void)holder.wait();
  }
  EXPECT_EQ(verify(uri_).exit_code, 0);
}

TEST_F(Lacking, AdvisoryLocksAreNotNeededByAFleetEither) {
  write_text(dir_ / "list", dir_ / "a.db\n" + (dir_ / "b.db\n"));
  for (const char* name : {"a.db", "b.db"}) make_fixture("tenant", dir_ / name, {"--rows", "5"});
  lack(advisory_locks);
  const std::vector<std::string> command = {program("import"), "--fleet", dir_ / "list", uri_,
                                            "--progress",      "never",   "--jobs",      "1"};
  BackgroundCommand one(command), two(command);
  EXPECT_EQ(one.wait().exit_code, 0);
  EXPECT_EQ(two.wait().exit_code, 0);
  EXPECT_EQ(run_tool("verify", {"--fleet", dir_ / "list", uri_}).exit_code, 0);
}

class Copied : public Lacking {
 protected:
  void SetUp() override {
    run_sqlite(source_,
               "CREATE TABLE parent (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL DEFAULT 'x' COLLATE "
               "NOCASE, size REAL CHECK (size < 10), twice REAL GENERATED ALWAYS AS (size * 2) STORED);"
               "CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent(id), raw BLOB);"
               "CREATE INDEX child_parent ON child (parent); CREATE VIEW names AS SELECT name FROM parent;"
               "CREATE TRIGGER no_x BEFORE INSERT ON child WHEN NEW.raw IS NULL BEGIN SELECT RAISE(ABORT, 'no'); END;"
               "INSERT INTO parent (id, name, size) VALUES (1, 'a', 1.5), (90, 'b', NULL); DELETE FROM parent WHERE id "
               "= 90; INSERT INTO child VALUES (1, 1, x'00ff'), (2, 77, x'');");
    lack(set_schema);
  }
};

TEST_F(Copied, PublishMakesEverythingAnewInOneTransaction) {
  const CommandResult loaded = import({"--orphans", "not-valid"});
  ASSERT_EQ(loaded.exit_code, 0) << loaded.err << loaded.out;
  EXPECT_EQ(target_.value("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'lite2pg_stage%'"), "0");
  EXPECT_EQ(target_.value("SELECT convalidated FROM pg_constraint WHERE contype = 'f' AND connamespace = "
                          "'public'::regnamespace"),
            "f");
  EXPECT_EQ(target_.value("SELECT twice FROM parent"), "3");
  EXPECT_EQ(target_.value("INSERT INTO parent (name) VALUES ('n') RETURNING id"), "91");
  (void)target_.psql("DELETE FROM parent WHERE id = 91");
  EXPECT_THROW((void)target_.psql("INSERT INTO child VALUES (3, 1, NULL)"), std::runtime_error);
  const CommandResult proof = verify(target_.uri());
  EXPECT_EQ(proof.exit_code, 0) << proof.out;
  (void)target_.psql("UPDATE child SET raw = '\\x01' WHERE id = 1");
  const CommandResult drifted = verify(target_.uri(), {"--fail-on", "damage"});
  EXPECT_EQ(drifted.exit_code, 0) << "the copies are the load's own rows" << drifted.out;
}

TEST_F(Copied, WhatNeedsAMoveIsRefusedWithItsReason) {
  ASSERT_EQ(import({"--orphans", "not-valid"}).exit_code, 0);
  const CommandResult replaced = import({"--orphans", "not-valid", "--replace"});
  EXPECT_EQ(replaced.exit_code, 3) << replaced.err;
  EXPECT_THAT(replaced.err, HasSubstr("refuses ALTER ... SET SCHEMA"));
  const std::string run = target_.value("SELECT id FROM lite2pg.run WHERE state = 'published'");
  const CommandResult back = run_tool("import", {uri_, "--rollback", "--run", run});
  EXPECT_EQ(back.exit_code, 3);
  EXPECT_THAT(back.err, AllOf(HasSubstr("SET SCHEMA"), HasSubstr("nothing was changed")));
  EXPECT_EQ(target_.value("SELECT count(*) FROM child"), "2");
}

class IntoExisting : public Lacking {
 protected:
  void SetUp() override {
    run_sqlite(source_,
               "CREATE TABLE t (id INTEGER PRIMARY KEY, at TEXT); INSERT INTO t VALUES (1, '10.0.0.1'), (2, "
               "NULL)");
    (void)target_.psql("CREATE TABLE t (id bigint PRIMARY KEY, at inet); INSERT INTO t VALUES (7, '192.168.0.1')");
  }
};

TEST_F(IntoExisting, TablesAreEmptiedByDelete) {
  lack(R"(\bTRUNCATE\b)");
  const CommandResult loaded = import({"--existing", "--truncate"});
  ASSERT_EQ(loaded.exit_code, 0) << loaded.err << loaded.out;
  EXPECT_EQ(target_.value("SELECT string_agg(id::text, ' ' ORDER BY id) FROM t"), "1 2");
}

TEST_F(IntoExisting, WhatWasStoredIsProvenWithoutKnowingWhoWroteIt) {
  lack(R"(\bxmin\b|pg_current_xact_id)");
  const CommandResult loaded = import({"--existing", "--append"});
  ASSERT_EQ(loaded.exit_code, 0) << loaded.err << loaded.out;
  EXPECT_EQ(target_.value("SELECT string_agg(id::text, ' ' ORDER BY id) FROM t"), "1 2 7");
}

class ToRepair : public Lacking {
 protected:
  void SetUp() override {
    make_fixture("tasks", source_);
    ASSERT_EQ(run_tool("import", {source_, target_.uri()}).exit_code, 0);
    (void)target_.psql("DELETE FROM patterns WHERE id = 1");
  }
};

TEST_F(ToRepair, WithoutTemporaryTablesARepairUsesASchemaOfItsOwn) {
  lack(R"(CREATE TEMP)");
  const CommandResult repaired =
      run_tool("sync", {source_, uri_, "--scope", "all", "--max-changes", "100%", "--report", report_});
  EXPECT_EQ(repaired.exit_code, 0) << repaired.out << repaired.err;
  expect_refused("temporary tables");
  EXPECT_EQ(verify(target_.uri()).exit_code, 0);
  const CommandResult undone = run_tool("sync", {uri_, "--undo"});
  EXPECT_EQ(undone.exit_code, 0) << undone.out << undone.err;
  EXPECT_EQ(target_.value("SELECT count(*) FROM patterns WHERE id = 1"), "0");
  expect_no_traces();
}

TEST_F(ToRepair, WithoutAdvisoryLocksOneRepairIsAtWorkAtATime) {
  lack(advisory_locks);
  const CommandResult repaired = run_tool("sync", {source_, uri_, "--scope", "all", "--max-changes", "100%"});
  EXPECT_EQ(repaired.exit_code, 0) << repaired.out << repaired.err;
}

TEST_F(ToRepair, WithoutCtidItIsRefused) {
  lack(R"(\bctid\b)");
  const CommandResult refused = run_tool("sync", {source_, uri_, "--scope", "all", "--max-changes", "100%"});
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_THAT(refused.err, HasSubstr("the server refuses ctid or xmin"));
  EXPECT_EQ(target_.value("SELECT count(*) FROM patterns WHERE id = 1"), "0");
}

TEST_F(ToRepair, TheWayBackReadsByOneConnection) {
  lack(R"(pg_export_snapshot|TRANSACTION SNAPSHOT)");
  const CommandResult back = run_tool("sync", {uri_, "--back", dir_ / "back.db", "--jobs", "3"});
  EXPECT_EQ(back.exit_code, 0) << back.out << back.err;
}

}  // namespace
}  // namespace lite2pg::test::capabilities_pg_test
