// Databases of the kind that well-known applications make, loaded into the tables that the same applications make on
// PostgreSQL, with the commands of docs/recipes.
#include <gmock/gmock.h>

#include <filesystem>

#include "tests/e2e/existing_target.h"
#include "tests/support/places.h"

namespace lite2pg::test::applications_pg_test {
namespace {

std::string file_of(const std::string& name) { return source_folder() + "/tests/e2e/applications/" + name; }

class Application : public testing::TestWithParam<std::string> {};

TEST_P(Application, GoesIntoTheTablesThatItMade) {
  const std::string& name = GetParam();
  const ExistingTarget target(content_of(file_of(name + ".sqlite.sql")), content_of(file_of(name + ".postgres.sql")));
  std::vector<std::string> options{"--truncate"};
  if (std::filesystem::exists(file_of(name + ".toml"))) {
    options.insert(options.end(), {"--mapping", file_of(name + ".toml")});
  }
  const CommandResult imported = target.import(options);
  ASSERT_EQ(imported.exit_code, 0) << imported.out << imported.err;
  const CommandResult verified = target.verify({"--report", target.dir() / "verify.json"});
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
  const nlohmann::json report = read_report(target.dir() / "verify.json");
  EXPECT_EQ(report.value("verdict", ""), "equal");
  EXPECT_THAT(report.value("tables", nlohmann::json::array()), testing::Not(testing::IsEmpty()));
}

INSTANTIATE_TEST_SUITE_P(Applications, Application,
                         testing::Values("django", "rails", "prisma", "gitea", "grafana", "home-assistant",
                                         "vaultwarden", "n8n", "sqlalchemy", "sequelize", "typeorm", "knex", "drizzle",
                                         "mikroorm", "better-auth", "laravel", "ef-core", "gorm", "diesel", "ecto",
                                         "hibernate"),
                         [](const auto& application) {
                           std::string name = application.param;
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace lite2pg::test::applications_pg_test
