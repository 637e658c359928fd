#include "export/sqlite/snapshot.h"

#include <SQLiteCpp/Exception.h>
#include <gmock/gmock.h>
#include <sqlite3.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "tests/export/source_fixture.h"

namespace lite2pg::snapshot_test {
namespace {

/// Moves 1 from one row to the other, about a thousand times a second: in every committed state the sum is 0 and `n`
/// has grown by one. Without a pause no reader would find a quiet moment while other tests keep the cores busy.
class BusyWriter {
 public:
  explicit BusyWriter(const std::string& path)
      : db_(test::writer(path)), thread_([this](const std::stop_token& stop) { run(stop); }) {
    while (commits_ == 0) std::this_thread::yield();
  }

 private:
  void run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      db_->exec(
          "BEGIN IMMEDIATE; UPDATE t SET v = v + 1, n = n + 1 WHERE id = 1;"
          "UPDATE t SET v = v - 1, n = n + 1 WHERE id = 2; COMMIT");
      ++commits_;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }

  std::unique_ptr<SQLite::Database> db_;
  std::atomic<int> commits_ = 0;
  std::jthread thread_;
};

class SnapshotTest : public testing::Test {
 protected:
  SnapshotTest() {
    test::make_database(path_,
                        "PRAGMA journal_mode = WAL; CREATE TABLE t(id INTEGER PRIMARY KEY, v, n);"
                        "INSERT INTO t VALUES (1, 0, 0), (2, 0, 0)");
  }
  static std::string state(SQLite::Database& db) {
    return db.execAndGet("SELECT sum(v) || ' after ' || sum(n) FROM t").getString();
  }

  test::TempDir dir_;
  std::string path_ = dir_ / "live.db";
};

TEST_F(SnapshotTest, AllReadersSeeOneStateWhileAProgramWrites) {
  const auto holds_log_open = test::writer(path_);
  ASSERT_EQ(holds_log_open->execAndGet("SELECT count(*) FROM t").getInt(), 2);
  const BusyWriter writer(path_);
  const SqliteFile file(path_);
  for (int round = 0; round < 100; ++round) {
    Snapshot snapshot(file, 12);
    std::vector<SnapshotConnection> readers;
    for (int i = 0; i < 12; ++i) readers.push_back(snapshot.connect());
    const std::string first = state(readers[0].db());
    EXPECT_TRUE(first.starts_with("0 after ")) << first;
    for (const SnapshotConnection& reader : readers) EXPECT_EQ(state(reader.db()), first);
  }
}

TEST_F(SnapshotTest, RefusesOneMoreReaderOnceTheDataMovedOn) {
  const auto writer = test::writer(path_);
  ASSERT_EQ(writer->execAndGet("SELECT count(*) FROM t").getInt(), 2);
  const SqliteFile file(path_);
  Snapshot snapshot(file, 1);
  const auto first = snapshot.connect();
  const auto second = snapshot.connect();
  snapshot.check_unchanged();
  writer->exec("UPDATE t SET v = 5");
  EXPECT_EQ(test::error_of([&] { (void)snapshot.connect(); }).code(), ExitCode::source);
  EXPECT_EQ(state(first.db()), state(second.db()));
  EXPECT_EQ(test::error_of([&] { snapshot.check_unchanged(); }).code(), ExitCode::source);
}

TEST_F(SnapshotTest, GivesConnectionsOutAgain) {
  const SqliteFile file(path_);
  Snapshot snapshot(file, 1);
  const SQLite::Database* used = nullptr;
  {
    const auto connection = snapshot.connect();
    used = &connection.db();
  }
  EXPECT_EQ(&snapshot.connect().db(), used);
}

TEST_F(SnapshotTest, ConnectionsCannotWriteNorLoadCode) {
  const SqliteFile file(path_);
  Snapshot snapshot(file, 1);
  const auto connection = snapshot.connect();
  for (const char* sql : {"INSERT INTO t VALUES (3, 0, 0)", "PRAGMA user_version = 4", "CREATE TABLE x(a)",
                          "SELECT load_extension('x')", "SELECT \"no such column\" FROM t"})
    EXPECT_THROW(connection.db().exec(sql), SQLite::Exception) << sql;
}

int schema_bytes(SQLite::Database& db) {
  int now = 0, highest = 0;
  db.check(sqlite3_db_status(db.getHandle(), SQLITE_DBSTATUS_SCHEMA_USED, &now, &highest, 0));
  return now;
}

TEST_F(SnapshotTest, OneConnectionAloneKnowsTheSchemaUntilAnotherIsAsked) {
  for (int i = 0; i < 100; ++i)
    test::writer(path_)->exec("CREATE TABLE more" + std::to_string(i) + "(id INTEGER PRIMARY KEY, a, b, c)");
  const SqliteFile file(path_);
  Snapshot snapshot(file, 3);
  const auto first = snapshot.connect(), second = snapshot.connect(), third = snapshot.connect();
  constexpr int a_table = 100;
  EXPECT_GT(schema_bytes(first.db()), 100 * a_table);
  EXPECT_LT(schema_bytes(second.db()) + schema_bytes(third.db()), 100 * a_table);
  EXPECT_EQ(state(second.db()), state(first.db()));
  EXPECT_GT(schema_bytes(second.db()), 100 * a_table);
}

/// SQLite calls a schema malformed that calls json_extract() in an index, unless it is trusted.
TEST_F(SnapshotTest, AllConnectionsTrustWhatTheFirstHadToTrust) {
  test::writer(path_)->exec("CREATE TABLE j(v); CREATE INDEX of_json ON j(json_extract(v, '$.a'))");
  const SqliteFile file(path_);
  Snapshot snapshot(file, 2);
  const auto first = snapshot.connect(), second = snapshot.connect();
  EXPECT_EQ(state(first.db()), "0 after 0");
  EXPECT_EQ(state(second.db()), "0 after 0");
  EXPECT_THROW(second.db().exec("SELECT load_extension('x')"), SQLite::Exception);
}

}  // namespace
}  // namespace lite2pg::snapshot_test
