// Nothing in the target may depend on which rows happen to be there today.
#include <gmock/gmock.h>

#include "tests/mapping/planned_database.h"

namespace lite2pg::later_rows_test {
namespace {

using namespace test;
using testing::HasSubstr;

/// All that a load would make of the schema's objects, and the columns' own expressions.
std::string decided(const std::string& script) {
  const Plan plan = plan_of_script(script);
  std::string text;
  for (const ObjectPlan& o : plan.objects) {
    text += std::string(name_of(o.kind)) + " " + o.name + ": " + outcome(o) + "\n";
  }
  for (const TablePlan& table : plan.tables) {
    for (const ColumnPlan& c : table.columns) {
      text += c.target + " " + c.type + " default " + c.default_sql + " as " + c.generated_sql + "\n";
    }
  }
  return text;
}

constexpr auto items = R"(
  CREATE TABLE item (id INTEGER PRIMARY KEY, price NUMERIC NOT NULL DEFAULT 0.00 CHECK (price > 0), disc NUMERIC CHECK
    (disc BETWEEN 0 AND 1), qty DECIMAL(10,2) DEFAULT 9.99, total NUMERIC AS (price * 2) STORED, half NUMERIC AS (price / 2)
    STORED, tier TEXT AS (CASE WHEN price >= 10.5 THEN 'hi' ELSE 'lo' END), g AS (price + 1), kind AS (typeof(price)));
  CREATE UNIQUE INDEX ui ON item (abs(qty)); CREATE UNIQUE INDEX up ON item (disc) WHERE price >= 0.5 AND price < 0.6;
  CREATE VIEW v AS SELECT id, price * 3 AS p3 FROM item WHERE price <= 10.4;
  CREATE VIEW s AS SELECT sum(price) AS sp, avg(price) AS ap FROM item;)";

TEST(LaterRows, WholeNumbersFractionsAndNothingGiveTheSameObjects) {
  const std::string nothing = decided(items);
  EXPECT_EQ(decided(std::string(items) + "INSERT INTO item (price, disc, qty) VALUES (5, 0, 1), (10, 1, 2);"), nothing);
  EXPECT_EQ(decided(std::string(items) + "INSERT INTO item (price, disc, qty) VALUES (0.25, 0.5, 1.5);"), nothing);
  EXPECT_EQ(decided(std::string(items) + "INSERT INTO item (price, disc, qty) VALUES (3, 0.5, 1), (1.5, 1, 2);"),
            nothing);
  EXPECT_EQ(nothing.find("::bigint"), std::string::npos) << nothing;
}

TEST(LaterRows, ANumericColumnIsNumericInEveryExpression) {
  const Plan plan = plan_of_script(std::string(items) + "INSERT INTO item (price, disc, qty) VALUES (5, 0, 1);");
  EXPECT_EQ(outcome(object_of(plan, ObjectKind::check, "item_price_check")),
            "carried | ALTER TABLE \"item\" ADD CONSTRAINT \"item_price_check\" CHECK ((\"price\" > 0))");
  EXPECT_THAT(outcome(object_of(plan, ObjectKind::index, "ui")), HasSubstr("((abs(\"qty\")))"));
  EXPECT_EQ(plan.tables[0].columns[1].default_sql, "0");
  EXPECT_EQ(plan.tables[0].columns[3].default_sql, "9.99");
}

/// What tells INTEGER from REAL cannot be known for tomorrow's rows.
TEST(LaterRows, WhatTellsIntegerFromRealIsNamed) {
  const Plan plan = plan_of_script(R"(
    CREATE TABLE r (n NUMERIC, CONSTRAINT a CHECK (n / 2 <> 2), CONSTRAINT b CHECK (n % 3 <> 1), CONSTRAINT c CHECK
      (typeof(n) <> 'blob'), CONSTRAINT d CHECK (n || '' <> '5'), CONSTRAINT e CHECK (n / 2.0 <> 2));
    INSERT INTO r VALUES (2.5);)");
  for (const char* name : {"a", "b", "c", "d"}) {
    const ObjectPlan& check = object_of(plan, ObjectKind::check, name);
    EXPECT_EQ(check.status, ObjectStatus::not_carried) << name;
    EXPECT_FALSE(check.reason.empty()) << name;
  }
  EXPECT_EQ(object_of(plan, ObjectKind::check, "e").status, ObjectStatus::carried);
}

TEST(LaterRows, TextsOfInstantsAreNotRebuilt) {
  const std::string script = R"(
    CREATE TABLE d (a DATETIME, CONSTRAINT long CHECK (length(a) = 19), CONSTRAINT late CHECK (a > '2000-01-01'));
    CREATE VIEW months AS SELECT substr(a, 1, 7) AS m FROM d; CREATE VIEW loud AS SELECT a || '!' AS l FROM d;)";
  for (const char* rows : {"", "INSERT INTO d VALUES ('2024-01-02 03:04:05');"}) {
    const Plan plan = plan_of_script(script + rows);
    EXPECT_EQ(object_of(plan, ObjectKind::check, "long").status, ObjectStatus::not_carried);
    EXPECT_EQ(object_of(plan, ObjectKind::check, "late").status, ObjectStatus::changed);
    EXPECT_EQ(object_of(plan, ObjectKind::view, "months").status, ObjectStatus::carried);
    EXPECT_EQ(object_of(plan, ObjectKind::view, "loud").status, ObjectStatus::not_carried);
  }
}

