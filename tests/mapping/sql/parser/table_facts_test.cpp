#include "mapping/sql/parser/table_facts.h"

#include <gtest/gtest.h>

namespace lite2pg::table_facts_test {
namespace {

/// A table as the PRAGMAs tell it: names alone.
Table table(std::string sql, std::initializer_list<const char*> columns) {
  Table t;
  t.sql = std::move(sql);
  for (const char* name : columns) t.columns.emplace_back().name = name;
  return t;
}

Index constraint(IndexOrigin origin, std::initializer_list<int> columns) {
  Index index;
  index.origin = origin;
  for (const int column : columns) index.parts.emplace_back().column = column;
  return index;
}

TEST(TableFacts, AddsWhatPragmasDoNotTell) {
  Table t = table(
      "CREATE TABLE t (a INTEGER CONSTRAINT k PRIMARY KEY AUTOINCREMENT, b TEXT COLLATE NOCASE CHECK(length(b) > 2),\n"
      "c AS (a + 1) STORED, CONSTRAINT pos CHECK ( a > 0 ), CONSTRAINT u UNIQUE (b, a) ON CONFLICT IGNORE, UNIQUE "
      "(b),\n"
      "CONSTRAINT f FOREIGN KEY (B) REFERENCES P DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY (a) REFERENCES q) STRICT",
      {"a", "b", "c"});
  t.indexes = {constraint(IndexOrigin::unique_constraint, {1}), constraint(IndexOrigin::unique_constraint, {1, 0})};
  t.foreign_keys.resize(2);
  t.foreign_keys[0].columns = {0};
  t.foreign_keys[0].parent = "q";
  t.foreign_keys[1].columns = {1};
  t.foreign_keys[1].parent = "p";
  ASSERT_EQ(add_parsed_facts(t), "");
  EXPECT_EQ(t.key_name, "k");
  EXPECT_TRUE(t.autoincrement);
  EXPECT_TRUE(t.strict);
  EXPECT_EQ(t.columns[1].collation, "NOCASE");
  EXPECT_EQ(t.columns[2].generated_sql, "a + 1");
  ASSERT_EQ(t.checks.size(), 2U);
  EXPECT_EQ(t.checks[0].expression, "length(b) > 2");
  EXPECT_EQ(t.checks[0].column, 1);
  EXPECT_EQ(t.checks[1].name, "pos");
  EXPECT_EQ(t.checks[1].column, -1);
  EXPECT_EQ(t.indexes[0].constraint_name, "");
  EXPECT_EQ(t.indexes[1].constraint_name, "u");
  EXPECT_EQ(t.indexes[1].conflict_clause, "IGNORE");
  EXPECT_EQ(t.foreign_keys[0].name, "");
  EXPECT_FALSE(t.foreign_keys[0].deferrable);
  EXPECT_EQ(t.foreign_keys[1].name, "f");
  EXPECT_TRUE(t.foreign_keys[1].initially_deferred);
}

TEST(TableFacts, PutsCommentsToTheirColumns) {
  Table t = table(
      "CREATE TABLE t ( -- the table\n"
      "  -- above a\n"
      "  a INT, -- beside a\n"
      "  b INT /* in b */,\n"
      "  c INT -- beside c\n"
      "  -- nobody's\n"
      ")",
      {"a", "b", "c"});
  ASSERT_EQ(add_parsed_facts(t), "");
  EXPECT_EQ(t.comment, "the table");
  EXPECT_EQ(t.columns[0].comment, "above a\nbeside a");
  EXPECT_EQ(t.columns[1].comment, "in b");
  EXPECT_EQ(t.columns[2].comment, "beside c");
}

TEST(TableFacts, AddsNothingWhenTheTextDoesNotParse) {
  Table t = table("CREATE TABLE t (a CHECK (a > 0), b CHECK (", {"a", "b"});
  EXPECT_NE(add_parsed_facts(t).find("at byte"), std::string::npos);
  EXPECT_TRUE(t.checks.empty());
}

TEST(TableFacts, AddsExpressionsAndPredicatesToIndexes) {
  const Table t = table("", {"a", "b"});
  Index index;
  index.sql = "CREATE UNIQUE INDEX i ON t (b DESC, lower( a ), A COLLATE rtrim) WHERE b > 3";
  ASSERT_EQ(add_parsed_facts(index, t), "");
  ASSERT_EQ(index.parts.size(), 3U);
  EXPECT_EQ(index.parts[0].column, 1);
  EXPECT_TRUE(index.parts[0].descending);
  EXPECT_EQ(index.parts[1].column, -1);
  EXPECT_EQ(index.parts[1].expression, "lower( a )");
  EXPECT_EQ(index.parts[2].column, 0);
  EXPECT_EQ(index.parts[2].collation, "rtrim");
  EXPECT_EQ(index.where, "b > 3");
  EXPECT_TRUE(index.unique);
}

TEST(TableFacts, KeepsTheCollationsThatPragmasTold) {
  const Table t = table("", {"a"});
  Index index;
  index.sql = "CREATE INDEX i ON t (a)";
  index.parts.emplace_back().collation = "NOCASE";
  ASSERT_EQ(add_parsed_facts(index, t), "");
  EXPECT_EQ(index.parts[0].collation, "NOCASE");
}

}  // namespace
}  // namespace lite2pg::table_facts_test
