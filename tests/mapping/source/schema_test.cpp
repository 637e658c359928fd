#include "mapping/source/schema.h"

#include <gtest/gtest.h>

namespace lite2pg::schema_test {
namespace {

Column column(std::string name, int key_position = 0) {
  Column result;
  result.name = std::move(name);
  result.key_position = key_position;
  return result;
}

TEST(Schema, FollowsTheFiveAffinityRulesInOrder) {
  EXPECT_EQ(affinity_of("INTEGER"), Affinity::integer);
  EXPECT_EQ(affinity_of("POINT"), Affinity::integer);
  EXPECT_EQ(affinity_of("CHARINT"), Affinity::integer);
  EXPECT_EQ(affinity_of("NVARCHAR(160)"), Affinity::text);
  EXPECT_EQ(affinity_of("BLOB SUB_TYPE TEXT"), Affinity::text);
  EXPECT_EQ(affinity_of("blob"), Affinity::blob);
  EXPECT_EQ(affinity_of(""), Affinity::blob);
  EXPECT_EQ(affinity_of("double precision"), Affinity::real);
  EXPECT_EQ(affinity_of("FLOATING POINT"), Affinity::integer);
  EXPECT_EQ(affinity_of("STRING"), Affinity::numeric);
  EXPECT_EQ(affinity_of("BOOLEAN"), Affinity::numeric);
  EXPECT_EQ(affinity_of("DATETIME"), Affinity::numeric);
}

TEST(Schema, FindsNamesAsSqliteDoes) {
  Schema schema;
  Table& table = schema.tables.emplace_back();
  table.name = "Users";
  table.columns = {column("Id"), column("Ümlaut")};
  ASSERT_NE(schema.find_table("uSERS"), nullptr);
  EXPECT_EQ(schema.find_table("user"), nullptr);
  EXPECT_EQ(schema.tables[0].find_column("ID"), 0);
  EXPECT_EQ(schema.tables[0].find_column("Ümlaut"), 1);
  EXPECT_EQ(schema.tables[0].find_column("ümlaut"), -1);
}

TEST(Schema, OrdersKeyColumnsAsThePrimaryKeyDoes) {
  Table table;
  table.columns = {column("a", 2), column("b"), column("c", 1)};
  EXPECT_EQ(table.key_columns(), (std::vector<int>{2, 0}));
  EXPECT_TRUE(Table{}.key_columns().empty());
}

TEST(Schema, FindsTheIndexOfThePrimaryKey) {
  Table table;
  EXPECT_EQ(table.key_index(), nullptr);
  table.indexes.resize(3);
  table.indexes[0].origin = IndexOrigin::unique_constraint;
  table.indexes[1].origin = IndexOrigin::primary_key;
  table.indexes[2].origin = IndexOrigin::create_index;
  EXPECT_EQ(table.key_index(), &table.indexes[1]);
}

TEST(Schema, FindsTheColumnsThatAForeignKeyRefersTo) {
  Table parent;
  parent.columns = {column("a", 2), column("b"), column("c", 1)};
  ForeignKey key;
  key.columns = {5, 6};
  EXPECT_EQ(referred_columns(key, parent), (std::vector{2, 0})) << "its primary key";
  key.parent_columns = {"B", "a"};
  EXPECT_EQ(referred_columns(key, parent), (std::vector{1, 0}));
  key.parent_columns = {"b", "gone"};
  EXPECT_TRUE(referred_columns(key, parent).empty()) << "a column that is not there";
  key.parent_columns = {"b"};
  EXPECT_TRUE(referred_columns(key, parent).empty()) << "too few";
}

}  // namespace
}  // namespace lite2pg::schema_test
