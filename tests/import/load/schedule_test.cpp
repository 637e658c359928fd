#include "import/load/schedule.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace lite2pg::schedule_test {
namespace {

using testing::ElementsAre;

double makespan(const std::vector<WorkItem>& items, std::size_t workers) {
  double end = 0;
  for (const Placement& p : simulate(items, workers)) end = std::max(end, p.end);
  return end;
}

TEST(Schedule, StartsTheLargestFirst) {
  Schedule schedule({{.cost = 1}, {.cost = 5}, {.cost = 3}});
  EXPECT_EQ(schedule.start_next(), 1);
  EXPECT_EQ(schedule.start_next(), 2);
  EXPECT_EQ(schedule.start_next(), 0);
  EXPECT_EQ(schedule.start_next(), std::nullopt);
  EXPECT_FALSE(schedule.all_done());
}

TEST(Schedule, PrefersTheLongestChainOverTheLargestItem) {
  // Table 0 is smaller than table 1, but carries more indexes.
  Schedule schedule({{.cost = 2}, {.cost = 3}, {.cost = 4, .after = {0}}});
  EXPECT_EQ(schedule.start_next(), 0);
}

TEST(Schedule, WaitsForWhatAnItemDependsOn) {
  Schedule schedule({{.cost = 1}, {.cost = 1}, {.cost = 9, .after = {0, 1}}});
  const auto first = schedule.start_next(), second = schedule.start_next();
  EXPECT_EQ(schedule.start_next(), std::nullopt);
  schedule.finish(*first);
  EXPECT_EQ(schedule.start_next(), std::nullopt);
  schedule.finish(*second);
  EXPECT_EQ(schedule.start_next(), 2);
  schedule.finish(2);
  EXPECT_TRUE(schedule.all_done());
}

TEST(Schedule, LetsSharedLocksRunTogetherAndExclusiveOnesAlone) {
  Schedule schedule({{.cost = 3, .locks = {{0, TableLock::shared}}},
                     {.cost = 2, .locks = {{0, TableLock::shared}}},
                     {.cost = 1, .locks = {{0, TableLock::exclusive}}},
                     {.cost = 0.5, .locks = {{1, TableLock::exclusive}}}});
  EXPECT_EQ(schedule.start_next(), 0);
  EXPECT_EQ(schedule.start_next(), 1);
  EXPECT_EQ(schedule.start_next(), 3);
  EXPECT_EQ(schedule.start_next(), std::nullopt);
  schedule.finish(0);
  EXPECT_EQ(schedule.start_next(), std::nullopt);
  schedule.finish(1);
  EXPECT_EQ(schedule.start_next(), 2);
}

TEST(Schedule, NeverStartsWhatDependsOnAFailure) {
  Schedule schedule({{.cost = 1}, {.cost = 1, .after = {0}}, {.cost = 1, .after = {1}}, {.cost = 0.1}});
  EXPECT_EQ(schedule.start_next(), 0);
  schedule.fail(0);
  EXPECT_EQ(schedule.start_next(), 3);
  schedule.finish(3);
  EXPECT_EQ(schedule.start_next(), std::nullopt);
  EXPECT_TRUE(schedule.all_done());
}

TEST(Schedule, RefusesADependencyOnALaterItem) {
  EXPECT_THROW(Schedule({{.cost = 1, .after = {1}}, {.cost = 1}}), std::invalid_argument);
}

TEST(Simulate, KeepsTwoWorkersBusy) {
  // Four tables, an index each: 2 x 10 seconds of work.
  std::vector<WorkItem> items;
  for (std::size_t t = 0; t < 4; ++t) items.push_back({.cost = 4, .locks = {{t, TableLock::exclusive}}});
  for (std::size_t t = 0; t < 4; ++t) {
    items.push_back({.cost = 1, .after = {t}, .locks = {{t, TableLock::shared}}});
  }
  EXPECT_DOUBLE_EQ(makespan(items, 1), 20);
  EXPECT_DOUBLE_EQ(makespan(items, 2), 10);
}

TEST(Simulate, ScalesToSixteenWorkers) {
  // 40 tables of unlike size with three indexes and a foreign key to table 0 each.
  std::vector<WorkItem> items;
  double total = 0, longest = 0;
  for (std::size_t t = 0; t < 40; ++t) {
    items.push_back({.cost = 1 + static_cast<double>(t % 7), .locks = {{t, TableLock::exclusive}}});
  }
  for (std::size_t t = 0; t < 40; ++t) {
    for (int i = 0; i < 3; ++i) items.push_back({.cost = 0.5, .after = {t}, .locks = {{t, TableLock::shared}}});
  }
  for (const WorkItem& item : items) total += item.cost;
  for (const WorkItem& item : items) longest = std::max(longest, item.cost);
  EXPECT_LE(makespan(items, 16), total / 16 + longest);
}

TEST(Simulate, NeverRunsConflictingItemsTogether) {
  std::vector<WorkItem> items;
  for (std::size_t i = 0; i < 30; ++i) {
    items.push_back({.cost = 1 + static_cast<double>(i % 3),
                     .locks = {{i % 4, i % 5 == 0 ? TableLock::exclusive : TableLock::shared}}});
  }
  const auto placements = simulate(items, 8);
  ASSERT_EQ(placements.size(), items.size());
  for (const Placement& a : placements) {
    for (const Placement& b : placements) {
      const auto& la = items[a.item].locks[0];
      const auto& lb = items[b.item].locks[0];
      const bool conflict = a.item != b.item && la.first == lb.first &&
                            (la.second == TableLock::exclusive || lb.second == TableLock::exclusive);
      const bool apart = a.end <= b.start || b.end <= a.start;
      EXPECT_TRUE(!conflict || apart) << a.item << " beside " << b.item;
    }
  }
}

TEST(SliceCounts, SplitsOnlyATableMuchLargerThanItsShare) {
  EXPECT_THAT(slice_counts({10, 9, 8}, 2), ElementsAre(1, 1, 1));
  EXPECT_THAT(slice_counts({100, 3, 2}, 4), ElementsAre(4, 1, 1));
  EXPECT_THAT(slice_counts({100, 3, 2}, 1), ElementsAre(1, 1, 1));
  EXPECT_THAT(slice_counts({0.5, 0.01}, 8), ElementsAre(1, 1)) << "a small table is not worth it";
  EXPECT_THAT(slice_counts({60, 30, 10, 10, 10}, 4), ElementsAre(2, 1, 1, 1, 1)) << "30 is one share of four";
  EXPECT_THAT(slice_counts({}, 4), ElementsAre());
}

}  // namespace
}  // namespace lite2pg::schedule_test
