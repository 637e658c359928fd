#include "mapping/application/framework.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "mapping/application/advice.h"
#include "mapping/application/statement_form.h"
#include "tests/support/places.h"

namespace lite2pg::framework_test {
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
    if (framework.tables[0].name == " ") continue;
    Schema schema;
    for (const FrameworkTable& t : framework.tables) {
      if (t.role != TableRole::telling && t.role != TableRole::own) continue;
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

TEST(Recognise, KnowsStatementsThatAFrameworkWrote) {
  EXPECT_EQ(framework_of_statement(
                "CREATE TABLE user (\n\tid INTEGER NOT NULL, \n\tname VARCHAR(80), \n\tPRIMARY KEY (id)\n)"),
            "SQLAlchemy (Alembic)");
  EXPECT_EQ(
      framework_of_statement("CREATE TABLE `Users` (`id` INTEGER PRIMARY KEY AUTOINCREMENT, `createdAt` DATETIME NOT "
                             "NULL, `updatedAt` DATETIME NOT NULL)"),
      "Sequelize");
  EXPECT_EQ(framework_of_statement(
                "CREATE TABLE \"user\" (\"id\" integer PRIMARY KEY AUTOINCREMENT NOT NULL, \"email\" varchar "
                "NOT NULL, CONSTRAINT \"UQ_e12875dfb3b1d92d7d7c5377e22\" UNIQUE (\"email\"))"),
            "TypeORM");
  EXPECT_EQ(framework_of_statement("CREATE TABLE `users` (\n\t`id` integer PRIMARY KEY NOT NULL,\n\t`name` text\n)"),
            "Drizzle");
  EXPECT_EQ(framework_of_statement("CREATE TABLE `items` (`id` integer,`name` text,PRIMARY KEY (`id`))"), "GORM");
  EXPECT_EQ(
      framework_of_statement("CREATE TABLE `t` (`id` integer not null primary key autoincrement, `a` varchar(255))"),
      "Knex");
  EXPECT_EQ(framework_of_statement(
                "CREATE TABLE \"Blogs\" (\n    \"BlogId\" INTEGER NOT NULL CONSTRAINT \"PK_Blogs\" PRIMARY KEY "
                "AUTOINCREMENT,\n    \"Url\" TEXT NULL\n)"),
            "EF Core");
  EXPECT_EQ(framework_of_statement(
                "CREATE TABLE \"Post\" (\n    \"id\" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,\n    \"authorId\" "
                "INTEGER NOT NULL,\n    CONSTRAINT \"Post_authorId_fkey\" FOREIGN KEY (\"authorId\") REFERENCES "
                "\"User\" (\"id\") ON DELETE RESTRICT ON UPDATE CASCADE\n)"),
            "Prisma");
}

TEST(Recognise, TakesNoStatementThatPeopleWrote) {
  for (const char* sql :
       {"CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT)", "CREATE TABLE t (\n  id INTEGER,\n  n TEXT\n)",
        "CREATE TABLE \"t\" (\n\t\"id\"\tINTEGER,\n\t\"n\"\tTEXT,\n\tPRIMARY KEY(\"id\")\n)", "create table t(a)",
        ""}) {
    EXPECT_EQ(framework_of_statement(sql), "") << sql;
  }
}

TEST(Advice, NamesRecipesThatAreThere) {
  for (const Framework& framework : known_frameworks()) {
    if (framework.recipe.empty()) continue;
    const std::string page = test::source_folder() + "/docs/recipes/" + std::string(framework.recipe) + ".md";
    EXPECT_TRUE(std::filesystem::exists(page)) << page;
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
}  // namespace lite2pg::framework_test
