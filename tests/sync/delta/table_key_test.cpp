#include "sync/delta/table_key.h"

#include <gmock/gmock.h>

#include "import/live/hidden_rowid.h"
#include "mapping/target/identifier.h"
#include "sync/delta/delta_sql.h"

namespace lite2pg::table_key_test {
namespace {

using testing::HasSubstr;

ColumnPlan column(std::string name, int index, CodecId codec, std::string type) {
  ColumnPlan c;
  c.source = c.target = std::move(name);
  c.source_index = index;
  c.codec = codec;
  c.type = std::move(type);
  return c;
}

Table rowid_table() {
  Table t;
  t.name = "t";
  t.columns.resize(2);
  t.columns[0].name = "id";
  t.columns[0].key_position = 1;
  t.columns[1].name = "v";
  t.rowid_alias = 0;
  return t;
}

TablePlan plan_of_it() {
  TablePlan p;
  p.source = p.target = "t";
  p.columns = {column("id", 0, CodecId::int8, "bigint"), column("v", 1, CodecId::text, "text")};
  return p;
}

TEST(TableKey, IntegersAndTextsByTheirBytes) {
  EXPECT_THAT(range_key(rowid_table(), plan_of_it())->columns, testing::ElementsAre("\"id\""));
  Table keyed = rowid_table();
  keyed.kind = TableKind::without_rowid;
  keyed.rowid_alias = -1;
  keyed.columns[1].key_position = 2;
  TablePlan plan = plan_of_it();
  EXPECT_THAT(range_key(keyed, plan)->columns, testing::ElementsAre("\"id\"", "\"v\""));
  EXPECT_FALSE(range_key(keyed, plan)->indexed) << "the primary key is in the database's own order";
  plan.columns[1].collation = "C";
  EXPECT_TRUE(range_key(keyed, plan)->indexed);
  plan.columns[1].collation = "und-x-icu";
  EXPECT_FALSE(range_key(keyed, plan)) << "may be equal although their bytes are not";
}

TEST(TableKey, RowNumbersWhereNothingElseOrdersTheRows) {
  Table keyless = rowid_table();
  keyless.rowid_alias = -1;
  const TablePlan staged = staged_plan(keyless, plan_of_it());
  ASSERT_EQ(staged.columns.size(), 3U);
  EXPECT_EQ(staged.columns[2].source_index, 2) << "one behind the table's columns";
  const auto key = range_key(keyless, staged);
  EXPECT_THAT(key->columns, testing::ElementsAre("\"lite2pg_rowid\""));
  EXPECT_FALSE(key->indexed);
  EXPECT_EQ(create_order_index_sql(*key, "s", staged),
            "CREATE INDEX IF NOT EXISTS \"" + hashed_name("lite2pg_order_t") + "\" ON \"s\".\"t\" (\"lite2pg_rowid\")");
  EXPECT_EQ(staged_plan(rowid_table(), plan_of_it()).columns.size(), 2U);
  keyless.columns[0].name = "rowid";
  EXPECT_TRUE(needs_hidden_rowid(keyless, plan_of_it()));
  keyless.columns[1].name = "_rowid_";
  keyless.columns.emplace_back().name = "OID";
  EXPECT_FALSE(needs_hidden_rowid(keyless, plan_of_it())) << "it has no name left";
}

TEST(TableKey, NoneWhereTheTargetHasAnotherOrder) {
  Table keyless = rowid_table();
  keyless.rowid_alias = -1;
  keyless.columns[0].key_position = 0;
  EXPECT_FALSE(range_key(keyless, plan_of_it()));
  TablePlan retyped = plan_of_it();
  retyped.columns[0] = column("id", 0, CodecId::text, "uuid");
  EXPECT_FALSE(range_key(rowid_table(), retyped));
  TablePlan parted = plan_of_it();
  parted.partition_by = "v";
  EXPECT_FALSE(range_key(rowid_table(), parted));
}

TEST(TableKey, RangesAsSql) {
  const RangeKey key{{"\"a\"", "\"b\""}, {"pg_catalog.int8", "pg_catalog.int8"}, true};
  EXPECT_EQ(in_range(key, "t", "r"), "(t.\"a\", t.\"b\") >= (r.a0, r.a1) AND (t.\"a\", t.\"b\") <= (r.b0, r.b1)");
  EXPECT_EQ(same_key(key, "c", "t"), "c.\"a\" = t.\"a\" AND c.\"b\" = t.\"b\"");
  EXPECT_EQ(range_columns(key), "a0 pg_catalog.int8, b0 pg_catalog.int8, a1 pg_catalog.int8, b1 pg_catalog.int8");
  const std::vector first = {OwnedValue(Value::of(INT64_MIN)), OwnedValue(Value::text("it's"))};
  EXPECT_EQ(range_row(first, first), "('-9223372036854775808', '-9223372036854775808', 'it''s', 'it''s')");
}

TEST(TableKey, TextsAreLookedForByTheirBytes) {
  Table keyed = rowid_table();
  keyed.kind = TableKind::without_rowid;
  keyed.rowid_alias = -1;
  keyed.columns[0].key_position = 0;
  keyed.columns[1].key_position = 1;
  const auto key = range_key(keyed, plan_of_it());
  EXPECT_EQ(in_range(*key, "t", "r"),
            "(t.\"v\" COLLATE pg_catalog.\"C\") >= (r.a0) AND (t.\"v\" COLLATE "
            "pg_catalog.\"C\") <= (r.b0)");
  EXPECT_THAT(create_order_index_sql(*key, "s", plan_of_it()), testing::EndsWith("(\"v\" COLLATE pg_catalog.\"C\")"));
}

TEST(DeltaSql, ComparesByBytesAndLeavesGeneratedColumnsAlone) {
  TablePlan plan = plan_of_it();
  plan.columns.push_back(column("g", 2, CodecId::int8, "bigint"));
  plan.columns.back().generated = true;
  const DeltaSql sql("stage", plan, *range_key(rowid_table(), plan));
  EXPECT_THAT(sql.delete_gone(), HasSubstr("record_image_eq(ROW(c.\"id\", c.\"v\"), ROW(t.\"id\", t.\"v\"))"));
  EXPECT_THAT(sql.delete_gone(), HasSubstr("ROW(t.\"id\", t.\"v\")) OFFSET 0) OFFSET 0) AS x"));  // two looks by index
  EXPECT_THAT(sql.insert_come(),
              testing::StartsWith("WITH come AS (INSERT INTO \"stage\".\"t\" (\"id\", \"v\") SELECT"));
  EXPECT_THAT(sql.copy_rows(), HasSubstr("\"lite2pg_come\" (\"id\", \"v\") FROM STDIN"));
}

}  // namespace
}  // namespace lite2pg::table_key_test
