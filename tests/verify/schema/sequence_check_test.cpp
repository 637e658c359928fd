#include "verify/schema/sequence_check.h"

#include <gtest/gtest.h>

#include <limits>

namespace lite2pg::sequence_check_test {
namespace {

using Fault = SequenceVerdict::Fault;

/// A sequence of which 7 was given out last, over a column that holds 1 to 7.
SequencePosition used() {
  return {
      .last_value = 7, .is_called = true, .increment = 1, .min = 1, .max = 1000, .smallest_used = 1, .largest_used = 7};
}

TEST(Sequence, ANewNumberIsFine) {
  EXPECT_EQ(judge(used()).fault, Fault::none);
  SequencePosition fresh = {.max = 10};
  EXPECT_EQ(judge(fresh).fault, Fault::none);
}

TEST(Sequence, ANumberInUseRepeats) {
  SequencePosition p = used();
  p.largest_used = 8;
  EXPECT_EQ(judge(p).fault, Fault::repeats);
  EXPECT_EQ(judge(p).wanted, "next number above 8");
  EXPECT_EQ(judge(p).found, "next number 8");
  p.largest_used = 7;
  p.is_called = false;  // 7 itself comes next
  EXPECT_EQ(judge(p).fault, Fault::repeats);
}

TEST(Sequence, NoNumberIsLeftAtTheLimit) {
  SequencePosition p = used();
  p.max = 8;
  EXPECT_EQ(judge(p).fault, Fault::none);
  p.max = 7;
  EXPECT_EQ(judge(p).fault, Fault::exhausted);
  p.cycle = true;
  EXPECT_EQ(judge(p).fault, Fault::repeats);
}

TEST(Sequence, OneThatComesRoundRepeatsSoonerOrLater) {
  SequencePosition p = used();
  p.cycle = true;
  EXPECT_EQ(judge(p).fault, Fault::repeats);
  EXPECT_EQ(judge(p).wanted, "NO CYCLE");
}

TEST(Sequence, DownwardsTheSmallestNumberCounts) {
  SequencePosition p = {.last_value = -7,
                        .is_called = true,
                        .increment = -1,
                        .min = -100,
                        .max = -1,
                        .smallest_used = -7,
                        .largest_used = -1};
  EXPECT_EQ(judge(p).fault, Fault::none);
  p.min = -8;  // -8, the last one, comes next.
  EXPECT_EQ(judge(p).fault, Fault::none);
  p.min = -100;
  p.smallest_used = -8;
  EXPECT_EQ(judge(p).fault, Fault::repeats);
  p.min = -7;
  EXPECT_EQ(judge(p).fault, Fault::exhausted);
}

TEST(Sequence, TheEndOfTheTypeIsNoOverflow) {
  SequencePosition p = used();
  p.last_value = p.max = p.largest_used = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(judge(p).fault, Fault::exhausted);
}

}  // namespace
}  // namespace lite2pg::sequence_check_test
