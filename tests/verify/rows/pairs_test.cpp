#include "verify/rows/pairs.h"

#include <gtest/gtest.h>

#include "verify/rows/readable_value.h"

namespace lite2pg::pairs_test {
namespace {

TablePlan table_of(const std::vector<std::string>& columns) {
  TablePlan table;
  for (const std::string& name : columns) table.columns.emplace_back().source = name;
  return table;
}

LeftRow row_of(const std::vector<Value>& values, bool missing) {
  RowEncoder encoder;
  LeftRow row;
  row.encoding = encoder.encode(values);
  (missing ? row.source : row.target) = 1;
  return row;
}

TEST(RowPairs, TellWhichColumnsOfARowWithoutKeyChanged) {
  const TablePlan table = table_of({"what", "demand", "time"});
  const std::vector<LeftRow> left = {
      row_of({Value::text("a"), Value::of(10.3), Value::of(7.1)}, true),
      row_of({Value::text("b"), Value::of(19.8), Value::of(2.0)}, true),
      row_of({Value::text("b"), Value::of(static_cast<double>(19.8F)), Value::of(2.0)}, false),
      row_of({Value::text("a"), Value::of(static_cast<double>(10.3F)), Value::of(static_cast<double>(7.1F))}, false),
  };
  const RowPairs pairs(table, left);
  const std::string one = "perhaps a changed row: column demand (float4 rounding)";
  const std::string two = "perhaps a changed row: columns demand (float4 rounding), time (float4 rounding)";
  EXPECT_EQ(pairs.cause(left[1]), one);
  EXPECT_EQ(pairs.cause(left[2]), one);
  EXPECT_EQ(pairs.cause(left[0]), two);
  EXPECT_EQ(pairs.cause(left[3]), two);
}

TEST(RowPairs, SayNothingOfRowsThatHaveLittleInCommon) {
  const TablePlan table = table_of({"what", "demand", "time"});
  const std::vector<LeftRow> left = {
      row_of({Value::text("apple"), Value::of(10.3), Value::of(7.1)}, true),
      row_of({Value::text("pear"), Value::of(55.5), Value::of(7.1)}, false),
  };
  EXPECT_EQ(RowPairs(table, left).cause(left[0]), "");
  EXPECT_EQ(RowPairs(table, {left[0]}).cause(left[0]), "");
}

TEST(RowPairs, HalfOfTheColumnsMustBeTheSame) {
  const TablePlan table = table_of({"a", "b", "c", "d"});
  const auto cause = [&](const std::vector<const char*>& other) {
    std::vector<Value> was, is;
    for (const char* text : {"1", "2", "3", "4"}) was.push_back(Value::text(text));
    for (const char* text : other) is.push_back(Value::text(text));
    const std::vector<LeftRow> left = {row_of(was, true), row_of(is, false)};
    return RowPairs(table, left).cause(left[0]);
  };
  EXPECT_EQ(cause({"1", "2", "x", "y"}), "perhaps a changed row: columns c, d");
  EXPECT_EQ(cause({"1", "x", "y", "z"}), "");
}

TEST(RowPairs, OfTwoThatAreEquallyNearTheFirstIsTaken) {
  const TablePlan table = table_of({"a", "b"});
  const std::vector<LeftRow> left = {row_of({Value::text("1"), Value::text("2")}, true),
                                     row_of({Value::text("1"), Value::text("x")}, false),
                                     row_of({Value::text("y"), Value::text("2")}, false)};
  EXPECT_EQ(RowPairs(table, left).cause(left[0]), "perhaps a changed row: column b");
}

TEST(RowPairs, AreSoughtAmongTheFirstFiveHundredThatAreNotTooLong) {
  const TablePlan table = table_of({"a", "b"});
  std::vector<LeftRow> left = {row_of({Value::text("1"), Value::text("2")}, true)};
  LeftRow& too_long = left.emplace_back();
  too_long.target = 1;
  for (int i = 0; i < 499; ++i) left.push_back(row_of({Value::text("x"), Value::text("y")}, false));
  const LeftRow near = row_of({Value::text("1"), Value::text("x")}, false);
  left.push_back(near);
  EXPECT_EQ(RowPairs(table, left).cause(left[0]), "perhaps a changed row: column b");
  left.back() = row_of({Value::text("x"), Value::text("y")}, false);
  left.push_back(near);
  EXPECT_EQ(RowPairs(table, left).cause(left[0]), "");
}

TEST(RowPairs, AreNotForTablesWithAKey) {
  TablePlan table = table_of({"id", "v"});
  table.key = {0};
  const std::vector<LeftRow> left = {row_of({Value::of(std::int64_t{1}), Value::text("x")}, true),
                                     row_of({Value::of(std::int64_t{1}), Value::text("X")}, false)};
  EXPECT_EQ(RowPairs(table, left).cause(left[0]), "");
}

TEST(ReadableValue, ShowsInstantsAsDates) {
  const auto shown = [](CodecId id, std::int64_t micros) {
    std::string scratch;
    const Codec codec(id, TemporalFormat{.unit = TemporalFormat::Unit::any});
    const Value v = readable(codec, Value::of(micros), scratch);
    return std::string(v.bytes());
  };
  EXPECT_EQ(shown(CodecId::timestamptz, 1'704'164'645'250'000), "2024-01-02 03:04:05.25");
  EXPECT_EQ(shown(CodecId::timestamp, -1), "1969-12-31 23:59:59.999999");
  EXPECT_EQ(shown(CodecId::date, 86'400'000'000), "1970-01-02");
  EXPECT_EQ(shown(CodecId::date, 1'000'000), "1970-01-01 00:00:01");  // no date: that must show
  EXPECT_EQ(shown(CodecId::timestamp, 86'400'000'000), "1970-01-02 00:00:00");
  EXPECT_EQ(shown(CodecId::time, 3'600'000'000), "01:00:00");
  std::string scratch;
  EXPECT_EQ(readable({CodecId::int8}, Value::of(std::int64_t{5}), scratch).integer(), 5);
  const Codec seconds(CodecId::timestamp, TemporalFormat{.unit = TemporalFormat::Unit::seconds});
  EXPECT_EQ(readable(seconds, Value::of(std::int64_t{5}), scratch).integer(), 5) << "as the source has it";
}

}  // namespace
}  // namespace lite2pg::pairs_test
