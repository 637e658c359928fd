#include "export/pages/leaf.h"

#include <SQLiteCpp/Column.h>
#include <gmock/gmock.h>

#include <map>

#include "tests/export/source_fixture.h"

namespace lite2pg::leaf_test {
namespace {

using test::writer;

/// The leaves of a table: fingerprint and bounds.
std::map<Hash128, LeafMark> leaves_of(const std::string& path, const std::string& table) {
  const auto db = writer(path);
  const auto view = std::get<PageView>(view_pages(*db, OpenMode::immutable, std::nullopt));
  SqliteSource source(path);
  PageFile file(*db, view);
  const TableShape shape = shape_of(*db, view, table_roots(*db), *source.schema().find_table(table));
  std::map<Hash128, LeafMark> leaves;
  EXPECT_EQ(each_leaf(file, shape, 1 << 30, [&](const LeafMark& leaf) { leaves.emplace(leaf.fingerprint, leaf); }),
            WalkStep::end);
  return leaves;
}

std::uint64_t rows_in(const std::map<Hash128, LeafMark>& leaves) {
  std::uint64_t rows = 0;
  for (const auto& [fingerprint, leaf] : leaves) rows += leaf.rows;
  return rows;
}

class LeafTest : public testing::Test {
 protected:
  void SetUp() override {
    run("PRAGMA page_size = 1024; CREATE TABLE pad(x); CREATE TABLE t(id INTEGER PRIMARY KEY, a);"
        "CREATE TABLE w(k TEXT PRIMARY KEY, a) WITHOUT ROWID; INSERT INTO pad VALUES (zeroblob(20000));"
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) INSERT INTO t "
        "SELECT i, CASE i % 200 WHEN 0 THEN zeroblob(3000) ELSE i END FROM n; INSERT INTO w SELECT 'k' || id, a FROM "
        "t");
  }
  void run(const std::string& sql) { writer(path_)->exec(sql); }

  test::TempDir dir_;
  std::string path_ = dir_ / "source.db";
};

TEST_F(LeafTest, HoldEveryRowOnce) {
  EXPECT_EQ(rows_in(leaves_of(path_, "t")), 2000);
  EXPECT_EQ(rows_in(leaves_of(path_, "w")), 2000);
}

TEST_F(LeafTest, OfRowidTablesSurviveVacuum) {
  const auto before = leaves_of(path_, "t");
  run("DELETE FROM pad; VACUUM");
  const auto after = leaves_of(path_, "t");
  EXPECT_EQ(before.size(), after.size());
  for (const auto& [fingerprint, leaf] : before) EXPECT_TRUE(after.contains(fingerprint));
}

TEST_F(LeafTest, ChangeWithTheirRows) {
  for (const char* table : {"t", "w"}) {
    const auto before = leaves_of(path_, table);
    run(std::string("UPDATE ") + table + " SET a = zeroblob(3001) WHERE a = zeroblob(3000)");
    const auto after = leaves_of(path_, table);
    std::uint64_t gone = 0;
    for (const auto& [fingerprint, leaf] : before) gone += after.contains(fingerprint) ? 0 : 1;
    EXPECT_GE(gone, 8) << table;
    EXPECT_LE(gone, 10) << table;
    EXPECT_EQ(rows_in(after), 2000);
  }
}

TEST_F(LeafTest, KnowTheirFirstAndLastKey) {
  std::int64_t next = 1;
  std::map<std::int64_t, std::int64_t> bounds;
  for (const auto& [fingerprint, leaf] : leaves_of(path_, "t"))
    bounds[leaf.first[0].view().integer()] = leaf.last[0].view().integer();
  for (const auto& [first, last] : bounds) {
    EXPECT_EQ(first, next);
    next = last + 1;
  }
  EXPECT_EQ(next, 2001);
}

}  // namespace
}  // namespace lite2pg::leaf_test
