#include "mapping/application/framework.h"

#include <gmock/gmock.h>

#include <set>

#include "mapping/application/advice.h"

namespace lite2pg {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Table table(const std::string& name, const std::vector<std::string>& columns) {
  Table t;
  t.name = name;
  for (const std::string& c : columns) t.columns.emplace_back().name = c;
  return t;
}

std::string framework_of(const std::vector<Table>& tables) {
  Schema schema;
  schema.tables = tables;
  const auto found = recognise(schema);
  return found ? std::string(found->framework->name) : "";
}

TEST(Recognise, KnowsTheFrameworksByTheirTables) {
  EXPECT_EQ(framework_of({table("django_migrations", {"id", "app", "name", "applied"})}), "Django");
  EXPECT_EQ(framework_of({table("schema_migrations", {"version"}),
                          table("ar_internal_metadata", {"key", "value", "created_at", "updated_at"})}),
            "Rails");
  EXPECT_EQ(framework_of({table("alembic_version", {"version_num"})}), "SQLAlchemy (Alembic)");
  EXPECT_EQ(framework_of({table("_prisma_migrations", {"id", "checksum", "finished_at", "migration_name", "logs",
                                                       "rolled_back_at", "started_at", "applied_steps_count"})}),
            "Prisma");
  EXPECT_EQ(framework_of({table("SequelizeMeta", {"name"})}), "Sequelize");
  EXPECT_EQ(framework_of({table("knex_migrations", {"id", "name", "batch", "migration_time"})}), "Knex");
  EXPECT_EQ(framework_of({table("__drizzle_migrations", {"id", "hash", "created_at"})}), "Drizzle");
  EXPECT_EQ(framework_of({table("__EFMigrationsHistory", {"MigrationId", "ProductVersion"})}), "EF Core");
  EXPECT_EQ(framework_of({table("mikro_orm_migrations", {"id", "name", "executed_at"})}), "MikroORM");
  EXPECT_EQ(framework_of({table("__diesel_schema_migrations", {"version", "run_on"})}), "Diesel");
  EXPECT_EQ(framework_of({table("flyway_schema_history", {"installed_rank", "version", "script"})}), "Flyway");
  EXPECT_EQ(framework_of({table("user", {"id", "name", "email", "emailVerified", "image", "createdAt", "updatedAt"}),
                          table("session", {"id", "userId", "token", "expiresAt"}),
                          table("account", {"id", "userId", "accountId", "providerId", "password"})}),
            "better-auth");
}

TEST(Recognise, TellsTablesOfOneNameByTheirColumns) {
  EXPECT_EQ(framework_of({table("migrations", {"id", "timestamp", "name"})}), "TypeORM");
  EXPECT_EQ(framework_of({table("migrations", {"id", "migration", "batch"})}), "Laravel");
  EXPECT_EQ(framework_of({table("schema_migrations", {"version", "inserted_at"})}), "Ecto");
  EXPECT_EQ(framework_of({table("schema_migrations", {"version", "dirty"})}), "golang-migrate");
  EXPECT_EQ(framework_of({table("schema_migrations", {"version"})}), "dbmate");
}

TEST(Recognise, KnowsTablesThatWereGivenAnotherName) {
  EXPECT_EQ(framework_of({table("orm_history", {"id", "timestamp", "name"})}), "TypeORM");
  EXPECT_EQ(framework_of({table("history", {"id", "name", "batch", "migration_time"})}), "Knex");
  EXPECT_EQ(framework_of({table("item_SEQ", {"next_val"})}), "Hibernate");
}

TEST(Recognise, KnowsTheApplicationBeforeItsFramework) {
  const Table migrations = table("__diesel_schema_migrations", {"version", "run_on"});
  EXPECT_EQ(framework_of({migrations, table("ciphers", {"uuid", "user_uuid", "organization_uuid"}),
                          table("folders_ciphers", {"cipher_uuid", "folder_uuid"})}),
            "Vaultwarden");
}

TEST(Recognise, KnowsGormByTheIndexOfItsModel) {
  Table users = table("users", {"id", "created_at", "updated_at", "deleted_at"});
  EXPECT_EQ(framework_of({users}), "");
  users.indexes.emplace_back().name = "idx_users_deleted_at";
  EXPECT_EQ(framework_of({users}), "GORM");
}

TEST(Recognise, TakesNoNameAlone) {
  EXPECT_EQ(framework_of({table("migrations", {"id", "what"}), table("version", {"n"}), table("user", {"id"})}), "");
  EXPECT_EQ(framework_of({}), "");
  Table view = table("django_migrations", {"app", "name", "applied"});
  view.kind = TableKind::virtual_;
  EXPECT_EQ(framework_of({view}), "");
}

TEST(Recognise, ListsTheTablesThatAreTheFrameworks) {
  Schema schema;
  schema.tables = {table("Django_Migrations", {"id", "app", "name", "applied"}),
                   table("django_content_type", {"id", "app_label", "model"}), table("shop", {"id"})};
  const auto found = recognise(schema);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->own.size(), 2U);
  EXPECT_EQ(found->own[0].table, "Django_Migrations");
  EXPECT_THAT(found->own[0].identity, ElementsAre("app", "name"));
  EXPECT_EQ(found->own[1].role, TableRole::shared);
}

TEST(Recognise, IsToldApartByItsOwnMarks) {
  for (const Framework& framework : known_frameworks()) {
    Schema schema;
    for (const FrameworkTable& t : framework.tables) {
      if (t.role != TableRole::mark && t.role != TableRole::own) continue;
      Table made = table(t.name == "*" ? "any" : std::string(t.name), {});
      std::string word;
      for (const char c : std::string(t.columns) + " ") {
        if (c != ' ') {
          word += c;
          continue;
        }
        made.columns.emplace_back().name = word;
        word.clear();
      }
      schema.tables.push_back(std::move(made));
    }
    const auto found = recognise(schema);
    ASSERT_TRUE(found) << framework.name;
    EXPECT_EQ(found->framework->name, framework.name);
  }
}

TEST(Advice, NamesTheCommandsAndTheRecipe) {
  Schema schema;
  schema.tables = {table("alembic_version", {"version_num"})};
  const auto lines = advice_of(*recognise(schema), "my app.db", "postgresql://app@db/app");
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_THAT(lines[0], HasSubstr("table alembic_version (version_num)"));
  EXPECT_THAT(lines[1], HasSubstr("alembic upgrade head"));
  EXPECT_THAT(lines[2], HasSubstr("lite2pg-import 'my app.db' postgresql://app@db/app --existing --truncate"));
  EXPECT_THAT(lines[3], HasSubstr("docs/recipes/sqlalchemy.md"));
  EXPECT_THAT(lines[3], HasSubstr("--fresh"));
}

TEST(Advice, QuotesWhatAShellWouldRead) {
  EXPECT_EQ(shell_word("a.db"), "a.db");
  EXPECT_EQ(shell_word("a'b $c"), "'a'\\''b $c'");
  EXPECT_EQ(shell_word(""), "''");
}

}  // namespace
}  // namespace lite2pg
