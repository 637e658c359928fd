#include "verify/comparison/derive_plan.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lite2pg::derive_plan_test {
namespace {

ColumnCensus census_of(const std::vector<Value>& values, std::string_view declared = "") {
  ColumnCensus census(read_declared_type(declared));
  std::int64_t row = 0;
  for (const Value& v : values) census.add(v, ++row);
  return census;
}

TargetColumn column(std::string base) {
  TargetColumn c;
  c.name = "c";
  c.type = c.base = std::move(base);
  return c;
}

std::string derived(const std::vector<Value>& values, const std::string& base, std::string_view declared = "") {
  return to_string(derive_codec(census_of(values, declared), column(base)).codec);
}

const Value one = Value::of(std::int64_t{1});
const Value half = Value::of(0.5);
const Value word = Value::text("yes");
const Value blob = Value::blob("x");
const Value instant = Value::text("2024-01-02 10:00:00");

TEST(DerivePlan, ChoosesCodecsByTypeAndStorageClasses) {
  EXPECT_EQ(derived({one}, "int4"), "int4");
  EXPECT_EQ(derived({one}, "int8"), "int8");
  EXPECT_EQ(derived({one}, "bool"), "boolean_number");
  EXPECT_EQ(derived({word}, "bool"), "boolean_word(mixed)");
  EXPECT_EQ(derived({half}, "float8"), "float8(real)");
  EXPECT_EQ(derived({half, one}, "float8"), "float8(either)");
  EXPECT_EQ(derived({half}, "float4"), "float4(spelled)");
  EXPECT_EQ(derived({half, one}, "numeric"), "numeric(either)");
  EXPECT_EQ(derived({word}, "numeric"), "numeric(spelled)");
  EXPECT_EQ(derived({Value::text("12.50")}, "numeric", "DECIMAL"), "numeric_text");
  EXPECT_EQ(derived({word}, "inet"), "inet");
  EXPECT_EQ(derived({word}, "text"), "text");
  EXPECT_EQ(derived({word}, "bpchar"), "text");
  EXPECT_EQ(derived({word, one}, "text"), "text_number");
  EXPECT_EQ(derived({blob}, "bytea"), "bytea");
  EXPECT_EQ(derived({word}, "bytea"), "text_bytes");
  EXPECT_EQ(derived({word, blob}, "bytea"), "bytea_or_text");
  EXPECT_EQ(derived({blob}, "uuid"), "uuid_blob");
  EXPECT_EQ(derived({word}, "jsonb"), "jsonb");
}

TEST(DerivePlan, SpellsInstantsAsTheSourceDoesWhereTheTypeKeepsThat) {
  EXPECT_EQ(derived({instant}, "timestamp", "DATETIME"), "timestamp(space,seconds)");
  const DerivedCodec zoned = derive_codec(census_of({instant}, "DATETIME"), column("timestamptz"));
  EXPECT_EQ(to_string(zoned.codec), "timestamptz(any)");
  EXPECT_EQ(zoned.assumption, "text without a zone is taken as UTC");
}

TEST(DerivePlan, ReadsNumbersAsInstantsByTheirSize) {
  const auto unit = [](std::int64_t v) { return derived({Value::of(v)}, "timestamptz"); };
  EXPECT_EQ(unit(1'704'164'645), "timestamptz(epoch_s)");
  EXPECT_EQ(unit(1'704'164'645'123), "timestamptz(epoch_ms)");
  EXPECT_EQ(unit(1'704'164'645'123'456), "timestamptz(epoch_us)");
  EXPECT_FALSE(
      derive_codec(census_of({Value::of(std::int64_t{1'704'164'645})}), column("timestamp")).assumption.empty());
}

TEST(DerivePlan, ComparesUnknownTypesByTheirText) {
  const DerivedCodec d = derive_codec(census_of({word}), column("ltree"));
  EXPECT_TRUE(d.via_text);
  EXPECT_FALSE(d.assumption.empty());
  TargetColumn mood = column("mood");
  mood.is_enum = true;
  EXPECT_FALSE(derive_codec(census_of({word}), mood).via_text);
}

class AdaptPlan : public testing::Test {
 protected:
  AdaptPlan() {
    TablePlan& t = plan_.tables.emplace_back();
    t.source = t.target = "People";
    ColumnPlan& c = t.columns.emplace_back();
    c.source = c.target = "Age";
    c.source_index = 0;
    c.codec.become(CodecId::int8);
    c.type = "bigint";
    plan_.census.push_back({"People", 1, {census_of({one})}});
    catalog_.tables.push_back({"people", 'r', 1, 1, {column("int8")}});
    catalog_.tables[0].columns[0].name = "age";
  }
  const ColumnPlan& adapted() {
    adapt_plan(plan_, catalog_, assumptions_);
    return plan_.tables[0].columns[0];
  }

  Plan plan_;
  TargetCatalog catalog_;
  std::vector<std::string> assumptions_;
};

TEST_F(AdaptPlan, TakesTheTargetsSpellingOfNames) {
  EXPECT_EQ(adapted().target, "age");
  EXPECT_EQ(plan_.tables[0].target, "people");
  EXPECT_EQ(to_string(adapted().codec), "int8");
}

TEST_F(AdaptPlan, FollowsTheTypeThatTheTargetHas) {
  catalog_.tables[0].columns[0] = {"age", "real", "float4", false, false, false, false};
  EXPECT_EQ(to_string(adapted().codec), "float4(spelled)");
  ASSERT_EQ(assumptions_.size(), 1U);
  EXPECT_EQ(assumptions_[0], "People.Age: numbers are those of the 4-byte float");
}

TEST_F(AdaptPlan, LeavesAmbiguousNamesAlone) {
  catalog_.tables.push_back(catalog_.tables[0]);
  catalog_.tables[1].name = "PEOPLE";
  (void)adapted();
  EXPECT_EQ(plan_.tables[0].target, "People");
}

}  // namespace
}  // namespace lite2pg::derive_plan_test
