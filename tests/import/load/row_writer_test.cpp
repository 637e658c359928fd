#include "import/load/row_writer.h"

#include <gtest/gtest.h>

namespace lite2pg::row_writer_test {
namespace {

TablePlan table() {
  TablePlan plan;
  for (int c = 0; c < 2; ++c) {
    ColumnPlan& column = plan.columns.emplace_back();
    column.source_index = c;
    column.codec = c == 0 ? CodecId::int2 : CodecId::text;
    column.type = c == 0 ? "smallint" : "text";
  }
  return plan;
}

std::string written(const TablePlan& plan, const std::vector<Value>& row) {
  FieldBuffer out;
  EXPECT_EQ(RowWriter(plan).write(row, out).reason, Misfit::none);
  return std::string(out.view());
}

TEST(RowWriter, WritesTuplesOfTheBinaryFormat) {
  EXPECT_EQ(written(table(), {Value::of(std::int64_t{258}), Value::text("ab")}),
            std::string("\x00\x02\x00\x00\x00\x02\x01\x02\x00\x00\x00\x02"
                        "ab",
                        14));
  EXPECT_EQ(written(table(), {Value::null(), Value::text("")}),
            std::string("\x00\x02\xff\xff\xff\xff\x00\x00\x00\x00", 10));
}

TEST(RowWriter, LeavesTheBufferAloneWhenAValueDoesNotFit) {
  FieldBuffer out;
  out.append("before");
  const std::vector<Value> row = {Value::of(std::int64_t{40000}), Value::text("x")};
  const RowMisfit misfit = RowWriter(table()).write(row, out);
  EXPECT_NE(misfit.reason, Misfit::none);
  EXPECT_EQ(misfit.column, 0);
  EXPECT_EQ(out.view(), "before");
}

TEST(RowWriter, ANullInANotNullColumnDoesNotFit) {
  TablePlan plan = table();
  plan.columns[1].not_null = true;
  FieldBuffer out;
  const std::vector<Value> row = {Value::of(std::int64_t{1}), Value::null()};
  EXPECT_EQ(RowWriter(plan).write(row, out).reason, Misfit::not_null);
}

TEST(RowWriter, SetsNullWhereTheMappingAsksForIt) {
  TablePlan plan = table();
  plan.columns[0].on_misfit = MisfitAction::set_null;
  EXPECT_EQ(written(plan, {Value::of(std::int64_t{40000}), Value::text("")}),
            std::string("\x00\x02\xff\xff\xff\xff\x00\x00\x00\x00", 10));
}

TEST(RowWriter, LeavesOutWhatTheTargetComputes) {
  TablePlan plan = table();
  plan.columns[1].generated = true;
  EXPECT_EQ(written(plan, {Value::of(std::int64_t{1}), Value::text("x")}),
            std::string("\x00\x01\x00\x00\x00\x02\x00\x01", 8));
}

std::string line(const TablePlan& plan, const std::vector<Value>& row) {
  FieldBuffer out;
  EXPECT_EQ(RowWriter(plan, true).write(row, out).reason, Misfit::none);
  return std::string(out.view());
}

TEST(RowWriter, WritesLinesOfTheTextFormat) {
  EXPECT_EQ(line(table(), {Value::of(std::int64_t{258}), Value::text("a\tb")}), "258\ta\\tb\n");
  EXPECT_EQ(line(table(), {Value::null(), Value::text("\\N")}), "\\N\t\\\\N\n");
}

TEST(RowWriter, ALineTakesWhatATupleTakes) {
  TablePlan plan = table();
  plan.columns[1].labels = {"glad", "sad"};
  EXPECT_EQ(line(plan, {Value::of(std::int64_t{1}), Value::text("sad")}), "1\tsad\n");
  FieldBuffer out;
  out.append("before");
  const std::vector<Value> row = {Value::of(std::int64_t{1}), Value::text("angry")};
  EXPECT_EQ(RowWriter(plan, true).write(row, out).column, 1);
  EXPECT_EQ(out.view(), "before");
  plan.columns[1].on_misfit = MisfitAction::set_null;
  EXPECT_EQ(line(plan, row), "1\t\\N\n");
}

TEST(RowWriter, ALineHasArraysThatJsonStandsFor) {
  TablePlan plan = table();
  plan.columns[1].codec = CodecId::jsonb;
  plan.columns[1].via_json = true;
  EXPECT_EQ(line(plan, {Value::of(std::int64_t{1}), Value::text(R"([["a",null],[1,"b\"c"]])")}),
            "1\t{{\"a\",NULL},{\"1\",\"b\\\\\"c\"}}\n");
}

}  // namespace
}  // namespace lite2pg::row_writer_test
