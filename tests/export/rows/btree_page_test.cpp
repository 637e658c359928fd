#include "export/rows/btree_page.h"

#include <gmock/gmock.h>

#include <random>

#include "export/rows/table_sketch.h"
#include "export/sqlite/file.h"
#include "mapping/value/value_text.h"
#include "tests/export/source_fixture.h"

namespace lite2pg::btree_page_test {
namespace {

using namespace std::string_view_literals;

std::string shown(const std::optional<std::vector<OwnedValue>>& values) {
  if (!values) return "none";
  std::string out;
  for (const OwnedValue& v : *values) out += show(v.view()) + " ";
  return out;
}

TEST(BtreePage, ReadsRecords) {
  // Header of 8 bytes: NULL, 1-byte and 3-byte integers, the constants 0 and 1, text of 2 and blob of 1 byte.
  const auto record = "\x08\x00\x01\x03\x08\x09\x11\x0e\xff\x80\x00\x01hi\xab"sv;
  EXPECT_EQ(shown(read_record(record, 7, TextEncoding::utf8)), "NULL -1 -8388607 0 1 'hi' x'ab' ");
  EXPECT_EQ(shown(read_record(record, 2, TextEncoding::utf8)), "NULL -1 ");
  EXPECT_EQ(shown(read_record("\x02\x07\x40\x09\x00\x00\x00\x00\x00\x00"sv, 1, TextEncoding::utf8)), "3.125 ");
  EXPECT_EQ(shown(read_record("\x02\x11\x00\xe9"sv, 1, TextEncoding::utf16be)), "'é' ");
}

TEST(BtreePage, RefusesRecordsThatAreNotThere) {
  for (const auto record : {""sv, "\x00"sv, "\x01"sv, "\x7f\x01"sv, "\x02\x06\x01\x02"sv, "\x02\x81"sv,
                            "\xff\xff\xff\xff\xff\xff\xff\xff\xff"sv, "\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff"sv})
    EXPECT_EQ(shown(read_record(record, 1, TextEncoding::utf8)), "none");
}

TEST(BtreePage, RefusesWhatIsNoPage) {
  const std::string zeros(512, '\0');
  EXPECT_FALSE(BtreePage::read(zeros, 0));
  EXPECT_FALSE(BtreePage::read("\x0d"sv, 0));
  EXPECT_FALSE(BtreePage::read("\x0d\x00\x00\xff\xff\x00\x00\x00\x00\x00\x00\x00"sv, 0)) << "more cells than bytes";
}

/// Nothing in a file can make the sketch read outside of a page, run for ever or claim what is not possible.
TEST(BtreePage, SketchesOfRandomlyDamagedFilesEnd) {
  const test::TempDir dir;
  const std::string path = dir / "source.db";
  test::make_database(
      path,
      "PRAGMA page_size = 512; CREATE TABLE w(a, b, PRIMARY KEY(a, b)) WITHOUT ROWID; CREATE TABLE t(a);"
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
      "INSERT INTO w SELECT 'key ' || i, i FROM n; INSERT INTO t SELECT a FROM w");
  const std::string whole = test::read_bytes(path);
  std::mt19937 random(3);
  for (int round = 0; round < 100; ++round) {
    std::string bytes = whole;
    for (int i = 0; i < 200; ++i) bytes[512 + random() % (bytes.size() - 512)] = static_cast<char>(random());
    bytes[512] = bytes[1024] = static_cast<char>(round % 2 == 0 ? 2 : 5);  // so that something is always descended into
    test::write_bytes(path, bytes);
    const SqliteFile file(path);
    for (const std::uint32_t root : {2U, 3U, 4U})
      for (const std::size_t key : {0U, 2U})
        if (const auto sketch = sketch_table(file, root, key)) {
          EXPECT_LE(sketch->keys.size(), 5000U);
          EXPECT_LE(sketch->rows, std::uint64_t{1} << 60);
        }
  }
}

}  // namespace
}  // namespace lite2pg::btree_page_test
