#include "sync/sqlite/derived_schema.h"

#include <gmock/gmock.h>

#include "common/error.h"
#include "sync/sqlite/backward_type.h"

namespace lite2pg::derived_schema_test {
namespace {

TargetColumn column(const std::string& name, const std::string& type, const std::string& base) {
  TargetColumn c;
  c.name = name;
  c.type = type;
  c.base = base;
  return c;
}

std::string type_of(const std::string& type, const std::string& base) {
  const BackwardType t = backward_type(column("c", type, base));
  return t.declared + "|" + to_string(t.codec) + (t.via_text ? "|text" : "");
}

TEST(BackwardType, HasARuleForEachType) {
  EXPECT_EQ(type_of("bigint", "int8"), "BIGINT|int8");
  EXPECT_EQ(type_of("boolean", "bool"), "BOOLEAN|boolean_number");
  EXPECT_EQ(type_of("numeric(10,2)", "numeric"), "DECIMAL(10,2)|numeric(10,2,mixed)");
  EXPECT_EQ(type_of("numeric(20,2)", "numeric").substr(0, 5), "TEXT|");  // More digits than a double has.
  EXPECT_EQ(type_of("numeric", "numeric").substr(0, 5), "TEXT|");
  EXPECT_EQ(type_of("character varying(20)", "varchar"), "VARCHAR(20)|text");
  EXPECT_EQ(type_of("character varying", "varchar"), "TEXT|text");
  EXPECT_EQ(type_of("uuid", "uuid").substr(0, 5), "UUID|");
  EXPECT_EQ(type_of("interval", "interval"), "TEXT|text|text");
  EXPECT_EQ(type_of("bytea", "bytea"), "BLOB|bytea");
  TargetColumn array = column("c", "integer[]", "int4");
  array.is_array = true;
  EXPECT_EQ(backward_type(array).declared, "JSON");
  EXPECT_TRUE(backward_type(array).via_json);
}

TargetTable people() {
  TargetTable t;
  t.name = "people";
  t.columns = {column("id", "bigint", "int8"), column("name", "text", "text"), column("mood", "public.mood", "mood")};
  t.columns[0].not_null = t.columns[0].identity = true;
  t.columns[1].default_sql = "'x'::text";
  t.columns[2].is_enum = true;
  t.columns[2].labels = {"sad", "ok"};
  t.columns[2].default_sql = "'ok'::public.mood";
  return t;
}

TEST(DerivedSchema, IsOneThatSqliteMakes) {
  const TargetTable table = people();
  CatalogObjects objects;
  objects.constraints = {{.kind = 'p', .name = "pk", .columns = {"id"}},
                         {.kind = 'u', .name = "uq", .columns = {"name"}},
                         {.kind = 'c', .name = "odd", .expression = "lower(name) = name"}};
  objects.indexes = {{.name = "people_mood", .columns = {"mood"}, .descending = {true}, .where = "(mood IS NOT NULL)"}};
  const DerivedSchema derived = derived_schema({&table}, {{"people", objects}});
  ASSERT_EQ(derived.schema.tables.size(), 1U);
  EXPECT_EQ(
      derived.schema.tables[0].sql,
      "CREATE TABLE \"people\" (\n  \"id\" INTEGER PRIMARY KEY AUTOINCREMENT,\n  \"name\" TEXT DEFAULT ('x'),\n"
      "  \"mood\" TEXT DEFAULT ('ok') CHECK (\"mood\" IN ('sad', 'ok')),\n  CONSTRAINT \"uq\" UNIQUE (\"name\")\n)");
  EXPECT_TRUE(derived.schema.tables[0].autoincrement);
  EXPECT_THAT(derived.tables[0].key, testing::ElementsAre(0));
  EXPECT_THAT(derived.notes, testing::ElementsAre("people: check odd is left out: lower(name) = name"));
}

TEST(DerivedSchema, NamesWhatAConstraintOfSqliteDoesNotPromise) {
  const TargetTable table = people();
  CatalogObjects objects;
  objects.constraints = {{.kind = 'u', .name = "uq", .columns = {"name"}, .one_null = true},
                         {.kind = 'f',
                          .name = "pair",
                          .columns = {"name", "mood"},
                          .parent = "people",
                          .parent_columns = {"name", "mood"},
                          .full = true},
                         {.kind = 'f',
                          .name = "some",
                          .columns = {"name"},
                          .parent = "people",
                          .parent_columns = {"name"},
                          .on_delete = 'n',
                          .some_columns = true}};
  const DerivedTable derived = derived_table(table, objects);
  EXPECT_THAT(derived.create, testing::HasSubstr("CONSTRAINT \"pair\" FOREIGN KEY"));
  EXPECT_THAT(derived.create, testing::Not(testing::HasSubstr("\"some\"")));
  EXPECT_THAT(derived.notes,
              testing::ElementsAre(testing::HasSubstr("NULLS NOT DISTINCT of uq"),
                                   testing::HasSubstr("MATCH FULL of pair"), testing::HasSubstr("foreign key some")));
}

TEST(DerivedSchema, NamesThatAreOneToSqliteAreRefused) {
  const TargetTable a = people();
  TargetTable b = people();
  b.name = "PEOPLE";
  EXPECT_THROW((void)derived_schema({&a, &b}, {}), Error);
}

TEST(DerivedSchema, ColumnsAreAddedAsAlterTableDoes) {
  Table table;
  table.name = "t";
  table.sql = "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)";
  const TargetColumn added = column("c", "numeric(5,1)", "numeric");
  add_columns(table, {&added});
  EXPECT_EQ(table.sql, "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, \"c\" DECIMAL(5,1))");
  EXPECT_EQ(table.columns.size(), 3U);
}

}  // namespace
}  // namespace lite2pg::derived_schema_test
