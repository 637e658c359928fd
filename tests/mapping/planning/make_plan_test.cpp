#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "common/error.h"
#include "mapping/documents/describe_plan.h"
#include "mapping/plan/plan.h"
#include "tests/mapping/plan_fixture.h"

namespace lite2pg::make_plan_test {
namespace {

using namespace test;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

ForeignKey foreign_key(std::vector<int> columns, std::string parent, std::vector<std::string> parent_columns = {}) {
  ForeignKey key;
  key.columns = std::move(columns);
  key.parent = std::move(parent);
  key.parent_columns = std::move(parent_columns);
  return key;
}

const ColumnPlan& column(const Plan& plan, std::string_view table, std::string_view name) {
  for (const ColumnPlan& c : plan.find_table(table)->columns) {
    if (c.source == name) return c;
  }
  throw std::out_of_range("no such column");
}

TEST(MakePlan, UnifiesTheSidesOfForeignKeys) {
  PlanFixture fixture;
  fixture.add_table("parent", {make_column("code", "VARCHAR(20)", 1)});
  fixture.add_table("child", {make_column("code", "INTEGER")}).foreign_keys = {foreign_key({0}, "PARENT")};
  fixture.add_table("grandchild", {make_column("code", "SMALLINT")}).foreign_keys = {
      foreign_key({0}, "child", {"CODE"})};
  fixture.add_row("parent", {text("12")});
  fixture.add_row("child", {integer(12)});
  fixture.add_row("grandchild", {integer(12)});
  const Plan plan = fixture.plan();
  EXPECT_EQ(column(plan, "parent", "code").type, "varchar(20)");
  EXPECT_EQ(column(plan, "child", "code").type, "text");
  EXPECT_EQ(to_string(column(plan, "child", "code").codec), "text_number");
  EXPECT_EQ(column(plan, "grandchild", "code").type, "text");
  EXPECT_EQ(column(plan, "child", "code").fidelity, Fidelity::exact);
  EXPECT_THAT(column(plan, "child", "code").evidence, HasSubstr("one type on both sides"));
  EXPECT_EQ(plan.warnings.size(), 2U);
}

TEST(MakePlan, UnifiesIntegerWidths) {
  PlanFixture fixture;
  Table& parent = fixture.add_table("parent", {make_column("id", "INTEGER", 1)});
  parent.rowid_alias = 0;
  fixture.add_table("child", {make_column("p", "SMALLINT")}).foreign_keys = {foreign_key({0}, "parent")};
  fixture.add_row("child", {integer(1)});
  EXPECT_EQ(column(fixture.plan(), "child", "p").type, "bigint");
}

TEST(MakePlan, KeepsIdentitiesIntegerAndSaysSo) {
  PlanFixture fixture;
  Table& parent = fixture.add_table("parent", {make_column("id", "INTEGER", 1)});
  parent.rowid_alias = 0;
  fixture.add_table("child", {make_column("p", "VARCHAR(9)")}).foreign_keys = {foreign_key({0}, "parent")};
  fixture.add_row("child", {text("1")});
  const Plan plan = fixture.plan();
  EXPECT_EQ(column(plan, "parent", "id").type, "bigint");
  EXPECT_EQ(column(plan, "child", "p").type, "varchar(9)");
  EXPECT_THAT(plan.warnings, Contains(HasSubstr("no one type holds")));
}

TEST(MakePlan, RefusesNullsInPrimaryKeys) {
  PlanFixture fixture;
  fixture.add_table("t", {make_column("a", "INT", 1), make_column("b", "TEXT", 2)});
  fixture.add_row("t", {integer(1), null()});
  fixture.add_row("t", {null(), text("x")});
  const Plan refused = fixture.plan();
  ASSERT_EQ(refused.misfits.size(), 2U);
  EXPECT_EQ(refused.misfits[0].reason, "NULL in a PRIMARY KEY column");
  EXPECT_EQ(refused.misfits[0].rowid, "rowid 2");
  EXPECT_TRUE(column(refused, "t", "a").not_null);
  const Plan widened = fixture.plan(with_policy(MisfitPolicy::widen));
  EXPECT_TRUE(widened.misfits.empty());
  EXPECT_FALSE(column(widened, "t", "a").not_null);
  EXPECT_THAT(widened.tables[0].key, ElementsAre(0, 1));
}

TEST(MakePlan, RefusesEmptyTextAsNullWhereNoneMayBe) {
  PlanFixture fixture("[table.t.column.c]\nempty_as_null = true");
  fixture.add_table("t", {make_column("c", "INTEGER")}).columns[0].not_null = true;
  fixture.add_row("t", {text("")});
  EXPECT_EQ(fixture.plan().misfits.at(0).reason, "empty text, to become NULL, in a NOT NULL column");
}

TEST(MakePlan, ChoosesAKeyForDigests) {
  PlanFixture fixture;
  fixture.add_table("composite", {make_column("a", "INT", 2), make_column("b", "INT", 1)});
  Table& unique = fixture.add_table("unique", {make_column("x", "INT"), make_column("y", "INT")});
  unique.columns[1].not_null = true;
  Index index;
  index.unique = true;
  index.parts.resize(1);
  index.parts[0].column = 0;
  unique.indexes.push_back(index);
  index.parts[0].column = 1;
  unique.indexes.push_back(index);
  fixture.add_table("none", {make_column("x", "INT")});
  const Plan plan = fixture.plan();
  EXPECT_THAT(plan.tables[0].key, ElementsAre(1, 0));
  EXPECT_THAT(plan.tables[1].key, ElementsAre(1)) << "NULLs may repeat in x";
  EXPECT_TRUE(plan.tables[2].key.empty());
}

TEST(MakePlan, SetsSequencesAboveEveryIdEverIssued) {
  PlanFixture fixture;
  Table& table = fixture.add_table("t", {make_column("id", "INTEGER", 1)});
  table.rowid_alias = 0;
  EXPECT_EQ(fixture.plan().tables[0].sequence, 0);
  fixture.add_row("t", {integer(7)});
  EXPECT_EQ(fixture.plan().tables[0].sequence, 7);
  fixture.schema.tables[0].sequence = 12;
  EXPECT_EQ(fixture.plan().tables[0].sequence, 12);
}

TEST(MakePlan, LeavesOutVirtualShadowSkippedAndUnselectedTables) {
  PlanFixture fixture("[table.skipped]\nskip = true");
  fixture.add_table("kept", {make_column("c", "INT")});
  fixture.add_table("fts", {make_column("c", "")}).kind = TableKind::virtual_;
  fixture.add_table("fts_data", {make_column("c", "")}).kind = TableKind::shadow;
  fixture.add_table("skipped", {make_column("c", "INT")});
  fixture.add_table("excluded", {make_column("c", "INT")});
  PlanOptions options;
  options.exclude = {"exc*"};
  const Plan plan = fixture.plan(options);
  ASSERT_EQ(plan.tables.size(), 1U);
  EXPECT_EQ(plan.tables[0].source, "kept");
  EXPECT_THAT(plan.warnings, Contains(HasSubstr("table skipped is left out")));
}

TEST(MakePlan, NamesDoNotDependOnWhatIsSelected) {
  PlanFixture fixture;
  fixture.add_table("User", {make_column("c", "INT")});
  fixture.add_table("user", {make_column("Id", "INT"), make_column("ID2", "INT"), make_column("id2", "INT")});
  PlanOptions options;
  options.identifiers = IdentifierStyle::lower;
  const Plan whole = fixture.plan(options);
  EXPECT_EQ(whole.tables[0].target, "user");
  EXPECT_NE(whole.tables[1].target, "user");
  EXPECT_NE(whole.tables[1].columns[1].target, whole.tables[1].columns[2].target);
  EXPECT_THAT(whole.warnings, Contains(HasSubstr("the name is taken by another object")));
}

TEST(MakePlan, GivesTheMappingFileTheNamesItWants) {
  const auto planned = [](const std::string& mapping) {
    PlanFixture fixture(mapping);
    fixture.add_table("a", {make_column("x", "INT"), make_column("y", "INT")});
    fixture.add_table("b", {make_column("x", "INT")});
    return fixture.plan();
  };
  const Plan plan = planned("[table.b]\ntarget = \"a\"\n[table.a.column.y]\ntarget = \"x\"");
  EXPECT_EQ(plan.tables[1].target, "a");
  EXPECT_NE(plan.tables[0].target, "a") << "who asked by name comes first";
  EXPECT_EQ(plan.tables[0].columns[1].target, "x");
  EXPECT_THROW((void)planned("[table.b.column.x]\ntarget = \"ctid\""), Error);
  EXPECT_THROW((void)planned("[table.b.column.x]\nskip = true"), Error) << "no column left";
}

TEST(MakePlan, TurnsEmptyTextIntoNullOnRequest) {
  PlanOptions options;
  options.empty_text = EmptyText::null;
  const Plan number = plan_column("INTEGER", {integer(1), text("")}, options);
  EXPECT_TRUE(number.misfits.empty());
  EXPECT_EQ(column_of(number).type, "bigint");
  EXPECT_EQ(column_of(number).fidelity, Fidelity::lossy);
  EXPECT_TRUE(column_of(number).codec.empty_as_null);
  const Plan date = plan_column("DATE", {text("2024-01-02"), text("")}, options);
  EXPECT_EQ(column_of(date).type, "date");
  EXPECT_EQ(column_of(plan_column("INTEGER", {integer(1)}, options)).fidelity, Fidelity::exact);
}

TEST(MakePlan, SetsMisfitsToNullOnRequest) {
  const std::string mapping = "[table.t.column.c]\nnull_on_misfit = true";
  const Plan plan = plan_column("INTEGER", {integer(1), text("n/a")}, {}, mapping);
  EXPECT_TRUE(plan.misfits.empty());
  EXPECT_EQ(column_of(plan).on_misfit, MisfitAction::set_null);
  EXPECT_EQ(column_of(plan).fidelity, Fidelity::lossy);
}

TEST(MakePlan, HintsAtTimesThatMayBeReadInSeveralWays) {
  const Plan plan = plan_column("TIMESTAMP", {integer(725846400)});
  EXPECT_EQ(column_of(plan).type, "bigint");
  ASSERT_EQ(plan.warnings.size(), 1U);
  const std::size_t section = plan.warnings[0].find('[');
  const Plan named = plan_column("TIMESTAMP", {integer(725846400)}, {}, plan.warnings[0].substr(section));
  EXPECT_EQ(to_string(column_of(named).codec), "timestamptz(epoch_s)");
}

TEST(MakePlan, HintsAtEmptyTextThatStandsInTheWay) {
  const std::vector<Value> values = {text("2024-01-02"), text("")};
  const Plan plan = plan_column("DATE", values);
  EXPECT_EQ(column_of(plan).type, "text");
  ASSERT_EQ(plan.warnings.size(), 1U);
  const Plan named = plan_column("DATE", values, {}, plan.warnings[0].substr(plan.warnings[0].find('[')));
  EXPECT_EQ(column_of(named).type, "date");
}

TEST(MakePlan, CarriesGivenTypes) {
  const auto planned = [](const char* declared, const std::vector<Value>& values, const std::string& keys) {
    return plan_column(declared, values, {}, "[table.t.column.c]\n" + keys);
  };
  const auto shown = [](const Plan& plan) {
    return column_of(plan).type + " " + to_string(column_of(plan).codec) + " " +
           std::string(name_of(column_of(plan).fidelity)) + " " +
           std::to_string(std::ranges::count(plan.misfits, false, &MisfitReport::suspected));
  };
  EXPECT_EQ(shown(planned("TEXT", {text("0f8fad5b-d9cb-469f-a165-70867728950e")}, "type = 'uuid'")),
            "uuid uuid_text(hyphens) exact 0");
  EXPECT_EQ(shown(planned("TEXT", {text("{}")}, "type = 'jsonb'")), "jsonb jsonb equivalent 0");
  EXPECT_EQ(shown(planned("TEXT", {text("{")}, "type = 'json'")), "json json exact 1");
  EXPECT_EQ(shown(planned("TEXT", {text("12.5")}, "type = 'numeric'")), "numeric numeric_text exact 0");
  EXPECT_EQ(shown(planned("INTEGER", {integer(0), integer(1)}, "type = 'boolean'")), "boolean boolean_number exact 0");
  EXPECT_EQ(shown(planned("TEXT", {text("t"), text("Yes")}, "type = 'boolean'")),
            "boolean boolean_word(mixed) equivalent 0");
  EXPECT_EQ(shown(planned("DATETIME", {text("2024-01-02"), text("2024-01-02T03:04:05")}, "type = 'timestamp'")),
            "timestamp timestamp(any) equivalent 0");
  EXPECT_EQ(shown(planned("INTEGER", {integer(1)}, "type = 'text'")), "text text_number exact 0");
  EXPECT_EQ(shown(planned("INTEGER", {integer(70000)}, "type = 'smallint'")), "smallint int2 exact 1");
  EXPECT_EQ(shown(planned("REAL", {real(700000000.5)}, "type = 'timestamptz'\nformat = 'cocoa'")),
            "timestamptz timestamptz(cocoa,real) exact 0");
  EXPECT_EQ(shown(planned("TEXT", {text("\xe4")}, "encoding = 'latin1'")), "text text(latin1) lossy 0");
  EXPECT_EQ(shown(planned("TEXT", {text("10.0.0.1")}, "type = 'inet'")), "inet text equivalent 0");
  EXPECT_EQ(shown(planned("", {integer(1), real(2.0)}, "type = 'numeric'")), "numeric numeric(either) equivalent 0");
}

TEST(MakePlan, DescribesItselfForPeople) {
  PlanFixture fixture;
  fixture.add_table("orders", {make_column("id", "INTEGER", 1), make_column("note\n", "INTEGER")});
  fixture.add_row("orders", {integer(1), text("n/a")});
  const std::string text = describe(fixture.plan());
  EXPECT_THAT(text, HasSubstr("Table orders: 1 row"));
  EXPECT_THAT(text, HasSubstr("bigint not null"));
  EXPECT_THAT(text, HasSubstr("TEXT where bigint needs INTEGER"));
  EXPECT_THAT(text, HasSubstr("type = \"text\"  # exact"));
  EXPECT_THAT(text, HasSubstr("columns: 2 exact, 0 equivalent, 0 lossy"));
  EXPECT_THAT(text, HasSubstr("note?"));
}

}  // namespace
}  // namespace lite2pg::make_plan_test
