#include "verify/schema/compare.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lite2pg::compare_test {
namespace {

SchemaShape people() {
  return {
      {Aspect::table, "people", "", "table"},
      {Aspect::column_type, "people", "id", "bigint"},
      {Aspect::column_type, "people", "name", "character varying(20)"},
      {Aspect::not_null, "people", "name", "NOT NULL"},
      {Aspect::default_value, "people", "name", "'x'::character varying"},
      {Aspect::primary_key, "people", "people_pkey", "PRIMARY KEY (id)"},
      {Aspect::index, "people", "by_name", "INDEX USING btree (name DESC) WHERE (id > 3)"},
      {Aspect::check, "people", "people_check", "CHECK ((id > 0))"},
      {Aspect::foreign_key, "people", "fk", "FOREIGN KEY (id) REFERENCES ports(id)"},
  };
}

ShapeObject& find(SchemaShape& shape, std::string_view name, Aspect aspect) {
  for (ShapeObject& o : shape) {
    if (o.name == name && o.aspect == aspect) return o;
  }
  throw std::out_of_range("no such object");
}

void erase(SchemaShape& shape, std::string_view name, Aspect aspect) {
  const ShapeObject gone = find(shape, name, aspect);
  std::erase(shape, gone);
}

std::vector<SchemaDifference> differences(const SchemaShape& planned, const SchemaShape& actual,
                                          SchemaRigour rigour = SchemaRigour::exact) {
  return compare_shapes(planned, actual, rigour, "public").differences;
}

TEST(SchemaCompare, EqualShapesHaveNoDifferences) {
  for (const auto rigour : {SchemaRigour::exact, SchemaRigour::respelled, SchemaRigour::lenient}) {
    EXPECT_TRUE(differences(people(), people(), rigour).empty());
  }
}

TEST(SchemaCompare, NamesOfIndexesAndConstraintsDoNotMatter) {
  SchemaShape actual = people();
  find(actual, "by_name", Aspect::index).name = "another_name";
  find(actual, "people_check", Aspect::check).name = "c1";
  find(actual, "people_pkey", Aspect::primary_key).name = "pk";
  EXPECT_TRUE(differences(people(), actual).empty());
}

TEST(SchemaCompare, EveryLossIsNamed) {
  for (const ShapeObject& lost : people()) {
    if (lost.aspect == Aspect::table || lost.aspect == Aspect::column_type) continue;
    for (const auto rigour : {SchemaRigour::exact, SchemaRigour::respelled}) {
      SchemaShape actual = people();
      std::erase(actual, lost);
      const auto found = differences(people(), actual, rigour);
      ASSERT_EQ(found.size(), 1U) << name_of(lost.aspect);
      EXPECT_EQ(found[0].reason(), std::string(name_of(lost.aspect)) + " is missing");
      EXPECT_EQ(found[0].planned, lost.definition);
      EXPECT_EQ(found[0].weight, Weight::failure);
    }
  }
}

TEST(SchemaCompare, EveryChangeIsNamed) {
  for (const ShapeObject& changed : people()) {
    SchemaShape actual = people();
    find(actual, changed.name, changed.aspect).definition += " other";
    const auto found = differences(people(), actual);
    ASSERT_EQ(found.size(), 1U) << name_of(changed.aspect);
    EXPECT_EQ(found[0].reason(), std::string(name_of(changed.aspect)) + " differs");
    EXPECT_EQ(found[0].actual, changed.definition + " other");
    EXPECT_EQ(found[0].weight, Weight::failure);
  }
}

TEST(SchemaCompare, WhateverIsNotEnforcedIsNamed) {
  for (const ShapeObject& slack : people()) {
    SchemaShape actual = people();
    find(actual, slack.name, slack.aspect).state = Enforcement::disabled;
    const auto found = differences(people(), actual);
    ASSERT_EQ(found.size(), 1U) << name_of(slack.aspect);
    EXPECT_EQ(found[0].reason(), std::string(name_of(slack.aspect)) + " is disabled");
    EXPECT_EQ(found[0].weight, Weight::failure);
    // What was so from the start is no difference, but it is known.
    const SchemaComparison as_recorded = compare_shapes(actual, actual, SchemaRigour::exact, "public");
    EXPECT_TRUE(as_recorded.differences.empty());
    EXPECT_EQ(as_recorded.as_planned.size(), 1U);
  }
}

TEST(SchemaCompare, MissingColumnsAndTablesAreLeftToTheComparisonOfRows) {
  SchemaShape actual = people();
  for (const Aspect aspect : {Aspect::column_type, Aspect::not_null, Aspect::default_value}) {
    erase(actual, "name", aspect);
  }
  EXPECT_TRUE(differences(people(), actual).empty());
  EXPECT_TRUE(differences(people(), {}).empty());
}

TEST(SchemaCompare, AViewIsMissedWhereverItStood) {
  const SchemaShape planned = {{Aspect::view, "v", "", "SELECT 1"}};
  EXPECT_EQ(differences(planned, {}).at(0).reason(), "view is missing");
  EXPECT_EQ(differences(planned, {{Aspect::view, "v", "", "SELECT 2"}}).at(0).reason(), "view differs");
  EXPECT_EQ(differences(planned, {{Aspect::table, "v", "", "table"}}).at(0).reason(), "view is missing");
  EXPECT_TRUE(differences(planned, planned).empty());
}

TEST(SchemaCompare, WhatTheTargetHasBesideIsToldAndNoFailure) {
  SchemaShape actual = people();
  actual.push_back({Aspect::column_type, "people", "added", "text"});
  actual.push_back({Aspect::not_null, "people", "added", "NOT NULL"});
  actual.push_back({Aspect::not_null, "people", "id", "NOT NULL"});
  actual.push_back({Aspect::index, "people", "fast", "INDEX USING btree (added)"});
  actual.push_back({Aspect::trigger, "people", "swallow", "CREATE TRIGGER ..."});
  actual.push_back({Aspect::trigger_function, "people", "swallow", "CREATE FUNCTION ..."});
  actual.push_back({Aspect::table, "other_application", "", "table"});
  actual.push_back({Aspect::column_type, "other_application", "id", "text"});
  actual.push_back({Aspect::view, "other_view", "", "SELECT 1"});
  std::vector<std::string> reasons;
  for (const SchemaDifference& d : differences(people(), actual)) {
    EXPECT_EQ(d.weight, Weight::told) << d.reason();
    reasons.push_back(d.reason() + ": " + d.table + "." + d.name);
  }
  EXPECT_EQ(reasons, (std::vector<std::string>{
                         "column is not in the plan: people.added", "NOT NULL is not in the plan: people.id",
                         "index is not in the plan: people.fast", "trigger is not in the plan: people.swallow",
                         "table is not in the plan: other_application.", "view is not in the plan: other_view."}));
}

TEST(SchemaCompare, AnInheritingTableIsAFailureAndRulesAreToldInAnySchema) {
  SchemaShape actual = people();
  actual.push_back({Aspect::child, "people", "child", "child"});
  actual.push_back({Aspect::rule, "people", "r", "DO INSTEAD NOTHING"});
  for (const auto rigour : {SchemaRigour::exact, SchemaRigour::respelled, SchemaRigour::lenient}) {
    const auto found = differences(people(), actual, rigour);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].weight, Weight::failure);
    EXPECT_EQ(found[1].weight, Weight::told);
  }
}

