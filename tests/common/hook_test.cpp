#include "common/hook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "common/error.h"
#include "common/files.h"

namespace lite2pg {
namespace {

using std::chrono::milliseconds;

class HookTest : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directory(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  void script(const std::string& name, const std::string& body) const {
    write_file(folder_ / name, "#!/bin/sh\n" + body, "hook");
    chmod((folder_ / name).c_str(), 0755);
  }

  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("lite2pg-hook-" + std::to_string(getpid()));
};

TEST_F(HookTest, GetsFactsInEnvironmentAndOnInput) {
  script("after-table", "cat > '" + (folder_ / "in").string() + "'; echo \"$LITE2PG_TABLE $LITE2PG_HOOK\" > '" +
                            (folder_ / "env").string() + "'\n");
  std::string veto;
  EXPECT_TRUE(Hooks(folder_, milliseconds(5000)).run("after-table", {{"table", "users; rm"}, {"rows", "3"}}, veto));
  EXPECT_EQ(read_file(folder_ / "env", "output"), "users; rm after-table\n");
  const auto input = nlohmann::json::parse(read_file(folder_ / "in", "output"));
  EXPECT_EQ(input["table"], "users; rm");
  EXPECT_EQ(input["hook"], "after-table");
}

TEST_F(HookTest, ANonZeroExitVetoes) {
  script("before-load", "exit 3\n");
  std::string veto;
  EXPECT_FALSE(Hooks(folder_, milliseconds(5000)).run("before-load", {}, veto));
  EXPECT_EQ(veto, "hook before-load ended with 3");
}

TEST_F(HookTest, ATimeOutVetoesAndEndsTheWholeGroup) {
  script("before-load", "sleep 60 & sleep 60\n");
  std::string veto;
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(Hooks(folder_, milliseconds(200)).run("before-load", {}, veto));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
  EXPECT_THAT(veto, testing::HasSubstr("ran out of time"));
}

TEST_F(HookTest, MissingHooksAndNoFolderPass) {
  std::string veto;
  EXPECT_TRUE(Hooks(folder_, milliseconds(100)).run("on-slow", {}, veto));
  EXPECT_TRUE(Hooks("", milliseconds(100)).run("on-slow", {}, veto));
  EXPECT_THROW(Hooks(folder_ / "no", milliseconds(100)), Error);
}

TEST_F(HookTest, AReaderThatGoesAwayIsNoTrouble) {
  script("deaf", "exec 0<&-; exit 0\n");
  EXPECT_TRUE(run_child({(folder_ / "deaf").string()}, {}, std::string(1 << 20, 'x'), milliseconds(5000)).succeeded());
}

TEST_F(HookTest, SaysWhatCannotBeRun) {
  EXPECT_THROW((void)run_child({folder_ / "no"}, {}, "", milliseconds(10)), Error);
}

}  // namespace
}  // namespace lite2pg
