#include "import/run/settings.h"

#include <gtest/gtest.h>

namespace lite2pg::settings_test {
namespace {

TEST(RunSettings, ComeBackAsTheyWere) {
  RunSettings settings;
  settings.slices = {{"orders", 4}};
  settings.hook_dir = "/etc/hooks";
  settings.hooks = {"after-table", "before-publish"};
  settings.work = {1.5, 2.5, 7};
  RunRecord run;
  run.settings = to_json(settings);
  const RunSettings back = settings_of(run);
  EXPECT_EQ(back.slices, settings.slices);
  EXPECT_EQ(back.hook_dir, settings.hook_dir);
  EXPECT_EQ(back.hooks, settings.hooks);
  EXPECT_EQ(back.work.steps, 7U);
}

TEST(RunSettings, OfAnOlderVersionSayLess) {
  RunRecord run;
  run.settings = R"({"slices": {}})";
  EXPECT_TRUE(settings_of(run).hooks.empty());
  run.settings = "no json";
  EXPECT_THROW((void)settings_of(run), Error);
}

}  // namespace
}  // namespace lite2pg::settings_test
