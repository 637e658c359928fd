#include "import/load/work_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/import/load/memory_server.h"

namespace lite2pg::test {
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
      {0.01, 0}, Target{""}, [&](const SlowWork&) { ++told; }, [&](const SlowWork& w) { ended = w; });
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
      {60, 0}, Target{""}, [&](const SlowWork&) { ++told; }, [&](const SlowWork&) { ++told; });
  { const WorkWatch::Scope scope(&watch, "quick", ""); }
  EXPECT_EQ(told, 0);
}

TEST(WorkWatch, CutsAConnectionToAServerThatDoesNotAnswer) {
  MemoryServer server;
  MemoryConnection connection(server, 42);
  // Nobody listens there: the question on another connection fails too.
  WorkWatch watch(
      {0, 0.05}, Target{"host=127.0.0.1 port=1 connect_timeout=2"}, [](const SlowWork&) {}, [](const SlowWork&) {});
  WorkWatch::Scope scope(&watch, "index ix", "users");
  const ServerWait wait(&scope, connection, Wait::statement);
  EXPECT_TRUE(eventually([&] { return !scope.verdict().empty(); }));
  EXPECT_TRUE(connection.severed);
  EXPECT_THAT(scope.verdict(), testing::HasSubstr("index ix: no answer from the server"));
  EXPECT_THROW(scope.throw_if_stalled(), TargetError);
}

TEST(WorkWatch, NobodyIsWatchedWithoutAWatch) {
  WorkWatch::Scope scope(nullptr, "x", "");
  EXPECT_EQ(scope.verdict(), "");
  scope.throw_if_stalled();
}

}  // namespace
}  // namespace lite2pg::test