TEST(LaterRows, ADefaultStaysWhateverStandsThere) {
  const Plan plan = plan_of_script(R"(
    CREATE TABLE inv (total DECIMAL(10,2) NOT NULL DEFAULT 0.00, tax NUMERIC(6,4) NOT NULL DEFAULT 0.19,
      paid BOOLEAN NOT NULL DEFAULT 'f', made DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP);
    INSERT INTO inv VALUES (12.5, 0.07, 1, 'soon'), (99.99, 0.19, 0, 'late');)");
  EXPECT_TRUE(plan.misfits.empty());
  const auto& columns = plan.tables[0].columns;
  EXPECT_EQ(columns[0].default_sql, "0");
  EXPECT_EQ(columns[1].default_sql, "0.19");
  EXPECT_EQ(columns[2].default_sql, "false");
  EXPECT_EQ(columns[3].type, "text");
  EXPECT_THAT(columns[3].default_sql, HasSubstr("to_char"));
}

TEST(LaterRows, ALostDefaultOfANotNullColumnIsRefused) {
  const std::string script =
      "CREATE TABLE a (n INTEGER NOT NULL DEFAULT CURRENT_TIMESTAMP, m INTEGER DEFAULT CURRENT_TIMESTAMP);"
      "INSERT INTO a VALUES (1, 1);";
  const Plan plan = plan_of_script(script);
  ASSERT_EQ(plan.misfits.size(), 1U);
  EXPECT_EQ(plan.misfits[0].column, "n");
  EXPECT_TRUE(plan_of_script(script, {}, text_of(plan.misfits[0].remedy)).misfits.empty());
}

/// SQLite before 3.45 says that NULL is no JSON, later versions that it is not known.
TEST(LaterRows, JsonValidOfNullFollowsTheVersionThatWroteTheFile) {
  const std::string script = "CREATE TABLE a (j JSON, CONSTRAINT v CHECK (json_valid(j)));";
  const Plan plan = plan_of_script(script);
  const bool strict = plan.schema.sqlite_version < 3'045'000;
  EXPECT_GT(plan.schema.sqlite_version, 3'000'000);
  EXPECT_THAT(outcome(object_of(plan, ObjectKind::check, "v")), HasSubstr(strict ? "IS NOT NULL)" : "THEN true END"));
}

/// A column without declared type that holds nothing yet is what it refers to.
TEST(LaterRows, ForeignKeysOfEmptyColumns) {
  const std::string tables = "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p (id));";
  for (const std::string rows :
       {"", "INSERT INTO c VALUES (NULL);", "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1);"}) {
    const Plan plan = plan_of_script(tables + rows);
    EXPECT_EQ(plan.find_table("c")->columns[0].type, "bigint") << rows;
    EXPECT_EQ(object_of(plan, ObjectKind::foreign_key, "c_p_fkey").status, ObjectStatus::carried) << rows;
  }
}

TEST(LaterRows, TheGreatestInstantIsNoGreatestText) {
  const Plan plan = plan_of_script(R"(CREATE TABLE t (at DATETIME, day DATE);
    CREATE VIEW instants AS SELECT max(at) AS last FROM t; CREATE VIEW days AS SELECT min(day) AS first FROM t;)");
  EXPECT_THAT(object_of(plan, ObjectKind::view, "instants").reason, HasSubstr("compared as an instant"));
  EXPECT_EQ(object_of(plan, ObjectKind::view, "days").reason, "");
}

}  // namespace
}  // namespace lite2pg::later_rows_test
