// What the application will notice: each point for the databases to which it applies, and for no other.
#include "mapping/documents/application_notes.h"

#include <gmock/gmock.h>

#include "tests/mapping/planned_database.h"

namespace lite2pg::application_notes_test {
namespace {

using namespace test;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

struct Point {
  const char* name;
  const char* script;
  const char* said;
};

void PrintTo(const Point& p, std::ostream* out) { *out << p.name; }

/// Nothing in it but a key that gives no number by itself.
constexpr const char* bare =
    "CREATE TABLE n (id SMALLINT PRIMARY KEY NOT NULL) WITHOUT ROWID; INSERT INTO n VALUES (1);";

const std::vector<Point> points = {
    {"Order", "CREATE TABLE t (x TEXT); INSERT INTO t VALUES ('a');", "by the database's collation"},
    {"Like", "CREATE TABLE t (x TEXT); INSERT INTO t VALUES ('a');", "LIKE sees letter case"},
    {"Nocase", "CREATE TABLE t (x TEXT COLLATE NOCASE); INSERT INTO t VALUES ('a');", "NOCASE columns see letter case"},
    {"Boolean", "CREATE TABLE t (x BOOLEAN); INSERT INTO t VALUES (1);", "take true and false"},
    {"Instant", "CREATE TABLE t (x DATETIME); INSERT INTO t VALUES ('2024-01-01 00:00:00');",
     "dates and times are instants"},
    {"Number", "CREATE TABLE t (x INTEGER PRIMARY KEY); INSERT INTO t VALUES (1);", "does not move the sequence"},
    {"Rowid", "CREATE TABLE t (x INT); INSERT INTO t VALUES (1);", "rowid is gone"},
    {"After",
     "CREATE TABLE t (x INT); CREATE TABLE u (x INT); CREATE TRIGGER a AFTER INSERT ON t BEGIN INSERT INTO u VALUES "
     "(NEW.x); END;",
     "fire when the statement ends"},
    {"Rows",
     "CREATE TABLE t (x INT); CREATE TABLE u (x INT); CREATE TRIGGER a BEFORE DELETE ON t BEGIN INSERT INTO u SELECT "
     "count(*) FROM t; END;",
     "which row of a statement comes first"},
    {"Error",
     "CREATE TABLE t (x INT); CREATE TRIGGER a BEFORE INSERT ON t BEGIN SELECT RAISE(ABORT, 'no') WHERE NEW.x > 1; "
     "END;",
     "ends the transaction"},
    {"View",
     "CREATE TABLE t (x INT); CREATE VIEW v AS SELECT x FROM t; CREATE TRIGGER a INSTEAD OF INSERT ON v BEGIN INSERT "
     "INTO t VALUES "
     "(NEW.x); END;",
     "through a view"}};

class ApplicationNotes : public testing::TestWithParam<Point> {};

TEST_P(ApplicationNotes, AreSaidWhereTheyApplyAlone) {
  EXPECT_THAT(application_notes(plan_of_script(std::string(bare) + GetParam().script)),
              Contains(HasSubstr(GetParam().said)));
  EXPECT_THAT(application_notes(plan_of_script(bare)), Not(Contains(HasSubstr(GetParam().said))));
}

INSTANTIATE_TEST_SUITE_P(All, ApplicationNotes, testing::ValuesIn(points), [](const auto& p) { return p.param.name; });

TEST(ApplicationNotesOf, CollationCTakesTheOrderAway) {
  PlanOptions options;
  options.text_collation = TextCollation::c;
  const Plan plan = plan_of_script("CREATE TABLE t (x TEXT); INSERT INTO t VALUES ('a');", options);
  EXPECT_THAT(application_notes(plan), Not(Contains(HasSubstr("by the database's collation"))));
}

}  // namespace
}  // namespace lite2pg::application_notes_test
