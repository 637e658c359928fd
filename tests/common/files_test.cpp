// Whole files: replaced, written through, or refused before anything is done.
#include "common/files.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <future>
#include <iostream>
#include <thread>

#include "common/error.h"
#include "common/interrupt.h"
#include "common/options/outputs.h"

namespace lite2pg::files_test {
namespace {

class FilesTest : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directory(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  [[nodiscard]] std::ptrdiff_t entries() const {
    return std::distance(std::filesystem::directory_iterator(folder_), {});
  }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("lite2pg-files-" + std::to_string(getpid()));
  const std::string path_ = folder_ / "x";
};

TEST_F(FilesTest, WritesWholeOrNothing) {
  write_file(path_, "abc", "report");
  write_file(path_, "ab", "report");
  EXPECT_EQ(read_file(path_, "report"), "ab");
  EXPECT_THROW(write_file(folder_ / "no" / "x", "abc", "report"), Error);
  EXPECT_THROW((void)read_file(folder_ / "no", "report"), Error);
  EXPECT_EQ(entries(), 1);
}

TEST_F(FilesTest, FollowsLinksAndKeepsThem) {
  std::filesystem::create_directory(folder_ / "far");
  write_file(folder_ / "far" / "real", "old", "report");
  std::filesystem::create_symlink("far/real", path_);
  write_file(path_, "new", "report");
  EXPECT_TRUE(std::filesystem::is_symlink(path_));
  EXPECT_EQ(read_file(folder_ / "far" / "real", "report"), "new");
  std::filesystem::create_symlink("far/later", folder_ / "dangling");
  write_file(folder_ / "dangling", "new", "report");
  EXPECT_EQ(read_file(folder_ / "far" / "later", "report"), "new");
}

TEST_F(FilesTest, LinksThatLeadToEachOtherAreNoPlace) {
  std::filesystem::create_symlink("other", folder_ / "one");
  std::filesystem::create_symlink("one", folder_ / "other");
  EXPECT_THROW(check_writable(folder_ / "one", "report"), Error);
  EXPECT_THROW(write_file(folder_ / "one", "new", "report"), Error);
  EXPECT_TRUE(std::filesystem::is_symlink(folder_ / "one"));
}

TEST_F(FilesTest, ASignalEndsTheWaitForAReaderOfAFifo) {
  ASSERT_EQ(mkfifo(path_.c_str(), 0600), 0);
  const InterruptGuard guard;
  const pthread_t self = pthread_self();
  std::jthread signal([self] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    pthread_kill(self, SIGTERM);
  });
  try {
    write_file(path_, "new", "report");
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ExitCode::terminated) << e.what();
  }
}

TEST_F(FilesTest, WritesThroughAFifoWithoutReplacingIt) {
  ASSERT_EQ(mkfifo(path_.c_str(), 0600), 0);
  check_writable(path_, "report");
  auto reader = std::async(std::launch::async, [&] { return read_file(path_, "fifo"); });
  write_file(path_, "through", "report");
  EXPECT_EQ(reader.get(), "through");
  EXPECT_TRUE(std::filesystem::is_fifo(path_));
}

TEST_F(FilesTest, WritesIntoADeviceWithoutReplacingIt) {
  check_writable("/dev/null", "report");
  write_file("/dev/null", "gone", "report");
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

TEST_F(FilesTest, WritesToStandardOutputByAnyOfItsNames) {
  std::filesystem::create_symlink("/dev/stdout", path_);
  for (const std::string name : {"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", path_.c_str()}) {
    EXPECT_TRUE(is_standard_output(name)) << name;
    testing::internal::CaptureStdout();
    check_writable(name, "report");
    write_file(name, "{}\n", "report");
    EXPECT_EQ(testing::internal::GetCapturedStdout(), "{}\n") << name;
  }
  EXPECT_FALSE(std::filesystem::exists("-"));
  EXPECT_FALSE(is_standard_output(folder_ / "y"));
}

TEST_F(FilesTest, TheCheckFindsWhatWritingWouldFindAndLeavesNothing) {
  EXPECT_THROW(check_writable(folder_ / "no" / "x", "report"), Error);
  EXPECT_THROW(check_writable(folder_, "report"), Error);
  EXPECT_THROW(check_writable("/proc/version", "report"), Error);
  check_writable(path_, "report");
  EXPECT_EQ(entries(), 0);
  write_file(path_, "kept", "report");
  check_writable(path_, "report");
  EXPECT_EQ(read_file(path_, "report"), "kept");
}

TEST_F(FilesTest, OutputsRefuseTheSourceAndEachOther) {
  write_file(path_, "a database", "source");
  std::filesystem::create_symlink(path_, folder_ / "link");
  EXPECT_THROW(Outputs({{"report", folder_ / "link"}}, path_), Error);
  EXPECT_THROW(Outputs({{"report", folder_ / "r"}, {"trace", folder_ / "r"}}, path_), Error);
  const Outputs fine({{"report", folder_ / "r"}, {"trace", ""}, {"metrics", "/dev/null"}, {"plan", "/dev/null"}},
                     path_);
  EXPECT_EQ(read_file(path_, "source"), "a database");
}

TEST_F(FilesTest, ResultsForPeopleStepAsideForAFileOnStandardOutput) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  {
    const Outputs outputs({{"report", "-"}}, path_);
    outputs.say("a table");
    write_file("-", "{}", "report");
  }
  Outputs({{"report", folder_ / "r"}}, path_).say("!");
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "{}!");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "a table");
}

}  // namespace
}  // namespace lite2pg::files_test
