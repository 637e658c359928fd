#include "sync/apply/find.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lite2pg::find_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

LeftRow row(std::uint64_t key, std::uint64_t content, std::uint64_t source, std::uint64_t target,
            std::uint32_t xmin = 7) {
  return {{key, {content, 0}}, source, target, xmin, {}};
}

class AddChanges : public testing::Test {
 protected:
  AddChanges() {
    table_.plan.source = "t";
    table_.plan.columns.resize(2);
    table_.plan.key = {0};
    changes_.table = &table_;
  }
  std::vector<ChangeKind> kinds(const std::vector<LeftRow>& left) {
    add_changes(left, rules_, changes_, skipped_);
    std::vector<ChangeKind> kinds;
    for (const Change& c : changes_.changes) kinds.push_back(c.kind);
    return kinds;
  }

  ComparedTable table_;
  TableChanges changes_;
  SkippedRows skipped_;
  FindRules rules_;
};

TEST_F(AddChanges, PairsRowsOfOneKey) {
  EXPECT_THAT(kinds({row(1, 10, 1, 0), row(1, 11, 0, 1), row(2, 20, 1, 0), row(3, 30, 0, 1)}),
              ElementsAre(ChangeKind::update, ChangeKind::insert, ChangeKind::remove));
  EXPECT_EQ(changes_.changes[0].source.row.low, 10U);
  EXPECT_EQ(changes_.changes[0].target.row.low, 11U);
}

TEST_F(AddChanges, TakesEachCopyOfARow) {
  EXPECT_THAT(kinds({row(1, 10, 1, 3)}), ElementsAre(ChangeKind::remove, ChangeKind::remove));
}

TEST_F(AddChanges, PairsNothingWithoutKey) {
  table_.plan.key.clear();
  EXPECT_THAT(kinds({row(1, 10, 2, 0), row(1, 11, 0, 1)}),
              ElementsAre(ChangeKind::insert, ChangeKind::insert, ChangeKind::remove));
}

TEST_F(AddChanges, LeavesWhatTheApplicationWrote) {
  rules_.is_import = [](std::uint32_t xmin) { return xmin == 7; };
  EXPECT_THAT(kinds({row(1, 10, 1, 0), row(1, 11, 0, 1, 8), row(2, 20, 1, 0), row(3, 30, 0, 1, 8)}), IsEmpty());
  EXPECT_EQ(skipped_.total(), 3U);
  EXPECT_THAT(kinds({row(4, 10, 1, 0), row(4, 11, 0, 1, 7)}), ElementsAre(ChangeKind::update));
}

TEST_F(AddChanges, TakesAllInScopeAll) {
  rules_.is_import = [](std::uint32_t) { return false; };
  rules_.scope = RepairScope::all;
  EXPECT_THAT(kinds({row(2, 20, 1, 0), row(3, 30, 0, 1)}), ElementsAre(ChangeKind::insert, ChangeKind::remove));
}

TEST_F(AddChanges, KeepsExtraRowsWithNoDelete) {
  rules_.no_delete = true;
  EXPECT_THAT(kinds({row(3, 30, 0, 1)}), IsEmpty());
  ASSERT_EQ(skipped_.groups().size(), 1U);
  EXPECT_EQ(skipped_.groups().begin()->first.reason, "--no-delete");
}

TEST(FieldHashes, AreOneAColumn) {
  RowEncoder encoder;
  const std::vector<Value> values = {Value::null(), Value::of(std::int64_t{1}), Value::text("ab"), Value::of(1.5),
                                     Value::text("")};
  const auto hashes = field_hashes(encoder.encode(values));
  ASSERT_EQ(hashes.size(), 5U);
  EXPECT_NE(hashes[1], hashes[3]);
  EXPECT_NE(hashes[0], hashes[4]);
}

}  // namespace
}  // namespace lite2pg::find_test
