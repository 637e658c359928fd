// Sources that are no databases: one clear line that names the file, the right exit code, nothing left behind. No
// server is needed, since the source is looked at first.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "tests/e2e/tools.h"
#include "tests/support/places.h"

namespace lite2pg::test::bad_input_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* no_server = "postgresql://nobody@127.0.0.1:1/nothing";

/// All three tools refuse `source` with one line that names it.
void expect_unreadable(const TempDir& dir, const std::string& source) {
  const std::string archive = dir / "archive";
  for (const auto& [tool, target] : {std::pair{"export", archive}, std::pair{"import", std::string(no_server)},
                                     std::pair{"verify", std::string(no_server)}}) {
    const CommandResult result = run_tool(tool, {source, target});
    EXPECT_EQ(result.exit_code, 4) << tool << ": " << result.err;
    EXPECT_THAT(error_lines_of(result), ElementsAre(HasSubstr(source))) << tool << ": " << result.err;
  }
  EXPECT_FALSE(std::filesystem::exists(archive));
}

TEST(BadInput, MissingFile) {
  const TempDir dir;
  expect_unreadable(dir, dir / "missing.db");
  EXPECT_TRUE(std::filesystem::is_empty(dir.path())) << "a missing source was created";
}

TEST(BadInput, Directory) {
  const TempDir dir;
  std::filesystem::create_directory(dir / "folder.db");
  expect_unreadable(dir, dir / "folder.db");
}

TEST(BadInput, ZeroBytes) {
  const TempDir dir;
  std::ofstream(dir / "empty.db").close();
  expect_unreadable(dir, dir / "empty.db");
}

TEST(BadInput, TextFile) {
  const TempDir dir;
  std::ofstream(dir / "notes.db")
      << "This is no database, only a text of more than a hundred bytes, so that there is room for a "
         "header that is not there.\n";
  expect_unreadable(dir, dir / "notes.db");
}

TEST(BadInput, TruncatedDatabase) {
  const TempDir dir;
  make_fixture("tasks", dir / "cut.db");
  std::filesystem::resize_file(dir / "cut.db", 400 * 1024 + 100);
  expect_unreadable(dir, dir / "cut.db");
}

TEST(BadInput, DamagedPage) {
  const TempDir dir;
  make_fixture("tasks", dir / "damaged.db");
  {
    std::fstream file(dir / "damaged.db", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(40 * 4096);
    file << std::string(4096, '\x5a');
  }
  // Import and verify find it while they read, when they are connected: the tests of bad targets show that.
  const CommandResult result = run_tool("export", {dir / "damaged.db", dir / "archive"});
  EXPECT_EQ(result.exit_code, 4) << result.err;
  EXPECT_THAT(error_lines_of(result), ElementsAre(HasSubstr(dir / "damaged.db"))) << result.err;
  EXPECT_FALSE(std::filesystem::exists(dir / "archive"));
}

TEST(BadInput, FullDiskWhileExporting) {
  const TempDir dir;
  make_fixture("ferry", dir / "ferry.db");
  // A limit on the size of files acts on write() as a full disk does: EFBIG in place of ENOSPC.
  const CommandResult result = run_command({"bash", "-c", "trap '' XFSZ; ulimit -f 200; exec \"$0\" \"$@\"",
                                            program("export"), dir / "ferry.db", dir / "archive"});
  EXPECT_NE(result.exit_code, 0);
  EXPECT_THAT(error_lines_of(result), ElementsAre(HasSubstr("archive"))) << result.err;
  std::filesystem::remove(dir / "ferry.db");
  EXPECT_TRUE(std::filesystem::is_empty(dir.path())) << "a part of the archive was left behind";
}

TEST(BadInput, FullFileSystemWhileExporting) {
  const TempDir dir;
  make_fixture("ferry", dir / "ferry.db");
  std::filesystem::create_directory(dir / "small");
  const std::string script =
      "mount -t tmpfs -o size=1m tmpfs \"$1\" || exit 77; \"$2\" \"$3\" \"$1/archive\"; code=$?; ls -A \"$1\"; exit "
      "$code";
  const CommandResult result = run_command({"unshare", "--user", "--map-root-user", "--mount", "bash", "-c", script,
                                            "_", dir / "small", program("export"), dir / "ferry.db"});
  if (result.exit_code == 77 || result.err.find("unshare failed") != std::string::npos) {
    GTEST_SKIP() << "no right to mount a small file system here: " << result.err;
  }
  EXPECT_NE(result.exit_code, 0);
  EXPECT_THAT(error_lines_of(result), ElementsAre(HasSubstr("archive"))) << result.err;
  EXPECT_EQ(result.out.find("archive"), std::string::npos) << "left behind: " << result.out;
}

TEST(BadInput, UnreachableServer) {
  const TempDir dir;
  make_fixture("tasks", dir / "t.db");
  for (const char* tool : {"import", "verify"}) {
    const CommandResult result = run_tool(tool, {dir / "t.db", no_server});
    EXPECT_EQ(result.exit_code, 5) << tool << ": " << result.err;
    EXPECT_THAT(error_lines_of(result), ElementsAre(HasSubstr("127.0.0.1"))) << tool << ": " << result.err;
  }
}

}  // namespace
}  // namespace lite2pg::test::bad_input_test
