#include "export/btree/tree_path.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <variant>

#include "tests/export/source_fixture.h"

namespace lite2pg::tree_path_test {
namespace {

using test::make_database;

class TreePathTest : public testing::Test {
 protected:
  void SetUp() override {
    make_database(
        path_,
        "PRAGMA page_size = 512; CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); CREATE TABLE one (x);"
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000) INSERT INTO t SELECT "
        "i, 'value of row ' || i FROM n;");
    db_ = test::writer(path_);
    view_ = std::get<PageView>(view_pages(*db_, OpenMode::immutable, std::nullopt));
    pages_.emplace(*db_, view_);
    root_ = db_->execAndGet("SELECT rootpage FROM sqlite_schema WHERE name = 't'").getUInt();
    leaf_ = db_->execAndGet("SELECT rootpage FROM sqlite_schema WHERE name = 'one'").getUInt();
    db_->exec("BEGIN; SELECT 1 FROM sqlite_schema");
  }

  test::TempDir dir_;
  std::string path_ = dir_ / "source.db";
  std::unique_ptr<SQLite::Database> db_;
  PageView view_;
  std::optional<PageFile> pages_;
  std::uint32_t root_ = 0, leaf_ = 0;
};

TEST_F(TreePathTest, GoesDownAndUp) {
  TreePath path(*pages_, TreeKind::interior_table);
  EXPECT_EQ(path.use_of_child().role, PageRole::root);
  ASSERT_TRUE(path.enter(root_));
  EXPECT_EQ(path.depth(), 1U);
  EXPECT_EQ(path.use_of_child().role, PageRole::tree);
  EXPECT_EQ(path.use_of_child().from, root_);
  path.lowest().at = 1;
  const std::uint32_t child = path.lowest().page.child(1);
  ASSERT_TRUE(path.enter(child)) << "the tree has three levels";
  EXPECT_EQ(path.lowest().number, child);
  EXPECT_EQ(path.lowest().at, 0U);
  path.lowest().at = 2;
  path.leave();
  EXPECT_EQ(path.lowest().number, root_);
  EXPECT_EQ(path.lowest().at, 1U) << "where it was left";
  ASSERT_TRUE(path.enter(path.lowest().page.child(0)));
  EXPECT_EQ(path.lowest().at, 0U) << "a level is used again";
}

TEST_F(TreePathTest, RefusesWhatIsNoInteriorPageOfItsTree) {
  TreePath path(*pages_, TreeKind::interior_table), index(*pages_, TreeKind::interior_index);
  EXPECT_FALSE(path.enter(leaf_));
  EXPECT_FALSE(path.enter(0));
  EXPECT_FALSE(path.enter(view_.pages + 1));
  EXPECT_FALSE(index.enter(root_));
  EXPECT_EQ(path.depth(), 0U);
}

TEST_F(TreePathTest, EndsWhereNoTreeIsDeeper) {
  TreePath path(*pages_, TreeKind::interior_table);
  std::size_t depth = 0;
  while (path.enter(root_)) ASSERT_LT(++depth, 100U);
  EXPECT_EQ(depth, 20U);
}

}  // namespace
}  // namespace lite2pg::tree_path_test
