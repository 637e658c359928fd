// Repairs of a published target and their undoing, each kind of difficulty once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/error.h"
#include "tests/sync/apply/repaired_database.h"

namespace lite2pg::repair_pg_test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr const char* family =
    "CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT UNIQUE, rank INT NOT NULL UNIQUE);"
    "CREATE TABLE child (id INTEGER PRIMARY KEY, parent INT REFERENCES parent ON DELETE CASCADE, v REAL);"
    "CREATE TABLE log (what TEXT, n INT);"
    "WITH c(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM c WHERE i<40) INSERT INTO parent SELECT i, 'n'||i, i FROM c;"
    "WITH c(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM c WHERE i<80) INSERT INTO child SELECT i, 1+i%40, i*1.1 FROM c;"
    "WITH c(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM c WHERE i<40) INSERT INTO log SELECT 'w'||(i%4), i%3 FROM c";

class Repair : public testing::Test {
 protected:
  /// Repaired, equal, untouched rows as they were, and the undo gives the damage back.
  void expect_repaired_and_undone(const std::function<void(RepairSettings&)>& change = {}) {
    const auto damaged = database_.content(true);
    const auto damage = database_.content(false);
    const RepairResult result = database_.repair(change);
    EXPECT_TRUE(result.in_step());
    EXPECT_THAT(test::lines_of(result.skipped), IsEmpty());
    expect_untouched(damaged, database_.content(true), result.changes.size());
    const UndoResult undone = database_.undo();
    EXPECT_THAT(test::lines_of(undone.skipped), IsEmpty());
    EXPECT_EQ(undone.changes.size(), result.changes.size());
    EXPECT_EQ(database_.content(false), damage);
  }
  /// No more rows than were changed have another text or transaction.
  static void expect_untouched(const std::vector<std::string>& before, const std::vector<std::string>& after,
                               std::size_t changes) {
    std::vector<std::string> gone, come;
    std::ranges::set_difference(before, after, std::back_inserter(gone));
    std::ranges::set_difference(after, before, std::back_inserter(come));
    EXPECT_LE(std::max(gone.size(), come.size()), changes);
  }

  test::RepairedDatabase database_{family};
};

TEST_F(Repair, ChangesInsertsAndDeletesRows) {
  database_.import();
  database_.psql(
      "UPDATE child SET v = 0 WHERE id = 3; DELETE FROM child WHERE id = 9; INSERT INTO child VALUES (900, 4, 1)");
  const RepairResult result = database_.repair();
  EXPECT_THAT(test::lines_of(result.changes),
              UnorderedElementsAre("update child id=3 (v)", "insert child id=9", "delete child id=900"));
  EXPECT_TRUE(result.in_step());
  EXPECT_TRUE(database_.verify().is_equal(FailOn::drift));
}

TEST_F(Repair, LeavesWhatWasWrittenAfterTheImport) {
  database_.import();
  database_.psql("UPDATE child SET v = 0 WHERE id = 3; DELETE FROM child WHERE id = 9");
  const RepairResult result = database_.repair([](RepairSettings& s) { s.scope = RepairScope::damage; });
  EXPECT_THAT(result.changes, IsEmpty());
  EXPECT_THAT(test::lines_of(result.skipped),
              UnorderedElementsAre("changed child id=3: it was written after the import (--scope all)",
                                   "missing child id=9: it may have been deleted after the import (--scope all)"));
  EXPECT_FALSE(result.in_step());
}

TEST_F(Repair, TakesEachDifficultyAndGivesItBack) {
  database_.import();
  for (const char* damage : {
           // A parent with its children, which come with one cascade.
           "DELETE FROM parent WHERE id = 7",
           // Children of a parent that is not the source's.
           "INSERT INTO parent VALUES (900, 'extra', 900); UPDATE child SET parent = 900 WHERE id IN (5, 6); "
           "INSERT INTO child VALUES (901, 900, 1)",
           // Unique values swapped, of a column that takes NULL and of one that does not.
           "UPDATE parent SET name = 't' WHERE id = 1; UPDATE parent SET name = 'n1' WHERE id = 2; "
           "UPDATE parent SET name = 'n2' WHERE id = 1",
           "UPDATE parent SET rank = -1 WHERE id = 1; UPDATE parent SET rank = 1 WHERE id = 2; "
           "UPDATE parent SET rank = 2 WHERE id = 1",
           // A unique value that an extra row holds.
           "UPDATE parent SET name = 'x' WHERE id = 4; INSERT INTO parent VALUES (902, 'n4', 902)",
           // Rows without key.
           "DELETE FROM log WHERE ctid IN (SELECT min(ctid) FROM log); INSERT INTO log VALUES ('q', 1), ('q', 1), "
           "(NULL, 2); "
           "UPDATE log SET n = 7 WHERE ctid IN (SELECT max(ctid) FROM log WHERE what = 'w1')",
       }) {
    SCOPED_TRACE(damage);
    database_.psql(damage);
    expect_repaired_and_undone();
    ASSERT_TRUE(database_.repair().in_step());
  }
}

