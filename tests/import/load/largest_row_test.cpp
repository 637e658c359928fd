#include "import/load/largest_row.h"

#include <gtest/gtest.h>

#include "mapping/plan/row_size.h"
#include "tests/import/load/memory_source.h"

namespace lite2pg::test::largest_row_test {
namespace {

TablePlan table_of(const std::vector<Codec>& codecs) {
  TablePlan table;
  for (const Codec& codec : codecs) {
    ColumnPlan& column = table.columns.emplace_back();
    column.source_index = static_cast<int>(table.columns.size()) - 1;
    column.codec = codec;
  }
  return table;
}

TEST(LargestRow, CountsHeaderAndFixedSizes) {
  const std::vector<Value> row = {Value::of(std::int64_t{1}), Value::of(std::int64_t{2}), Value::null()};
  EXPECT_EQ(least_row_bytes(table_of({CodecId::int2, CodecId::int8, CodecId::int8}), row), 24U + 2 + 8);
}

TEST(LargestRow, ColumnsThatTheTargetComputesTakeNothing) {
  TablePlan table = table_of({CodecId::int8, CodecId::int8});
  table.columns[1].source_index = -1;
  const std::vector<Value> row = {Value::of(std::int64_t{1})};
  EXPECT_EQ(least_row_bytes(table, row), 24U + 8);
}

TEST(LargestRow, NamesTheRowThatNeedsMost) {
  MemorySource source;
  source.add_table("users", 100);
  const TablePlan table = table_of({CodecId::int8, CodecId::text});
  const auto reader = source.reader();
  const auto cursor = reader->scan(source.schema().tables[0], {});
  EXPECT_EQ(largest_row(table, *cursor), "rowid 100, which needs at least 41 bytes")
      << "'name 100' is the longest name";
}

TEST(LargestRow, SaysNothingOfAnEmptyTable) {
  MemorySource source;
  source.add_table("users", 0);
  const auto reader = source.reader();
  const auto cursor = reader->scan(source.schema().tables[0], {});
  EXPECT_EQ(largest_row(table_of({CodecId::int8, CodecId::text}), *cursor), "");
}

}  // namespace
}  // namespace lite2pg::test::largest_row_test
