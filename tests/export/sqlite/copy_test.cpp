#include "export/sqlite/copy.h"

#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>

#include "common/error.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::copy_test {
namespace {

/// No file of this process may become larger: as if the disk were full.
class SmallFiles {
 public:
  explicit SmallFiles(rlim_t most) : former_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &former_);
    const rlimit small{most, former_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
  }
  ~SmallFiles() {
    setrlimit(RLIMIT_FSIZE, &former_);
    (void)std::signal(SIGXFSZ, former_handler_);
  }
  SmallFiles(const SmallFiles&) = delete;
  SmallFiles& operator=(const SmallFiles&) = delete;

 private:
  rlimit former_{};
  void (*former_handler_)(int);
};

class CopyDatabase : public testing::Test {
 protected:
  void SetUp() override {
    SQLite::Database db(from_, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    db.exec("CREATE TABLE t (b); INSERT INTO t VALUES (zeroblob(3000000))");
    std::filesystem::create_directory(folder_);
  }
  test::TempDir dir_;
  std::string from_ = dir_ / "app.db", folder_ = dir_ / "copies", to_ = folder_ + "/app.db";
};

TEST_F(CopyDatabase, HoldsWhatTheSourceHeld) {
  copy_database(from_, from_, to_);
  EXPECT_EQ(SQLite::Database(to_).execAndGet("SELECT length(b) FROM t").getInt(), 3000000);
}

TEST_F(CopyDatabase, WithoutRoomTheCopyIsToBlameAndNothingIsLeft) {
  const SmallFiles small(1U << 20);
  try {
    copy_database(from_, from_, to_);
    FAIL() << "it was written";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ExitCode::usage);
    EXPECT_THAT(e.what(), testing::StartsWith("the copy '" + to_ + "'"));
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

}  // namespace
}  // namespace lite2pg::copy_test
