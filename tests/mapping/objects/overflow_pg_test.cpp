// Where INTEGERs leave 64 bits SQLite goes over to REAL and PostgreSQL reports an error: named in every kind of object.
#include <gmock/gmock.h>

#include "tests/mapping/loaded_database.h"
#include "tests/mapping/planned_database.h"

namespace lite2pg::overflow_pg_test {
namespace {

using namespace test;
using testing::HasSubstr;
using testing::Not;

constexpr const char* remark = "PostgreSQL refuses the row or the query (22003)";

constexpr const char* script = R"(
CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER CHECK (a * 2 <> 7), b INTEGER GENERATED ALWAYS AS (a * 2), f BOOLEAN,
                d INTEGER DEFAULT (abs(random() / 2) * 4), x TEXT, n INTEGER, CHECK (f + 1 < 3 AND length(x) * 2 < 99));
INSERT INTO t (id, a, f, d, x, n) VALUES (1, 5, 1, 7, 'x', 1);
CREATE INDEX by_sum ON t (a + n);
CREATE INDEX some ON t (x) WHERE -n < 5;
CREATE VIEW v AS SELECT a - n AS x FROM t;
CREATE VIEW small AS SELECT count(*) + 1 AS n, length(x) * 100 AS l FROM t GROUP BY x;
CREATE VIEW halves AS SELECT a / 2 AS h, a % 3 AS m FROM t;
CREATE TABLE log (s INTEGER);
CREATE TRIGGER tr AFTER INSERT ON t WHEN NEW.n > 9 BEGIN INSERT INTO log VALUES (NEW.n + NEW.a); END;
)";

TEST(Overflow, IsNamedInEveryKindOfObject) {
  const Plan plan = plan_of_script(script);
  const auto reason = [&](ObjectKind kind, const std::string& name) {
    const ObjectPlan& object = object_of(plan, kind, name);
    EXPECT_EQ(object.status, ObjectStatus::carried) << name << ": " << object.reason;
    return object.reason;
  };
  EXPECT_THAT(reason(ObjectKind::generated_column, "b"), HasSubstr(remark));
  EXPECT_THAT(reason(ObjectKind::default_value, "d"), HasSubstr(remark));
  EXPECT_THAT(reason(ObjectKind::index, "by_sum"), HasSubstr(remark));
  EXPECT_THAT(reason(ObjectKind::index, "some"), HasSubstr(remark));
  EXPECT_THAT(reason(ObjectKind::view, "v"), HasSubstr(remark));
  EXPECT_THAT(reason(ObjectKind::trigger, "tr"), HasSubstr(remark));
  EXPECT_THAT(reason(ObjectKind::view, "small"), Not(HasSubstr(remark)));
  EXPECT_THAT(reason(ObjectKind::view, "halves"), Not(HasSubstr(remark)));
  int named = 0, checks = 0;
  for (const ObjectPlan& object : plan.objects) {
    if (object.kind != ObjectKind::check) continue;
    ++checks;
    named += object.reason.find(remark) != std::string::npos ? 1 : 0;
  }
  EXPECT_EQ(checks, 2);
  EXPECT_EQ(named, 1) << "a truth value and a length do not overflow";
}

TEST(Overflow, CannotComeOfFourBytes) {
  PlanOptions options;
  options.integers = IntegerType::integer;
  const Plan plan = plan_of_script(script, options);
  EXPECT_THAT(object_of(plan, ObjectKind::generated_column, "b").reason, Not(HasSubstr(remark)));
  EXPECT_THAT(object_of(plan, ObjectKind::view, "v").reason, Not(HasSubstr(remark)));
}

TEST(Overflow, OfConstantsIsARealThatTheColumnDoesNotHold) {
  const Plan plan =
      plan_of_script("CREATE TABLE t (a INTEGER DEFAULT (9223372036854775807 + 1), b INTEGER DEFAULT (2 - 1))");
  EXPECT_THAT(object_of(plan, ObjectKind::default_value, "a").reason, HasSubstr("became bigint, does not hold it"));
  EXPECT_EQ(object_of(plan, ObjectKind::default_value, "b").reason, "");
}

TEST(Overflow, IsAnErrorAndNeverAnotherValue) {
  const LoadedDatabase db(script);
  const std::string insert = "INSERT INTO t (id, a, d, x, n) VALUES (2, 4611686018427387904, 1, 'y', 1)";
  EXPECT_EQ(db.sqlite_takes(insert), "yes");
  EXPECT_THAT(db.postgres_takes(insert), HasSubstr("out of range"));
}

}  // namespace
}  // namespace lite2pg::overflow_pg_test
