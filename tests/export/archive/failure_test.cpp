// An export that cannot end leaves nothing: no archive, no temporary folder, one clear error.
#include <gmock/gmock.h>
#include <sys/mount.h>

#include <csignal>
#include <filesystem>

#include "common/interrupt.h"
#include "tests/export/archive_fixture.h"

namespace lite2pg::test::failure_test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class ArchiveFailure : public testing::Test {
 protected:
  void expect_nothing_but(const std::vector<std::string>& names, const std::string& folder) const {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder)) found.push_back(entry.path().filename().string());
    EXPECT_THAT(found, testing::UnorderedElementsAreArray(names));
  }
  Error failure(const std::string& archive) const {
    return error_of([&] { make_archive(db_, archive); });
  }

  InterruptGuard interrupts_;
  TempDir dir_, out_;
  std::string db_ = dir_ / "source.db";
};

TEST_F(ArchiveFailure, RefusesAnExistingDestination) {
  make_random_database(db_, 10, 1);
  fs::create_directory(out_ / "folder");
  write_bytes(out_ / "file", "x");
  fs::create_symlink("nowhere", out_ / "link");
  for (const char* name : {"folder", "folder/", "file", "link"}) {
    const Error e = failure(out_ / name);
    EXPECT_EQ(e.code(), ExitCode::refused) << name;
    EXPECT_THAT(e.what(), HasSubstr("exists already"));
    EXPECT_FALSE(e.hint().empty());
  }
  expect_nothing_but({"folder", "file", "link"}, out_.path().string());
}

TEST_F(ArchiveFailure, NamesADestinationThatCannotBe) {
  make_random_database(db_, 10, 1);
  const Error e = failure(out_ / "no/such/place");
  EXPECT_EQ(e.code(), ExitCode::usage);
  EXPECT_THAT(e.what(), HasSubstr("no/such/place' cannot be created: No such file or directory"));
  write_bytes(out_ / "file", "x");
  EXPECT_EQ(failure(out_ / "file/archive").code(), ExitCode::usage);
}

TEST_F(ArchiveFailure, RemovesEverythingWhenTheSourceIsDamaged) {
  make_random_database(db_, 20'000, 1);
  std::string bytes = read_bytes(db_);
  for (std::size_t page = 40; page < 60; ++page) bytes.replace(page * 4096, 100, std::string(100, '\x7f'));
  write_bytes(db_, bytes);
  EXPECT_EQ(failure(out_ / "archive").code(), ExitCode::source);
  expect_nothing_but({}, out_.path().string());
}

TEST_F(ArchiveFailure, RemovesEverythingWhenTheSourceIsNone) {
  EXPECT_EQ(failure(out_ / "archive").code(), ExitCode::source);
  write_bytes(db_, "");
  EXPECT_EQ(failure(out_ / "archive").code(), ExitCode::source);
  expect_nothing_but({}, out_.path().string());
}

TEST_F(ArchiveFailure, RemovesEverythingOnCtrlC) {
  make_random_database(db_, 20'000, 1);
  std::raise(SIGINT);
  EXPECT_EQ(failure(out_ / "archive").code(), ExitCode::interrupted);
  expect_nothing_but({}, out_.path().string());
}

TEST_F(ArchiveFailure, RemovesEverythingOnSigterm) {
  make_random_database(db_, 20'000, 1);
  std::raise(SIGTERM);
  EXPECT_EQ(failure(out_ / "archive").code(), ExitCode::terminated);
  expect_nothing_but({}, out_.path().string());
}

/// A disk of one megabyte at a folder.
class SmallDisk {
 public:
  explicit SmallDisk(std::string folder)
      : folder_(std::move(folder)), mounted_(mount("tmpfs", folder_.c_str(), "tmpfs", 0, "size=1m") == 0) {}
  ~SmallDisk() {
    if (mounted_) umount(folder_.c_str());
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  [[nodiscard]] bool mounted() const noexcept { return mounted_; }

 private:
  std::string folder_;
  bool mounted_;
};

TEST_F(ArchiveFailure, SaysOnceThatTheDiskIsFull) {
  const SmallDisk disk(out_.path().string());
  if (!disk.mounted()) GTEST_SKIP() << "mounting a small disk needs root";
  make_random_database(db_, 20'000, 1);
  for (const std::size_t filled : {0, 700'000, 1'040'000}) {  // Full while data, plan or the first file is written.
    write_bytes(out_ / "filler", std::string(filled, 'x'));
    const Error e = failure(out_ / "archive");
    EXPECT_EQ(e.code(), ExitCode::archive);
    EXPECT_THAT(e.what(), HasSubstr("archive"));
    EXPECT_THAT(e.what(), HasSubstr("No space left on device"));
    EXPECT_THAT(e.hint(), HasSubstr("free some space"));
    expect_nothing_but({"filler"}, out_.path().string());
  }
}

}  // namespace
}  // namespace lite2pg::test::failure_test
