#include "export/rows/row_condition.h"

#include <gmock/gmock.h>

#include "common/error.h"
#include "tests/export/source_fixture.h"

namespace lite2pg::row_condition_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class RowConditionTest : public testing::Test {
 protected:
  void SetUp() override {
    test::make_database(path_,
                        "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT, at DATETIME);"
                        "CREATE TABLE w(a, b, PRIMARY KEY(a, b)) WITHOUT ROWID;"
                        "INSERT INTO t VALUES (1, 'x', '2024-01-01'), (2, 'y', NULL), (3, 'x', '2025-05-05');"
                        "INSERT INTO w VALUES (1, 1), (1, 2), (2, 1); CREATE VIEW o AS SELECT 1 AS one");
  }

  std::vector<std::string> places(const std::string& where, const std::string& table, const Slice& slice = {}) {
    SqliteSource source(path_);
    source.keep_only(row_conditions({where}, source.schema()));
    std::vector<std::string> found;
    const auto reader = source.reader();
    const auto cursor = reader->scan(*source.schema().find_table(table), slice);
    for (Row row; cursor->next(row);) found.push_back(cursor->locate());
    return found;
  }

  std::string complaint(const std::string& where) {
    SqliteSource source(path_);
    try {
      source.keep_only(row_conditions({where}, source.schema()));
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), ExitCode::usage);
      return e.what();
    }
    return "taken";
  }

  test::TempDir dir_;
  std::string path_ = dir_ / "source.db";
};

TEST_F(RowConditionTest, OnlyTheRowsThatSatisfyIt) {
  EXPECT_THAT(places("t=v = 'x'", "t"), ElementsAre("rowid 1", "rowid 3"));
  EXPECT_THAT(places("T=at < '2025-01-01'", "t"), ElementsAre("rowid 1"))
      << "the table as SQLite finds it; NULL is not true";
  EXPECT_THAT(places("w=a = 1", "w"), ElementsAre("key (1, 1)", "key (1, 2)"));
  EXPECT_THAT(places("t=0", "t"), IsEmpty());
  EXPECT_THAT(places("w=a = 1", "t"), ElementsAre("rowid 1", "rowid 2", "rowid 3")) << "other tables keep all";
}

TEST_F(RowConditionTest, AnOrOrACommentReachesNoFurther) {
  Slice slice;
  slice.from = {OwnedValue(Value::of(std::int64_t{2}))};
  EXPECT_THAT(places("t=id = 1 OR v = 'x'", "t", slice), ElementsAre("rowid 3"));
  EXPECT_THAT(places("t=v = 'x' -- all of them", "t", slice), ElementsAre("rowid 3"));
}

TEST_F(RowConditionTest, RefusesWhatSaysSomethingElseTomorrow) {
  EXPECT_THAT(complaint("t=at < date('now')"), HasSubstr("date() gives another value tomorrow"));
  EXPECT_THAT(complaint("t=at < datetime()"), HasSubstr("tomorrow"));
  EXPECT_THAT(complaint("t=at < strftime('%Y')"), HasSubstr("tomorrow"));
  EXPECT_THAT(complaint("t=random() > 0"), HasSubstr("random() gives another value tomorrow"));
  EXPECT_THAT(complaint("t=at < CURRENT_TIMESTAMP"), HasSubstr("CURRENT_TIMESTAMP is another tomorrow"));
  EXPECT_EQ(complaint("t=strftime('%Y', at) = '2024' AND date(at) > '2024-01-01'"), "taken");
}

TEST_F(RowConditionTest, RefusesWhatIsNoExpressionOverTheRow) {
  EXPECT_THAT(complaint("t"), HasSubstr("'=' is missing"));
  EXPECT_THAT(complaint("nope=1"), HasSubstr("there is no table 'nope'"));
  EXPECT_THAT(complaint("o=one = 1"), HasSubstr("there is no table 'o'"));
  EXPECT_THAT(complaint("t=vv = 1"), HasSubstr("there is no column 'vv'"));
  EXPECT_THAT(complaint("t=t.v = 1"), HasSubstr("without their table"));
  EXPECT_THAT(complaint("t=id IN (SELECT a FROM w)"), HasSubstr("a query of other rows"));
  EXPECT_THAT(complaint("t=1) OR (1"), HasSubstr("--where t=1) OR (1"));
  EXPECT_THAT(complaint("t=1; DROP TABLE t"), HasSubstr("--where"));
  EXPECT_THAT(complaint("t=no_such(id)"), HasSubstr("no such function")) << "SQLite has the last word";
  SqliteSource source(path_);
  EXPECT_THROW((void)row_conditions({"t=id = 1", "T=id = 2"}, source.schema()), Error);
}

}  // namespace
}  // namespace lite2pg::row_condition_test
