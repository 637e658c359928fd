#include "export/sqlite/temporary_folder.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <chrono>

#include "tests/export/source_fixture.h"

namespace lite2pg::temporary_folder_test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

void grow_old(const fs::path& folder) {
  fs::last_write_time(folder, fs::file_time_type::clock::now() - std::chrono::hours(1));
}

class TemporaryFolderTest : public testing::Test {
 protected:
  fs::path left_behind(const std::string& name) {
    fs::path folder = base() / name;
    fs::create_directories(folder);
    test::write_bytes(folder / "app.db", "rows");
    return folder;
  }
  [[nodiscard]] fs::path base() const { return fs::path(dir_ / ""); }

  test::TempDir dir_;
};

TEST_F(TemporaryFolderTest, IsThisUsersAloneAndGoesWithAllThatIsInIt) {
  fs::path path;
  {
    const TemporaryFolder folder(base(), ExitCode::usage, "");
    path = folder.path();
    test::write_bytes(path / "app.db", "rows");
    struct stat facts = {};
    ASSERT_EQ(::stat(path.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0700);
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST_F(TemporaryFolderTest, RemovesWhatAKilledProcessLeft) {
  const fs::path old = left_behind("lite2pg-copy-dead00"), fresh = left_behind("lite2pg-copy-fresh0"),
                 others = left_behind("something-else");
  grow_old(old);
  grow_old(others);
  const TemporaryFolder folder(base(), ExitCode::usage, "");
  EXPECT_FALSE(fs::exists(old));
  EXPECT_TRUE(fs::exists(fresh)) << "its process may be about to lock it";
  EXPECT_TRUE(fs::exists(others));
}

TEST_F(TemporaryFolderTest, LeavesTheFolderOfAProcessThatIsAtWork) {
  const TemporaryFolder held(base(), ExitCode::usage, "");
  grow_old(held.path());
  const TemporaryFolder second(base(), ExitCode::usage, "");
  EXPECT_TRUE(fs::exists(held.path()));
}

TEST_F(TemporaryFolderTest, DoesNotFollowALinkOfThatName) {
  const fs::path kept = left_behind("kept");
  grow_old(kept);
  fs::create_directory_symlink(kept, base() / "lite2pg-copy-link00");
  const TemporaryFolder folder(base(), ExitCode::usage, "");
  EXPECT_TRUE(fs::exists(kept / "app.db"));
}

TEST_F(TemporaryFolderTest, SaysWhereItCannotBeMade) {
  const Error e = test::error_of([&] { const TemporaryFolder folder(base() / "none", ExitCode::usage, "elsewhere"); });
  EXPECT_EQ(e.code(), ExitCode::usage);
  EXPECT_THAT(e.what(), HasSubstr("none'"));
}

}  // namespace
}  // namespace lite2pg::temporary_folder_test
