#include "tests/import/run/run_fixture.h"

namespace lite2pg::test {
namespace {

using testing::HasSubstr;

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

TEST_F(ExistingTest, WithoutALedgerNothingIsLeftBehind) {
  ASSERT_EQ(load([](ImportOptions& o) { o.ledger = false; }), 0) << said_;
  EXPECT_EQ(value("SELECT count(*) FROM pg_namespace WHERE nspname = 'lite2pg'"), "0");
  EXPECT_EQ(value("SELECT count(*) FROM people"), "2");
}

}  // namespace
}  // namespace lite2pg::test
