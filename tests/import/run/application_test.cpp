#include "import/run/application.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lite2pg::application_test {
namespace {

Schema django_schema() {
  Schema schema;
  for (const char* name : {"django_migrations", "django_content_type"}) {
    Table& table = schema.tables.emplace_back();
    table.name = name;
    for (const char* column : {"id", "app", "name", "applied", "app_label", "model"})
      table.columns.emplace_back().name = column;
  }
  return schema;
}

ImportOptions options() {
  ImportOptions o;
  o.source = "app.db";
  o.target = "postgresql://ann:secret@host/app";
  return o;
}

TEST(TellApplication, SaysWhatTheApplicationNeedsInstead) {
  Report report;
  const auto found = tell_application(django_schema(), options(), report);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->framework->name, "Django");
  ASSERT_EQ(report.extra.size(), 1U);
  EXPECT_EQ(report.extra[0].first, "application");
  EXPECT_THAT(report.extra[0].second, testing::HasSubstr("--existing"));
  EXPECT_THAT(report.extra[0].second, testing::Not(testing::HasSubstr("secret")));
}

TEST(TellApplication, IsSilentWhereFreshTablesAreWanted) {
  Report report;
  ImportOptions o = options();
  o.fresh = true;
  EXPECT_TRUE(tell_application(django_schema(), o, report));
  EXPECT_TRUE(report.extra.empty());
}

TEST(TellApplication, ApprovesOfExistingTables) {
  Report report;
  ImportOptions o = options();
  o.existing = true;
  EXPECT_TRUE(tell_application(django_schema(), o, report));
  ASSERT_EQ(report.extra.size(), 1U);
  EXPECT_THAT(report.extra[0].second, testing::HasSubstr("this is the right way"));
}

TEST(TellApplication, KnowsNothingOfAnOrdinarySchema) {
  Report report;
  Schema schema;
  schema.tables.emplace_back().name = "people";
  EXPECT_FALSE(tell_application(schema, options(), report));
  EXPECT_TRUE(report.extra.empty());
}

}  // namespace
}  // namespace lite2pg::application_test
