#include "export/survey/orphan_search.h"

#include <SQLiteCpp/Statement.h>
#include <gmock/gmock.h>

#include <random>

#include "common/error.h"
#include "tests/export/source_fixture.h"

namespace lite2pg::orphan_search_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class OrphanRowsTest : public testing::Test {
 protected:
  /// "c rowid 2" for each row that goes, in the order of the tables.
  std::vector<std::string> gone(const std::string& sql, const std::vector<std::string>& where = {},
                                std::size_t most = 1000) {
    std::filesystem::remove(path_);
    test::make_database(path_, sql);
    SqliteSource source(path_);
    source.keep_only(row_conditions(where, source.schema()));
    std::vector<HeldKey> keys;
    for (const Table& t : source.schema().tables)
      for (const ForeignKey& key : t.foreign_keys) keys.push_back({&t, &key});
    const OrphansByTable found = find_orphan_rows(source, keys, {}, most);
    std::vector<std::string> rows;
    const auto reader = source.reader();
    for (const Table& t : source.schema().tables) {
      const auto orphans = found.find(t.name);
      const auto cursor = reader->scan(t, {});
      for (Row row; cursor->next(row) && orphans != found.end();)
        if (orphans->second.find(t, *cursor, row) != nullptr) rows.push_back(t.name + " " + cursor->locate());
    }
    return rows;
  }

  test::TempDir dir_;
  std::string path_ = dir_ / "source.db";
};

TEST_F(OrphanRowsTest, TheChildrenOfOrphansGoWithThem) {
  EXPECT_THAT(
      gone("CREATE TABLE a(id INTEGER PRIMARY KEY); INSERT INTO a VALUES (1);"
           "CREATE TABLE b(id INTEGER PRIMARY KEY, a REFERENCES a); INSERT INTO b VALUES (1, 1), (2, 9), (3, NULL);"
           "CREATE TABLE c(x, b REFERENCES b); INSERT INTO c VALUES ('k', 1), ('l', 2), ('m', 3), ('n', NULL);"
           "CREATE TABLE d(k TEXT, c REFERENCES b(id), PRIMARY KEY(k)) WITHOUT ROWID;"
           "INSERT INTO d VALUES ('p', 2), ('q', 1)"),
      ElementsAre("b rowid 2", "c rowid 2", "d key ('p')"));
}

TEST_F(OrphanRowsTest, TreesLoseTheirBranches) {
  EXPECT_THAT(gone("CREATE TABLE t(id INTEGER PRIMARY KEY, up REFERENCES t);"
                   "INSERT INTO t VALUES (1, NULL), (2, 1), (3, 99), (4, 3), (5, 4), (6, 6), (7, 5)"),
              ElementsAre("t rowid 3", "t rowid 4", "t rowid 5", "t rowid 7"));
}

TEST_F(OrphanRowsTest, CirclesOfTablesToo) {
  EXPECT_THAT(
      gone("CREATE TABLE a(id INTEGER PRIMARY KEY, b REFERENCES b); CREATE TABLE b(k TEXT PRIMARY KEY, a REFERENCES a)"
           "WITHOUT ROWID; INSERT INTO a VALUES (1, 'x'), (2, 'y'), (3, 'nothing');"
           "INSERT INTO b VALUES ('x', 1), ('y', 3)"),
      ElementsAre("a rowid 2", "a rowid 3", "b key ('y')"));
}

TEST_F(OrphanRowsTest, WhoRefersToAnUnwantedRowGoes) {
  const std::string sql =
      "CREATE TABLE a(id INTEGER PRIMARY KEY, v); INSERT INTO a VALUES (1, 'in'), (2, 'out');"
      "CREATE TABLE b(id INTEGER PRIMARY KEY, a REFERENCES a, v); INSERT INTO b VALUES (1, 1, 0), (2, 2, 0), (3, 2, 1)";
  EXPECT_THAT(gone(sql), IsEmpty());
  EXPECT_THAT(gone(sql, {"a=v = 'in'"}), ElementsAre("b rowid 2", "b rowid 3"));
  EXPECT_THAT(gone(sql, {"a=v = 'in'", "b=v = 1"}), ElementsAre("b rowid 3")) << "what is not wanted is no orphan";
}

TEST_F(OrphanRowsTest, LongKeysThatBeginAlikeAreTold) {
  const std::string sql =
      "CREATE TABLE a(id INTEGER PRIMARY KEY); CREATE TABLE w(k TEXT PRIMARY KEY, a REFERENCES a) WITHOUT ROWID;"
      "INSERT INTO a VALUES (1); INSERT INTO w VALUES (printf('%080d', 1), 1), (printf('%080d', 2), 7)";
  EXPECT_EQ(gone(sql).size(), 1U);
}

TEST_F(OrphanRowsTest, SaysSoWhereThereAreTooMany) {
  const std::string sql =
      "CREATE TABLE a(id INTEGER PRIMARY KEY); CREATE TABLE b(a REFERENCES a); INSERT INTO b VALUES (1), (2), (3)";
  try {
    (void)gone(sql, {}, 2);
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ExitCode::refused);
    EXPECT_THAT(e.what(), HasSubstr("more than 2 rows would be set aside (b 3)"));
  }
}

/// Whatever the references are, what stays has no orphan, and nothing goes that could have stayed.
TEST_F(OrphanRowsTest, WhatStaysHoldsAndNoMoreGoes) {
  for (unsigned seed = 1; seed <= 30; ++seed) {
    std::mt19937 random(seed);
    std::string sql =
        "CREATE TABLE a(id INTEGER PRIMARY KEY, x REFERENCES a, y REFERENCES b);"
        "CREATE TABLE b(id INTEGER PRIMARY KEY, x REFERENCES a, y REFERENCES c); CREATE TABLE c(id INTEGER PRIMARY "
        "KEY, x "
        "REFERENCES b);";
    const auto some = [&] { return random() % 4 == 0 ? std::string("NULL") : std::to_string(random() % 25); };
    for (int i = 0; i < 20; ++i) {
      const std::string id = std::to_string(i);
      sql += "INSERT INTO a VALUES (" + id + "," + some() + "," + some() + "); INSERT INTO b VALUES (" + id + "," +
             some() + "," + some() + "); INSERT INTO c VALUES (" + id + "," + some() + ");";
    }
    const auto rows = gone(sql);
    // The same by SQLite alone: delete what its own check names until it names nothing.
    const auto db = test::writer(path_);
    std::vector<std::string> deleted;
    for (bool any = true; any;) {
      std::vector<std::pair<std::string, std::string>> broken;
      SQLite::Statement check(*db, "SELECT DISTINCT \"table\", rowid FROM pragma_foreign_key_check");
      while (check.executeStep()) broken.emplace_back(check.getColumn(0).getString(), check.getColumn(1).getString());
      check.reset();
      for (const auto& [table, rowid] : broken) {
        db->exec("DELETE FROM " + table + " WHERE rowid = " + rowid);
        deleted.push_back(table + " rowid " + rowid);
      }
      any = !broken.empty();
    }
    EXPECT_THAT(rows, testing::UnorderedElementsAreArray(deleted)) << "seed " << seed;
  }
}

}  // namespace
}  // namespace lite2pg::orphan_search_test
