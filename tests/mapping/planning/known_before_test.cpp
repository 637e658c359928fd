// What PostgreSQL would refuse at the end of a load is known before it.
#include <gmock/gmock.h>

#include "tests/mapping/planned_database.h"

namespace lite2pg::known_before_test {
namespace {

using namespace test;
using testing::HasSubstr;

TEST(KnownBefore, ConstantPartsOfIndexes) {
  const Plan plan = plan_of_script(R"(CREATE TABLE t (a TEXT, b INT);
    CREATE INDEX misspelt ON t ("semi"); CREATE INDEX number ON t (1 + 1); CREATE INDEX void ON t (NULL);
    CREATE UNIQUE INDEX part ON t (a, "semi"); CREATE INDEX column ON t ("a");)");
  for (const char* name : {"misspelt", "number", "void"}) {
    EXPECT_THAT(outcome(object_of(plan, ObjectKind::index, name)), HasSubstr("no column but a constant")) << name;
    EXPECT_EQ(object_of(plan, ObjectKind::index, name).status, ObjectStatus::not_carried) << name;
  }
  EXPECT_THAT(outcome(object_of(plan, ObjectKind::index, "part")), HasSubstr("(\"a\")"));
  EXPECT_EQ(object_of(plan, ObjectKind::index, "column").status, ObjectStatus::carried);
}

TEST(KnownBefore, IntegersThatLeaveSixtyFourBits) {
  const std::string schema =
      "CREATE TABLE t (n INTEGER, g INTEGER AS (n * 2) STORED, CONSTRAINT c CHECK (n + 1 > 0)); CREATE INDEX i ON t "
      "(-n);";
  const Plan small = plan_of_script(schema + "INSERT INTO t (n) VALUES (5);");
  EXPECT_EQ(object_of(small, ObjectKind::check, "c").status, ObjectStatus::carried);
  const Plan large = plan_of_script(schema + "INSERT INTO t (n) VALUES (9223372036854775807);");
  EXPECT_THAT(outcome(object_of(large, ObjectKind::check, "c")), HasSubstr("not_carried # with today's rows"));
  EXPECT_EQ(object_of(large, ObjectKind::index, "i").status, ObjectStatus::carried);
}

TEST(KnownBefore, RealsThatLeaveTheRangeOfDoubles) {
  const std::string schema = "CREATE TABLE t (r REAL, n NUMERIC, CONSTRAINT c CHECK (r * n > 0 OR r IS NULL));";
  const Plan small = plan_of_script(schema + "INSERT INTO t VALUES (1e300, 2);");
  EXPECT_EQ(object_of(small, ObjectKind::check, "c").status, ObjectStatus::carried);
  const Plan large = plan_of_script(schema + "INSERT INTO t VALUES (1e300, 1), (1, 1e300);");
  EXPECT_THAT(outcome(object_of(large, ObjectKind::check, "c")),
              HasSubstr("not_carried # with today's rows its REALs"));
}

TEST(KnownBefore, SequencesHaveNamesOfTheirOwn) {
  const Plan plan = plan_of_script(
      "CREATE TABLE t_id_seq (a); CREATE TABLE t (id INTEGER PRIMARY KEY); CREATE TABLE t_pkey (b);"
      "CREATE TABLE t_id_seq1 (x); CREATE TABLE u (id INTEGER PRIMARY KEY);");
  EXPECT_EQ(plan.find_table("t")->sequence_name, "t_id_seq2");
  EXPECT_EQ(plan.find_table("u")->sequence_name, "");
}

/// SQLite reads the column as CAST does, and so does the identity's position.
TEST(KnownBefore, SequencesThatSomebodyWroteTo) {
  const auto made = [](const std::string& number) {
    return plan_of_script(
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO t VALUES (3);"
        "UPDATE sqlite_sequence SET seq = " +
        number);
  };
  for (const char* odd : {"'abc'", "1e300", "7.5", "NULL", "'99999999999999999999'"}) {
    EXPECT_THAT(made(odd).warnings, testing::Contains(HasSubstr("table t: sqlite_sequence holds"))) << odd;
    EXPECT_LE(made(odd).find_table("t")->sequence.value_or(3), 7) << odd;
  }
  EXPECT_THAT(made("9").warnings, testing::Not(testing::Contains(HasSubstr("sqlite_sequence"))));
  EXPECT_EQ(made("'9'").find_table("t")->sequence, 9);
}

TEST(KnownBefore, KeysThatBecomeNotNull) {
  const Plan plan = plan_of_script(
      "CREATE TABLE a (k TEXT PRIMARY KEY); CREATE TABLE b (k TEXT NOT NULL PRIMARY KEY); CREATE TABLE c (k TEXT "
      "PRIMARY "
      "KEY) WITHOUT ROWID; CREATE TABLE d (k INTEGER PRIMARY KEY);");
  for (const ObjectPlan& o : plan.objects) {
    if (o.kind != ObjectKind::primary_key) continue;
    EXPECT_EQ(o.status, o.table == "a" ? ObjectStatus::changed : ObjectStatus::carried) << o.table;
  }
}

TEST(KnownBefore, StrictNamesWhatIsNotAsItIs) {
  const Plan plan = plan_of_script(
      "CREATE TABLE t (a TEXT, CHECK (soundex(a) = 'x')); CREATE INDEX fine ON t (a); CREATE INDEX odd ON t (\"b\"); "
      "ANALYZE;",
      {}, "[objects]\nskip = [\"odd\"]");
  const auto objects = not_as_they_are(plan);
  ASSERT_EQ(objects.size(), 1U);
  EXPECT_EQ(objects[0]->kind, ObjectKind::check);
}

TEST(KnownBefore, MixedClassesWithoutADeclaredTypeAreExact) {
  const Plan plan = plan_of_script(
      "CREATE TABLE a (x, y); INSERT INTO a VALUES ('000123', x'00'), (7, 'a'), (1.5, 3);"
      "CREATE TABLE s (v ANY) STRICT; INSERT INTO s VALUES ('000123'), (7);");
  EXPECT_TRUE(plan.misfits.empty());
  for (const TablePlan& table : plan.tables) {
    for (const ColumnPlan& c : table.columns) {
      EXPECT_EQ(c.type, "text") << c.source;
      EXPECT_EQ(c.fidelity, Fidelity::exact) << c.source;
    }
  }
}

}  // namespace
}  // namespace lite2pg::known_before_test
