#include "import/existing/constraint_questions.h"

#include <gmock/gmock.h>

namespace lite2pg {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

ColumnPlan column(const std::string& name, int source, const std::string& type) {
  ColumnPlan c;
  c.source = c.target = name;
  c.source_index = source;
  c.type = type;
  return c;
}

TablePlan table_of_people() {
  TablePlan table;
  table.source = table.target = "people";
  table.columns = {column("id", 0, "bigint"), column("name", 1, "text"), column("since", 2, "date")};
  return table;
}

Table people_in_source() {
  Table table;
  table.name = "people";
  table.rowid_alias = 0;
  return table;
}

TargetConstraint about(ConstraintKind kind, const std::vector<std::string>& columns) {
  TargetConstraint c{kind, "c", "people", "", "", "", {}, false, {}};
  c.columns = columns;
  c.by_columns_alone = true;
  return c;
}

TEST(ConstraintQuestions, CastTheColumnsOfACheckToTheirTypes) {
  TargetConstraint check = about(ConstraintKind::check, {"name", "since"});
  check.condition = "(since > name)";
  EXPECT_EQ(refused_rows_sql(check, table_of_people()),
            "SELECT s.\"number of the row\" FROM (SELECT x.n AS \"number of the row\", CAST(x.c0 AS text) AS \"name\", "
            "CAST(x.c1 AS date) AS \"since\" FROM pg_catalog.jsonb_to_recordset($1::pg_catalog.jsonb) AS x(n "
            "pg_catalog.int4, c0 pg_catalog.text, c1 pg_catalog.text)) AS s WHERE ((since > name)) IS FALSE");
}

TEST(ConstraintQuestions, LeaveOutRowsThatAKeyIsNotAbout) {
  TargetConstraint unique = about(ConstraintKind::unique, {"name"});
  unique.keys = {"lower(name)"};
  unique.condition = "(name <> 'x')";
  const std::string where = " WHERE ((name <> 'x')) AND (lower(name)) IS NOT NULL";
  EXPECT_THAT(key_hashes_sql(unique, table_of_people()), HasSubstr("hash_record_extended(ROW(lower(name)), 0)"));
  EXPECT_THAT(key_hashes_sql(unique, table_of_people()), HasSubstr(where));
  EXPECT_THAT(equal_keys_sql(unique, table_of_people()), HasSubstr(where + " GROUP BY lower(name) HAVING"));
  unique.nulls_equal = true;
  EXPECT_THAT(key_hashes_sql(unique, table_of_people()), Not(HasSubstr("IS NOT NULL")));
}

TEST(ConstraintQuestions, NeedColumnsThatTheSourceFills) {
  TablePlan table = table_of_people();
  EXPECT_TRUE(is_askable(about(ConstraintKind::check, {"id", "name"}), table));
  EXPECT_FALSE(is_askable(about(ConstraintKind::check, {"id", "elsewhere"}), table));
  EXPECT_FALSE(is_askable(about(ConstraintKind::check, {}), table));
  table.columns[1].source_index = -1;
  EXPECT_FALSE(is_askable(about(ConstraintKind::check, {"id", "name"}), table));
  table.columns[1].null_as = "'x'";
  EXPECT_TRUE(is_askable(about(ConstraintKind::check, {"id", "name"}), table));
  TargetConstraint calls = about(ConstraintKind::check, {"id"});
  calls.by_columns_alone = false;
  EXPECT_FALSE(is_askable(calls, table));
}

TEST(ConstraintQuestions, AreSparedWhereTheSourceHasTheSameKey) {
  TablePlan table = table_of_people();
  Table source = people_in_source();
  TargetConstraint unique = about(ConstraintKind::unique, {"id", "name"});
  unique.keys = {"id", "lower(name)"};
  EXPECT_TRUE(is_warranted(unique, table, source, {}));
  unique.keys = {"lower(name)"};
  EXPECT_FALSE(is_warranted(unique, table, source, {}));
  unique.keys = {"name"};
  EXPECT_FALSE(is_warranted(unique, table, source, {}));
  Index index;
  index.unique = true;
  index.parts = {{.column = 1, .expression = "", .collation = "BINARY"}};
  source.indexes = {index};
  EXPECT_TRUE(is_warranted(unique, table, source, {}));
  unique.keys = {"name COLLATE public.ci"};
  EXPECT_FALSE(is_warranted(unique, table, source, {}));
  unique.keys = {"name"};
  table.columns[1].type = "citext";
  EXPECT_FALSE(is_warranted(unique, table, source, {}));
  table.columns[1].type = "character varying(20)";
  EXPECT_TRUE(is_warranted(unique, table, source, {}));
  table.columns[1].fidelity = Fidelity::lossy;
  EXPECT_FALSE(is_warranted(unique, table, source, {}));
  table.columns[1].fidelity = Fidelity::exact;
  source.indexes[0].where = "name <> ''";
  EXPECT_FALSE(is_warranted(unique, table, source, {}));
}

TEST(ConstraintQuestions, AreSparedWhereTheSourceHasTheSameForeignKey) {
  Plan plan;
  plan.tables = {table_of_people()};
  Table source = people_in_source();
  TargetConstraint key = about(ConstraintKind::foreign_key, {"name"});
  key.parent = "people";
  EXPECT_FALSE(is_warranted(key, plan.tables[0], source, plan));
  ForeignKey own;
  own.columns = {1};
  own.parent = "People";
  source.foreign_keys = {own};
  EXPECT_TRUE(is_warranted(key, plan.tables[0], source, plan));
  key.parent = "others";
  EXPECT_FALSE(is_warranted(key, plan.tables[0], source, plan));
}

TEST(ConstraintQuestions, ReadALineOfCopy) {
  EXPECT_THAT(copied_fields("1\ta\\tb\\\\N\\n\t\\N\t\n", {0, 1, 2, 3}),
              ElementsAre(std::optional<std::string>("1"), std::optional<std::string>("a\tb\\N\n"), std::nullopt,
                          std::optional<std::string>("")));
  EXPECT_THAT(copied_fields("1\t2\t3\n", {2, 0}),
              ElementsAre(std::optional<std::string>("3"), std::optional<std::string>("1")));
}

}  // namespace
}  // namespace lite2pg
