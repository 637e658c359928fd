// Legal SQLite values that other tools lose: one column a trap, each named once, all of them carried when widened.
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "mapping/planning/make_plan.h"
#include "tests/mapping/plan_fixture.h"

namespace lite2pg::torture_test {
namespace {

using namespace test;

struct Trap {
  const char* column;
  const char* declared;
  std::vector<Value> values;
  const char* reason;  ///< By default; empty: carried exactly without any option.
  const char* type;    ///< By default.
  const char* widened_type;
};

const std::vector<Trap> traps = {
    {"unknown type", "STRING", {text("x"), text("")}, "", "text", "text"},
    {"8-byte floats",
     "REAL",
     {real(3.141592653589793), real(16777217.0), real(1e300)},
     "",
     "double precision",
     "double precision"},
    {"negative zero and infinity", "DOUBLE", {real(-0.0), real(HUGE_VAL)}, "", "double precision", "double precision"},
    {"NUL in text", "TEXT", {text("ab"), text(std::string_view("a\0b", 3))}, "NUL byte in text", "text", "bytea"},
    {"bad UTF-8", "TEXT", {text("ab"), text("\xe4")}, "text that is not valid UTF-8", "text", "bytea"},
    {"a year as a time", "DATETIME", {integer(2024), integer(1704164645)}, "", "bigint", "bigint"},
    {"epoch seconds", "DATETIME", {integer(1704164645)}, "", "timestamptz", "timestamptz"},
    {"epoch and text",
     "DATETIME",
     {integer(0), text("2024-01-02 03:04:05")},
     "INTEGER where timestamp needs a time stamp",
     "timestamp",
     "text"},
    {"zero dates", "DATE", {text("0000-00-00"), text("2024-01-02")}, "", "text", "text"},
    {"offsets and none",
     "TIMESTAMP",
     {text("2024-01-02 03:04:05+01:00"), text("2024-01-02 03:04:05")},
     "",
     "text",
     "text"},
    {"seven digits", "DATETIME", {text("2024-01-02 03:04:05.1234567+01:00")}, "", "text", "text"},
    {"text in a blob column", "BLOB", {text("YWJj"), blob("abc")}, "TEXT where bytea needs BLOB", "bytea", "text"},
    {"blobs in a text column", "TEXT", {text("x"), blob("{}")}, "BLOB where text needs TEXT", "text", "text"},
    {"no declared type", "", {real(1.5)}, "", "double precision", "double precision"},
    {"63 bits", "INTEGER", {integer(9223372036854775807)}, "", "bigint", "bigint"},
    {"text in numbers", "INTEGER", {integer(1), text("n/a")}, "TEXT where bigint needs INTEGER", "bigint", "text"},
    {"empty text in numbers",
     "REAL",
     {real(1.5), text("")},
     "empty text where double precision needs a number",
     "double precision",
     "text"},
    {"reals in integers", "INTEGER", {integer(2), real(2.32)}, "", "numeric", "numeric"},
    {"too long", "VARCHAR(3)", {text("four")}, "", "text", "text"},
    {"too many digits", "DECIMAL(5,2)", {real(1234.567)}, "", "numeric", "numeric"},
    {"flag", "BOOLEAN", {integer(0), integer(1)}, "", "boolean", "boolean"},
    {"flag of three", "BOOLEAN", {integer(0), integer(2)}, "", "bigint", "bigint"},
    {"flag in words and numbers",
     "BOOL",
     {integer(0), text("t")},
     "TEXT where boolean needs 0 or 1",
     "boolean",
     "text"},
    {"geometry", "POINT", {blob("\x01\x02")}, "", "bytea", "bytea"},
    {"number in json", "JSON", {integer(123), text("{\"a\":1}")}, "", "text", "text"},
    {"uuid in capitals and small",
     "UUID",
     {text("0f8fad5b-d9cb-469f-a165-70867728950e"), text("0F8FAD5B-D9CB-469F-A165-70867728950E")},
     "",
     "text",
     "text"},
};

PlanFixture torture() {
  PlanFixture fixture;
  std::vector<Column> columns;
  for (const Trap& trap : traps) columns.push_back(make_column(trap.column, trap.declared));
  fixture.add_table("torture", columns);
  for (std::size_t row = 0; row < 3; ++row) {
    std::vector<Value> values;
    for (const Trap& trap : traps) values.push_back(row < trap.values.size() ? trap.values[row] : null());
    fixture.add_row("torture", values);
  }
  return fixture;
}

TEST(Torture, NamesEachTrapOnce) {
  const Plan plan = torture().plan();
  std::map<std::string, std::string> named;
  for (const MisfitReport& m : plan.misfits) {
    EXPECT_TRUE(named.emplace(m.column, m.reason).second) << m.column << " is named twice";
    EXPECT_EQ(m.count, 1U);
    EXPECT_TRUE(m.rowid.starts_with("rowid ")) << m.column;
  }
  for (std::size_t i = 0; i < traps.size(); ++i) {
    EXPECT_EQ(named[traps[i].column], traps[i].reason) << traps[i].column;
    EXPECT_EQ(plan.tables[0].columns[i].type, traps[i].type) << traps[i].column;
    EXPECT_EQ(plan.tables[0].columns[i].fidelity, Fidelity::exact) << traps[i].column;
  }
}

TEST(Torture, CarriesEverythingExactlyWhenWidened) {
  const Plan plan = torture().plan(with_policy(MisfitPolicy::widen));
  EXPECT_TRUE(plan.misfits.empty());
  for (std::size_t i = 0; i < traps.size(); ++i) {
    EXPECT_EQ(plan.tables[0].columns[i].type, traps[i].widened_type) << traps[i].column;
    EXPECT_EQ(plan.tables[0].columns[i].fidelity, Fidelity::exact) << traps[i].column;
  }
}

TEST(Torture, IsSettledByItsOwnRemedies) {
  const Plan refused = torture().plan();
  std::string mapping;
  for (const MisfitReport& m : refused.misfits) mapping += text_of(m.remedy);
  const Plan plan = make_plan(refused.schema, refused.census, {}, mapping);
  EXPECT_TRUE(plan.misfits.empty()) << mapping;
}

}  // namespace
}  // namespace lite2pg::torture_test
