#include "export/survey/orphans.h"

#include <SQLiteCpp/Exception.h>
#include <gmock/gmock.h>

#include <map>

#include "tests/export/source_fixture.h"

namespace lite2pg::orphans_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class OrphansTest : public testing::Test {
 protected:
  std::vector<Orphans> find(const std::string& sql, std::size_t limit = 10) {
    test::make_database(path_, sql);
    SqliteSource source(path_);
    std::vector<const Table*> tables;
    for (const Table& t : source.schema().tables) tables.push_back(&t);
    return find_orphans(source, tables, limit, {});
  }

  test::TempDir dir_;
  std::string path_ = dir_ / "source.db";
};

TEST_F(OrphansTest, NoneWhereAllParentsAre) {
  EXPECT_THAT(find("CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE c(p REFERENCES p);"
                   "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1), (NULL)"),
              IsEmpty());
}

TEST_F(OrphansTest, CountsThemByForeignKey) {
  const auto found = find(
      "CREATE TABLE p(id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1);"
      "CREATE TABLE c(a REFERENCES p, b REFERENCES absent);"
      "INSERT INTO c VALUES (1, NULL), (2, NULL), (3, 4), (5, NULL)",
      2);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].table, "c");
  EXPECT_EQ(found[0].parent, "p");
  EXPECT_EQ(found[0].foreign_key, 1);
  EXPECT_EQ(found[0].count, 3U);
  EXPECT_THAT(found[0].examples, ElementsAre("rowid 2", "rowid 3"));
  EXPECT_EQ(found[1].parent, "absent");
  EXPECT_EQ(found[1].foreign_key, 0);
  EXPECT_THAT(found[1].examples, ElementsAre("rowid 3"));
}

TEST_F(OrphansTest, NamesKeysWithoutRowid) {
  const auto found = find(
      "CREATE TABLE p(id INTEGER PRIMARY KEY);"
      "CREATE TABLE c(a, b TEXT, p REFERENCES p, PRIMARY KEY(b, a)) WITHOUT ROWID;"
      "INSERT INTO c VALUES (1, 'x', 7), (2, 'y', NULL)");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].count, 1U);
  EXPECT_THAT(found[0].examples, ElementsAre("key ('x', 1)"));
}

TEST_F(OrphansTest, ComparesAsForeignKeysDo) {
  // The parent's affinity and collation decide: 1 and '1' match a TEXT key, 'A' and 'a' a NOCASE one.
  EXPECT_THAT(find("CREATE TABLE p(k TEXT COLLATE NOCASE PRIMARY KEY); INSERT INTO p VALUES ('a'), ('1');"
                   "CREATE TABLE c(a, k BLOB REFERENCES p, PRIMARY KEY(a)) WITHOUT ROWID;"
                   "INSERT INTO c VALUES (1, 'A'), (2, 1)"),
              IsEmpty());
}

TEST_F(OrphansTest, SaysWhichKeyCannotBeCheckedAndChecksTheOthers) {
  const auto found = find(
      "CREATE TABLE p(id INTEGER PRIMARY KEY, n); INSERT INTO p VALUES (1, 1);"
      "CREATE TABLE c(a REFERENCES p, b REFERENCES p(n)); INSERT INTO c VALUES (5, 1)");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].count, 1U);
  EXPECT_THAT(found[0].examples, ElementsAre("rowid 1"));
  EXPECT_THAT(found[1].problem, testing::HasSubstr("foreign key mismatch"));
}

TEST_F(OrphansTest, TakesForAParentKeyWhatSQLiteTakes) {
  const auto found = find(
      "CREATE TABLE p(a, b, t TEXT, u TEXT UNIQUE, n COLLATE NOCASE UNIQUE, UNIQUE(a, b));"
      "CREATE UNIQUE INDEX other_collation ON p(t COLLATE NOCASE);"
      "CREATE UNIQUE INDEX partial ON p(b) WHERE b > 0; CREATE VIEW v AS SELECT 1 AS x;"
      "CREATE TABLE c(a REFERENCES p(a), b REFERENCES p(b), t REFERENCES p(t), u REFERENCES p(u),"
      "               n REFERENCES p(N), z REFERENCES p(zz), none REFERENCES p,"
      "               FOREIGN KEY(b, a) REFERENCES p(b, a))");
  std::vector<int> refused;
  for (const Orphans& o : found) refused.push_back(o.foreign_key);
  EXPECT_THAT(refused, ElementsAre(7, 6, 5, 2, 1));
  // SQLite refuses each of those alone, and takes the others.
  for (const char* parent : {"p(a)", "p(b)", "p(t)", "p(zz)", "p"}) {
    const auto db = test::writer(path_);
    db->exec(std::string("DROP TABLE c; CREATE TABLE c(x REFERENCES ") + parent + "); INSERT INTO c VALUES (1)");
    EXPECT_THROW(db->exec("PRAGMA foreign_key_check"), SQLite::Exception) << parent;
  }
}

/// Whether SQLite's own check agrees, over every form of foreign key.
TEST_F(OrphansTest, FindsWhatSQLiteFinds) {
  const auto found = find(
      "CREATE TABLE p(id INTEGER PRIMARY KEY, t TEXT COLLATE NOCASE UNIQUE, n NUMERIC UNIQUE, b UNIQUE, x, y,"
      "               UNIQUE(y, x));"
      "CREATE TABLE w(a TEXT, b INT, PRIMARY KEY(a, b)) WITHOUT ROWID;"
      "CREATE TABLE c(id REFERENCES p, t BLOB REFERENCES p(t), n TEXT REFERENCES p(n), b TEXT REFERENCES P(B),"
      "               x, y, FOREIGN KEY(x, y) REFERENCES p(x, y), FOREIGN KEY(t, id) REFERENCES w);"
      "WITH v(v) AS (VALUES (1), ('1'), (1.0), ('1.0'), ('a'), ('A'), (x'61'), (NULL), (2), ('01'), (1e20))"
      "INSERT OR IGNORE INTO p(t, n, b, x, y) SELECT v, v, v, v, v FROM v;"
      "INSERT OR IGNORE INTO w SELECT t, id FROM p WHERE t IS NOT NULL;"
      "WITH v(v) AS (VALUES (1), ('1'), (1.0), ('1.0'), ('a'), ('A'), (x'61'), (NULL), (2), ('01'), (1e20), (3))"
      "INSERT INTO c SELECT a.v, a.v, a.v, a.v, a.v, b.v FROM v a, v b");
  std::map<int, std::uint64_t> expected, counted;
  const auto db = test::writer(path_);
  SQLite::Statement check(*db, "SELECT fkid, count(*) FROM pragma_foreign_key_check GROUP BY 1");
  while (check.executeStep()) expected[check.getColumn(0).getInt()] = check.getColumn(1).getInt64();
  for (const Orphans& o : found) counted[o.foreign_key] = o.count;
  EXPECT_EQ(expected.size(), 6U);
  EXPECT_EQ(counted, expected);
}

}  // namespace
}  // namespace lite2pg::orphans_test
