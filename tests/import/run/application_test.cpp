#include "import/run/application.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

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

void ignore(std::string_view) {}

ImportOptions options() {
  ImportOptions o;
  o.source = "app.db";
  o.target = "postgresql://ann:secret@host/app";
  return o;
}

TEST(TellApplication, SaysWhatTheApplicationNeedsInstead) {
  Report report;
  const auto found = tell_application(django_schema(), options(), report, ignore);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->framework->name, "Django");
  ASSERT_NE(report.facts.find("application"), nullptr);
  const std::string told = report.facts.find("application")->dump();
  EXPECT_THAT(told, testing::HasSubstr("--existing"));
  EXPECT_THAT(told, testing::Not(testing::HasSubstr("secret")));
}

TEST(TellApplication, SaysItBeforeThePlanOfADryRun) {
  Report report;
  ImportOptions o = options();
  o.dry_run = true;
  std::string said;
  EXPECT_TRUE(tell_application(django_schema(), o, report, [&](std::string_view text) { said += text; }));
  EXPECT_THAT(said, testing::StartsWith("Application: "));
}

TEST(TellApplication, IsSilentWhereFreshTablesAreWanted) {
  Report report;
  ImportOptions o = options();
  o.fresh = true;
  EXPECT_TRUE(tell_application(django_schema(), o, report, ignore));
  EXPECT_TRUE(report.facts.all().empty());
}

TEST(TellApplication, ApprovesOfExistingTables) {
  Report report;
  ImportOptions o = options();
  o.existing = true;
  EXPECT_TRUE(tell_application(django_schema(), o, report, ignore));
  ASSERT_NE(report.facts.find("application"), nullptr);
  EXPECT_EQ(report.facts.find("application")->at("advice"),
            "its own migrations made the tables: this is the right way");
}

TEST(TellApplication, KnowsNothingOfAnOrdinarySchema) {
  Report report;
  Schema schema;
  schema.tables.emplace_back().name = "people";
  EXPECT_FALSE(tell_application(schema, options(), report, ignore));
  EXPECT_TRUE(report.facts.all().empty());
}

}  // namespace
}  // namespace lite2pg::application_test
