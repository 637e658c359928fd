// Repairs of a target that others write to meanwhile.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <future>
#include <thread>

#include "import/postgres/session.h"
#include "tests/support/command.h"
#include "tests/support/places.h"
#include "tests/sync/apply/repaired_database.h"

namespace lite2pg::concurrent_repair_pg_test {
namespace {

using testing::ElementsAre;

class ConcurrentRepair : public testing::Test {
 protected:
  void SetUp() override { database_.import(); }

  /// Changes rows in the name of the import: damage, by all that verify can tell.
  void damage(const std::string& sql) {
    database_.psql(sql +
                   "; INSERT INTO lite2pg.run_table (run, table_name, slice, rows, bytes, seconds, xid) "
                   "SELECT id, 'item', 'd' || txid_current(), 0, 0, 0, txid_current() FROM lite2pg.run");
  }
  /// Until a repair waits for somebody's lock.
  void wait_for_waiter() {
    while (database_
               .psql("SELECT FROM pg_stat_activity WHERE datname = current_database() AND "
                     "application_name LIKE 'lite2pg sync%' AND wait_event_type = 'Lock'")
               .empty()) {
      std::this_thread::yield();
    }
  }

  test::RepairedDatabase database_{
      "CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT, n INT);"
      "WITH c(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM c WHERE i<300) INSERT INTO item SELECT i, 'n'||i, i FROM c"};
};

TEST_F(ConcurrentRepair, SkipsAndNamesARowThatMovesOn) {
  database_.psql("UPDATE item SET n = 0 WHERE id IN (3, 4)");
  Session other(Target{database_.target().uri()}, "writer");
  other.begin();
  other.execute("UPDATE public.item SET n = 17 WHERE id = 4");
  auto repair = std::async(std::launch::async, [&] { return database_.repair(); });
  wait_for_waiter();
  other.commit();
  const RepairResult result = repair.get();
  EXPECT_THAT(test::lines_of(result.changes), ElementsAre("update item id=3 (n)"));
  EXPECT_THAT(test::lines_of(result.skipped), ElementsAre("update item id=4: it was changed or deleted meanwhile"));
  EXPECT_FALSE(result.in_step());
  EXPECT_EQ(database_.psql("SELECT n FROM item WHERE id = 4")[0][0], "17");
}

TEST_F(ConcurrentRepair, LosesNoRowOfAWriter) {
  std::atomic<bool> stop = false;
  std::atomic<int> written = 0;
  std::thread writer([&] {
    Session session(Target{database_.target().uri()}, "writer");
    for (int i = 1000; !stop; ++i) {
      session.execute("INSERT INTO public.item VALUES (" + std::to_string(i) + ", 'app', 1)");
      session.execute("UPDATE public.item SET name = 'app' WHERE id = " + std::to_string(100 + i % 200));
      ++written;
    }
  });
  for (int round = 0; round < 5; ++round) {
    damage("UPDATE item SET n = -1 WHERE id IN (3, 4, 5)");
    const RepairResult result = database_.repair([](RepairSettings& s) { s.scope = RepairScope::damage; });
    EXPECT_EQ(result.record.updated, 3U);
  }
  stop = true;
  writer.join();
  EXPECT_EQ(database_.psql("SELECT count(*) FROM item WHERE id >= 1000")[0][0], std::to_string(written));
  EXPECT_EQ(database_.psql("SELECT count(*) FROM item WHERE n = -1")[0][0], "0");
}

TEST_F(ConcurrentRepair, RefusesASecondRepairAtTheSameTime) {
  database_.psql("UPDATE item SET n = 0 WHERE id = 3");
  Session other(Target{database_.target().uri()}, "other repair");
  other.begin();
  other.execute("SELECT pg_advisory_xact_lock(5497601349)");
  EXPECT_THROW((void)database_.repair(), Error);
  other.rollback();
  EXPECT_TRUE(database_.repair().in_step());
}

TEST_F(ConcurrentRepair, InsertsNoKeyTwiceWhereNoIndexWouldRefuseIt) {
  database_.psql(
      "ALTER TABLE item DROP CONSTRAINT item_pkey; DELETE FROM item WHERE id IN (5, 6); "
      "UPDATE item SET n = 0 WHERE id = 4");
  Session other(Target{database_.target().uri()}, "writer");
  other.begin();
  other.execute("UPDATE public.item SET n = 17 WHERE id = 4; INSERT INTO public.item VALUES (5, 'app', 1)");
  auto repair = std::async(std::launch::async, [&] { return database_.repair(); });
  wait_for_waiter();
  other.commit();
  const RepairResult result = repair.get();
  EXPECT_THAT(test::lines_of(result.changes), ElementsAre("insert item id=6"));
  EXPECT_EQ(database_.psql("SELECT count(*) FROM item WHERE id = 5")[0][0], "1");
}

TEST_F(ConcurrentRepair, LeavesNothingBehindWhenItIsKilled) {
  database_.psql("UPDATE item SET n = 0 WHERE id IN (3, 4)");
  const auto before = database_.content(true);
  Session other(Target{database_.target().uri()}, "writer");
  other.begin();
  other.execute("SELECT 1 FROM public.item WHERE id = 4 FOR UPDATE");
  {
    test::BackgroundCommand sync({test::program("sync"), database_.source(), database_.target().uri(), "--scope", "all",
                                  "--max-changes", "100%"});
    wait_for_waiter();
    sync.signal(SIGKILL);
    (void)sync.wait();
  }
  other.rollback();
  EXPECT_EQ(database_.content(true), before);
  EXPECT_TRUE(database_.repair().in_step());
}

TEST_F(ConcurrentRepair, TakesAVacuumFullForNoGuard) {
  // The same address and the same xmin may be another row's afterwards: values and key are compared too.
  database_.psql("UPDATE item SET n = 0 WHERE id = 3; DELETE FROM item WHERE id < 3");
  database_.psql("VACUUM FULL item");
  EXPECT_TRUE(database_.repair().in_step());
}

}  // namespace
}  // namespace lite2pg::concurrent_repair_pg_test
