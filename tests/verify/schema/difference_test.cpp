#include "verify/schema/difference.h"

#include <gtest/gtest.h>

namespace lite2pg::difference_test {
namespace {

TEST(SchemaDifference, IsListedUnderTheKindOfItsAspect) {
  EXPECT_EQ(kind_of(Aspect::table), ObjectKind::table);
  EXPECT_EQ(kind_of(Aspect::column_type), ObjectKind::table);
  EXPECT_EQ(kind_of(Aspect::default_value), ObjectKind::default_value);
  EXPECT_EQ(kind_of(Aspect::generated), ObjectKind::generated_column);
  EXPECT_EQ(kind_of(Aspect::identity), ObjectKind::identity);
  EXPECT_EQ(kind_of(Aspect::sequence), ObjectKind::identity);
  EXPECT_EQ(kind_of(Aspect::primary_key), ObjectKind::primary_key);
  EXPECT_EQ(kind_of(Aspect::unique_constraint), ObjectKind::unique);
  EXPECT_EQ(kind_of(Aspect::foreign_key), ObjectKind::foreign_key);
  EXPECT_EQ(kind_of(Aspect::check), ObjectKind::check);
  EXPECT_EQ(kind_of(Aspect::index), ObjectKind::index);
  EXPECT_EQ(kind_of(Aspect::unique_index), ObjectKind::index);
  EXPECT_EQ(kind_of(Aspect::view), ObjectKind::view);
  EXPECT_EQ(kind_of(Aspect::rule), ObjectKind::trigger);
}

TEST(SchemaDifference, SaysWhatIsTheMatter) {
  SchemaDifference d;
  d.aspect = Aspect::foreign_key;
  d.fault = SchemaFault::unenforced;
  d.state = Enforcement::disabled;
  EXPECT_EQ(d.reason(), "foreign key is disabled");
  d.fault = SchemaFault::missing;
  EXPECT_EQ(d.reason(), "foreign key is missing");
  d.fault = SchemaFault::differs;
  EXPECT_EQ(d.reason(), "foreign key differs (disabled)");
  d.state = Enforcement::enforced;
  EXPECT_EQ(d.reason(), "foreign key differs");
  d.fault = SchemaFault::extra;
  EXPECT_EQ(d.reason(), "foreign key is not in the plan");
  d.aspect = Aspect::column_type;
  EXPECT_EQ(d.reason(), "column is not in the plan");
  d.fault = SchemaFault::exhausted;
  EXPECT_EQ(d.reason(), "the sequence has no number left");
}

TEST(SchemaDifference, OnlyFailuresCount) {
  SchemaOutcome outcome;
  outcome.differences.resize(3);
  outcome.differences[0].weight = Weight::told;
  EXPECT_EQ(outcome.failures(), 2U);
}

}  // namespace
}  // namespace lite2pg::difference_test
