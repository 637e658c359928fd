#include "tests/import/run/run_fixture.h"

namespace lite2pg::test::rehearsal_pg_test {
namespace {

using testing::HasSubstr;

class RehearsalTest : public RunFixture {
 protected:
  void SetUp() override {
    sqlite(
        "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, age INTEGER); INSERT INTO people VALUES (1, 'Ann', "
        "5), "
        "(2, 'Ann', -1)");
  }
  int rehearse(const std::function<void(ImportOptions&)>& change = {}) {
    return run(ImportTask::import, [&](ImportOptions& o) {
      o.existing = o.plan.existing = o.rehearse = true;
      o.lock_timeout = 1;
      if (change) change(o);
    });
  }
};

TEST_F(RehearsalTest, FindsAllThatIsViolatedAndKeepsNothing) {
  database_.psql(
      "CREATE TABLE people (id int PRIMARY KEY, name text CONSTRAINT one UNIQUE, age int CONSTRAINT old CHECK (age > "
      "0))");
  EXPECT_EQ(rehearse(), 3) << said_;
  EXPECT_THAT(said_, HasSubstr("one"));
  EXPECT_THAT(said_, HasSubstr("old"));
  EXPECT_THAT(said_, HasSubstr("2 constraints do not hold"));
  EXPECT_EQ(value("SELECT count(*) FROM people"), "0");
  EXPECT_EQ(value("SELECT count(*) FROM pg_constraint WHERE conname IN ('one', 'old')"), "2");
}

TEST_F(RehearsalTest, SaysThatAllHolds) {
  database_.psql("CREATE TABLE people (id int PRIMARY KEY, name text, age int)");
  ASSERT_EQ(rehearse(), 0) << said_;
  EXPECT_THAT(said_, HasSubstr("rehearsed"));
  EXPECT_EQ(value("SELECT count(*) FROM people"), "0");
}

TEST_F(RehearsalTest, RowsThatStandThereMakeRoomForItAlone) {
  database_.psql(
      "CREATE TABLE people (id int PRIMARY KEY, name text, age int); INSERT INTO people VALUES (1, 'Zoe', 3)");
  EXPECT_EQ(rehearse([](ImportOptions& o) { o.truncate = true; }), 0) << said_;
  EXPECT_EQ(value("SELECT name FROM people"), "Zoe");
}

TEST_F(RehearsalTest, WhoHoldsATableIsNamed) {
  database_.psql("CREATE TABLE people (id int PRIMARY KEY, name text, age int)");
  Session holder(Target{database_.uri()}, "holder");
  holder.begin();
  holder.execute("LOCK TABLE public.people IN SHARE MODE");
  EXPECT_EQ(rehearse(), 5) << said_;
  EXPECT_THAT(said_, HasSubstr("table 'people' is used by server process " + std::to_string(holder.server_process())));
}

}  // namespace
}  // namespace lite2pg::test::rehearsal_pg_test
