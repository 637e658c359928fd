// Rows that do not fit and are set aside (on_misfit = "reject"): verify finds out by itself which these are. What is
// missing beside them is a difference, and so is what only the ledger calls set aside.
#include <gmock/gmock.h>

#include "tests/e2e/existing_target.h"

namespace lite2pg::test::rows_set_aside_pg_test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr const char* source_sql =
    "CREATE TABLE t(id INTEGER PRIMARY KEY, n, state TEXT, at); INSERT INTO t VALUES (1, 5, 'open', '2026-11-28'), "
    "(2, 'five', 'open', NULL), (3, 7, 'lost', '2026-11-28'), (4, 'six', 'done', '2026-11-29'), "
    "(5, 8, 'done', 'soon'), (6, NULL, 'done', NULL)";
constexpr const char* target_sql =
    "CREATE TYPE state AS ENUM ('open', 'done'); CREATE TABLE t(id int PRIMARY KEY, n int, state state, at date)";
constexpr const char* said =
    "4 rows set aside by on_misfit=reject: 1 by column 'at', first rowid 5; 2 by column 'n', first rowid 2; 1 by "
    "column "
    "'state', first rowid 3";

class RowsSetAside : public testing::Test {
 protected:
  void SetUp() override {
    const CommandResult loaded = target_.import({"--on-misfit", "reject"});
    ASSERT_EQ(loaded.exit_code, 0) << loaded.out << loaded.err;
    ASSERT_EQ(target_.value("SELECT string_agg(id::text, ',' ORDER BY id) FROM t"), "1,6");
  }
  ExistingTarget target_{source_sql, target_sql};
};

TEST_F(RowsSetAside, AreCountedAndNamed) {
  const CommandResult verified = target_.verify({"--report", target_.dir() / "report.json"});
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
  EXPECT_THAT(verified.out, HasSubstr(said));
  const nlohmann::json report = read_report(target_.dir() / "report.json");
  EXPECT_EQ(report["tables"][0]["rows_source"], 2) << "those that are compared";
  EXPECT_EQ(report["not_compared"][0]["reason"], said);
  EXPECT_EQ(report["not_compared"][0]["unproven"], "nothing");
}

TEST_F(RowsSetAside, HideNoRowThatIsMissing) {
  (void)target_.psql("DELETE FROM t WHERE id = 6");
  const CommandResult verified = target_.verify();
  EXPECT_EQ(verified.exit_code, 1);
  EXPECT_THAT(verified.out, AllOf(HasSubstr("missing since the import: id=6"), HasSubstr(said)));
}

TEST_F(RowsSetAside, AreNotWhatTheLedgerAloneSays) {
  (void)target_.psql(
      "DELETE FROM t WHERE id = 6; INSERT INTO lite2pg.rejected_row (run, table_name, source_row, column_name, reason, "
      "document) SELECT run, table_name, 'rowid 6', column_name, reason, document FROM lite2pg.rejected_row LIMIT 1");
  const CommandResult verified = target_.verify();
  EXPECT_EQ(verified.exit_code, 1);
  EXPECT_THAT(verified.out, HasSubstr("missing since the import: id=6"));
}

TEST_F(RowsSetAside, AreExtraWhenTheyStandInTheTarget) {
  (void)target_.psql("INSERT INTO t VALUES (2, 5, 'open', NULL)");
  const CommandResult verified = target_.verify();
  EXPECT_EQ(verified.exit_code, 1);
  EXPECT_THAT(verified.out, HasSubstr("extra since the import: id=2"));
}

TEST_F(RowsSetAside, MustBeKeptInTheLedger) {
  (void)target_.psql("DELETE FROM lite2pg.rejected_row WHERE source_row = 'rowid 3'");
  const CommandResult verified = target_.verify();
  EXPECT_EQ(verified.exit_code, 1);
  EXPECT_THAT(verified.out,
              AllOf(HasSubstr("1 row that did not fit, neither in the target nor in lite2pg.rejected_row"),
                    HasSubstr("NOT PROVEN")));
}

/// What the type has become since says nothing of what the load did.
TEST_F(RowsSetAside, StayThoseOfTheTypesThatWereLoaded) {
  (void)target_.psql("ALTER TABLE t ALTER n TYPE text");
  const CommandResult verified = target_.verify({"--data-only"});
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
  EXPECT_THAT(verified.out, HasSubstr(said));
}

/// Of what the server alone refuses the ledger tells the row, and the source must have that very row.
TEST(RowsSetAsideByTheServer, AreThoseThatTheLedgerKeepsAsTheyStand) {
  const ExistingTarget target(
      "CREATE TABLE t(id INTEGER PRIMARY KEY, v, x); INSERT INTO t VALUES (1, 5, '<a/>'), (2, -1, '<b/>'), "
      "(3, 6, '<b>')",
      "CREATE DOMAIN positive AS int CHECK (VALUE > 0); CREATE TABLE t(id int PRIMARY KEY, v positive, x xml)");
  ASSERT_EQ(target.import({"--on-misfit", "reject"}).exit_code, 0);
  const CommandResult verified = target.verify();
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
  EXPECT_THAT(verified.out, HasSubstr("2 rows set aside by on_misfit=reject: 1 by column 'v', first rowid 2; 1 by "
                                      "column 'x', first rowid 3"));
  run_sqlite(target.source(), "UPDATE t SET x = '<c/>' WHERE id = 2");
  const CommandResult changed = target.verify();
  EXPECT_EQ(changed.exit_code, 1);
  EXPECT_THAT(changed.out,
              AllOf(HasSubstr("missing since the import: id=2"), HasSubstr("1 row set aside by on_misfit=reject")));
}

TEST(RowsSetAsideInNewTables, AreCountedAndNamed) {
  const TempDir dir;
  const TempDatabase target;
  const std::string source = dir / "a.db";
  run_sqlite(source,
             "CREATE TABLE t(id INTEGER PRIMARY KEY, n INT, name TEXT NOT NULL); INSERT INTO t VALUES (1, 5, 'a'), "
             "(2, 'five', 'b'), (3, 6, 'c')");
  const CommandResult loaded = run_tool("import", {source, target.uri(), "--on-misfit", "reject"});
  ASSERT_EQ(loaded.exit_code, 0) << loaded.out << loaded.err;
  const CommandResult verified = run_tool("verify", {source, target.uri()});
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
  EXPECT_THAT(verified.out, HasSubstr("1 row set aside by on_misfit=reject: 1 by column 'n', first rowid 2"));
  (void)target.psql("DELETE FROM t WHERE id = 3");
  EXPECT_EQ(run_tool("verify", {source, target.uri()}).exit_code, 1);
}

}  // namespace
}  // namespace lite2pg::test::rows_set_aside_pg_test
