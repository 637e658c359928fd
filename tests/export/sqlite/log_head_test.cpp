#include "export/sqlite/log_head.h"

#include <SQLiteCpp/Database.h>
#include <gtest/gtest.h>

#include "tests/export/source_fixture.h"

namespace lite2pg::log_head_test {
namespace {

using test::writer;

TEST(LogHead, TellsHowFarTheLogCounts) {
  const test::TempDir dir;
  const auto db = writer(dir / "a.db");
  db->exec("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t(a)");
  const auto first = read_log_head(*db);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->pages, 2);
  EXPECT_EQ(first->backfilled, 0);
  db->exec("INSERT INTO t VALUES (1)");
  const auto second = read_log_head(*db);
  EXPECT_EQ(second->frames, first->frames + 1);
  EXPECT_EQ(second->salts, first->salts);
  EXPECT_EQ(read_log_salts(*db), first->salts);
  db->exec("PRAGMA wal_checkpoint(PASSIVE)");
  EXPECT_EQ(read_log_head(*db)->backfilled, second->frames);
}

TEST(LogHead, IsNotAskedForWhereThereIsNoLog) {
  const test::TempDir dir;
  const auto db = writer(dir / "a.db");
  db->exec("CREATE TABLE t(a)");
  EXPECT_FALSE(read_log_head(*db));
  EXPECT_FALSE(std::filesystem::exists(dir / "a.db-shm"));
}

}  // namespace
}  // namespace lite2pg::log_head_test
