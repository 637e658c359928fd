#include "import/ledger/run_state.h"

#include <gtest/gtest.h>

#include "common/error.h"

namespace lite2pg::run_state_test {
namespace {

using enum RunState;

TEST(RunState, HasANameThatReadsBack) {
  for (const RunState s : {loading, staged, published, rolled_back, failed, removed})
    EXPECT_EQ(run_state(name_of(s)), s);
  EXPECT_THROW((void)run_state("lost"), Error);
}

TEST(RunState, FollowsTheWayOfARun) {
  EXPECT_TRUE(may_follow(loading, staged));
  EXPECT_TRUE(may_follow(staged, published));
  EXPECT_TRUE(may_follow(published, rolled_back));
  EXPECT_TRUE(may_follow(rolled_back, published));
  EXPECT_TRUE(may_follow(loading, failed));
  for (const RunState s : {loading, staged, rolled_back, failed}) EXPECT_TRUE(may_follow(s, removed)) << name_of(s);
}

TEST(RunState, NeverSkipsAStep) {
  EXPECT_FALSE(may_follow(loading, published));
  EXPECT_FALSE(may_follow(published, removed)) << "what users see is never cleaned up";
  EXPECT_FALSE(may_follow(published, published));
  EXPECT_FALSE(may_follow(failed, published));
  for (const RunState s : {loading, staged, published, rolled_back, failed}) EXPECT_FALSE(may_follow(removed, s));
}

}  // namespace
}  // namespace lite2pg::run_state_test
