#include "verify/schema/planned_shape.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lite2pg::planned_shape_test {
namespace {

using testing::ElementsAre;

/// "primary key people.people_pkey: PRIMARY KEY ("id")" for everything but the table and its columns.
std::vector<std::string> objects_of(std::vector<ObjectPlan> objects) {
  Plan plan;
  TablePlan& table = plan.tables.emplace_back();
  table.source = "People";
  table.target = "people";
  plan.objects = std::move(objects);
  std::vector<std::string> lines;
  for (const ShapeObject& o : planned_shape(plan)) {
    if (o.aspect == Aspect::table) continue;
    lines.push_back(std::string(name_of(o.aspect)) + " " + o.table + "." + o.name + ": " + o.definition);
  }
  return lines;
}

ObjectPlan object(ObjectKind kind, const std::string& name, std::vector<std::string> sql) {
  ObjectPlan o;
  o.kind = kind;
  o.name = name;
  o.table = "People";
  o.sql = std::move(sql);
  return o;
}

TEST(PlannedShape, KeysNameTheColumnsOfTheirIndex) {
  const std::vector<std::string> sql = {
      R"(CREATE UNIQUE INDEX "a (""b"" ON c" ON "people" ("id", "n" DESC))",
      R"(ALTER TABLE "people" ADD CONSTRAINT "a (""b"" ON c" PRIMARY KEY USING INDEX "a (""b"" ON c" DEFERRABLE)"};
  EXPECT_THAT(objects_of({object(ObjectKind::primary_key, "k", sql)}),
              ElementsAre(R"(primary key people.k: PRIMARY KEY ("id", "n" DESC) DEFERRABLE)"));
}

TEST(PlannedShape, TheStatementSaysWhatAnObjectBecame) {
  const std::string index = R"(CREATE UNIQUE INDEX "k" ON "people" ("id"))";
  EXPECT_THAT(objects_of({object(ObjectKind::primary_key, "k",
                                 {index, R"(ALTER TABLE "people" ADD CONSTRAINT "k" UNIQUE USING INDEX "k")"})}),
              ElementsAre(R"(unique constraint people.k: UNIQUE ("id"))"));
  EXPECT_THAT(objects_of({object(ObjectKind::unique, "k", {index})}),
              ElementsAre(R"(unique index people.k: UNIQUE USING btree ("id"))"));
}

TEST(PlannedShape, AKeyAndTheUniqueIndexBesideItAreBothExpected) {
  const std::string own = R"(CREATE UNIQUE INDEX "k" ON "people" ("n"))";
  const std::string attached = R"(ALTER TABLE "people" ADD CONSTRAINT "k" PRIMARY KEY USING INDEX "k")";
  const std::string collated = R"(CREATE UNIQUE INDEX "n ""key" ON "people" (lower("n")))";
  EXPECT_THAT(objects_of({object(ObjectKind::primary_key, "k", {own, attached, collated})}),
              ElementsAre(R"(primary key people.k: PRIMARY KEY ("n"))",
                          R"(unique index people.n "key: UNIQUE USING btree (lower("n")))"));
  EXPECT_THAT(objects_of({object(ObjectKind::primary_key, "k", {own, collated})}),
              ElementsAre(R"(unique index people.k: UNIQUE USING btree ("n"))",
                          R"(unique index people.n "key: UNIQUE USING btree (lower("n")))"));
  // As a target with partitions has it.
  const std::string written_out = R"(ALTER TABLE "people" ADD CONSTRAINT "k" PRIMARY KEY ("n"))";
  EXPECT_THAT(objects_of({object(ObjectKind::primary_key, "k", {written_out, collated})}),
              ElementsAre(R"(primary key people.k: PRIMARY KEY ("n"))",
                          R"(unique index people.n "key: UNIQUE USING btree (lower("n")))"));
}

TEST(PlannedShape, AnIndexOfAnotherKindSaysWhich) {
  EXPECT_THAT(objects_of({object(ObjectKind::index, "i", {R"(CREATE INDEX "i" ON "people" USING gin ("words"))"})}),
              ElementsAre(R"(index people.i: INDEX USING gin ("words"))"));
}

TEST(PlannedShape, WhatACheckSaysIsNoIndex) {
  const std::string check = R"(CHECK ("n" <> ' USING INDEX '))";
  EXPECT_THAT(objects_of({object(ObjectKind::check, "c", {R"(ALTER TABLE "people" ADD CONSTRAINT "c" )" + check})}),
              ElementsAre("check people.c: " + check));
}

TEST(PlannedShape, IndexesChecksAndForeignKeys) {
  EXPECT_THAT(
      objects_of({object(ObjectKind::index, "i", {R"(CREATE INDEX "i" ON "people" ((lower("n"))) WHERE ("n" > 0))"}),
                  object(ObjectKind::check, "c", {R"(ALTER TABLE "people" ADD CONSTRAINT "c" CHECK ("n" > 0))"}),
                  object(ObjectKind::foreign_key, "f",
                         {R"(ALTER TABLE "people" ADD CONSTRAINT "f" FOREIGN KEY ("n") REFERENCES "p" ("id"))"})}),
      ElementsAre(R"(index people.i: INDEX USING btree ((lower("n"))) WHERE ("n" > 0))",
                  R"(check people.c: CHECK ("n" > 0))",
                  R"(foreign key people.f: FOREIGN KEY ("n") REFERENCES "p" ("id"))"));
}

TEST(PlannedShape, WhatIsNotCarriedIsNotExpected) {
  EXPECT_THAT(objects_of({object(ObjectKind::check, "c", {}), object(ObjectKind::comment, "m", {"COMMENT ON ..."})}),
              ElementsAre());
}

TEST(PlannedShape, OrphansLeaveForeignKeysUnvalidated) {
  Plan plan;
  plan.options.orphans = OrphanPolicy::not_valid;
  ObjectPlan key = object(ObjectKind::foreign_key, "f",
                          {R"(ALTER TABLE "t" ADD CONSTRAINT "f" FOREIGN KEY ("n") REFERENCES "p" ("id"))"});
  key.target_table = "t";
  plan.objects = {key};
  ASSERT_EQ(planned_shape(plan).size(), 1U);
  EXPECT_EQ(planned_shape(plan)[0].state, Enforcement::not_validated);
}

TEST(PlannedShape, OnlyForeignKeysWithOrphansAreExpectedUnvalidated) {
  const auto state_of = [](ObjectKind kind, const std::string& definition, OrphanPolicy orphans) {
    Plan plan;
    plan.options.orphans = orphans;
    plan.objects = {object(kind, "c", {R"(ALTER TABLE "people" ADD CONSTRAINT "c" )" + definition})};
    return planned_shape(plan).at(0).state;
  };
  const std::string key = R"(FOREIGN KEY ("n") REFERENCES "p" ("id"))", check = R"(CHECK ("n" > 0))";
  EXPECT_EQ(state_of(ObjectKind::foreign_key, key, OrphanPolicy::not_valid), Enforcement::not_validated);
  EXPECT_EQ(state_of(ObjectKind::foreign_key, key, OrphanPolicy::fail), Enforcement::enforced);
  EXPECT_EQ(state_of(ObjectKind::check, check, OrphanPolicy::not_valid), Enforcement::enforced);
}

TEST(PlannedShape, AnArrayHasTheTypeOfItsElements) {
  Plan plan;
  TablePlan& table = plan.tables.emplace_back();
  ColumnPlan& c = table.columns.emplace_back();
  c.target = "moods";
  c.type = "mood[]";
  c.labels = {"a", "b"};
  c.codec.shape = FieldShape::array;
  EXPECT_EQ(planned_shape(plan).at(1).definition, "mood[]");
}

TEST(PlannedShape, PartitionsMakeAPartitionedTable) {
  Plan plan;
  plan.tables.resize(3);
  plan.tables[0].target = "whole";
  plan.tables[1].target = "parted";
  plan.tables[1].tenant_partitions = 3;
  plan.tables[2].partition_by = "at";
  const SchemaShape shape = planned_shape(plan);
  ASSERT_EQ(shape.size(), 3U);
  EXPECT_EQ(shape[0].definition, "table");
  EXPECT_EQ(shape[1].definition, "partitioned table");
  EXPECT_EQ(shape[2].definition, "partitioned table");
}

TEST(PlannedShape, Columns) {
  Plan plan;
  TablePlan& table = plan.tables.emplace_back();
  table.target = "t";
  ColumnPlan id;
  id.target = "id";
  id.type = "bigint";
  id.not_null = id.identity = true;
  ColumnPlan mood;
  mood.target = "mood";
  mood.type = "mood";
  mood.labels = {"a", "b"};
  mood.default_sql = "'a'";
  ColumnPlan sum;
  sum.target = "sum";
  sum.type = "numeric";
  sum.generated = true;
  sum.generated_sql = "(1 + 1)";
  table.columns = {id, mood, sum};
  std::vector<std::string> lines;
  for (const ShapeObject& o : planned_shape(plan)) {
    lines.push_back(o.name + " " + std::string(name_of(o.aspect)) + " " + o.definition);
  }
  EXPECT_THAT(lines, ElementsAre(" table table", "id type bigint", "id NOT NULL NOT NULL",
                                 "id identity GENERATED BY DEFAULT AS IDENTITY", "mood type mood ('a', 'b')",
                                 "mood default 'a'", "sum type numeric", "sum generated column (1 + 1) STORED"));
}

}  // namespace
}  // namespace lite2pg::planned_shape_test
