// Whatever happens to an archive on its way is an Error(archive) that names the file, and never a row.
#include <gmock/gmock.h>

#include <filesystem>

#include "export/archive/check.h"
#include "export/archive/source.h"
#include "tests/export/archive_fixture.h"

namespace lite2pg::test::damage_test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class ArchiveDamage : public testing::Test {
 protected:
  void SetUp() override {
    make_random_database(dir_ / "source.db", 2000, 9);
    make_archive(dir_ / "source.db", archive_);
  }
  std::string file(const std::string& relative) const { return archive_ + "/" + relative; }

  /// Opens the archive and reads every row.
  static std::size_t read_all(const std::string& archive) {
    ArchiveSource source(archive);
    const auto reader = source.reader();
    std::size_t rows = 0;
    for (const Table& t : source.schema().tables) {
      const auto cursor = reader->scan(t, {});
      for (Row row; cursor->next(row);) ++rows;
    }
    return rows;
  }

  /// Both reading it and checking it name `relative`.
  void expect_named(const std::string& relative) const {
    const Error read = error_of([&] { (void)read_all(archive_); });
    EXPECT_EQ(read.code(), ExitCode::archive);
    EXPECT_THAT(read.what(), HasSubstr("'" + file(relative) + "'"));
    const Error check = error_of([&] { check_archive(archive_, read_manifest(archive_), 2); });
    EXPECT_EQ(check.code(), ExitCode::archive);
    EXPECT_THAT(check.what(), HasSubstr("'" + file(relative) + "'"));
  }

  void change_byte(const std::string& relative, std::size_t at) const {
    std::string bytes = read_bytes(file(relative));
    ASSERT_LT(at, bytes.size());
    bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
    write_bytes(file(relative), bytes);
  }

  TempDir dir_;
  std::string archive_ = dir_ / "archive";
};

constexpr const char* data_file = "data/0001-loose.avro";

TEST_F(ArchiveDamage, NoneIsNoError) {
  EXPECT_GT(read_all(archive_), 2000U);
  check_archive(archive_, read_manifest(archive_), 2);
}

TEST_F(ArchiveDamage, AChangedByteAnywhereInData) {
  const std::string before = read_bytes(file(data_file));
  for (std::size_t at = 0; at < before.size(); at += before.size() / 40) {
    change_byte(data_file, at);
    expect_named(data_file);
    write_bytes(file(data_file), before);
  }
}

TEST_F(ArchiveDamage, AChangedByteInThePlan) {
  change_byte("plan.json", 20);
  expect_named("plan.json");
}

TEST_F(ArchiveDamage, AnEditedManifest) {
  std::string text = read_bytes(file("manifest.json"));
  const auto at = text.find("\"rows\":");
  text.replace(at, 8, "\"rows\":9");
  write_bytes(file("manifest.json"), text);
  expect_named("manifest.json");
}

TEST_F(ArchiveDamage, AManifestOfAnotherVersion) {
  std::string text = read_bytes(file("manifest.json"));
  text.replace(text.find("\"format\": 1"), 11, "\"format\": 2");
  const std::string body = text.substr(0, text.find(",\n\"check\""));
  write_bytes(file("manifest.json"), body + ",\n\"check\": \"xxh3:" + to_hex(content_hash(body)) + "\"\n}\n");
  expect_named("manifest.json");
}

TEST_F(ArchiveDamage, ACutFile) {
  for (const char* relative : {data_file, "plan.json", "manifest.json"}) {
    const std::string before = read_bytes(file(relative));
    fs::resize_file(file(relative), before.size() - 1);
    expect_named(relative);
    write_bytes(file(relative), before);
  }
}

TEST_F(ArchiveDamage, ALongerFile) {
  write_bytes(file(data_file), read_bytes(file(data_file)) + "x");
  expect_named(data_file);
}

