// Random statements, of those that the constraints allow, on a target with foreign keys of every action, trees and
// unique columns: all is repaired to equal, and the undo gives all of it back. LITE2PG_TEST_ROUNDS multiplies the
// number of seeds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "tests/sync/apply/repaired_database.h"

namespace lite2pg::random_writes_pg_test {
namespace {

using testing::IsEmpty;

constexpr const char* schema =
    "CREATE TABLE team (id INTEGER PRIMARY KEY, name TEXT UNIQUE, place INT NOT NULL UNIQUE, "
    "  main INT REFERENCES person DEFERRABLE INITIALLY DEFERRED);"
    "CREATE TABLE person (id INTEGER PRIMARY KEY, boss INT REFERENCES person ON DELETE SET NULL, "
    "  team INT REFERENCES team ON DELETE CASCADE ON UPDATE CASCADE, mail TEXT NOT NULL, UNIQUE (team, mail));"
    "CREATE TABLE task (team INT NOT NULL REFERENCES team ON DELETE CASCADE ON UPDATE CASCADE, n INT NOT NULL, "
    "  person INT REFERENCES person ON DELETE SET NULL, what TEXT, PRIMARY KEY (team, n));"
    "CREATE TABLE note (t TEXT, x REAL);"
    "WITH c(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM c WHERE i<8) INSERT INTO team SELECT i, 't'||i, i, NULL FROM c;"
    "WITH c(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM c WHERE i<40) "
    "  INSERT INTO person SELECT i, NULLIF(i/3, 0), 1+i%8, 'm'||i FROM c;"
    "UPDATE team SET main = id; "
    "WITH c(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM c WHERE i<60) "
    "  INSERT INTO task SELECT 1+i%8, i, 1+i%40, 'w'||i FROM c;"
    "WITH c(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM c WHERE i<30) INSERT INTO note SELECT 'n'||(i%5), i%3/2.0 FROM "
    "c";

class Writes {
 public:
  Writes(const test::RepairedDatabase& database, unsigned seed) : database_(database), random_(seed) {}
  void run(int count) {
    for (int i = 0; i < count; ++i) one();
  }

 private:
  std::string below(int n) { return std::to_string(1 + static_cast<int>(random_() % static_cast<unsigned>(n))); }
  /// Two rows change a column's values.
  static std::string swap(const std::string& table, const std::string& column, const std::string& a,
                          const std::string& b) {
    return "CREATE TEMP TABLE w ON COMMIT DROP AS SELECT id, " + column + " AS v FROM " + table + " WHERE id IN (" + a +
           ", " + b + "); UPDATE " + table + " SET " + column + " = " + (column == "name" ? "'parked'" : "-1") +
           " WHERE id = " + a + "; UPDATE " + table + " SET " + column + " = (SELECT v FROM w WHERE id = " + a +
           ") WHERE id = " + b + "; UPDATE " + table + " SET " + column + " = (SELECT v FROM w WHERE id = " + b +
           ") WHERE id = " + a;
  }
  std::string statement() {
    const std::string id = std::to_string(1000 + number_++);
    switch (random_() % 14) {
      case 0: return "DELETE FROM team WHERE id = " + below(8);
      case 1: return "DELETE FROM person WHERE id = " + below(40);
      case 2: return "DELETE FROM task WHERE n = " + below(60);
      case 3: return swap("team", "name", below(8), below(8));
      case 4: return swap("team", "place", below(8), below(8));
      case 5: return "UPDATE team SET id = " + id + " WHERE id = " + below(8);
      case 6: return "INSERT INTO team VALUES (" + id + ", 'x" + id + "', " + id + ", " + below(40) + ")";
      case 7: return "INSERT INTO person SELECT " + id + ", " + below(40) + ", max(id), 'm" + id + "' FROM team";
      case 8: return "UPDATE person SET boss = " + below(40) + ", mail = mail || 'x' WHERE id = " + below(40);
      case 9: return "UPDATE person SET team = (SELECT max(id) FROM team) WHERE id = " + below(40);
      case 10: return "UPDATE task SET what = NULL, person = " + below(40) + " WHERE n = " + below(60);
      case 11: return "DELETE FROM note WHERE ctid IN (SELECT ctid FROM note ORDER BY random() LIMIT 2)";
      case 12: return "INSERT INTO note VALUES ('n" + below(5) + "', NULL), ('n" + below(5) + "', 0.5)";
      default: return "UPDATE task SET n = n + 500 WHERE n = " + below(60);
    }
  }
  void one() {
    try {
      database_.psql("BEGIN; " + statement() + "; COMMIT");
    } catch (const std::runtime_error&) {
      // A constraint did not allow it.
    }
  }

  const test::RepairedDatabase& database_;
  std::mt19937 random_;
  int number_ = 0;
};

TEST(RandomWrites, AreRepairedAndComeBackByUndo) {
  const char* factor = std::getenv("LITE2PG_TEST_ROUNDS");
  const unsigned seeds = 4U * static_cast<unsigned>(factor != nullptr ? std::max(1, std::atoi(factor)) : 1);
  test::RepairedDatabase database(schema);
  database.import();
  std::size_t changes = 0;
  for (unsigned seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Writes(database, seed).run(12);
    const auto written = database.content(false);
    const RepairResult result = database.repair();
    ASSERT_THAT(test::lines_of(result.skipped), IsEmpty());
    ASSERT_TRUE(result.in_step());
    changes += result.changes.size();
    ASSERT_THAT(test::lines_of(database.undo().skipped), IsEmpty());
    ASSERT_EQ(database.content(false), written);
    ASSERT_TRUE(database.repair().in_step());
  }
  EXPECT_GT(changes, 5 * seeds);
}

}  // namespace
}  // namespace lite2pg::random_writes_pg_test
