// ON CONFLICT of a constraint has no counterpart: each is named.
#include <gmock/gmock.h>

#include "tests/mapping/planned_database.h"

namespace lite2pg::conflict_clauses_test {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(ConflictClauses, OfNotNullAreNamed) {
  const Plan plan = plan_of_script(R"(CREATE TABLE t (a INT NOT NULL ON CONFLICT REPLACE DEFAULT 5,
    b INT NOT NULL ON CONFLICT IGNORE, c INT NOT NULL ON CONFLICT ABORT, d INT NOT NULL);)");
  EXPECT_THAT(plan.warnings, ElementsAre(HasSubstr("t.a: ON CONFLICT REPLACE of NOT NULL is not carried"),
                                         HasSubstr("t.b: ON CONFLICT IGNORE of NOT NULL is not carried")));
}

TEST(ConflictClauses, OfKeysAreNamed) {
  const Plan plan = plan_of_script(R"(CREATE TABLE t (a INT CONSTRAINT one UNIQUE ON CONFLICT FAIL, b INT CONSTRAINT two
    UNIQUE ON CONFLICT REPLACE, c INT CONSTRAINT three UNIQUE ON CONFLICT ABORT);)");
  EXPECT_THAT(object_of(plan, ObjectKind::unique, "one").reason, HasSubstr("FAIL undoes the whole statement"));
  EXPECT_THAT(object_of(plan, ObjectKind::unique, "two").reason, HasSubstr("ON CONFLICT REPLACE is not carried"));
  EXPECT_EQ(object_of(plan, ObjectKind::unique, "three").status, ObjectStatus::carried);
}

}  // namespace
}  // namespace lite2pg::conflict_clauses_test
