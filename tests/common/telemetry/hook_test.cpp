#include "common/telemetry/hook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>

#include "common/error.h"
#include "common/files.h"

namespace lite2pg::hook_test {
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

  void file(const std::string& name, const std::string& content, mode_t mode) const {
    write_file(folder_ / name, content, "file");
    chmod((folder_ / name).c_str(), mode);
  }
  [[nodiscard]] std::string trouble() const {
    try {
      const Hooks hooks(folder_, milliseconds(100));
      return "";
    } catch (const Error& e) {
      return std::string(e.what()) + "; " + e.hint();
    }
  }

  const std::function<void(const std::string&)> ignore_ = [](const std::string&) {};
  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("lite2pg-hook-" + std::to_string(getpid()));
};

TEST_F(HookTest, GetsFactsInEnvironmentAndOnInput) {
  script("after-table", "cat > '" + (folder_ / "in").string() +
                            "'; echo \"$LITE2PG_TABLE $LITE2PG_ROWS $LITE2PG_HOOK\" > '" + (folder_ / "env").string() +
                            "'\n");
  std::string veto;
  EXPECT_TRUE(Hooks(folder_, milliseconds(5000))
                  .run("after-table",
                       {{"table", "users; rm"}, {"rows", std::uint64_t{3}}, {"seconds", 1.5}, {"run", "7"}}, veto));
  EXPECT_EQ(read_file(folder_ / "env", "output"), "users; rm 3 after-table\n");
  const auto input = nlohmann::json::parse(read_file(folder_ / "in", "output"));
  EXPECT_EQ(input["table"], "users; rm");
  EXPECT_EQ(input["hook"], "after-table");
  EXPECT_EQ(input["rows"], 3);
  EXPECT_EQ(input["seconds"], 1.5);
  EXPECT_EQ(input["run"], "7");
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
  EXPECT_TRUE(
      run_child({(folder_ / "deaf").string()}, {}, std::string(1 << 20, 'x'), milliseconds(5000), ignore_).succeeded());
}

TEST_F(HookTest, HandsOverWhatAProgramWritesLineByLine) {
  script("talk", "echo one; echo two >&2; printf three\n");
  std::vector<std::string> lines;
  EXPECT_TRUE(run_child({(folder_ / "talk").string()}, {}, "", milliseconds(5000), [&](const std::string& line) {
                lines.push_back(line);
              }).succeeded());
  EXPECT_THAT(lines, testing::ElementsAre("one", "two", "three"));
}

TEST_F(HookTest, DoesNotWaitForWhatRunsOnInTheBackground) {
  script("daemon", "sleep 20 & echo done\n");
  const auto start = std::chrono::steady_clock::now();
  EXPECT_TRUE(run_child({(folder_ / "daemon").string()}, {}, "", milliseconds(15000), ignore_).succeeded());
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST_F(HookTest, AHookThatCannotBeRunIsAnErrorAtOnce) {
  file("before-load", "#!/bin/sh\n", 0644);
  if (getuid() != 0 || access((folder_ / "before-load").c_str(), X_OK) != 0) {
    EXPECT_THAT(trouble(), testing::HasSubstr("has no execute right"));
  }
  file("before-load", "exit 1\n", 0755);
  EXPECT_THAT(trouble(), testing::HasSubstr("is no program"));
  file("before-load", "#!/bin/sh\r\nexit 1\r\n", 0755);
  EXPECT_THAT(trouble(), testing::HasSubstr("interpreter"));
  file("before-load", "#! /usr/bin/env sh\nexit 1\n", 0755);
  EXPECT_EQ(trouble(), "");
  std::filesystem::remove(folder_ / "before-load");
  std::filesystem::create_symlink("/nowhere/at/all", folder_ / "before-load");
  EXPECT_THAT(trouble(), testing::HasSubstr("leads nowhere"));
  std::filesystem::remove(folder_ / "before-load");
  std::filesystem::create_directory(folder_ / "before-load");
  EXPECT_THAT(trouble(), testing::HasSubstr("is a folder"));
}

TEST_F(HookTest, AProgramWithTheNameOfNoHookIsAnErrorAtOnce) {
  file("before-pubish", "#!/bin/sh\n", 0755);
  EXPECT_THAT(trouble(), testing::HasSubstr("did you mean 'before-publish'?"));
  std::filesystem::remove(folder_ / "before-pubish");
  file("after-table.sh", "#!/bin/sh\n", 0644);
  EXPECT_THAT(trouble(), testing::HasSubstr("did you mean 'after-table'?"));
  std::filesystem::remove(folder_ / "after-table.sh");
  file("whatever", "#!/bin/sh\n", 0755);
  EXPECT_THAT(trouble(), testing::HasSubstr("the hooks are before-load, "));
}

TEST_F(HookTest, LeavesOtherFilesAlone) {
  file("README.md", "what they do\n", 0644);
  file(".gitignore", "*.log\n", 0755);
  std::filesystem::create_directory(folder_ / "lib");
  EXPECT_EQ(trouble(), "");
}

TEST_F(HookTest, AHookThatWentAwayVetoes) {
  script("before-load", "exit 0\n");
  Hooks hooks(folder_, milliseconds(5000));
  std::filesystem::remove(folder_ / "before-load");
  std::string veto;
  EXPECT_FALSE(hooks.run("before-load", {}, veto));
  EXPECT_THAT(veto, testing::HasSubstr("cannot be run"));
}

TEST_F(HookTest, SaysWhatCannotBeRun) {
  EXPECT_THROW((void)run_child({folder_ / "no"}, {}, "", milliseconds(10), ignore_), Error);
}

}  // namespace
}  // namespace lite2pg::hook_test
