#include "sync/back/value_rule.h"

#include <gtest/gtest.h>

#include <cmath>

namespace lite2pg::value_rule_test {
namespace {

/// What a rule says of values of one column "c".
class ValueRuleTest : public testing::Test {
 protected:
  void make(const std::string& declared, Codec codec, BackMisfit policy = BackMisfit::refuse, bool not_null = false) {
    table_.name = "t";
    table_.columns = {Column{}};
    table_.columns[0].name = "c";
    table_.columns[0].declared_type = declared;
    table_.columns[0].not_null = not_null;
    written_.source = &table_;
    ColumnPlan plan;
    plan.source_index = 0;
    plan.codec = std::move(codec);
    written_.plan.columns = {plan};
    rule_.emplace(written_, 0, policy, stored_);
  }
  std::string reason(const Value& v, bool foreign = false) {
    RowDecoder::Field field{v, foreign};
    return rule_->look_at(field).reason;
  }

  Table table_;
  WrittenTable written_;
  StoredForm stored_;
  std::optional<ValueRule> rule_;
};

TEST_F(ValueRuleTest, WhatIsNoNumberHasNoPlaceAmongNumbers) {
  make("NUMERIC", *parse_codec("numeric(mixed)"));
  EXPECT_EQ(reason(Value::of(1.5)), "");
  EXPECT_NE(reason(Value::text("NaN")), "");
  EXPECT_NE(reason(Value::blob("x"), true), "");
}

TEST_F(ValueRuleTest, WidenTakesTextThatStaysText) {
  make("NUMERIC", *parse_codec("numeric(mixed)"), BackMisfit::widen);
  EXPECT_EQ(reason(Value::text("NaN")), "");
  EXPECT_EQ(rule_->widened(), 1U);
  EXPECT_NE(reason(Value::text("0.12345678901234567890")), "");  // SQLite would round it.
  EXPECT_EQ(rule_->widened(), 1U);
}

TEST_F(ValueRuleTest, DatesHaveAYearOfFourDigits) {
  make("DATE", CodecId::date);
  EXPECT_EQ(reason(Value::text("2024-05-01")), "");
  for (const char* odd : {"infinity", "-infinity", "12026-01-01", "0044-03-15 BC", "-0043-03-15"}) {
    EXPECT_NE(reason(Value::text(odd)), "") << odd;
  }
}

TEST_F(ValueRuleTest, OddDatesAreWidenedWhereALedgerTellsOfThem) {
  make("DATE", CodecId::date, BackMisfit::widen);
  EXPECT_EQ(reason(Value::text("0044-03-15 BC")), "");
  written_.derived = true;
  rule_.emplace(written_, 0, BackMisfit::widen, stored_);
  EXPECT_EQ(reason(Value::text("-infinity")), "");
  EXPECT_NE(reason(Value::text("0044-03-15 BC")), "");
}

TEST_F(ValueRuleTest, BoundsOfAnRTreeHave32Bits) {
  table_.kind = TableKind::rtree;
  make("REAL", {CodecId::float8, NumberForm::real}, BackMisfit::refuse, true);
  for (const double kept : {0.0, -0.0, 1.5, 0.10000000149011612, -3.4028234663852886e38, HUGE_VAL}) {
    EXPECT_EQ(reason(Value::of(kept)), "") << kept;
  }
  for (const double other : {0.1, 1e39, 1e-60}) EXPECT_NE(reason(Value::of(other)), "") << other;
  make("INT", {CodecId::int8, NumberForm::integer}, BackMisfit::refuse, true);
  EXPECT_EQ(reason(Value::of(std::int64_t{-2147483648})), "");
  EXPECT_NE(reason(Value::of(std::int64_t{2147483648})), "");
}

TEST_F(ValueRuleTest, AuxiliaryColumnsOfAnRTreeKeepAllValues) {
  table_.kind = TableKind::rtree;
  make("", CodecId::text);
  EXPECT_EQ(reason(Value::of(-0.0)), "");
  EXPECT_EQ(reason(Value::text("007")), "");
}

TEST_F(ValueRuleTest, WhatSqliteWouldChangeIsRefused) {
  make("INTEGER", CodecId::text);
  EXPECT_EQ(reason(Value::text("abc")), "");
  EXPECT_EQ(reason(Value::text("007")), "SQLite would store it as 7: the column has INTEGER affinity");
  make("REAL", *parse_codec("float8(real)"));
  EXPECT_NE(reason(Value::of(-0.0)), "");
  make("TEXT", CodecId::text);
  EXPECT_EQ(reason(Value::text("007")), "");
}

TEST_F(ValueRuleTest, WhatStandsForTheSameMayBeRespelled) {
  make("TEXT", *parse_codec("int8(spelled)"));
  EXPECT_EQ(reason(Value::of(std::int64_t{7})), "");  // '7' in SQLite, which the codec reads as 7.
}

TEST_F(ValueRuleTest, NullWhereSqliteSaysNotNull) {
  make("TEXT", CodecId::text, BackMisfit::refuse, true);
  EXPECT_NE(reason(Value::null()), "");
  make("TEXT", CodecId::text);
  EXPECT_EQ(reason(Value::null()), "");
}

TEST_F(ValueRuleTest, LabelsThatStoodAsNumbersGoBackAsNumbers) {
  make("INTEGER", CodecId::text);
  written_.plan.columns[0].labels = {"new", "done"};
  written_.plan.columns[0].label_form = LabelForm::number;
  rule_.emplace(written_, 0, BackMisfit::refuse, stored_);
  RowDecoder::Field field{Value::text("done"), false};
  EXPECT_EQ(rule_->look_at(field).reason, "");
  EXPECT_EQ(field.value.storage(), StorageClass::integer);
  EXPECT_EQ(field.value.integer(), 2);
  EXPECT_NE(reason(Value::text("lost")), "");
}

}  // namespace
}  // namespace lite2pg::value_rule_test
