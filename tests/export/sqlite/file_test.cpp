#include "export/sqlite/file.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>

#include "tests/export/source_fixture.h"

namespace lite2pg::file_test {
namespace {

using test::error_of;
using test::make_database;
using test::read_bytes;
using test::write_bytes;
using testing::HasSubstr;

struct Refusal {
  ExitCode code;
  std::string what, hint;
};

Refusal refusal_of(const std::string& path) {
  const Error e = error_of([&] { const SqliteFile file(path); });
  EXPECT_THAT(e.what(), HasSubstr(path));
  return {e.code(), e.what(), e.hint()};
}

class SqliteFileTest : public testing::Test {
 protected:
  std::string database(const std::string& sql = "CREATE TABLE t(a); INSERT INTO t VALUES (1)") {
    make_database(path_, sql);
    return path_;
  }
  std::string file(const std::string& bytes) {
    write_bytes(path_, bytes);
    return path_;
  }

  test::TempDir dir_;
  std::string path_ = dir_ / "source.db";
};

TEST_F(SqliteFileTest, RefusesWhatIsNoFile) {
  EXPECT_THAT(refusal_of(dir_ / "absent.db").what, HasSubstr("no such file"));
  EXPECT_THAT(refusal_of(dir_.path().string()).what, HasSubstr("is a folder"));
  ASSERT_EQ(mkfifo((dir_ / "pipe").c_str(), 0600), 0);
  EXPECT_THAT(refusal_of(dir_ / "pipe").what, HasSubstr("no regular file"));
  EXPECT_EQ(refusal_of(dir_ / "absent.db").code, ExitCode::source);
}

TEST_F(SqliteFileTest, SaysWhatAnotherFileIs) {
  EXPECT_THAT(refusal_of(file("")).what, HasSubstr("empty (0 bytes)"));
  EXPECT_THAT(refusal_of(file("hello\nworld\n")).what, HasSubstr("it is text"));
  EXPECT_THAT(refusal_of(file("PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n")).hint, HasSubstr("call it FILE.sql"));
  EXPECT_THAT(refusal_of(file("\x1f\x8b" + std::string(200, 'x'))).what, HasSubstr("gzip"));
  EXPECT_THAT(refusal_of(file("** This file contains an SQLite 2.1 database **")).what, HasSubstr("SQLite 2"));
  EXPECT_THAT(refusal_of(file(std::string(4096, '\0'))).what, HasSubstr("zero bytes"));
  EXPECT_THAT(refusal_of(file("\x8c\x01\xf3\x99 random bytes as of an encrypted file")).hint, HasSubstr("encrypted"));
}

TEST_F(SqliteFileTest, RefusesATruncatedDatabase) {
  const std::string whole = read_bytes(database("CREATE TABLE t(a); INSERT INTO t VALUES (zeroblob(50000))"));
  EXPECT_THAT(refusal_of(file(whole.substr(0, whole.size() - 4096))).what, HasSubstr("truncated"));
  EXPECT_THAT(refusal_of(file(whole.substr(0, 60))).what, HasSubstr("truncated"));
}

TEST_F(SqliteFileTest, OpensAfterTheCompanionsItSees) {
  const auto mode = [](bool wal_mode, bool wal, bool content, bool shm) {
    return choose_open_mode({wal_mode, wal, content, shm});
  };
  EXPECT_EQ(mode(false, false, false, false), OpenMode::live);
  EXPECT_EQ(mode(true, false, false, false), OpenMode::immutable);
  EXPECT_EQ(mode(true, false, false, true), OpenMode::immutable);
  EXPECT_EQ(mode(true, true, false, false), OpenMode::immutable);
  EXPECT_EQ(mode(true, true, false, true), OpenMode::live);
  EXPECT_EQ(mode(true, true, true, true), OpenMode::live);
  EXPECT_EQ(mode(true, true, true, false), OpenMode::frozen);
  EXPECT_EQ(mode(false, true, true, false), OpenMode::frozen);
}

TEST_F(SqliteFileTest, EscapesThePathInItsUri) {
  path_ = dir_ / "a b?mode=rwc#%41é.db";
  const SqliteFile file(database());
  EXPECT_EQ(file.uri(), "file:" + dir_.path().string() + "/a%20b%3Fmode=rwc%23%2541%C3%A9.db?mode=ro");
  EXPECT_EQ(SqliteSource(path_).schema().tables.size(), 1U);
}

TEST_F(SqliteFileTest, HashesContentAndLog) {
  const SqliteFile file(database());
  const std::string first = file.content_hash();
  EXPECT_THAT(first, testing::MatchesRegex("xxh3:[0-9a-f]{32}"));
  EXPECT_EQ(first, file.content_hash());
  write_bytes(path_ + "-wal", "log");
  EXPECT_NE(first, file.content_hash());
  EXPECT_EQ(file.size(), std::filesystem::file_size(path_) + 3);
}

TEST_F(SqliteFileTest, StateShowsEveryWrite) {
  const SqliteFile file(database());
  const FileState before = file.state();
  EXPECT_EQ(before, file.state());
  make_database(path_, "INSERT INTO t VALUES (2)");
  EXPECT_NE(before, file.state());
  EXPECT_NE(before.change_counter, file.state().change_counter);
}

}  // namespace
}  // namespace lite2pg::file_test
