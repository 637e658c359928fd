#include "sync/delta/round_source.h"

#include <SQLiteCpp/Database.h>
#include <gtest/gtest.h>

#include "export/pages/source.h"
#include "export/sqlite/file.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::round_source_test {
namespace {

class RoundSourceTest : public testing::Test {
 protected:
  RoundSourceTest() { settings_.source = path_; }

  void make(const std::string& mode) const {
    SQLite::Database db(path_, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    (void)db.execAndGet("PRAGMA journal_mode = " + mode);
    db.exec("CREATE TABLE t(a INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)");
  }
  [[nodiscard]] bool reads_the_file_itself(RoundSource::Use use = RoundSource::Use::short_read) const {
    return RoundSource(settings_, use).pages().sqlite().file().path() == path_;
  }

  test::TempDir dir_;
  std::string path_ = dir_ / "app.db";
  DeltaSettings settings_;
};

TEST_F(RoundSourceTest, ALogThatSomebodyHasOpenIsReadInPlace) {
  make("WAL");
  SQLite::Database application(path_, SQLite::OPEN_READWRITE);
  application.exec("INSERT INTO t VALUES (2)");
  EXPECT_TRUE(reads_the_file_itself());
}

TEST_F(RoundSourceTest, AFileThatMayBeOpenedAndWrittenMeanwhileIsCopied) {
  make("WAL");  // closed: no log, no index, no locks
  EXPECT_FALSE(reads_the_file_itself());
}

TEST_F(RoundSourceTest, AJournalBlocksWritersSoItIsCopied) {
  make("DELETE");
  EXPECT_FALSE(reads_the_file_itself());
  EXPECT_FALSE(reads_the_file_itself(RoundSource::Use::long_read));
}

}  // namespace
}  // namespace lite2pg::round_source_test
