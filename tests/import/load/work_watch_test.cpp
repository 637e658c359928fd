#include "import/load/work_watch.h"

#include <gtest/gtest.h>

#include <atomic>

namespace lite2pg::test::work_watch_test {
namespace {

using namespace std::chrono_literals;

/// Waits for what another thread does, a long while at most.
template <typename Condition>
bool eventually(Condition condition) {
  for (int i = 0; i < 2000 && !condition(); ++i) std::this_thread::sleep_for(5ms);
  return condition();
}

TEST(WorkWatch, TellsOnceOfWorkThatTakesLongAndWhenItEnds) {
  std::atomic<int> told = 0;
  SlowWork ended;
  WorkWatch watch(
      0.01, [&](const SlowWork&) { ++told; }, [&](const SlowWork& w) { ended = w; });
  {
    const WorkWatch::Scope scope(&watch, "table 'users'", "users");
    EXPECT_TRUE(eventually([&] { return told == 1; }));
    std::this_thread::sleep_for(250ms);
  }
  EXPECT_EQ(told, 1);
  EXPECT_EQ(ended.what, "table 'users'");
  EXPECT_GT(ended.seconds, 0.01);
}

TEST(WorkWatch, WorkThatIsQuickIsNotTold) {
  std::atomic<int> told = 0;
  WorkWatch watch(
      60, [&](const SlowWork&) { ++told; }, [&](const SlowWork&) { ++told; });
  { const WorkWatch::Scope scope(&watch, "quick", ""); }
  EXPECT_EQ(told, 0);
}

}  // namespace
}  // namespace lite2pg::test::work_watch_test
