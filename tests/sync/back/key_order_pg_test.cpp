// What the server sorts for the way back comes in the order in which SQLite keeps it.
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <gtest/gtest.h>

#include "sync/back/back_plan.h"
#include "sync/back/row_stream.h"
#include "tests/verify/migrated_database.h"

namespace lite2pg {
namespace {

constexpr std::size_t most_rows = 400;

/// Up to 400 rows of a table whose key is made by `key`, and a number of their own.
std::string rows_of(const std::string& name, const std::string& columns, const std::string& key) {
  return "CREATE TABLE " + name + " (" + columns + ") WITHOUT ROWID;" +
         "WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < " + std::to_string(most_rows) +
         ") INSERT OR IGNORE INTO " + name + " SELECT " + key + ", n FROM i;";
}

/// Letters of both cases, what stands between them in ASCII, blanks, and all lengths of UTF-8.
std::string letter() { return "substr('aAbBzZ_[  .é中𝄞\xEF\xBF\xBD', 1 + abs(random()) % 15, 1)"; }
std::string word() { return letter() + " || " + letter() + " || " + letter(); }

std::string tables_with_keys() {
  const std::string number = "abs(random()) % 1000000000";
  return rows_of("bytes", "k TEXT PRIMARY KEY, n INT", word()) +
         rows_of("letters", "k TEXT COLLATE NOCASE PRIMARY KEY, n INT", word()) +
         rows_of("trimmed", "k TEXT COLLATE RTRIM PRIMARY KEY, n INT", word()) +
         rows_of("pairs", "k TEXT, l TEXT, n INT, PRIMARY KEY (k COLLATE NOCASE DESC, l)", letter() + ", " + word()) +
         rows_of("moments", "k TIMESTAMP PRIMARY KEY, n INT",
                 "strftime('%Y-%m-%d %H:%M:%f', " + number + ", 'unixepoch')") +
         rows_of("reals", "k REAL PRIMARY KEY, n INT", "random() / 1e15") +
         rows_of("blobs", "k BLOB PRIMARY KEY, n INT", "randomblob(1 + n % 4)") +
         rows_of("uuids", "k UUID PRIMARY KEY, n INT",
                 "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || "
                 "'-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))") +
         rows_of("truths", "k BOOLEAN, l DECIMAL(9, 2), n INT, PRIMARY KEY (k DESC, l)",
                 "n % 2, (" + number + " - 500000000) / 100.0");
}

/// The rows' own numbers, in the order in which SQLite keeps them.
std::vector<std::int64_t> kept(SQLite::Database& db, const std::string& table) {
  std::vector<std::int64_t> numbers;
  SQLite::Statement rows(db, "SELECT n FROM " + table);
  while (rows.executeStep()) numbers.push_back(rows.getColumn(0).getInt64());
  return numbers;
}

/// All tables of the target, read as the way back reads them.
class ReadBack {
 public:
  explicit ReadBack(const test::TempDatabase& target) : uri_(target.uri()), snapshot_(Target{uri_}) {
    BackSettings settings;
    settings.target = uri_;
    Session session(Target{uri_}, "test", Access::read_only);
    Progress progress(std::make_shared<Console>(), ProgressMode::never);
    make_back_plan(settings, session, progress, plan_);
    snapshot_.lock(plan_.chosen.catalog.schema, {});
  }

  /// The numbers of the rows by table, in the order in which they come: the last column of each.
  std::map<std::string, std::vector<std::int64_t>> numbers() {
    std::map<std::string, std::vector<std::int64_t>> numbers;
    RowStreams streams(plan_.tables, snapshot_, plan_.chosen.catalog.schema);
    run_workers(2, [&](std::size_t index, const StopFlag& stop) {
      if (index > 0) return streams.read(stop);
      for (std::size_t i = 0; i < plan_.tables.size(); ++i) {
        const WrittenTable& table = plan_.tables[i];
        std::vector<std::int64_t>& own = numbers[table.source->name];
        for (RowBlock block; streams.pop(i, block, stop);) take(block, table.plan.columns.size(), own);
      }
    });
    return numbers;
  }

 private:
  static void take(const RowBlock& block, std::size_t columns, std::vector<std::int64_t>& numbers) {
    RowDecoder rows(block.bytes);
    for (std::size_t i = 0; i < block.rows; ++i) {
      for (std::size_t c = 1; c < columns; ++c) (void)rows.next();
      numbers.push_back(rows.next().value.integer());
    }
  }

  std::string uri_;
  TargetSnapshot snapshot_;
  BackPlan plan_;
};

void shuffle(const test::MigratedDatabase& database, const std::string& table) {
  (void)database.psql("CREATE TABLE shuffled AS TABLE " + table + "; DELETE FROM " + table + "; INSERT INTO " + table +
                      " SELECT * FROM shuffled ORDER BY random(); DROP TABLE shuffled");
}

TEST(KeyOrderOfServer, IsThatInWhichSqliteKeepsTheRows) {
  test::MigratedDatabase database(tables_with_keys());
  database.import();
  SQLite::Database db(database.source());
  const std::vector<std::string> names = {"bytes", "letters", "trimmed", "pairs", "moments",
                                          "reals", "blobs",   "uuids",   "truths"};
  for (const std::string& name : names) shuffle(database, name);
  const auto numbers = ReadBack(database.target()).numbers();
  for (const std::string& name : names) {
    EXPECT_GT(numbers.at(name).size(), 10U) << name;
    EXPECT_EQ(numbers.at(name), kept(db, name)) << name;
  }
}

TEST(KeyOrderOfServer, IsGivenUpWhereTheServerHasNoRoomToSort) {
  test::MigratedDatabase database(rows_of("t", "k TEXT PRIMARY KEY, n INT", "hex(randomblob(1000))"));
  database.import();
  shuffle(database, "t");
  const std::string name = database.psql("SELECT current_database()").at(0).at(0).value();
  (void)database.psql("ALTER DATABASE \"" + name + "\" SET temp_file_limit = 0");
  (void)database.psql("ALTER DATABASE \"" + name + "\" SET work_mem = 400");
  EXPECT_EQ(ReadBack(database.target()).numbers().at("t").size(), most_rows);
}

TEST(KeyOrderOfServer, RowsOfHiddenNumbersComeAsTheyLie) {
  test::MigratedDatabase database(
      "CREATE TABLE t (k TEXT PRIMARY KEY, n INT); INSERT INTO t VALUES ('b', 1), ('a', 2);");
  database.import();
  EXPECT_EQ(ReadBack(database.target()).numbers().at("t"), (std::vector<std::int64_t>{1, 2}));
}

}  // namespace
}  // namespace lite2pg
