#include "mapping/choice/rejecting_columns.h"

#include <gtest/gtest.h>

#include <array>

namespace lite2pg::rejecting_columns_test {
namespace {

ColumnPlan column(const char* name, Codec codec, int index, MisfitAction action = MisfitAction::reject_row) {
  ColumnPlan c;
  c.source = c.target = name;
  c.source_index = index;
  c.codec = codec;
  c.on_misfit = action;
  return c;
}

TEST(RejectingColumns, NameTheFirstThatDoesNotTakeItsValue) {
  const std::vector<ColumnPlan> columns = {column("n", CodecId::int4, 0), column("d", CodecId::date, 1)};
  RejectingColumns rejecting(columns);
  const auto refusing = [&](const Value& n, const Value& d) {
    const std::array row = {n, d};
    const ColumnPlan* c = rejecting.refusing(row);
    return c == nullptr ? "" : c->source;
  };
  const Value one = Value::of(std::int64_t{1}), day = Value::text("2026-11-28");
  EXPECT_EQ(refusing(one, day), "");
  EXPECT_EQ(refusing(Value::null(), Value::null()), "");
  EXPECT_EQ(refusing(Value::text("x"), day), "n");
  EXPECT_EQ(refusing(Value::text("x"), Value::text("y")), "n");
  EXPECT_EQ(refusing(one, Value::text("2026-02-30")), "d");
  EXPECT_EQ(refusing(Value::of(std::int64_t{1} << 40), day), "n");
}

TEST(RejectingColumns, LeaveOutWhatSetsNoRowAside) {
  ColumnPlan computed = column("g", CodecId::int4, 1);
  computed.generated = true;
  const std::vector<ColumnPlan> columns = {column("n", CodecId::int4, 0, MisfitAction::refuse), computed,
                                           column("x", CodecId::int4, -1)};
  EXPECT_TRUE(RejectingColumns(columns).empty());
}

TEST(RejectingColumns, AskForNullAndLabelsToo) {
  std::vector<ColumnPlan> columns = {column("n", CodecId::int4, 0), column("e", CodecId::text, 1),
                                     column("s", CodecId::int4, 2)};
  columns[0].not_null = true;
  columns[1].labels = {"open", "done"};
  columns[1].label_form = LabelForm::any_case;
  columns[2].not_null = true;
  columns[2].null_as = "0";
  RejectingColumns rejecting(columns);
  const std::array fits = {Value::of(std::int64_t{1}), Value::text("OPEN"), Value::null()};
  EXPECT_EQ(rejecting.refusing(fits), nullptr);
  const std::array null = {Value::null(), Value::text("open"), Value::null()};
  EXPECT_EQ(rejecting.refusing(null), columns.data());
  const std::array label = {Value::of(std::int64_t{1}), Value::text("new"), Value::null()};
  EXPECT_EQ(rejecting.refusing(label), &columns[1]);
}

}  // namespace
}  // namespace lite2pg::rejecting_columns_test
