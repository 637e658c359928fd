#include "mapping/choice/mapping_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/error.h"
#include "mapping/documents/mapping_template.h"
#include "mapping/planning/make_plan.h"
#include "tests/mapping/plan_fixture.h"

namespace lite2pg::mapping_file_test {
namespace {

using namespace test;
using testing::HasSubstr;

/// What the file's reader says; "" when it is content.
std::string complaint(std::string_view toml) {
  try {
    (void)MappingFile::parse(toml);
    return "";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ExitCode::usage);
    return e.what() + (e.hint().empty() ? "" : " (" + e.hint() + ")");
  }
}

ColumnRule rule_of(std::string_view toml, std::string_view table, const std::string& column) {
  return MappingFile::parse(toml).column_rule(table, make_column(column, "INTEGER"), PlanOptions{});
}

TEST(MappingFile, ReadsEveryKey) {
  const MappingFile file = MappingFile::parse(R"(
    [identifiers]
    style = "snake"
    [defaults]
    on_misfit = "widen"
    empty_text = "null"
    [objects]
    skip = ["idx_*", "orders.total_check"]
    [table."orders"]
    target = "bookings"
    [table."log"]
    skip = true
    [table."orders".column."when"]
    target = "at"
    type = "timestamptz"
    format = "cocoa"
    empty_as_null = true
    null_on_misfit = true
    on_misfit = "reject"
    [table."orders".column."ok"]
    type = "boolean"
    words = "yes_no"
    [table."orders".column."note"]
    encoding = "latin1"
    [table."orders".column."old"]
    skip = true
    bad_text = "strip"
  )");
  const PlanOptions options = file.apply({});
  EXPECT_EQ(options.identifiers, IdentifierStyle::snake);
  EXPECT_EQ(options.on_misfit, MisfitPolicy::widen);
  EXPECT_EQ(options.empty_text, EmptyText::null);
  EXPECT_EQ(file.table_rule("orders").target, "bookings");
  EXPECT_TRUE(file.table_rule("LOG").skip);
  EXPECT_TRUE(file.skips_object("x", "idx_a"));
  EXPECT_TRUE(file.skips_object("orders", "total_check"));
  EXPECT_FALSE(file.skips_object("other", "total_check"));
  const ColumnRule when = file.column_rule("orders", make_column("when", "REAL"), options);
  EXPECT_EQ(when.target, "at");
  EXPECT_EQ(to_sql(*when.type), "timestamptz");
  EXPECT_EQ(when.reading.unit, TemporalFormat::Unit::cocoa);
  EXPECT_TRUE(when.reading.empty_as_null);
  EXPECT_TRUE(when.null_on_misfit);
  EXPECT_EQ(when.on_misfit, MisfitPolicy::reject);
  EXPECT_EQ(file.column_rule("orders", make_column("ok", ""), options).reading.words, BoolWords::yes_no);
  EXPECT_EQ(file.column_rule("orders", make_column("note", ""), options).reading.bad_text, BadText::latin1);
  EXPECT_TRUE(file.column_rule("orders", make_column("old", ""), options).skip);
}

TEST(MappingFile, SuggestsTheNearestKey) {
  EXPECT_EQ(complaint("[table.\"t\".column.\"c\"]\n\ntypo = \"x\""),
            "mapping file, line 3: unknown key \"typo\" in [table.\"t\".column.\"c\"] (did you mean \"type\"?)");
  EXPECT_EQ(complaint("[tabel.x]"),
            "mapping file, line 1: unknown key \"tabel\" in the file (did you mean \"table\"?)");
  EXPECT_THAT(complaint("[table.t]\ntaget='x'"),
              HasSubstr("line 2: unknown key \"taget\" in [table.\"t\"] (did you mean \"target\"?)"));
  EXPECT_THAT(complaint("[identifiers]\nstile='x'"), HasSubstr("did you mean \"style\"?"));
  EXPECT_THAT(complaint("[defaults]\nonmisfit='x'"), HasSubstr("did you mean \"on_misfit\"?"));
  EXPECT_THAT(complaint("[objects]\nskp=[]"), HasSubstr("did you mean \"skip\"?"));
}

TEST(MappingFile, RefusesValuesThatMeanNothing) {
  EXPECT_THAT(complaint("x = = 1"), HasSubstr("line 1: no valid TOML"));
  EXPECT_THAT(complaint("[table.t.column.c]\ntype = \"biggint\""), HasSubstr("\"biggint\" is no PostgreSQL type"));
  EXPECT_THAT(complaint("[table.t.column.c]\ntype = \"text; drop table x\""), HasSubstr("is no PostgreSQL type"));
  EXPECT_THAT(complaint("[table.t.column.c]\ntype = 1"), HasSubstr("\"type\" takes a string"));
  EXPECT_THAT(complaint("[table.t]\nskip = \"yes\""), HasSubstr("\"skip\" takes true or false"));
  EXPECT_THAT(complaint("[table.t.column.c]\nformat = \"unix\""), HasSubstr("one of: iso, epoch_s"));
  EXPECT_THAT(complaint("[table.t.column.c]\nbad_text = \"latin1\""), HasSubstr("write: encoding = \"latin1\""));
  EXPECT_THAT(complaint("[table.t.column.c]\nencoding = \"strip\""), HasSubstr("single-byte encoding"));
  EXPECT_THAT(complaint("[table.t.column.c]\nencoding = \"latin1\"\nbad_text = \"strip\""),
              HasSubstr("exclude each other"));
  EXPECT_THAT(complaint("[defaults]\non_misfit = \"null\""), HasSubstr("one of: fail, widen, reject"));
  EXPECT_THAT(complaint("table = 1"), HasSubstr("\"table\" is a table"));
  EXPECT_THAT(complaint("[objects]\nskip = \"x\""), HasSubstr("takes a list"));
}

TEST(MappingFile, PrefersExactNamesThenLaterLines) {
  constexpr const char* toml = R"(
    [table."orders".column."at"]
    type = "text"
    [table."*".column."*"]
    type = "bytea"
    skip = false
    [table."*".column."a?"]
    type = "json"
    [table."o*".column."at"]
    type = "uuid"
  )";
  EXPECT_EQ(to_sql(*rule_of(toml, "orders", "at").type), "text");
  EXPECT_EQ(to_sql(*rule_of(toml, "other", "at").type), "uuid");
  EXPECT_EQ(to_sql(*rule_of(toml, "x", "at").type), "json");
  EXPECT_EQ(to_sql(*rule_of(toml, "x", "b").type), "bytea");
}

