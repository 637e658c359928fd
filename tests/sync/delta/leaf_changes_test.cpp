#include "sync/delta/leaf_changes.h"

#include <gmock/gmock.h>

#include <map>
#include <random>
#include <set>

#include "import/live/ordered_key.h"

namespace lite2pg::leaf_changes_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string key(std::int64_t id) { return *ordered_key(std::vector{OwnedValue(Value::of(id))}); }

LeafRecord leaf(std::int64_t first, std::int64_t last, std::uint64_t print, std::uint64_t rows = 1) {
  return {{print, 0}, rows, {print * 10, 0}, key(first), key(last)};
}

LeafChanges compare(const std::vector<LeafRecord>& before, const std::vector<LeafRecord>& now) {
  LeafMerge merge;
  std::size_t next = 0;
  const auto feed = [&] {
    if (merge.wants_recorded() && next < before.size()) merge.recorded(LeafRecord(before[next++]));
  };
  for (const LeafRecord& leaf : now) {
    for (bool used = false; !used;) {
      feed();
      merge.now(LeafRecord(leaf), used);
    }
  }
  for (;;) {
    feed();
    if (merge.wants_recorded()) break;
    merge.gone();
  }
  return merge.end();
}

std::vector<std::uint64_t> prints(const std::vector<LeafRecord>& leaves) {
  std::vector<std::uint64_t> all;
  for (const LeafRecord& l : leaves) all.push_back(l.fingerprint.low);
  return all;
}

TEST(LeafChanges, NothingDiffers) {
  const std::vector<LeafRecord> leaves = {leaf(1, 5, 1, 5), leaf(6, 9, 2, 4)};
  const LeafChanges changes = compare(leaves, leaves);
  EXPECT_FALSE(changes.any());
  EXPECT_EQ(changes.kept.rows, 9U);
  EXPECT_EQ(changes.kept.sum.low, 30U);
  EXPECT_EQ(changes.rows, 9U);
}

TEST(LeafChanges, TellsWhatWentAndWhatCame) {
  const LeafChanges changes = compare({leaf(1, 5, 1), leaf(6, 9, 2), leaf(20, 29, 3), leaf(30, 40, 4)},
                                      {leaf(1, 5, 1), leaf(6, 7, 5), leaf(8, 9, 6), leaf(30, 40, 7), leaf(50, 60, 8)});
  EXPECT_THAT(prints(changes.gone), ElementsAre(2, 3, 4));
  EXPECT_THAT(prints(changes.come), ElementsAre(5, 6, 7, 8));
}

TEST(LeafChanges, ALeafThatMovedWithinTheOrderIsAnother) {
  const LeafChanges changes = compare({leaf(1, 5, 1)}, {leaf(2, 6, 1)});
  EXPECT_THAT(prints(changes.gone), ElementsAre(1));
  EXPECT_THAT(prints(changes.come), ElementsAre(1));
}

TEST(LeafChanges, FromAndToNothing) {
  EXPECT_THAT(prints(compare({}, {leaf(1, 2, 1), leaf(3, 4, 2)}).come), ElementsAre(1, 2));
  EXPECT_THAT(prints(compare({leaf(1, 2, 1), leaf(3, 4, 2)}, {}).gone), ElementsAre(1, 2));
}

TEST(LeafChanges, RangesThatTouchAreOne) {
  LeafChanges changes;
  changes.gone = {leaf(1, 10, 1), leaf(30, 40, 2)};
  changes.come = {leaf(2, 4, 3, 3), leaf(6, 12, 4, 7), leaf(50, 60, 5, 2)};
  const auto intervals = intervals_of(changes);
  ASSERT_EQ(intervals.size(), 3U);
  EXPECT_EQ(intervals[0].first, key(1));
  EXPECT_EQ(intervals[0].last, key(12));
  EXPECT_EQ(intervals[0].rows, 10U);
  EXPECT_EQ(intervals[0].from, 0U);
  EXPECT_EQ(intervals[0].until, 2U);
  EXPECT_EQ(intervals[1].rows, 0U);
  EXPECT_EQ(intervals[2].from, 2U);
  EXPECT_EQ(intervals[2].until, 3U);
}

/// A table as keys and values, cut into leaves at random.
using Rows = std::map<std::int64_t, std::uint64_t>;

std::vector<LeafRecord> cut(const Rows& rows, std::mt19937& random, const std::vector<LeafRecord>& kept) {
  std::set<std::string> firsts;
  for (const LeafRecord& k : kept) firsts.insert(k.first);
  std::vector<LeafRecord> leaves;
  for (const auto& [id, value] : rows) {
    if (leaves.empty() || firsts.contains(key(id)) || random() % 4 == 0) leaves.push_back(leaf(id, id, 17, 0));
    LeafRecord& last = leaves.back();
    last.last = key(id);
    ++last.rows;
    last.fingerprint.low = last.fingerprint.low * 1000003 + static_cast<std::uint64_t>(id) * 31 + value;
  }
  return leaves;
}

/// What the argument in leaf_changes.h says: replacing the rows of the ranges gives the new state.
TEST(LeafChanges, ReplacingTheRangesGivesTheNewState) {
  std::mt19937 random(1);
  for (int trial = 0; trial < 500; ++trial) {
    Rows before;
    for (int i = 0; i < 60; ++i) before[random() % 200] = random() % 3;
    Rows now = before;
    for (std::size_t i = random() % 20; i > 0; --i) {
      const std::int64_t id = random() % 200;
      if (random() % 2 == 0)
        now.erase(id);
      else
        now[id] = random() % 3;
    }
    const auto old_leaves = cut(before, random, {});
    const LeafChanges changes = compare(old_leaves, cut(now, random, old_leaves));
    Rows target = before;
    const auto within = [&](std::int64_t id) {
      return std::ranges::any_of(intervals_of(changes),
                                 [&](const KeyInterval& in) { return in.first <= key(id) && key(id) <= in.last; });
    };
    std::erase_if(target, [&](const auto& row) { return within(row.first); });
    std::uint64_t come = 0;
    for (const auto& [id, value] : now) {
      if (!within(id)) continue;
      target[id] = value;
      ++come;
    }
    ASSERT_EQ(target, now) << trial;
    ASSERT_EQ(come, changes.rows_come()) << trial;
  }
}

}  // namespace
}  // namespace lite2pg::leaf_changes_test
