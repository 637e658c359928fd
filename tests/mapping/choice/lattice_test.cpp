#include "mapping/choice/lattice.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/mapping/plan_fixture.h"

namespace lite2pg::lattice_test {
namespace {

using namespace test;

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
constexpr double infinity = std::numeric_limits<double>::infinity();

struct Case {
  const char* declared;
  std::vector<Value> values;
  const char* type;  ///< By default, without any option.
  const char* codec;
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.declared << " -> " << c.type; }

class ExactChoice : public testing::TestWithParam<Case> {};

TEST_P(ExactChoice, IsMadeWithoutAnyOption) {
  const Plan plan = plan_column(GetParam().declared, GetParam().values);
  const ColumnPlan& c = column_of(plan);
  EXPECT_EQ(c.type, GetParam().type) << c.evidence;
  EXPECT_EQ(to_string(c.codec), GetParam().codec);
  EXPECT_EQ(c.fidelity, Fidelity::exact);
  EXPECT_TRUE(plan.misfits.empty()) << plan.misfits[0].reason;
}

INSTANTIATE_TEST_SUITE_P(Integers, ExactChoice,
                         testing::Values(Case{"INTEGER", {}, "bigint", "int8"},
                                         Case{"INTEGER", {integer(1), null()}, "bigint", "int8"},
                                         Case{"BIGINT", {integer(largest)}, "bigint", "int8"},
                                         Case{"SMALLINT", {integer(-32768), integer(32767)}, "smallint", "int2"},
                                         Case{"SMALLINT", {integer(32768)}, "integer", "int4"},
                                         Case{"INT2", {integer(largest)}, "bigint", "int8"},
                                         Case{"MEDIUMINT", {integer(2147483647)}, "integer", "int4"},
                                         Case{"INT4", {integer(2147483648)}, "bigint", "int8"},
                                         Case{"INTEGER", {integer(1), real(1.5)}, "numeric", "numeric(mixed)"},
                                         Case{"INTEGER", {real(1e300)}, "numeric", "numeric(real)"}));

INSTANTIATE_TEST_SUITE_P(Booleans, ExactChoice,
                         testing::Values(Case{"BOOLEAN", {}, "boolean", "boolean_number"},
                                         Case{"BOOL", {integer(0), integer(1), null()}, "boolean", "boolean_number"},
                                         Case{"BIT", {integer(2)}, "bigint", "int8"},
                                         Case{"BOOLEAN", {text("t"), text("f")}, "boolean", "boolean_word(t_f)"},
                                         Case{"BOOLEAN", {text("Yes"), text("No")}, "boolean", "boolean_word(Yes_No)"},
                                         Case{"TINYINT(1)", {integer(1)}, "boolean", "boolean_number"},
                                         Case{"BOOLEAN", {text("t"), text("true")}, "text", "text"},
                                         Case{"BOOLEAN", {text("maybe")}, "text", "text"},
                                         Case{"BOOLEAN", {integer(0), real(0.5)}, "numeric", "numeric(mixed)"}));

INSTANTIATE_TEST_SUITE_P(
    Numbers, ExactChoice,
    testing::Values(Case{"REAL", {}, "double precision", "float8(real)"},
                    Case{"REAL", {real(0.1), real(-0.0), real(infinity)}, "double precision", "float8(real)"},
                    Case{"DOUBLE", {integer(1), real(0.5)}, "double precision", "float8(mixed)"},
                    Case{"FLOAT", {integer(9007199254740993), real(0.5)}, "numeric", "numeric(mixed)"},
                    Case{"DECIMAL(5,2)", {real(999.99), integer(-5)}, "numeric(5,2)", "numeric(5,2,mixed)"},
                    Case{"DECIMAL(5,2)", {real(0.125)}, "numeric", "numeric(real)"},
                    Case{"DECIMAL(5,2)", {integer(1000)}, "numeric", "numeric"},
                    Case{"NUMERIC", {integer(3)}, "numeric", "numeric"},
                    Case{"MONEY", {real(19.99)}, "numeric", "numeric(real)"},
                    Case{"DECIMAL(6,2)", {text("12.50"), text("0.99")}, "numeric(6,2)", "numeric_text(6,2)"},
                    Case{"DECIMAL(6,2)", {text("12.5")}, "numeric", "numeric_text"}));

INSTANTIATE_TEST_SUITE_P(
    Texts, ExactChoice,
    testing::Values(Case{"VARCHAR(5)", {text("Züric")}, "varchar(5)", "text(5)"},
                    Case{"VARCHAR(5)", {text("Zürich")}, "text", "text"}, Case{"CHAR(1)", {}, "varchar(1)", "text(1)"},
                    Case{"VARCHAR", {text("x")}, "text", "text"}, Case{"TEXT", {text(""), text("x")}, "text", "text"},
                    Case{"STRING", {integer(12), text("x")}, "text", "text_number"}, Case{"CLOB", {}, "text", "text"},
                    Case{"BLOB", {blob("x")}, "bytea", "bytea"}, Case{"BLOB", {text("x")}, "text", "text"},
                    Case{"UUID", {text("0f8fad5b-d9cb-469f-a165-70867728950e")}, "uuid", "uuid_text(hyphens)"},
                    Case{"UUID", {blob("0123456789abcdef")}, "uuid", "uuid_blob"},
                    Case{"UUID", {text("x")}, "text", "text"}, Case{"GUID", {blob("x")}, "bytea", "bytea"},
                    Case{"UUID",
                         {text("0f8fad5b-d9cb-469f-a165-70867728950e"), text("0F8FAD5BD9CB469FA16570867728950E")},
                         "text",
                         "text"},
                    Case{"JSON", {text("{\"a\": 1}"), text("[]")}, "json", "json"},
                    Case{"JSON", {text("{"), text("[]")}, "text", "text"},
                    Case{"JSON", {integer(123), text("[]")}, "text", "text_number"}));

INSTANTIATE_TEST_SUITE_P(
    Times, ExactChoice,
    testing::Values(
        Case{"DATE", {}, "date", "date"}, Case{"DATE", {text("2024-02-29")}, "date", "date"},
        Case{"DATE", {text("0000-00-00")}, "text", "text"},
        Case{"DATE", {text("2024-02-29 10:00:00")}, "timestamp", "timestamp(space,seconds)"},
        Case{"TIME", {text("10:00"), text("11:30")}, "time", "time(minutes)"},
        Case{"DATETIME", {}, "timestamp", "timestamp(space,seconds)"},
        Case{"DATETIME", {text("2024-01-02 03:04:05")}, "timestamp", "timestamp(space,seconds)"},
        Case{"DATETIME", {text("2024-01-02")}, "timestamp", "timestamp(midnight)"},
        Case{"DATETIME",
             {text("2024-01-02 03:04:05.5"), text("2024-01-02 03:04:05.123456")},
             "timestamp",
             "timestamp(space,seconds,trimmed6)"},
        Case{"DATETIME", {text("2024-01-02T03:04:05Z")}, "timestamptz", "timestamptz(T,seconds,z)"},
        Case{"TIMESTAMPTZ", {text("2024-01-02 03:04:05+02:00")}, "timestamptz", "timestamptz(space,seconds,+02:00)"},
        Case{"TIMESTAMPTZ", {text("2024-01-02 03:04:05")}, "timestamp", "timestamp(space,seconds)"},
        Case{"DATETIME", {text("2024-01-02 03:04:05+02:00"), text("2024-01-02 03:04:05+01:00")}, "text", "text"},
        Case{"DATETIME", {text("2024-01-02 03:04:05"), text("2024-01-02T03:04:05")}, "text", "text"},
        Case{"DATETIME", {text("")}, "text", "text"},
        Case{"DATETIME", {integer(1704164645)}, "timestamptz", "timestamptz(epoch_s)"},
        Case{"TIMESTAMP", {integer(1704164645123)}, "timestamptz", "timestamptz(epoch_ms)"},
        Case{"DATETIME", {integer(1704164645123456)}, "timestamptz", "timestamptz(epoch_us)"},
        Case{"DATETIME", {real(1704164645.25), integer(1704164645)}, "timestamptz", "timestamptz(epoch_s,mixed)"},
        Case{"DATE", {integer(1704164645123)}, "timestamptz", "timestamptz(epoch_ms)"},
        Case{"DATETIME", {integer(2024)}, "bigint", "int8"},
        Case{"DATETIME", {integer(1704164645), integer(1704164645123)}, "bigint", "int8"},
        Case{"DATETIME", {real(725846400.5)}, "double precision", "float8(real)"},
        Case{"DATETIME", {real(2460311.5)}, "double precision", "float8(real)"},
        Case{"DATETIME", {blob("x")}, "bytea", "bytea"}));

INSTANTIATE_TEST_SUITE_P(Undeclared, ExactChoice,
                         testing::Values(Case{"", {}, "text", "text"}, Case{"POINT", {}, "bigint", "int8"},
                                         Case{"ANY", {}, "numeric", "numeric"},
                                         Case{"", {integer(1)}, "bigint", "int8"},
                                         Case{"", {real(1.5)}, "double precision", "float8(real)"},
                                         Case{"", {text("x")}, "text", "text"},
                                         Case{"POINT", {blob("x")}, "bytea", "bytea"},
                                         Case{"intege", {integer(1), real(1.5)}, "numeric", "numeric(mixed)"}));

struct MisfitCase {
  const char* declared;
  std::vector<Value> values;
  const char* type;    ///< What the column should be.
  const char* reason;  ///< Why it is not.
  std::uint64_t count;
  const char* widened_type;
  const char* widened_codec;
  Fidelity widened_fidelity;
};

void PrintTo(const MisfitCase& c, std::ostream* out) { *out << c.declared << ": " << c.reason; }

class MisfitChoice : public testing::TestWithParam<MisfitCase> {};

TEST_P(MisfitChoice, IsRefusedByDefault) {
  const Plan plan = plan_column(GetParam().declared, GetParam().values);
  ASSERT_EQ(plan.misfits.size(), 1U);
  EXPECT_EQ(column_of(plan).type, GetParam().type);
  EXPECT_EQ(plan.misfits[0].reason, GetParam().reason);
  EXPECT_EQ(plan.misfits[0].count, GetParam().count);
  EXPECT_EQ(plan.misfits[0].remedy.at(0).section, "[table.\"t\".column.\"c\"]");
}

TEST_P(MisfitChoice, AlwaysLandsWhenWidened) {
  const Plan plan = plan_column(GetParam().declared, GetParam().values, with_policy(MisfitPolicy::widen));
  EXPECT_TRUE(plan.misfits.empty());
  EXPECT_EQ(column_of(plan).type, GetParam().widened_type);
  EXPECT_EQ(to_string(column_of(plan).codec), GetParam().widened_codec);
  EXPECT_EQ(column_of(plan).fidelity, GetParam().widened_fidelity);
  EXPECT_NE(column_of(plan).evidence.find("widened"), std::string::npos);
}

TEST_P(MisfitChoice, KeepsItsTypeWhenRowsAreRejected) {
  const Plan plan = plan_column(GetParam().declared, GetParam().values, with_policy(MisfitPolicy::reject));
  EXPECT_TRUE(plan.misfits.empty());
  EXPECT_EQ(column_of(plan).type, GetParam().type);
  EXPECT_EQ(column_of(plan).on_misfit, MisfitAction::reject_row);
}

TEST_P(MisfitChoice, OffersLinesThatResolveIt) {
  const Plan refused = plan_column(GetParam().declared, GetParam().values);
  const Plan plan = plan_column(GetParam().declared, GetParam().values, {}, text_of(refused.misfits.at(0).remedy));
  EXPECT_TRUE(plan.misfits.empty()) << text_of(refused.misfits[0].remedy);
}

const Value with_nul = text({"a\0b", 3});

INSTANTIATE_TEST_SUITE_P(
    Lattice, MisfitChoice,
    testing::Values(
        MisfitCase{"INTEGER",
                   {integer(1), text("n/a")},
                   "bigint",
                   "TEXT where bigint needs INTEGER",
                   1,
                   "text",
                   "text_number",
                   Fidelity::exact},
        MisfitCase{"INTEGER",
                   {integer(1), text("")},
                   "bigint",
                   "empty text where bigint needs INTEGER",
                   1,
                   "text",
                   "text_number",
                   Fidelity::exact},
        MisfitCase{"INTEGER",
                   {text("0f8fad5b"), text("x")},
                   "bigint",
                   "TEXT where bigint needs INTEGER",
                   2,
                   "text",
                   "text",
                   Fidelity::exact},
        MisfitCase{"INTEGER",
                   {integer(1), real(1.5), text("x")},
                   "numeric",
                   "TEXT where numeric needs a number",
                   1,
                   "text",
                   "text_number(mixed)",
                   Fidelity::exact},
        MisfitCase{"NUMERIC",
                   {integer(5), real(1e16)},
                   "numeric",
                   "REALs with an integral value beside INTEGERs come back as INTEGER",
                   1,
                   "text",
                   "text_number(mixed)",
                   Fidelity::exact},
        MisfitCase{"DECIMAL",
                   {real(1.5), real(infinity)},
                   "numeric",
                   "Infinity where numeric needs a finite number",
                   1,
                   "double precision",
                   "float8(real)",
                   Fidelity::exact},
        MisfitCase{"REAL",
                   {real(1.5), text("x")},
                   "double precision",
                   "TEXT where double precision needs a number",
                   1,
                   "text",
                   "text_number(real)",
                   Fidelity::exact},
        MisfitCase{"BOOLEAN",
                   {integer(1), text("t")},
                   "boolean",
                   "TEXT where boolean needs 0 or 1",
                   1,
                   "text",
                   "text_number",
                   Fidelity::exact},
        MisfitCase{
            "TEXT", {text("x"), with_nul}, "text", "NUL byte in text", 1, "bytea", "text_bytes", Fidelity::exact},
        MisfitCase{"VARCHAR(9)",
                   {text("\xff")},
                   "varchar(9)",
                   "text that is not valid UTF-8",
                   1,
                   "bytea",
                   "text_bytes",
                   Fidelity::exact},
        MisfitCase{"TEXT",
                   {text("x"), blob("y")},
                   "text",
                   "BLOB where text needs TEXT",
                   1,
                   "text",
                   "text_number",
                   Fidelity::exact},
        MisfitCase{"TEXT",
                   {text("12"), blob("y")},
                   "text",
                   "BLOB where text needs TEXT",
                   1,
                   "text",
                   "text_number",
                   Fidelity::equivalent},
        MisfitCase{"BLOB",
                   {text("x"), blob("y"), blob("z")},
                   "bytea",
                   "TEXT where bytea needs BLOB",
                   1,
                   "text",
                   "text_number",
                   Fidelity::exact},
        MisfitCase{"DATETIME",
                   {integer(0), text("2024-01-02 03:04:05")},
                   "timestamp",
                   "INTEGER where timestamp needs a time stamp",
                   1,
                   "text",
                   "text_number",
                   Fidelity::exact},
        MisfitCase{"",
                   {integer(1), text("7"), text("z")},
                   "text",
                   "INTEGER where text needs TEXT",
                   1,
                   "text",
                   "text_number",
                   Fidelity::equivalent},
        MisfitCase{"",
                   {integer(1), with_nul, integer(2)},
                   "bigint",
                   "TEXT where bigint needs INTEGER",
                   1,
                   "text",
                   "text_number",
                   Fidelity::equivalent}));

}  // namespace
}  // namespace lite2pg::lattice_test