TEST_F(Repair, KeepsTheApplicationsChildrenOfAnExtraParent) {
  database_.import();
  database_.psql("INSERT INTO parent VALUES (900, 'extra', 900); INSERT INTO child VALUES (901, 900, 1)");
  // The child is not the repair's: another table's rows, as far as it is asked.
  const RepairResult result = database_.repair([](RepairSettings& s) { s.common.exclude = {"child"}; });
  EXPECT_THAT(test::lines_of(result.skipped),
              ElementsAre(HasSubstr("delete parent id=900: rows of \"public\".\"child\" refer to it")));
  EXPECT_EQ(database_.psql("SELECT count(*) FROM child WHERE parent = 900")[0][0], "1");
}

TEST_F(Repair, SwapsValuesThatHaveNoParkingPlace) {
  test::RepairedDatabase flags(
      "CREATE TABLE f (id INTEGER PRIMARY KEY, on_ BOOLEAN NOT NULL UNIQUE);"
      "INSERT INTO f VALUES (1, 0), (2, 1)");
  flags.import();
  flags.psql(
      "ALTER TABLE f ADD COLUMN mine text DEFAULT 'kept'; UPDATE f SET mine = 'row ' || id; "
      "CREATE TEMP TABLE o AS SELECT 3 - id AS id, on_, mine FROM f; DELETE FROM f; INSERT INTO f SELECT * FROM o");
  const RepairResult result = flags.repair();
  EXPECT_TRUE(result.in_step());
  EXPECT_EQ(flags.psql("SELECT string_agg(mine, ',' ORDER BY id) FROM f")[0][0], "row 2,row 1");
}

TEST_F(Repair, RefusesMoreThanOnePercent) {
  database_.import();
  database_.psql("UPDATE child SET v = 0 WHERE id IN (3, 4)");
  try {
    (void)database_.repair([](RepairSettings& s) { s.max_changes = {}; });
    FAIL() << "it was not refused";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ExitCode::refused);
    EXPECT_STREQ(e.what(), "table 'child': 2 of 80 rows would be changed, more than --max-changes 1 %");
    EXPECT_EQ(e.hint(), "--max-changes 2 allows it");
  }
  EXPECT_THAT(database_.psql("SELECT relname FROM pg_class WHERE relname = 'repair'"), IsEmpty());
}

TEST_F(Repair, LeavesExtraRowsWhenAskedTo) {
  database_.import();
  database_.psql("INSERT INTO child VALUES (900, 4, 1); UPDATE child SET v = 0 WHERE id = 3");
  const RepairResult result = database_.repair([](RepairSettings& s) { s.no_delete = true; });
  // The next number must be above the row that stays.
  EXPECT_THAT(test::lines_of(result.changes),
              UnorderedElementsAre("update child id=3 (v)", "sequence child public.child_id_seq"));
  EXPECT_THAT(test::lines_of(result.skipped), ElementsAre("extra child id=900: --no-delete"));
  EXPECT_FALSE(result.in_step());
}

TEST_F(Repair, WritesNothingInADryRun) {
  database_.import();
  database_.psql("DELETE FROM parent WHERE id = 7");
  const auto before = database_.content(true);
  const RepairResult result = database_.repair([](RepairSettings& s) { s.dry_run = true; });
  EXPECT_THAT(test::lines_of(result.changes), Contains("insert parent id=7"));
  EXPECT_FALSE(result.in_step());
  EXPECT_EQ(database_.content(true), before);
  EXPECT_THAT(database_.psql("SELECT relname FROM pg_class WHERE relname = 'repair'"), IsEmpty());
}

TEST_F(Repair, WritesAScriptThatDoesTheSame) {
  database_.import();
  database_.psql(
      "DELETE FROM parent WHERE id = 7; UPDATE parent SET rank = -1 WHERE id = 1; "
      "UPDATE parent SET rank = 1 WHERE id = 2; UPDATE parent SET rank = 2 WHERE id = 1; "
      "UPDATE log SET n = 7 WHERE ctid = '(0,1)'");
  const std::string file = database_.dir() / "repair.sql";
  (void)database_.repair([&](RepairSettings& s) {
    s.dry_run = true;
    s.sql_out = file;
  });
  ASSERT_FALSE(database_.verify().is_equal(FailOn::drift));
  const auto psql =
      test::run_command({"psql", "-XqtA", "-v", "ON_ERROR_STOP=1", "-d", database_.target().uri(), "-f", file});
  ASSERT_EQ(psql.exit_code, 0) << psql.err;
  EXPECT_TRUE(database_.verify().is_equal(FailOn::drift));
}