TEST(SchemaCompare, TwoOfAKindNeedTwo) {
  SchemaShape planned = people();
  planned.push_back({Aspect::check, "people", "c2", "CHECK ((id > 0))"});
  EXPECT_EQ(differences(planned, people()).size(), 1U);
}

TEST(SchemaCompare, ColumnsThatChangedPlacesDiffer) {
  const SchemaShape planned = {{Aspect::column_type, "t", "a", "bigint"},
                               {Aspect::column_type, "t", "b", "text"},
                               {Aspect::default_value, "t", "a", "1"}};
  const SchemaShape actual = {{Aspect::column_type, "t", "a", "text"},
                              {Aspect::column_type, "t", "b", "bigint"},
                              {Aspect::default_value, "t", "b", "1"}};
  const auto found = differences(planned, actual);
  ASSERT_EQ(found.size(), 4U);
  EXPECT_EQ(found[0].reason(), "type differs");
  EXPECT_EQ(found[1].reason(), "type differs");
  EXPECT_EQ(found[2].reason(), "default is missing");
  EXPECT_EQ(found[3].reason(), "default is not in the plan");
}

TEST(SchemaCompare, ALostTriggerOrIdentityIsNamedOnce) {
  const SchemaShape planned = {{Aspect::column_type, "t", "id", "bigint"},
                               {Aspect::identity, "t", "id", "GENERATED BY DEFAULT AS IDENTITY"},
                               {Aspect::sequence, "t", "id", "START 1"},
                               {Aspect::trigger, "t", "log", "CREATE TRIGGER ..."},
                               {Aspect::trigger_function, "t", "log", "CREATE FUNCTION ..."}};
  const auto found = differences(planned, {planned[0]});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].reason(), "identity is missing");
  EXPECT_EQ(found[1].reason(), "trigger is missing");
}

