#include "export/sqlite/interrupter.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "export/sqlite/error.h"

namespace lite2pg::interrupter_test {
namespace {

constexpr const char* endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";

TEST(Interrupter, EndsAStatementWhenTold) {
  SQLite::Database db(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  StopFlag stop;
  const Interrupter interrupter(db, stop);
  const std::jthread teller([&stop] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    stop.stop();
  });
  try {
    db.exec(endless);
    FAIL() << "an endless statement ended";
  } catch (const SQLite::Exception& e) {
    EXPECT_TRUE(is_interrupt(e)) << e.what();
  }
}

TEST(Interrupter, LeavesAStatementAloneUntilThen) {
  SQLite::Database db(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  const StopFlag stop;
  const Interrupter interrupter(db, stop);
  db.exec("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 300000) SELECT max(i) FROM n");
}

}  // namespace
}  // namespace lite2pg::interrupter_test
