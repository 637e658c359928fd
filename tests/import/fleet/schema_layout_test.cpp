#include "import/fleet/schema_layout.h"

#include <gmock/gmock.h>

#include "common/error.h"
#include "import/publish/whole_schema.h"
#include "mapping/choice/census_form.h"
#include "mapping/planning/make_plan.h"

namespace lite2pg::test::schema_layout_test {
namespace {

using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

Plan small_plan() {
  Schema schema;
  Table& table = schema.tables.emplace_back();
  table.name = "t";
  table.columns.resize(2);
  table.columns[0].name = "id";
  table.columns[0].declared_type = "INTEGER";
  table.columns[0].key_position = 1;
  table.columns[1].name = "parent";
  table.columns[1].declared_type = "INTEGER";
  table.rowid_alias = 0;
  ForeignKey key;
  key.columns = {1};
  key.parent = "t";
  table.foreign_keys.push_back(key);
  return make_plan(schema, {CensusForm().blank(schema.tables[0])}, {}, "");
}

TEST(SchemaLayout, AllIsMadeInTheStageAndRenamed) {
  const Plan plan = small_plan();
  EXPECT_THAT(making_sql(plan, "stage_1"), ElementsAre(StartsWith("CREATE TABLE \"stage_1\".\"t\"")));
  const auto finishing = finishing_sql(plan, "stage_1");
  ASSERT_FALSE(finishing.empty());
  EXPECT_THAT(finishing, Each(StartsWith("SET LOCAL search_path = \"stage_1\", pg_temp; ")));
  EXPECT_THAT(finishing, Contains(HasSubstr("PRIMARY KEY")));
  EXPECT_THAT(finishing.back(), HasSubstr("FOREIGN KEY"));
  EXPECT_EQ(publishing_sql(plan, "stage_1", "it's").front(), "ALTER SCHEMA \"stage_1\" RENAME TO \"it's\"");
}

TEST(SchemaLayout, NamesThatNoSchemaCanHaveAreMistakes) {
  EXPECT_NO_THROW(check_schema_names({{"/a.db", "a"}}));
  EXPECT_THROW(check_schema_names({{"/a.db", "pg_a"}}), Error);
  EXPECT_THROW(check_schema_names({{"/a.db", std::string(64, 'x')}}), Error);
}

TEST(SchemaLayout, MoreThanAThousandSchemasAreWarnedOf) {
  EXPECT_EQ(many_schemas_warning(1000), "");
  EXPECT_THAT(many_schemas_warning(1001), HasSubstr("1,001 schemas make a large catalog"));
}

}  // namespace
}  // namespace lite2pg::test::schema_layout_test
