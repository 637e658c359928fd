#include "sync/sqlite/out_file.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "common/error.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::out_file_test {
namespace {

std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) names.push_back(entry.path().filename());
  return names;
}

ExitCode refusal(const std::string& path) {
  try {
    const OutFile file(path);
  } catch (const Error& e) {
    return e.code();
  }
  return ExitCode::done;
}

TEST(OutFile, LeavesNothingUnlessPublished) {
  const test::TempDir dir;
  {
    const OutFile file(dir / "out.db");
    std::ofstream(file.temporary() + "-journal") << "x";
    EXPECT_EQ(names_in(dir.path()).size(), 2U);
  }
  EXPECT_THAT(names_in(dir.path()), testing::IsEmpty());
}

TEST(OutFile, TakesItsNameAtTheEnd) {
  const test::TempDir dir;
  {
    OutFile file(dir / "out.db");
    std::ofstream(file.temporary()) << "content";
    EXPECT_FALSE(std::filesystem::exists(dir / "out.db"));
    file.publish();
  }
  EXPECT_THAT(names_in(dir.path()), testing::ElementsAre("out.db"));
}

TEST(OutFile, NeverTouchesWhatStandsThere) {
  const test::TempDir dir;
  std::ofstream(dir / "out.db") << "mine";
  EXPECT_EQ(refusal(dir / "out.db"), ExitCode::refused);
  std::filesystem::create_symlink("nowhere", dir / "link.db");
  EXPECT_EQ(refusal(dir / "link.db"), ExitCode::refused);
}

TEST(OutFile, WhatCameMeanwhileStays) {
  const test::TempDir dir;
  OutFile file(dir / "out.db");
  std::ofstream(dir / "out.db") << "mine";
  EXPECT_THROW(file.publish(), Error);
  EXPECT_EQ(std::filesystem::file_size(dir / "out.db"), 4U);
}

TEST(OutFile, ALogOfAnotherDatabaseIsRefused) {
  const test::TempDir dir;
  std::ofstream(dir / "out.db-wal") << "log";
  EXPECT_EQ(refusal(dir / "out.db"), ExitCode::refused);
}

TEST(OutFile, AFolderThatIsNotThereIsAMistakeOfTheUser) {
  const test::TempDir dir;
  EXPECT_EQ(refusal(dir / "no/out.db"), ExitCode::usage);
}

}  // namespace
}  // namespace lite2pg::out_file_test