TEST(MappingFile, TakesNamesWithPatternCharactersLiterally) {
  EXPECT_TRUE(rule_of("[table.\"a[1]\".column.\"*\"]\nskip = true", "a[1]", "c").skip);
}

TEST(MappingFile, NamesWhatIsNotThere) {
  PlanFixture fixture;
  fixture.add_table("orders", {make_column("total", "REAL")});
  const auto complaint_of = [&](std::string_view toml) {
    try {
      return MappingFile::parse(toml).check(fixture.schema).empty() ? std::string() : std::string("warned");
    } catch (const Error& e) {
      return e.what() + (" (" + e.hint() + ")");
    }
  };
  EXPECT_EQ(complaint_of("[table.order]\nskip = true"),
            "mapping file, line 1: no table \"order\" (did you mean \"orders\"?)");
  EXPECT_EQ(complaint_of("[table.orders.column.totl]\nskip = true"),
            "mapping file, line 1: no column \"totl\" in table \"orders\" (did you mean \"total\"?)");
  EXPECT_EQ(complaint_of("[table.\"x*\"]\nskip = true"), "warned");
  EXPECT_EQ(complaint_of("[table.\"*\".column.\"*_at\"]\ntype = 'text'"), "warned");
  EXPECT_EQ(complaint_of("[table.ORDERS.column.\"tot*\"]\ntype = 'text'"), "");
}

TEST(MappingFile, LetsTheCommandLineWin) {
  const MappingFile file = MappingFile::parse("[defaults]\non_misfit = \"widen\"\n[identifiers]\nstyle = \"lower\"");
  PlanOptions options;
  options.on_misfit = MisfitPolicy::reject;
  EXPECT_EQ(file.apply(options).on_misfit, MisfitPolicy::reject);
  EXPECT_EQ(file.apply(options).identifiers, IdentifierStyle::lower);
}