TEST_F(ArchiveDamage, AMissingFile) {
  for (const char* relative : {data_file, "plan.json", "manifest.json"}) {
    const std::string before = read_bytes(file(relative));
    fs::remove(file(relative));
    expect_named(relative);
    write_bytes(file(relative), before);
  }
}

TEST_F(ArchiveDamage, AFileTooMany) {
  for (const char* relative : {"data/extra.avro", "notes.txt"}) {
    write_bytes(file(relative), "x");
    expect_named(relative);
    fs::remove(file(relative));
  }
  fs::create_directory(file("more"));
  expect_named("more");
  fs::remove(file("more"));
  fs::rename(file(data_file), file("moved"));
  fs::create_symlink(file("moved"), file(data_file));
  const Error e = error_of([&] { (void)read_all(archive_); });
  EXPECT_THAT(e.what(), HasSubstr("does not belong to the archive"));
}

TEST_F(ArchiveDamage, TwoFilesSwapped) {
  fs::rename(file("data/0002-numbered.avro"), file("x"));
  fs::rename(file("data/0003-keyed.avro"), file("data/0002-numbered.avro"));
  fs::rename(file("x"), file("data/0003-keyed.avro"));
  EXPECT_EQ(error_of([&] { (void)read_all(archive_); }).code(), ExitCode::archive);
}

TEST_F(ArchiveDamage, ChangesWhileItIsOpen) {
  ArchiveSource source(archive_);
  source.check_unchanged();
  fs::resize_file(file(data_file), 10);
  EXPECT_EQ(error_of([&] { source.check_unchanged(); }).code(), ExitCode::archive);
  fs::remove_all(archive_);
  make_database(dir_ / "other.db", "CREATE TABLE t(a); INSERT INTO t VALUES (1)");
  make_archive(dir_ / "other.db", archive_);
  EXPECT_THAT(error_of([&] { source.check_unchanged(); }).what(), HasSubstr("was replaced"));
}

TEST_F(ArchiveDamage, NoArchiveAtAll) {
  const Error folder = error_of([&] { (void)ArchiveSource(dir_.path().string()); });
  EXPECT_EQ(folder.code(), ExitCode::archive);
  EXPECT_THAT(folder.what(), HasSubstr("no archive, or an unfinished one"));
  EXPECT_EQ(error_of([&] { (void)ArchiveSource(dir_ / "nothing"); }).code(), ExitCode::archive);
}

/// The manifest alone needs no other file.
TEST_F(ArchiveDamage, AManifestAloneIsReadable) {
  const std::size_t tables = read_manifest(archive_).tables.size();
  fs::rename(file("manifest.json"), dir_ / "kept.json");
  fs::remove_all(archive_);
  EXPECT_EQ(read_manifest(dir_ / "kept.json").tables.size(), tables);
}

/// Hashes that fit again after the damage, as a forger would make them: rows or an error, never a crash.
TEST_F(ArchiveDamage, SurvivesDamageBehindFittingHashes) {
  Manifest manifest = read_manifest(archive_);
  const std::string before = read_bytes(file(data_file));
  ManifestTable* entry = nullptr;
  for (ManifestTable& t : manifest.tables) {
    if (t.file.path == data_file) entry = &t;
  }
  ASSERT_NE(entry, nullptr);
  std::mt19937_64 random(3);
  for (int i = 0; i < 100; ++i) {
    std::string bytes = before;
    for (std::uint64_t n = 1 + random() % 3; n > 0; --n) bytes[random() % bytes.size()] = static_cast<char>(random());
    write_bytes(file(data_file), bytes);
    entry->file.hash = content_hash(bytes);
    entry->header.hash = content_hash(std::string_view(bytes).substr(0, entry->header.bytes));
    for (ManifestBlock& b : entry->blocks) b.hash = content_hash(std::string_view(bytes).substr(b.offset, b.bytes));
    write_bytes(file("manifest.json"), to_json(manifest));
    try {
      (void)read_all(archive_);
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), ExitCode::archive);
    }
  }
}

}  // namespace
}  // namespace lite2pg::test::damage_test
