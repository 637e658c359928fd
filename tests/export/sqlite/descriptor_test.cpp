#include "export/sqlite/descriptor.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <memory>

#include "tests/export/source_fixture.h"

namespace lite2pg::descriptor_test {
namespace {

/// Whether another process would be kept from writing: SQLite's readers hold a lock on these bytes
/// (https://sqlite.org/lockingv3.html).
bool is_locked_for_others(const std::string& path) {
  const pid_t child = ::fork();
  if (child == 0) {
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = 0x40000002;
    lock.l_len = 510;
    const int descriptor = ::open(path.c_str(), O_RDWR);
    ::_exit(::fcntl(descriptor, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK ? 1 : 0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 1;
}

TEST(SharedDescriptor, IsOneForTheFile) {
  const test::TempDir dir;
  test::write_bytes(dir / "a", "a");
  std::filesystem::create_hard_link(dir / "a", dir / "b");
  const SharedDescriptor first(dir / "a"), second(dir / "b");
  EXPECT_GE(first.get(), 0);
  EXPECT_EQ(first.get(), second.get());
  EXPECT_LT(SharedDescriptor(dir / "none").get(), 0);
}

TEST(SharedDescriptor, OpensAnewWhatTookThePlaceOfAFile) {
  const test::TempDir dir;
  test::write_bytes(dir / "a", "a");
  const SharedDescriptor first(dir / "a");
  test::write_bytes(dir / "b", "b");
  std::filesystem::rename(dir / "b", dir / "a");
  EXPECT_NE(SharedDescriptor(dir / "a").get(), first.get());
}

/// A second source of the same file comes and goes; the first one's read transaction stands.
TEST(SharedDescriptor, KeepsTheLocksOfOthersInThisProcess) {
  const test::TempDir dir;
  const std::string path = dir / "source.db";
  test::make_database(path, "CREATE TABLE t(a); INSERT INTO t VALUES (1)");
  EXPECT_FALSE(is_locked_for_others(path));
  {
    const SqliteSource first(path, 2);
    EXPECT_TRUE(is_locked_for_others(path));
    {
      SqliteSource second(path);
      (void)second.fingerprint();
    }
    EXPECT_TRUE(is_locked_for_others(path));
  }
  EXPECT_FALSE(is_locked_for_others(path));
}

}  // namespace
}  // namespace lite2pg::descriptor_test
