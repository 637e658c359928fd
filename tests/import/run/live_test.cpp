#include "import/run/live.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "common/error.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::test::live_test {
namespace {

TEST(LiveSource, IsTheFileAsItIsNamedNow) {
  const TempDir dir;
  std::ofstream(dir / "a.db") << "x";
  const LiveSource source = live_source(dir / "./a.db");
  EXPECT_EQ(source.path, std::filesystem::absolute(dir / "a.db").lexically_normal().string());
  EXPECT_NE(source.inode, 0U);
  EXPECT_NE(live_source(dir / "a.db").seed, source.seed);
  EXPECT_THROW((void)live_source(dir / "none.db"), Error);
}

TEST(LiveSource, ArchivesAndDumpsAreNotWrittenTo) {
  const TempDir dir;
  std::ofstream(dir / "a.db") << "x";
  EXPECT_NO_THROW(check_live_source(dir / "a.db"));
  EXPECT_THROW(check_live_source("dump.sql"), Error);
  EXPECT_THROW(check_live_source("-"), Error);
}

TEST(PlanBeforeFreeze, LeavesForeignKeysAndViewsForLater) {
  Plan plan;
  for (const Phase phase : {Phase::after_table, Phase::after_load, Phase::final_}) {
    ObjectPlan& object = plan.objects.emplace_back();
    object.phase = phase;
    object.sql = {"SELECT 1"};
  }
  const Plan early = plan_before_freeze(plan);
  ASSERT_EQ(early.objects.size(), 3U);
  EXPECT_FALSE(early.objects[0].sql.empty());
  EXPECT_TRUE(early.objects[1].sql.empty());
  EXPECT_TRUE(early.objects[2].sql.empty());
}

TEST(RefuseLive, OnlyTheFreezePublishesALiveRun) {
  RunRecord run;
  run.id = "r1";
  run.settings = "{}";
  EXPECT_NO_THROW(refuse_live(run));
  RunSettings settings;
  settings.live = LiveSource{"/a.db", 1, 2, 3};
  run.settings = to_json(settings);
  try {
    refuse_live(run);
    ADD_FAILURE() << "it was let through";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ExitCode::refused);
    EXPECT_THAT(e.hint(), testing::HasSubstr("--freeze --run r1"));
  }
}

}  // namespace
}  // namespace lite2pg::test::live_test