TEST(MappingFile, EmptyTextOptionSparesTextColumns) {
  PlanOptions options;
  options.empty_text = EmptyText::null;
  const auto empty_as_null = [&](const char* declared) {
    return MappingFile().column_rule("t", make_column("c", declared), options).reading.empty_as_null;
  };
  EXPECT_TRUE(empty_as_null("INTEGER"));
  EXPECT_TRUE(empty_as_null("DATE"));
  EXPECT_FALSE(empty_as_null("TEXT"));
  EXPECT_FALSE(empty_as_null("VARCHAR(9)"));
  EXPECT_FALSE(empty_as_null("BLOB"));
  EXPECT_FALSE(empty_as_null(""));
}

/// Every "#key" line made active.
std::string uncommented(const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = text.find('\n', i);
    const std::string line = text.substr(i, end - i);
    result += (line.size() > 1 && line[0] == '#' && line[1] != ' ' ? line.substr(1) : line) + "\n";
    i = end + 1;
  }
  return result;
}

TEST(MappingTemplate, AsksForWhatThePlanDecided) {
  PlanFixture fixture;
  fixture.add_table("Odd \"name\"\n", {make_column("id", "INTEGER", 1), make_column("at", "DATETIME"),
                                       make_column("amount", "DECIMAL(8,2)"), make_column("note\\", "VARCHAR(3)")});
  fixture.add_row("Odd \"name\"\n", {integer(1), text("2024-01-02 03:04:05"), real(1.25), text("long")});
  const Plan plan = fixture.plan();
  const std::string mapping = mapping_template(plan);
  EXPECT_TRUE(complaint(mapping).empty()) << mapping;
  const Plan again = make_plan(plan.schema, plan.census, {}, uncommented(mapping));
  ASSERT_EQ(again.tables.size(), 1U);
  for (std::size_t i = 0; i < plan.tables[0].columns.size(); ++i) {
    EXPECT_EQ(again.tables[0].columns[i].type, plan.tables[0].columns[i].type);
    EXPECT_EQ(again.tables[0].columns[i].codec, plan.tables[0].columns[i].codec);
    EXPECT_EQ(again.tables[0].columns[i].target, plan.tables[0].columns[i].target);
  }
  EXPECT_TRUE(again.misfits.empty());
}

TEST(MappingFile, WishesForTypesAsTheOptionsDo) {
  const MappingFile file =
      MappingFile::parse("[defaults]\nintegers = \"integer\"\ntimestamps = \"zone\"\njson = \"jsonb\"\n");
  const PlanOptions options = file.apply({});
  EXPECT_EQ(options.integers, IntegerType::integer);
  EXPECT_EQ(options.timestamps, TimestampType::zone);
  EXPECT_EQ(options.json, JsonType::jsonb);
  const auto family = [&](const char* declared) {
    Column column;
    column.declared_type = declared;
    const auto wish = file.column_rule("t", column, options).wish;
    return wish ? to_sql(*wish) : "";
  };
  EXPECT_EQ(family("INTEGER"), "integer");
  EXPECT_EQ(family("BIGINT"), "");
  EXPECT_EQ(family("UNSIGNED BIG INT"), "");
  EXPECT_EQ(family("INT8"), "");
  EXPECT_EQ(family("DATETIME"), "timestamptz");
  EXPECT_EQ(family("JSON"), "jsonb");
  EXPECT_EQ(family("TEXT"), "");
  EXPECT_THROW((void)MappingFile::parse("[defaults]\ntimestamps = \"utc\"\n"), Error);
}

TEST(MappingFile, NamesSequencesAndTablesThatStay) {
  const MappingFile file = MappingFile::parse("[sequences]\na = \"t.id\"\nb = 7\n[table.t]\nkeep_target = true\n");
  ASSERT_EQ(file.sequences().size(), 2U);
  EXPECT_EQ(file.sequences()[0].column, "t.id");
  EXPECT_EQ(file.sequences()[1].above, 7);
  EXPECT_EQ(file.table_rule("t").keep_target, true);
  EXPECT_FALSE(file.table_rule("other").keep_target.has_value());
  EXPECT_THROW((void)MappingFile::parse("[sequences]\na = \"id\"\n"), Error);
}

}  // namespace
}  // namespace lite2pg::mapping_file_test
