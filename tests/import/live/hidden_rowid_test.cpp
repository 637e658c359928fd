#include "import/live/hidden_rowid.h"

#include <gmock/gmock.h>

#include "export/pages/source.h"
#include "tests/export/source_fixture.h"

namespace lite2pg::hidden_rowid_test {
namespace {

using testing::ElementsAre;

class HiddenRowid : public testing::TestWithParam<RowReader> {
 protected:
  std::vector<std::string> rows(const std::string& table, const Slice& slice = {}) {
    if (!source_) source_ = PageSource::open(path_, 1, GetParam(), "");
    RowsWithNumbers numbered(*source_);
    return test::rows_of(numbered, table, slice);
  }

  test::TempDir dir_;
  std::string path_ = dir_ / "a.db";
  std::unique_ptr<PageSource> source_;
};

TEST_P(HiddenRowid, StandsBehindTheColumns) {
  test::make_database(path_, R"(
    CREATE TABLE loose (v TEXT); CREATE TABLE keyed (id INTEGER PRIMARY KEY, v TEXT);
    CREATE TABLE named (k TEXT PRIMARY KEY); CREATE TABLE plain (k TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE shadow (rowid TEXT); CREATE TABLE taken (rowid TEXT, oid TEXT, _rowid_ TEXT);
    INSERT INTO loose(rowid, v) VALUES (7, 'a'), (-9223372036854775808, 'b'), (9223372036854775807, NULL);
    INSERT INTO keyed VALUES (1, 'a'); INSERT INTO named VALUES ('x'); INSERT INTO plain VALUES ('x');
    INSERT INTO shadow(_rowid_, rowid) VALUES (5, 'mine'); INSERT INTO taken VALUES ('a', 'b', 'c'))");
  EXPECT_THAT(rows("loose"), ElementsAre("'b'|-9223372036854775808", "'a'|7", "NULL|9223372036854775807"));
  EXPECT_THAT(rows("loose", {{OwnedValue(Value::of(std::int64_t{7}))}, {}, 0}),
              ElementsAre("'a'|7", "NULL|9223372036854775807"));
  EXPECT_THAT(rows("named"), ElementsAre("'x'|1"));
  EXPECT_THAT(rows("shadow"), ElementsAre("'mine'|5"));
  for (const char* table : {"keyed", "plain", "taken"}) EXPECT_EQ(rows(table), test::rows_of(*source_, table)) << table;
}
INSTANTIATE_TEST_SUITE_P(Readers, HiddenRowid, testing::Values(RowReader::pages, RowReader::sqlite));

}  // namespace
}  // namespace lite2pg::hidden_rowid_test
