// What a plan promises is what the codecs keep: for columns of random values under every declared type and policy, each
// value is encoded and decoded again, and comes back as the plan's fidelity says.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "mapping/codec/decode/decode.h"
#include "mapping/codec/encode/encode.h"
#include "mapping/value/value_text.h"
#include "tests/mapping/plan_fixture.h"

namespace lite2pg::fidelity_test {
namespace {

using namespace test;

const std::vector<std::string> declared_types = {
    "INTEGER", "SMALLINT", "INT4", "BOOLEAN",  "REAL",        "DECIMAL(7,2)", "NUMERIC", "VARCHAR(4)", "TEXT", "STRING",
    "BLOB",    "DATE",     "TIME", "DATETIME", "TIMESTAMPTZ", "UUID",         "JSON",    "",           "POINT"};

/// Values that are often met together, so that whole columns of one kind arise, and some that spoil them.
const std::vector<std::vector<Value>> pools = {
    {integer(0), integer(1)},
    {integer(-5), integer(70'000), integer(32'767)},
    {integer(9'223'372'036'854'775'807), integer(9'007'199'254'740'993)},
    {real(0.5), real(1.25), real(-123.456), real(1e-7)},
    {real(2.0), real(1e16)},
    {real(-0.0), real(HUGE_VAL), real(5e-324), real(1e300)},
    {text("f"), text("t")},
    {text("Yes"), text("No")},
    {text("on"), text("TRUE"), text("nO")},
    {text("2024-02-29"), text("1999-12-31")},
    {text("2024-01-02 03:04:05"), text("0001-01-01 00:00:00"), text("9999-12-31 23:59:59")},
    {text("2024-01-02 03:04:05.123456"), text("2024-01-02 03:04:05.000000")},
    {text("2024-01-02 03:04:05.120000"), text("2024-01-02 03:04:05")},
    {text("2024-01-02T03:04:05.5Z"), text("2024-01-02T03:04:05.123Z")},
    {text("2024-01-02 03:04:05+05:30"), text("2024-06-02 03:04:05+05:30")},
    {text("2024-01-02 03:04-0800")},
    {text("10:20"), text("23:59")},
    {text("10:20:30.25"), text("24:00:00.00")},
    {text("2024-01-02 24:00:00"), text("2024-01-02T03:04:05.1234567"), text("2024-01-02 03:04:05-00:00")},
    {integer(1'704'164'645), integer(4'000'000'000)},
    {integer(1'704'164'645'123)},
    {integer(1'704'164'645'123'456)},
    {real(1'704'164'645.25), real(1'704'164'645.123456), real(4'102'444'799.999999)},
    {real(1'704'164'645.1234567)},
    {real(2'460'311.5), integer(725'846'400)},
    {text("0f8fad5b-d9cb-469f-a165-70867728950e")},
    {text("0F8FAD5BD9CB469FA16570867728950E")},
    {text("{0f8fad5b-d9cb-469f-a165-70867728950e}")},
    {blob("0123456789abcdef")},
    {text("{\"a\": [1, 2.50]}"), text(" null ")},
    {text("12.50"), text("0.05"), text("-3.00")},
    {text("12"), text("007"), text("1.0"), text("1e+20"), text("-0"), text("Infinity"), text("nan")},
    {text("\\x41"), text("\\xzz"), text("\\")},
    {text("n/a"), text("Zürich"), text("x")},
    {text("")},
    {text(std::string_view("a\0b", 3)), text("\xff\xfe")},
    {blob("abc"), blob("")},
};

std::vector<Value> random_column(std::mt19937& random) {
  std::vector<Value> values;
  const std::size_t mixed = random() % 4 == 0 ? 3 : random() % 3 == 0 ? 2 : 1;
  for (std::size_t n = 0; n < mixed; ++n) {
    const std::vector<Value>& pool = pools[random() % pools.size()];
    for (std::size_t i = 0; i < 1 + random() % 4; ++i) values.push_back(pool[random() % pool.size()]);
  }
  if (random() % 3 == 0) values.push_back(null());
  return values;
}

/// Other columns with --gtest_shuffle --gtest_random_seed=N.
unsigned seed(unsigned n) { return n + 1000 * static_cast<unsigned>(testing::UnitTest::GetInstance()->random_seed()); }

std::string show_all(const std::vector<Value>& values) {
  std::string text;
  for (const Value& v : values) text += show(v) + " ";
  return text;
}

class Round {
 public:
  Round(const ColumnPlan& column, const std::string& context) : column_(column), context_(context) {}

  void check(const Value& v) {
    if (v.is_null()) return;
    FieldBuffer buffer;
    const Encoded encoded = encode(column_.codec, v, buffer);
    ASSERT_EQ(encoded.misfit, Misfit::none)
        << show(v) << " is refused (" << describe(encoded.misfit) << "): " << context_;
    std::string scratch, canonical_scratch;
    const Value back = encoded.null ? Value::null() : decode(column_.codec, buffer.view(), scratch);
    if (column_.fidelity == Fidelity::exact) {
      ASSERT_TRUE(same(back, v)) << show(v) << " comes back as " << show(back) << ": " << context_;
    }
    const Value expected = canonical(column_.codec, v, canonical_scratch);
    ASSERT_TRUE(same(back, expected)) << show(expected) << " expected, came " << show(back) << ": " << context_;
  }

 private:
  const ColumnPlan& column_;
  const std::string& context_;
};

std::string described(const ColumnPlan& c, const std::string& declared, const std::vector<Value>& values) {
  return declared + " -> " + c.type + " by " + to_string(c.codec) + ", " + std::string(name_of(c.fidelity)) + "; " +
         c.evidence + "; " + show_all(values);
}

void check_plan(const Plan& plan, const std::string& declared, const std::vector<Value>& values) {
  const ColumnPlan& c = column_of(plan);
  const std::string context = described(c, declared, values);
  Round round(c, context);
  for (const Value& v : values) {
    round.check(v);
    if (testing::Test::HasFatalFailure()) return;
  }
}

TEST(Fidelity, IsWhatThePlanPromises) {
  std::mt19937 random(seed(41));
  int held = 0;
  for (int i = 0; i < 8'000; ++i) {
    const std::string& declared = declared_types[random() % declared_types.size()];
    const std::vector<Value> values = random_column(random);
    const Plan plan = plan_column(declared, values);
    if (!plan.misfits.empty()) continue;
    ASSERT_EQ(column_of(plan).fidelity, Fidelity::exact) << "nothing else happens without being asked for";
    check_plan(plan, declared, values);
    if (HasFatalFailure()) return;
    ++held;
  }
  EXPECT_GT(held, 2'000);
}

TEST(Fidelity, IsKeptWhenWidened) {
  std::mt19937 random(seed(43));
  for (int i = 0; i < 8'000; ++i) {
    const std::string& declared = declared_types[random() % declared_types.size()];
    const std::vector<Value> values = random_column(random);
    const Plan plan = plan_column(declared, values, with_policy(MisfitPolicy::widen));
    ASSERT_TRUE(plan.misfits.empty()) << declared << ": " << show_all(values);
    check_plan(plan, declared, values);
    if (HasFatalFailure()) return;
  }
}

TEST(Fidelity, IsKeptUnderGivenTypes) {
  const std::vector<std::string> types = {
      "smallint",     "integer",     "bigint", "numeric", "numeric(9,3)", "double precision", "boolean",
      "text",         "varchar(30)", "bytea",  "date",    "time",         "time(3)",          "timestamp",
      "timestamp(2)", "timestamptz", "uuid",   "json",    "jsonb"};
  const std::vector<std::string> formats = {"epoch_s", "epoch_ms", "epoch_us", "julian", "cocoa", "webkit"};
  std::mt19937 random(seed(47));
  int held = 0;
  for (int i = 0; i < 12'000; ++i) {
    const std::string& declared = declared_types[random() % declared_types.size()];
    const std::vector<Value> values = random_column(random);
    std::string mapping = "[table.t.column.c]\ntype = '" + types[random() % types.size()] + "'\n";
    if (random() % 3 == 0) mapping += "format = '" + formats[random() % formats.size()] + "'\n";
    if (random() % 8 == 0) mapping += "empty_as_null = true\n";
    if (random() % 8 == 0) mapping += "bad_text = 'replace'\n";
    const Plan plan = plan_column(declared, values, {}, mapping);
    if (!plan.misfits.empty()) continue;
    check_plan(plan, declared, values);
    if (HasFatalFailure()) return;
    ++held;
  }
  EXPECT_GT(held, 2'000);
}

}  // namespace
}  // namespace lite2pg::fidelity_test
