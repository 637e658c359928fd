#include "sync/sqlite/object_order.h"

#include <gmock/gmock.h>

namespace lite2pg::object_order_test {
namespace {

using testing::ElementsAre;

Table table(const std::string& name, int position) {
  Table t;
  t.name = name;
  t.position = position;
  return t;
}

Index index(const std::string& name, int position) {
  Index i;
  i.name = name;
  i.position = position;
  if (position > 0) i.sql = "CREATE INDEX";
  return i;
}

TEST(ObjectOrder, IsTheRecordedOne) {
  Schema schema;
  schema.tables = {table("a", 1), table("b", 3)};
  schema.tables[0].indexes = {index("ia", 2)};
  schema.views = {{"v", "", 4}};
  schema.triggers = {{"t", "a", "", 5}};
  const std::vector<MadeObject> made = {{1, "table", "a", "a"},
                                        {2, "table", "b", "b"},
                                        {3, "trigger", "t", "a"},
                                        {4, "view", "v", "v"},
                                        {5, "index", "ia", "a"}};
  EXPECT_THAT(original_order(schema, made), ElementsAre(1, 5, 2, 4, 3));
  EXPECT_EQ(rank_of_sequences(schema), 0);
}

TEST(ObjectOrder, AutomaticIndexesStayBehindTheirTable) {
  Schema schema;
  schema.tables = {table("b", 3), table("a", 1)};
  schema.tables[1].indexes = {index("sqlite_autoindex_a_1", 0)};
  const std::vector<MadeObject> made = {
      {1, "table", "b", "b"}, {2, "table", "a", "a"}, {3, "index", "sqlite_autoindex_a_1", "a"}};
  EXPECT_THAT(original_order(schema, made), ElementsAre(2, 3, 1));
}

TEST(ObjectOrder, SequencesTakeTheRankThatNothingElseHas) {
  Schema schema;
  schema.tables = {table("later", 2),
                   table("last", 3)};  // Rank 1 was that of sqlite_sequence: its first table is gone.
  const std::vector<MadeObject> made = {
      {1, "table", "later", "later"}, {2, "table", "sqlite_sequence", "sqlite_sequence"}, {3, "table", "last", "last"}};
  EXPECT_EQ(rank_of_sequences(schema), 1);
  EXPECT_THAT(original_order(schema, made), ElementsAre(2, 1, 3));
}

TEST(ObjectOrder, WithoutRecordedRanksIsThatOfMaking) {
  Schema schema;
  schema.tables = {table("b", 0), table("a", 0)};
  const std::vector<MadeObject> made = {{1, "table", "b", "b"}, {2, "table", "a", "a"}};
  EXPECT_THAT(original_order(schema, made), ElementsAre(1, 2));
}

}  // namespace
}  // namespace lite2pg::object_order_test
