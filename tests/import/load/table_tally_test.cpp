#include "import/load/table_tally.h"

#include <gtest/gtest.h>

namespace lite2pg::table_tally_test {
namespace {

class TallyTest : public testing::Test {
 protected:
  void SetUp() override {
    plan_.tables.resize(1);
    plan_.tables[0].target = "t";
    for (const char* label : {"1/3", "2/3", "3/3"}) list_.jobs.emplace_back(LoadJob{0, {}, label, {}});
  }
  static TableRecord slice(const std::string& label, std::uint64_t rows, double from, double until) {
    TableRecord record;
    record.table = "t";
    record.slice = label;
    record.rows = rows;
    record.seconds = until - from;
    record.ended = until;
    return record;
  }

  Plan plan_;
  WorkList list_;
};

TEST_F(TallyTest, IsWholeWithTheLastSlice) {
  TableTally tally(plan_, list_, {});
  EXPECT_FALSE(tally.add(0, slice("1/3", 10, 0, 1)));
  EXPECT_FALSE(tally.add(0, slice("3/3", 10, 0, 1)));
  EXPECT_FALSE(tally.whole(0));
  const auto whole = tally.add(0, slice("2/3", 5, 0, 1));
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->rows, 25U);
}

TEST_F(TallyTest, ASliceCountsOnceHoweverOftenItIsAdded) {
  TableTally tally(plan_, list_, {});
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(tally.add(0, slice("1/3", 10, 0, 1)));
  (void)tally.add(0, slice("2/3", 10, 0, 1));
  EXPECT_EQ(tally.add(0, slice("3/3", 10, 0, 1))->rows, 30U);
  EXPECT_EQ(tally.add(0, slice("3/3", 10, 0, 1))->rows, 30U);
}

TEST_F(TallyTest, SlicesOfAnEarlierProcessCount) {
  DoneWork done;
  done.tables.try_emplace({"t", "1/3"}, slice("1/3", 7, 0, 1));
  done.tables.try_emplace({"t", "2/3"}, slice("2/3", 7, 0, 1));
  TableTally tally(plan_, list_, done);
  EXPECT_EQ(tally.add(0, slice("3/3", 1, 0, 1))->rows, 15U);
}

TEST_F(TallyTest, SecondsAreThoseInWhichAnyWorkerWasAtIt) {
  TableTally tally(plan_, list_, {});
  (void)tally.add(0, slice("1/3", 1, 100, 110));
  (void)tally.add(0, slice("2/3", 1, 105, 112));
  EXPECT_DOUBLE_EQ(tally.add(0, slice("3/3", 1, 500, 501))->seconds, 13);
}

}  // namespace
}  // namespace lite2pg::table_tally_test
