#include "tests/import/run/run_fixture.h"

namespace lite2pg::test::existing_pg_test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

class ExistingTest : public RunFixture {
 protected:
  void SetUp() override {
    sqlite("CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO people VALUES (1, 'Ann'), (2, 'Bob')");
    database_.psql("CREATE TABLE people (id serial PRIMARY KEY, name varchar(10) UNIQUE)");
  }
  int load(const std::function<void(ImportOptions&)>& change = {}) {
    return run(ImportTask::import, [&](ImportOptions& o) {
      o.existing = o.plan.existing = true;
      if (change) change(o);
    });
  }
};

TEST_F(ExistingTest, LoadsAndSetsTheSequence) {
  ASSERT_EQ(load(), 0) << said_;
  EXPECT_EQ(value("SELECT count(*) FROM people"), "2");
  EXPECT_EQ(value("INSERT INTO people (name) VALUES ('Eve') RETURNING id"), "3");
  EXPECT_EQ(value("SELECT state FROM lite2pg.run"), "published");
}

TEST_F(ExistingTest, TablesThatHoldRowsAreRefusedUnlessSaid) {
  database_.psql("INSERT INTO people (id, name) VALUES (9, 'Zoe')");
  EXPECT_EQ(load(), 3) << said_;
  ASSERT_EQ(load([](ImportOptions& o) { o.append = true; }), 0) << said_;
  EXPECT_EQ(value("SELECT count(*) FROM people"), "3");
  ASSERT_EQ(load([](ImportOptions& o) { o.truncate = true; }), 0) << said_;
  EXPECT_EQ(value("SELECT count(*) FROM people"), "2");
}

TEST_F(ExistingTest, WhatTheServerRefusesLeavesTheTargetAsItWas) {
  sqlite("INSERT INTO people VALUES (3, 'Ann')");
  EXPECT_EQ(load(), 3) << said_;
  EXPECT_EQ(value("SELECT count(*) FROM people"), "0");
}

TEST_F(ExistingTest, ColumnsThatTheTargetComputesAreNamed) {
  sqlite(
      "CREATE TABLE size (id INTEGER PRIMARY KEY, a INT, twice INT, own INT AS (a * 2) STORED); INSERT INTO size (id, "
      "a, twice) VALUES (1, 5, 10)");
  database_.psql(
      "CREATE TABLE size (id int PRIMARY KEY, a int, twice int GENERATED ALWAYS AS (a * 2) STORED, own int GENERATED "
      "ALWAYS AS (a * 2) STORED)");
  ASSERT_EQ(load(), 0) << said_;
  EXPECT_THAT(report_.warnings, Contains(HasSubstr("size.twice: the target computes this column")));
  EXPECT_THAT(report_.warnings, Not(Contains(HasSubstr("size.own"))));
  EXPECT_EQ(value("SELECT twice FROM size"), "10");
}

TEST_F(ExistingTest, SequencesWithoutANumberLeftAreNamed) {
  sqlite("INSERT INTO people VALUES (2147483646, 'Eve')");
  const auto is_full = Contains(HasSubstr("people.id: its sequence has no number left above 2147483647"));
  ASSERT_EQ(load(), 0) << said_;
  EXPECT_THAT(report_.warnings, Not(is_full));
  EXPECT_EQ(value("INSERT INTO people (name) VALUES ('Ida') RETURNING id"), "2147483647");
  sqlite("UPDATE people SET id = id + 1 WHERE id > 2");
  ASSERT_EQ(load([](ImportOptions& o) { o.truncate = true; }), 0) << said_;
  EXPECT_THAT(report_.warnings, is_full);
}

TEST_F(ExistingTest, WithoutALedgerNothingIsLeftBehind) {
  ASSERT_EQ(load([](ImportOptions& o) { o.ledger = false; }), 0) << said_;
  EXPECT_EQ(value("SELECT count(*) FROM pg_namespace WHERE nspname = 'lite2pg'"), "0");
  EXPECT_EQ(value("SELECT count(*) FROM people"), "2");
}

}  // namespace
}  // namespace lite2pg::test::existing_pg_test