TEST(SchemaCompare, OtherWordsForAnExpressionAreNotJudged) {
  SchemaShape planned = people();
  find(planned, "people_check", Aspect::check).definition = "CHECK (\"id\" IN (1, 2))";
  find(planned, "by_name", Aspect::index).definition = "INDEX USING btree (\"name\" DESC) WHERE (\"id\" > 3)";
  find(planned, "name", Aspect::column_type).definition = "varchar(20)";
  find(planned, "fk", Aspect::foreign_key).definition = "FOREIGN KEY (\"id\") REFERENCES \"ports\" (\"id\")";
  SchemaShape actual = people();
  find(actual, "fk", Aspect::foreign_key).definition = "FOREIGN KEY (id) REFERENCES public.ports(id)";
  const SchemaComparison found = compare_shapes(planned, actual, SchemaRigour::respelled, "public");
  EXPECT_TRUE(found.differences.empty());
  ASSERT_EQ(found.not_judged.size(), 1U);
  EXPECT_EQ(found.not_judged[0].name, "people_check");
  find(actual, "fk", Aspect::foreign_key).definition = "FOREIGN KEY (id) REFERENCES other.ports(id)";
  find(actual, "name", Aspect::column_type).definition = "character varying(21)";
  EXPECT_EQ(differences(planned, actual, SchemaRigour::respelled).size(), 2U);
}

TEST(SchemaCompare, APlainIndexIsJudgedInAnyWords) {
  const SchemaShape planned = {{Aspect::column_type, "t", "a", "bigint"},
                               {Aspect::unique_index, "t", "i", "UNIQUE USING btree (\"a\", \"b\")"}};
  SchemaShape actual = {{Aspect::column_type, "t", "a", "bigint"},
                        {Aspect::unique_index, "t", "i", "UNIQUE USING btree (a, c)"}};
  EXPECT_EQ(differences(planned, actual, SchemaRigour::respelled).size(), 1U);
  actual[1].definition = "UNIQUE USING btree (a, b)";
  EXPECT_TRUE(differences(planned, actual, SchemaRigour::respelled).empty());
}

TEST(SchemaCompare, LenientComparisonTakesOtherSpellings) {
  SchemaShape actual = people();
  for (ShapeObject& o : actual) o.table = "People";
  find(actual, "name", Aspect::column_type).definition = "text";
  find(actual, "name", Aspect::default_value).definition = "'x'::text";
  find(actual, "by_name", Aspect::index).definition = "INDEX USING btree (\"Name\" DESC) WHERE id > 3::bigint";
  EXPECT_TRUE(differences(people(), actual, SchemaRigour::lenient).empty());
}

TEST(SchemaCompare, LenientComparisonStillFindsLosses) {
  SchemaShape actual = people();
  find(actual, "by_name", Aspect::index).definition = "INDEX USING btree (name)";
  erase(actual, "people_check", Aspect::check);
  const auto found = differences(people(), actual, SchemaRigour::lenient);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].reason(), "index differs");
  EXPECT_EQ(found[1].reason(), "check is missing");
}

TEST(SchemaCompare, LenientComparisonLeavesOutTypesViewsAndKindsOfTables) {
  const SchemaShape planned = {{Aspect::table, "t", "", "table"},
                               {Aspect::column_type, "t", "id", "bigint"},
                               {Aspect::view, "v", "", "SELECT 1"}};
  const SchemaShape actual = {{Aspect::table, "t", "", "partitioned table"}, {Aspect::column_type, "t", "id", "text"}};
  EXPECT_TRUE(differences(planned, actual, SchemaRigour::lenient).empty());
  EXPECT_EQ(differences(planned, actual).size(), 3U);
}

TEST(SchemaCompare, WhatIsUniqueMustBeSoInTheSameColumns) {
  const SchemaShape planned = {{Aspect::column_type, "t", "a", "bigint"},
                               {Aspect::unique_constraint, "t", "u", "UNIQUE (a, b)"}};
  SchemaShape actual = {{Aspect::column_type, "t", "a", "bigint"},
                        {Aspect::unique_index, "t", "i", "UNIQUE USING btree (a, c)"}};
  EXPECT_EQ(differences(planned, actual, SchemaRigour::lenient).at(0).reason(), "unique constraint is missing");
  actual[1] = {Aspect::index, "t", "i", "INDEX USING btree (a, b)"};
  EXPECT_EQ(differences(planned, actual, SchemaRigour::lenient).at(0).reason(), "unique constraint is missing");
}

TEST(SchemaCompare, LenientComparisonTakesWhatServesAsWell) {
  const SchemaShape planned = {{Aspect::column_type, "t", "id", "bigint"},
                               {Aspect::identity, "t", "id", "GENERATED BY DEFAULT AS IDENTITY"},
                               {Aspect::unique_constraint, "t", "u", "UNIQUE (a, b)"}};
  const SchemaShape actual = {{Aspect::column_type, "t", "id", "integer"},
                              {Aspect::default_value, "t", "id", "nextval('t_id_seq'::regclass)"},
                              {Aspect::unique_index, "t", "i", "UNIQUE USING btree (a, b)"}};
  EXPECT_TRUE(differences(planned, actual, SchemaRigour::lenient).empty());
  EXPECT_EQ(differences(planned, actual).size(), 5U);
}

}  // namespace
}  // namespace lite2pg::compare_test
