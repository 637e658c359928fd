// The table of frameworks. One line a table: role, name, columns, identity.
#include <array>

#include "mapping/application/framework.h"

namespace lite2pg {
namespace {

using enum TableRole;
using Tables = FrameworkTable;

// Applications, by tables that nothing else has together.
constexpr std::array vaultwarden = {Tables{own, "__diesel_schema_migrations", "version run_on", "version"},
                                    Tables{telling, "ciphers", "uuid user_uuid organization_uuid", ""},
                                    Tables{telling, "folders_ciphers", "cipher_uuid folder_uuid", ""}};
constexpr std::array gitea = {Tables{own, "version", "id version", "version"},
                              Tables{telling, "repository", "owner_id lower_name", ""},
                              Tables{telling, "login_source", "type name", ""}};
constexpr std::array grafana = {Tables{own, "migration_log", "migration_id sql success", "migration_id"},
                                Tables{telling, "dashboard", "slug title data", ""}};
constexpr std::array n8n = {Tables{own, "migrations", "timestamp name", "name"},
                            Tables{telling, "workflow_entity", "nodes connections", ""},
                            Tables{telling, "credentials_entity", "name data", ""}};
constexpr std::array home_assistant = {Tables{telling, "schema_changes", "change_id schema_version", ""},
                                       Tables{telling, "states_meta", "metadata_id entity_id", ""}};

// Python
constexpr std::array django = {Tables{own, "django_migrations", "app name applied", "app name"},
                               Tables{shared, "django_content_type", "id app_label model", "id app_label model"},
                               Tables{shared, "auth_permission", "id content_type_id codename", "id codename"}};
constexpr std::array alembic = {Tables{own, "alembic_version", "version_num", "version_num"}};
constexpr std::array aerich = {Tables{own, "aerich", "version app content", "version app"}};
constexpr std::array peewee = {Tables{own, "migratehistory", "name migrated_at", "name"}};
constexpr std::array yoyo = {Tables{own, "_yoyo_migration", "migration_hash migration_id", "migration_id"},
                             Tables{beside, "_yoyo_log", "migration_id operation", ""},
                             Tables{beside, "_yoyo_version", "version", ""}, Tables{beside, "yoyo_lock", "locked", ""}};

// Ruby, Elixir
constexpr std::array rails = {Tables{own, "schema_migrations", "version", "version"},
                              Tables{own, "ar_internal_metadata", "key value", "key"}};
constexpr std::array ecto = {Tables{own, "schema_migrations", "version inserted_at", "version"}};
constexpr std::array sequel = {Tables{own, "schema_migrations", "filename", "filename"}};
constexpr std::array sequel_info = {Tables{own, "schema_info", "version", "version"}};

// JavaScript
constexpr std::array prisma = {
    Tables{own, "_prisma_migrations", "migration_name checksum finished_at applied_steps_count", "migration_name"}};
constexpr std::array sequelize = {Tables{own, "SequelizeMeta", "name", "name"},
                                  Tables{beside, "SequelizeData", "name", "name"}};
constexpr std::array adonis = {Tables{own, "adonis_schema", "name batch migration_time", "name"},
                               Tables{beside, "adonis_schema_versions", "version", ""}};
constexpr std::array payload = {Tables{own, "payload_migrations", "name batch", "name"}};
constexpr std::array strapi = {Tables{own, "strapi_migrations", "name time", "name"},
                               Tables{beside, "strapi_migrations_internal", "name time", "name"},
                               Tables{beside, "strapi_database_schema", "schema hash", "hash"}};
constexpr std::array directus = {Tables{own, "directus_migrations", "version name timestamp", "version"}};
constexpr std::array knex = {Tables{own, "knex_migrations", "name batch migration_time", "name"},
                             Tables{beside, "knex_migrations_lock", "is_locked", ""}};
constexpr std::array knex_other = {Tables{own, "*", "id name batch migration_time", "name"},
                                   Tables{beside, "*", "index is_locked", ""}};
constexpr std::array drizzle = {Tables{own, "__drizzle_migrations", "hash created_at", "hash"}};
constexpr std::array mikro = {Tables{own, "mikro_orm_migrations", "name executed_at", "name"}};
constexpr std::array mikro_other = {Tables{own, "*", "id name executed_at", "name"}};
constexpr std::array kysely = {Tables{own, "kysely_migration", "name timestamp", "name"},
                               Tables{beside, "kysely_migration_lock", "id is_locked", ""}};
constexpr std::array typeorm = {Tables{own, "*", "id timestamp name", "name"},
                                Tables{beside, "typeorm_metadata", "type name value", ""}};
constexpr std::array typeorm_metadata = {Tables{own, "typeorm_metadata", "type database schema table name value", ""}};
constexpr std::array better_auth = {Tables{telling, "user", "id email emailVerified createdAt", ""},
                                    Tables{telling, "session", "id userId token expiresAt", ""},
                                    Tables{telling, "account", "id userId accountId providerId", ""}};
constexpr std::array better_auth_snake = {Tables{telling, "user", "id email email_verified created_at", ""},
                                          Tables{telling, "session", "id user_id token expires_at", ""},
                                          Tables{telling, "account", "id user_id account_id provider_id", ""}};

// PHP
constexpr std::array laravel = {Tables{own, "*", "id migration batch", "migration"}};
constexpr std::array doctrine = {Tables{own, "doctrine_migration_versions", "version executed_at", "version"}};
constexpr std::array phinx = {Tables{own, "phinxlog", "version migration_name start_time", "version"}};
constexpr std::array yii = {Tables{own, "migration", "version apply_time", "version"}};
constexpr std::array codeigniter = {Tables{own, "migrations", "version class group namespace batch", "class"}};

// .NET
constexpr std::array ef_core = {Tables{own, "__EFMigrationsHistory", "MigrationId ProductVersion", "MigrationId"},
                                Tables{beside, "__EFMigrationsLock", "Id Timestamp", ""}};
constexpr std::array fluent = {Tables{own, "VersionInfo", "Version AppliedOn", "Version"}};
constexpr std::array dbup = {Tables{own, "SchemaVersions", "ScriptName Applied", "ScriptName"}};

// Go
constexpr std::array golang_migrate = {Tables{own, "schema_migrations", "version dirty", "version"}};
constexpr std::array goose = {Tables{own, "goose_db_version", "version_id is_applied", "version_id"}};
constexpr std::array bun = {Tables{own, "bun_migrations", "name group_id migrated_at", "name"},
                            Tables{beside, "bun_migration_locks", "table_name", ""}};
// Its own tables are none: see match_gorm() and framework_of_statement(). No table has this name.
constexpr std::array gorm = {Tables{telling, " ", "", ""}};
constexpr std::array dbmate = {Tables{own, "schema_migrations", "version", "version"}};

// Rust
constexpr std::array diesel = {Tables{own, "__diesel_schema_migrations", "version run_on", "version"}};
constexpr std::array sqlx = {Tables{own, "_sqlx_migrations", "version description checksum", "version"}};
constexpr std::array seaorm = {Tables{own, "seaql_migrations", "version applied_at", "version"}};
constexpr std::array refinery = {Tables{own, "refinery_schema_history", "version name checksum", "version"}};

// JVM
constexpr std::array flyway = {Tables{own, "flyway_schema_history", "installed_rank version script", "script"}};
constexpr std::array liquibase = {Tables{own, "databasechangelog", "id author filename", "id author filename"},
                                  Tables{beside, "databasechangeloglock", "id locked", ""}};
constexpr std::array hibernate = {Tables{telling, "*", "next_val", ""}};

constexpr std::array frameworks = {
    Framework{"Vaultwarden", "start it once with DATABASE_URL=postgresql://...", "vaultwarden", vaultwarden},
    Framework{"Gitea", "start it once with DB_TYPE = postgres", "gitea", gitea},
    Framework{"Grafana", "start it once with [database] type = postgres", "grafana", grafana},
    Framework{"n8n", "start it once with DB_TYPE=postgresdb", "n8n", n8n},
    Framework{"Home Assistant", "start it once with db_url: postgresql://...", "home-assistant", home_assistant},
    Framework{"Django", "python manage.py migrate", "django", django},
    Framework{"Rails", "bin/rails db:create db:schema:load", "rails", rails},
    Framework{"SQLAlchemy (Alembic)", "alembic upgrade head", "sqlalchemy", alembic},
    Framework{"Prisma", "npx prisma migrate deploy", "prisma", prisma},
    Framework{"Sequelize", "npx sequelize-cli db:migrate", "sequelize", sequelize},
    Framework{"AdonisJS", "node ace migration:run", "knex", adonis},
    Framework{"Payload CMS", "npx payload migrate", "drizzle", payload},
    Framework{"Strapi", "start it once with DATABASE_CLIENT=postgres", "knex", strapi},
    Framework{"Directus", "npx directus bootstrap", "knex", directus},
    Framework{"Knex", "npx knex migrate:latest", "knex", knex},
    Framework{"Drizzle", "npx drizzle-kit migrate", "drizzle", drizzle},
    Framework{"MikroORM", "npx mikro-orm migration:up", "mikroorm", mikro},
    Framework{"Kysely", "run its migrations", "", kysely},
    Framework{"EF Core", "dotnet ef database update", "ef-core", ef_core},
    Framework{"Diesel", "diesel migration run", "diesel", diesel},
    Framework{"sqlx", "sqlx migrate run", "diesel", sqlx},
    Framework{"SeaORM", "sea-orm-cli migrate up", "diesel", seaorm},
    Framework{"refinery", "refinery migrate", "diesel", refinery},
    Framework{"Ecto", "mix ecto.migrate", "ecto", ecto},
    Framework{"Flyway", "flyway migrate", "hibernate", flyway},
    Framework{"Liquibase", "liquibase update", "hibernate", liquibase},
    Framework{"golang-migrate", "migrate -path DIR -database URL up", "gorm", golang_migrate},
    Framework{"goose", "goose postgres URL up", "gorm", goose},
    Framework{"Bun", "run its migrations", "gorm", bun},
    Framework{"CodeIgniter", "php spark migrate", "laravel", codeigniter},
    Framework{"Doctrine", "php bin/console doctrine:migrations:migrate", "", doctrine},
    Framework{"Phinx", "vendor/bin/phinx migrate", "", phinx},
    Framework{"Yii", "php yii migrate", "", yii},
    Framework{"Tortoise ORM", "aerich upgrade", "", aerich},
    Framework{"Peewee", "run its migrations", "", peewee},
    Framework{"yoyo", "yoyo apply", "", yoyo},
    Framework{"FluentMigrator", "dotnet fm migrate -p postgres", "", fluent},
    Framework{"DbUp", "run its upgrade", "", dbup},
    Framework{"Sequel", "sequel -m DIR URL", "", sequel},
    Framework{"Sequel", "sequel -m DIR URL", "", sequel_info},
    Framework{"dbmate", "dbmate up", "", dbmate},
    Framework{"Knex", "npx knex migrate:latest", "knex", knex_other},
    Framework{"Laravel", "php artisan migrate", "laravel", laravel},
    Framework{"TypeORM", "npx typeorm migration:run -d DATA-SOURCE", "typeorm", typeorm},
    Framework{"TypeORM", "npx typeorm migration:run -d DATA-SOURCE", "typeorm", typeorm_metadata},
    Framework{"MikroORM", "npx mikro-orm migration:up", "mikroorm", mikro_other},
    Framework{"GORM", "run its AutoMigrate", "gorm", gorm},
    Framework{"Hibernate", "start it once with hibernate.hbm2ddl.auto=create", "hibernate", hibernate},
    Framework{"better-auth", "npx @better-auth/cli migrate", "better-auth", better_auth},
    Framework{"better-auth", "npx @better-auth/cli migrate", "better-auth", better_auth_snake},
};

}  // namespace

std::span<const Framework> known_frameworks() { return frameworks; }

}  // namespace lite2pg