TEST_F(Repair, KeepsTheTargetsOwnTriggersQuietAndOn) {
  database_.import();
  database_.psql(
      "CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.v := 99; RETURN NEW; END $$;"
      "UPDATE child SET v = 0 WHERE id = 3;"
      "CREATE TRIGGER shout BEFORE INSERT OR UPDATE ON child FOR EACH ROW EXECUTE FUNCTION shout();"
      "ALTER TABLE child ENABLE ALWAYS TRIGGER shout");
  const RepairResult result = database_.repair();
  EXPECT_THAT(result.silent_triggers, ElementsAre("child: shout"));
  EXPECT_EQ(database_.psql("SELECT v FROM child WHERE id = 3")[0][0], "3.3000000000000003");
  EXPECT_EQ(database_.psql("SELECT tgenabled FROM pg_trigger WHERE tgname = 'shout'")[0][0], "A");
}

TEST_F(Repair, UndoLeavesRowsThatMovedOn) {
  database_.import();
  database_.psql("UPDATE child SET v = 0 WHERE id IN (3, 4)");
  const RepairResult result = database_.repair();
  database_.psql("UPDATE child SET v = 17 WHERE id = 4");
  const UndoResult undone = database_.undo(result.record.id);
  EXPECT_THAT(test::lines_of(undone.changes), ElementsAre("update child id=3"));
  EXPECT_THAT(test::lines_of(undone.skipped), ElementsAre("update child id=4: it was changed since the repair"));
  EXPECT_EQ(database_.psql("SELECT string_agg(v::text, ' ' ORDER BY id) FROM child WHERE id IN (3, 4)")[0][0], "0 17");
  EXPECT_THROW((void)database_.undo(result.record.id), Error);
}

class RowsWithoutKey : public testing::Test {
 protected:
  RowsWithoutKey() {
    database_.import([](ImportOptions& o) { o.plan.on_misfit = MisfitPolicy::widen; });
  }
  test::RepairedDatabase database_{
      "CREATE TABLE u (k TEXT PRIMARY KEY, v TEXT, n INT, w TEXT);"
      "INSERT INTO u VALUES (NULL, 'a', 1, 'p'), (NULL, 'b', 2, 'q'), (NULL, 'c', 3, 'p'), ('x', 'd', 4, 'p')"};
};

TEST_F(RowsWithoutKey, AreUndoneWhoeverOfThemIsWho) {
  database_.psql("UPDATE u SET n = n + 10 WHERE k IS NULL; UPDATE u SET v = 'z' WHERE v = 'd'");
  for (const char* damage :
       {"DELETE FROM u WHERE n = 13; INSERT INTO u VALUES (NULL, 'd', 9, 'p'), (NULL, 'd', 9, 'p')",
        "DELETE FROM u WHERE v = 'b'", "UPDATE u SET v = v || n, w = 'r'", "DELETE FROM u WHERE k IS NULL"}) {
    database_.psql(damage);
    const auto before = database_.content(false);
    EXPECT_TRUE(database_.repair().in_step()) << damage;
    const UndoResult undone = database_.undo();
    EXPECT_THAT(test::lines_of(undone.skipped), IsEmpty()) << damage;
    EXPECT_EQ(database_.content(false), before) << damage;
  }
}

TEST_F(RowsWithoutKey, AreLeftWhereAnyOfThemMovedOn) {
  database_.psql("UPDATE u SET n = n + 10");
  (void)database_.repair();
  database_.psql("UPDATE u SET w = 'moved on' WHERE v = 'a'");
  const UndoResult undone = database_.undo();
  EXPECT_THAT(test::lines_of(undone.changes), ElementsAre("update u k=x"));
  EXPECT_THAT(test::lines_of(undone.skipped), testing::Each(HasSubstr("it was changed since the repair")));
  EXPECT_EQ(database_.psql("SELECT string_agg(v || n || w, ' ' ORDER BY v) FROM u")[0][0], "a1moved on b2q c3p d14p");
}

TEST_F(Repair, UndoIsRefusedWhereAColumnIsGone) {
  database_.import();
  database_.psql("INSERT INTO child VALUES (900, 4, 1)");
  (void)database_.repair();
  database_.psql("ALTER TABLE child RENAME v TO w");
  try {
    (void)database_.undo();
    FAIL() << "the row came back without its value";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ExitCode::refused);
    EXPECT_THAT(e.what(), HasSubstr("has no column \"v\" any more"));
  }
  EXPECT_EQ(database_.psql("SELECT count(*) FROM child WHERE id = 900")[0][0], "0");
  database_.psql("ALTER TABLE child RENAME w TO v; ALTER TABLE child DROP parent; ALTER TABLE child ADD later int");
  EXPECT_THROW((void)database_.undo(), Error);
}

}  // namespace
}  // namespace lite2pg::repair_pg_test
