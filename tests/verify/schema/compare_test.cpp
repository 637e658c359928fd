#include "verify/schema/compare.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lite2pg {
namespace {

SchemaShape people() {
  return {
      {ObjectKind::table, "people", "", "table", "table"},
      {ObjectKind::table, "people", "id", "type", "bigint"},
      {ObjectKind::table, "people", "name", "type", "character varying(20)"},
      {ObjectKind::table, "people", "name", "NOT NULL", "NOT NULL"},
      {ObjectKind::default_value, "people", "name", "default", "'x'::character varying"},
      {ObjectKind::primary_key, "people", "people_pkey", "primary key", "PRIMARY KEY (id)"},
      {ObjectKind::index, "people", "by_name", "index", "INDEX USING btree (name DESC) WHERE (id > 3)"},
      {ObjectKind::check, "people", "people_check", "check", "CHECK ((id > 0))"},
      {ObjectKind::foreign_key, "people", "fk", "foreign key", "FOREIGN KEY (id) REFERENCES ports(id)"},
  };
}

ShapeObject& find(SchemaShape& shape, std::string_view name, std::string_view aspect) {
  for (ShapeObject& o : shape) {
    if (o.name == name && o.aspect == aspect) return o;
  }
  throw std::out_of_range("no such object");
}

void erase(SchemaShape& shape, std::string_view name, std::string_view aspect) {
  const ShapeObject gone = find(shape, name, aspect);
  std::erase(shape, gone);
}

TEST(SchemaCompare, EqualShapesHaveNoDifferences) {
  EXPECT_TRUE(compare_shapes(people(), people(), SchemaRigour::exact).empty());
  EXPECT_TRUE(compare_shapes(people(), people(), SchemaRigour::lenient).empty());
}

TEST(SchemaCompare, NamesOfIndexesAndConstraintsDoNotMatter) {
  SchemaShape actual = people();
  find(actual, "by_name", "index").name = "another_name";
  find(actual, "people_check", "check").name = "c1";
  find(actual, "people_pkey", "primary key").name = "pk";
  EXPECT_TRUE(compare_shapes(people(), actual, SchemaRigour::exact).empty());
}

TEST(SchemaCompare, EveryLossIsNamed) {
  for (const ShapeObject& lost : people()) {
    if (lost.aspect == "table" || lost.aspect == "type") continue;
    SchemaShape actual = people();
    std::erase(actual, lost);
    const auto differences = compare_shapes(people(), actual, SchemaRigour::exact);
    ASSERT_EQ(differences.size(), 1U) << lost.aspect;
    EXPECT_EQ(differences[0].reason, lost.aspect + " is missing");
    EXPECT_EQ(differences[0].planned, lost.definition);
    EXPECT_FALSE(differences[0].extra);
  }
}

TEST(SchemaCompare, EveryChangeIsNamed) {
  for (const ShapeObject& changed : people()) {
    if (changed.aspect == "table") continue;
    SchemaShape actual = people();
    find(actual, changed.name, changed.aspect).definition += " other";
    const auto differences = compare_shapes(people(), actual, SchemaRigour::exact);
    ASSERT_EQ(differences.size(), 1U) << changed.aspect;
    EXPECT_EQ(differences[0].reason, changed.aspect + " differs");
    EXPECT_EQ(differences[0].actual, changed.definition + " other");
  }
}

TEST(SchemaCompare, MissingColumnsAndTablesAreLeftToTheComparisonOfRows) {
  SchemaShape actual = people();
  for (const std::string_view aspect : {"type", "NOT NULL", "default"}) erase(actual, "name", aspect);
  EXPECT_TRUE(compare_shapes(people(), actual, SchemaRigour::exact).empty());
  EXPECT_TRUE(compare_shapes(people(), {}, SchemaRigour::exact).empty());
}

TEST(SchemaCompare, WhatTheTargetHasBesideIsToldAndNoFailure) {
  SchemaShape actual = people();
  actual.push_back({ObjectKind::table, "people", "added", "type", "text"});
  actual.push_back({ObjectKind::table, "people", "added", "NOT NULL", "NOT NULL"});
  actual.push_back({ObjectKind::index, "people", "fast", "index", "INDEX USING btree (added)"});
  actual.push_back({ObjectKind::table, "other_application", "id", "type", "text"});
  const auto differences = compare_shapes(people(), actual, SchemaRigour::exact);
  ASSERT_EQ(differences.size(), 2U);
  EXPECT_EQ(differences[0].reason, "column is not in the plan");
  EXPECT_EQ(differences[1].reason, "index is not in the plan");
  for (const SchemaDifference& d : differences) EXPECT_TRUE(d.extra);
}

TEST(SchemaCompare, TwoOfAKindNeedTwo) {
  SchemaShape planned = people();
  planned.push_back({ObjectKind::check, "people", "c2", "check", "CHECK ((id > 0))"});
  EXPECT_EQ(compare_shapes(planned, people(), SchemaRigour::exact).size(), 1U);
}

TEST(SchemaCompare, LenientComparisonTakesOtherSpellings) {
  SchemaShape actual = people();
  for (ShapeObject& o : actual) o.table = "People";
  find(actual, "name", "type").definition = "text";
  find(actual, "name", "default").definition = "'x'::text";
  find(actual, "by_name", "index").definition = "INDEX USING btree (\"Name\" DESC) WHERE id > 3::bigint";
  EXPECT_TRUE(compare_shapes(people(), actual, SchemaRigour::lenient).empty());
}

TEST(SchemaCompare, LenientComparisonStillFindsLosses) {
  SchemaShape actual = people();
  find(actual, "by_name", "index").definition = "INDEX USING btree (name)";
  erase(actual, "people_check", "check");
  const auto differences = compare_shapes(people(), actual, SchemaRigour::lenient);
  ASSERT_EQ(differences.size(), 2U);
  EXPECT_EQ(differences[0].reason, "index differs");
  EXPECT_EQ(differences[1].reason, "check is missing");
}

TEST(SchemaCompare, LenientComparisonTakesWhatServesAsWell) {
  const SchemaShape planned = {{ObjectKind::table, "t", "id", "type", "bigint"},
                               {ObjectKind::identity, "t", "id", "identity", "GENERATED BY DEFAULT AS IDENTITY"},
                               {ObjectKind::unique, "t", "u", "unique constraint", "UNIQUE (a, b)"}};
  const SchemaShape actual = {{ObjectKind::table, "t", "id", "type", "integer"},
                              {ObjectKind::default_value, "t", "id", "default", "nextval('t_id_seq'::regclass)"},
                              {ObjectKind::index, "t", "i", "unique index", "UNIQUE USING btree (a, b)"}};
  EXPECT_TRUE(compare_shapes(planned, actual, SchemaRigour::lenient).empty());
  EXPECT_EQ(compare_shapes(planned, actual, SchemaRigour::exact).size(), 5U);
}

TEST(SchemaCompare, Loosened) {
  EXPECT_EQ(loosened("CHECK ((\"Price\" >= (0)::numeric(10,2)))"), "check price>=0");
  EXPECT_EQ(loosened("'It''s (A)'::character varying"), "'It''s (A)'");
  EXPECT_EQ(loosened("a::timestamp without time zone IS NULL"), "a is null");
  EXPECT_EQ(loosened("ARRAY['x'::text]::text[]"), "array['x']");
  EXPECT_EQ(loosened("'open"), "'open");
  EXPECT_EQ(loosened("x::\"odd type\"(3)"), "x");
}

}  // namespace
}  // namespace lite2pg
