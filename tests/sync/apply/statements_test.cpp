#include "sync/apply/statements.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sync/apply/undo_statements.h"

namespace lite2pg::statements_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TableFacts facts() {
  TableFacts f;
  f.oid = 17;
  f.name = "\"s\".\"t\"";
  f.columns = {{"id", "bigint", true, false, true},
               {"na\"me", "text", false, false, false},
               {"flag", "boolean", true, false, false},
               {"twice", "bigint", false, true, false},
               {"mine", "text", false, false, false}};
  f.uniques = {{"id"}, {"na\"me"}, {"flag"}};
  f.keys = {{"id"}, {"flag"}};
  return f;
}

AppliedTable table() {
  return {3, facts(), {{"id", "bigint", true}, {"na\"me", "text", false}, {"flag", "boolean", true}}, {"id"}};
}

TEST(Statements, SetOnlyColumnsThatMayBeSet) {
  const std::string sql = apply_sql({table()}, "");
  EXPECT_THAT(sql, HasSubstr("SET \"na\"\"me\" = CASE WHEN c.cols[2] THEN n.v1 ELSE t.\"na\"\"me\" END, \"flag\" = "));
  EXPECT_THAT(sql, Not(HasSubstr("\"id\" = CASE")));  // identity ALWAYS, and the key
  EXPECT_THAT(sql, Not(HasSubstr("\"twice\"")));      // generated
}

TEST(Statements, DeleteBeforeTheyUpdateAndInsert) {
  const std::string sql = apply_sql({table()}, "");
  EXPECT_LT(sql.find("d3 AS MATERIALIZED (DELETE"), sql.find("u3 AS (UPDATE"));
  EXPECT_THAT(sql, HasSubstr("c.kind IN ('u') AND (SELECT pg_catalog.count(*) FROM d3) >= 0"));
  EXPECT_THAT(sql, HasSubstr("WHERE c.kind = 'i' AND (SELECT pg_catalog.count(*) FROM r3) >= 0"));
}

TEST(Statements, KeepColumnsThatOnlyTheTargetHasWhenARowComesBack) {
  EXPECT_THAT(apply_sql({table()}, ""),
              HasSubstr("(\"id\", \"na\"\"me\", \"flag\", \"mine\") OVERRIDING SYSTEM VALUE"));
}

TEST(Statements, ParkUniqueValuesWhereTheyCan) {
  EXPECT_THAT(park_sql(table(), Parking::null), HasSubstr("\"na\"\"me\" = CASE WHEN c.cols[2] THEN NULL"));
  EXPECT_THAT(park_sql(table(), Parking::low), HasSubstr("pg_catalog.md5("));
  EXPECT_THAT(park_sql(table(), Parking::low), Not(HasSubstr("\"flag\" =")));  // a boolean has no third value
  AppliedTable none = table();
  none.facts.uniques = {{"id"}};
  EXPECT_THAT(park_sql(none, Parking::null), IsEmpty());
}

TEST(Statements, FindRowsOutsideThatReferToAChange) {
  const Reference reference{"fk", 18, "\"s\".\"child\"", {{"parent", "id", "OPERATOR(pg_catalog.=)"}}};
  EXPECT_THAT(blocked_sql(table(), reference, nullptr),
              HasSubstr("JOIN \"s\".\"child\" x ON t.\"id\" OPERATOR(pg_catalog.=) x.\"parent\""));
  AppliedTable child = table();
  child.number = 4;
  child.columns = {{"parent", "bigint", false}};
  EXPECT_THAT(blocked_sql(table(), reference, &child), HasSubstr("d.kind = 'u' AND (d.cols[1])"));
}

TEST(Statements, LockInTheOrderOfTheKeyOrOfThePlaces) {
  EXPECT_THAT(lock_sql(table()), HasSubstr("ORDER BY \"id\" FOR UPDATE"));
  AppliedTable keyless = table();
  keyless.facts.keys.clear();
  EXPECT_THAT(lock_sql(keyless), HasSubstr("ORDER BY ctid FOR UPDATE"));
}

TEST(Statements, LookForTakenKeysWhereNoIndexDoes) {
  EXPECT_THAT(taken_sql(table()), IsEmpty());
  AppliedTable loose = table();
  loose.facts.keys.clear();
  EXPECT_THAT(taken_sql(loose), HasSubstr("t.\"id\"::text = n.v0::text WHERE c.kind = 'i'"));
}

TEST(UndoStatements, CompareByTheKeyOrAsText) {
  RepairRecord repair;
  repair.id = "r";
  repair.xids = {5, 9};
  const AppliedTable keyed = undo_table(0, facts(), {"id"});
  EXPECT_FALSE(keyed.keyless());
  EXPECT_THAT(stage_undo_sql(keyed, {repair, "s", "t"})[1], HasSubstr("t.xmin::text::int8 = ANY ('{5,9}'::int8[])"));
  EXPECT_THAT(stage_undo_sql(keyed, {repair, "s", "t"})[1], HasSubstr("t.\"id\" = (r.row_key["));
  const AppliedTable keyless = undo_table(0, facts(), {"mine"});
  EXPECT_TRUE(keyless.keyless());
  EXPECT_THAT(stage_undo_sql(keyless, {repair, "s", "t"})[1], HasSubstr("PARTITION BY ARRAY[t.\"mine\"::text]"));
  EXPECT_TRUE(undo_table(0, facts(), {"na\"me"}).keyless()) << "NULL may be there twice";
}

}  // namespace
}  // namespace lite2pg::statements_test
