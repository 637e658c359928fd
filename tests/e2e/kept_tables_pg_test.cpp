// Tables whose rows in the target stay (--keep-target, and frameworks' own records), sequences that no default names,
// the end of the ledger.
#include <gmock/gmock.h>

#include "tests/e2e/existing_target.h"

namespace lite2pg::test::kept_tables_pg_test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* prisma_source =
    "CREATE TABLE _prisma_migrations(id TEXT PRIMARY KEY, checksum TEXT NOT NULL, finished_at DATETIME, migration_name "
    "TEXT NOT NULL, applied_steps_count INTEGER NOT NULL DEFAULT 0);"
    "INSERT INTO _prisma_migrations VALUES ('1', 'a', 1764370000000, 'sqlite_init', 1);"
    "CREATE TABLE item(id INTEGER PRIMARY KEY, name TEXT); INSERT INTO item VALUES (1, 'one')";
constexpr const char* prisma_target =
    "CREATE TABLE _prisma_migrations(id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at "
    "timestamptz, "
    "migration_name varchar(255) NOT NULL, applied_steps_count int NOT NULL DEFAULT 0);"
    "CREATE TABLE item(id serial PRIMARY KEY, name text);"
    "INSERT INTO _prisma_migrations VALUES ('9', 'z', now(), 'postgres_init', 1)";

TEST(KeptTables, AreAFrameworksOwnByDefault) {
  const ExistingTarget app(prisma_source, prisma_target);
  const CommandResult loaded = app.import({"--truncate"});
  ASSERT_EQ(loaded.exit_code, 0) << loaded.err;
  EXPECT_EQ(app.value("SELECT string_agg(migration_name, ',') FROM _prisma_migrations"), "postgres_init");
  EXPECT_THAT(loaded.err, HasSubstr("table _prisma_migrations is not loaded"));
  EXPECT_THAT(loaded.err, HasSubstr("1 only in the source (sqlite_init); 1 only in the target (postgres_init)"));
  const CommandResult check = app.verify();
  EXPECT_EQ(check.exit_code, 0) << check.out;
  EXPECT_THAT(check.out, HasSubstr("_prisma_migrations: the target's own rows stay: 1 there, 1 in the source"));
}

/// Migrations that write their own numbers leave the sequence behind: it is told, and none of our doing.
TEST(KeptTables, KeepTheirSequencesAsTheyStand) {
  const ExistingTarget app(
      "CREATE TABLE bun_migrations(id INTEGER PRIMARY KEY, name VARCHAR, group_id INTEGER, migrated_at TIMESTAMP); "
      "INSERT INTO bun_migrations VALUES (1, 'a', 1, '2026-11-28 23:10:33'); CREATE TABLE item(id INTEGER PRIMARY "
      "KEY); INSERT INTO item VALUES (1)",
      "CREATE TABLE bun_migrations(id bigserial PRIMARY KEY, name varchar, group_id bigint, migrated_at timestamptz); "
      "INSERT INTO bun_migrations VALUES (1, 'a', 1, now()); CREATE TABLE item(id serial PRIMARY KEY)");
  ASSERT_EQ(app.import({"--truncate"}).exit_code, 0);
  const CommandResult check = app.verify();
  EXPECT_EQ(check.exit_code, 0) << check.out << check.err;
  EXPECT_THAT(check.out, HasSubstr("the sequence would give out a number again: bun_migrations.id"));
}

TEST(KeptTables, GoBackAsTheTargetHasThemAndAreNamed) {
  const ExistingTarget app(prisma_source, prisma_target);
  ASSERT_EQ(app.import().exit_code, 0);
  const std::string out = app.dir() / "back.db";
  const CommandResult back = run_tool("sync", {app.uri(), "--back", out});
  ASSERT_EQ(back.exit_code, 0) << back.err << back.out;
  EXPECT_THAT(back.out, HasSubstr("note: _prisma_migrations: the rows are the target's own"));
  EXPECT_EQ(run_command({"sqlite3", out, "SELECT migration_name FROM _prisma_migrations"}).out, "postgres_init\n");
  EXPECT_EQ(run_command({"sqlite3", out, "SELECT * FROM item"}).out, "1|one\n");
}

TEST(KeptTables, NeedNotBeEmpty) {
  const ExistingTarget app(prisma_source, prisma_target);
  EXPECT_EQ(app.import().exit_code, 0) << "the only rows are those of the migrations";
}

TEST(KeptTables, AreLoadedWhereNoMigrationWroteThem) {
  const ExistingTarget app(prisma_source, std::string(prisma_target) + "; TRUNCATE _prisma_migrations");
  ASSERT_EQ(app.import().exit_code, 0);
  EXPECT_EQ(app.value("SELECT string_agg(migration_name, ',') FROM _prisma_migrations"), "sqlite_init");
}

TEST(KeptTables, AreLoadedWhenTheMappingFileSaysSo) {
  const ExistingTarget app(prisma_source, prisma_target);
  write_text(app.dir() / "m.toml", "[table._prisma_migrations]\nkeep_target = false\n");
  ASSERT_EQ(app.import({"--truncate", "--mapping", app.dir() / "m.toml"}).exit_code, 0);
  EXPECT_EQ(app.value("SELECT string_agg(migration_name, ',') FROM _prisma_migrations"), "sqlite_init");
}

TEST(KeptTables, MayBeMissingInTheTarget) {
  const ExistingTarget app(
      "CREATE TABLE __drizzle_migrations(id INTEGER PRIMARY KEY, hash TEXT NOT NULL, created_at NUMERIC);"
      "INSERT INTO __drizzle_migrations VALUES (1, 'x', 1764370000000); CREATE TABLE t(id INTEGER PRIMARY KEY)",
      "CREATE TABLE t(id serial PRIMARY KEY)");
  const CommandResult loaded = app.import();
  EXPECT_EQ(loaded.exit_code, 0) << loaded.out << loaded.err;
  EXPECT_EQ(app.verify().exit_code, 0);
}

TEST(KeptTables, AreNamedByTheUser) {
  const ExistingTarget app(
      "CREATE TABLE settings(k TEXT PRIMARY KEY, v TEXT); INSERT INTO settings VALUES ('a', 'old');"
      "CREATE TABLE t(id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)",
      "CREATE TABLE settings(k text PRIMARY KEY, v text); INSERT INTO settings VALUES ('a', 'new');"
      "CREATE TABLE t(id serial PRIMARY KEY)");
  ASSERT_EQ(app.import({"--keep-target", "settings"}).exit_code, 0);
  EXPECT_EQ(app.value("SELECT v FROM settings"), "new");
  EXPECT_EQ(app.verify().exit_code, 0);
  const CommandResult wrong = app.import({"--truncate", "--keep-target", "setting"});
  EXPECT_EQ(wrong.exit_code, 2) << wrong.err;
}

TEST(KeptTables, DoNotHideADifferenceElsewhere) {
  const ExistingTarget app(prisma_source, prisma_target);
  ASSERT_EQ(app.import().exit_code, 0);
  app.psql("UPDATE item SET name = 'other'");
  EXPECT_EQ(app.verify().exit_code, 1);
}

TEST(KeptTables, AreRefusedWhereTheirNumbersMeanOtherRows) {
  const std::string types = "CREATE TABLE django_content_type(id INTEGER PRIMARY KEY, app_label TEXT, model TEXT);";
  const ExistingTarget app(
      types +
          "CREATE TABLE django_migrations(id INTEGER PRIMARY KEY, app TEXT, name TEXT, applied DATETIME);"
          "INSERT INTO django_content_type VALUES (7, 'shop', 'item')",
      types +
          "CREATE TABLE django_migrations(id INTEGER PRIMARY KEY, app TEXT, name TEXT, applied timestamptz);"
          "INSERT INTO django_content_type VALUES (7, 'auth', 'group'), (8, 'shop', 'new')");
  const CommandResult kept = app.import({"--keep-target", "django_content_type"});
  EXPECT_EQ(kept.exit_code, 3);
  EXPECT_THAT(kept.err, HasSubstr("7.shop.item in the source, 7.auth.group in the target"));
  const CommandResult loaded = app.import({"--truncate"});
  ASSERT_EQ(loaded.exit_code, 0) << loaded.err;
  EXPECT_THAT(loaded.err, HasSubstr("2 only in the target"));
  EXPECT_THAT(loaded.err, HasSubstr("afterwards: python manage.py migrate"));
  EXPECT_EQ(app.verify().exit_code, 0);
}

constexpr const char* counted_source =
    "CREATE TABLE item(id INTEGER PRIMARY KEY, name TEXT); INSERT INTO item VALUES (41, 'x');"
    "CREATE TABLE item_SEQ(next_val BIGINT); INSERT INTO item_SEQ VALUES (51)";

TEST(LooseSequences, AreListedWithTheLineThatSetsThem) {
  const ExistingTarget app(
      "CREATE TABLE item(id INTEGER PRIMARY KEY); INSERT INTO item VALUES (41)",
      "CREATE TABLE item(id bigint PRIMARY KEY); CREATE SEQUENCE item_id_seq; CREATE SEQUENCE odd");
  const CommandResult dry = app.import({"--dry-run"});
  ASSERT_EQ(dry.exit_code, 0) << dry.err;
  EXPECT_THAT(dry.out, HasSubstr("[sequences] \"item_id_seq\" = \"item.id\""));
  EXPECT_THAT(dry.out, HasSubstr("sequence odd of the target stays at 1"));
  write_text(app.dir() / "m.toml", "[sequences]\n\"item_id_seq\" = \"item.id\"\n\"odd\" = 100\n");
  ASSERT_EQ(app.import({"--mapping", app.dir() / "m.toml"}).exit_code, 0);
  EXPECT_EQ(app.value("SELECT nextval('item_id_seq') || ' ' || nextval('odd')"), "42 101");
  EXPECT_EQ(app.verify().exit_code, 0);
  app.psql("ALTER SEQUENCE odd RESTART 5");
  const CommandResult check = app.verify();
  EXPECT_EQ(check.exit_code, 1) << check.out;
  EXPECT_THAT(check.out, HasSubstr("next number above 100"));
}

TEST(LooseSequences, TakeTheNumberOfTheTableThatStoodForThem) {
  const ExistingTarget app(
      counted_source, "CREATE TABLE item(id bigint PRIMARY KEY, name text); CREATE SEQUENCE \"item_seq\" INCREMENT 50");
  const CommandResult loaded = app.import();
  ASSERT_EQ(loaded.exit_code, 0) << loaded.out << loaded.err;
  EXPECT_THAT(loaded.err, HasSubstr("table item_SEQ is a sequence in the target"));
  EXPECT_GE(std::stoi(app.value("SELECT nextval('item_seq')")), 51);
  EXPECT_EQ(app.verify().exit_code, 0);
}

TEST(LooseSequences, AreRefusedWhenTheTargetHasNoSuch) {
  const ExistingTarget app(counted_source, "CREATE TABLE item(id bigint PRIMARY KEY, name text); CREATE SEQUENCE s");
  write_text(app.dir() / "m.toml", "[table.item_SEQ]\nskip = true\n[sequences]\nitem_seqq = \"item.id\"\n");
  EXPECT_EQ(app.import({"--mapping", app.dir() / "m.toml"}).exit_code, 2);
  write_text(app.dir() / "m.toml", "[table.item_SEQ]\nskip = true\n[sequences]\ns = \"item.name\"\n");
  const CommandResult text = app.import({"--mapping", app.dir() / "m.toml"});
  EXPECT_EQ(text.exit_code, 2);
  EXPECT_THAT(text.err, HasSubstr("no whole numbers in \"item.name\""));
}

TEST(Forget, RemovesTheLedgerAndNothingElse) {
  const ExistingTarget app("CREATE TABLE t(id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)",
                           "CREATE TABLE t(id serial PRIMARY KEY)");
  ASSERT_EQ(app.import().exit_code, 0);
  const CommandResult gone = run_tool("import", {app.uri(), "--forget"});
  EXPECT_EQ(gone.exit_code, 0) << gone.err;
  EXPECT_EQ(app.value("SELECT count(*) FROM pg_namespace WHERE nspname = 'lite2pg'"), "0");
  EXPECT_EQ(app.value("SELECT count(*) FROM t"), "1");
  EXPECT_EQ(app.verify().exit_code, 0);
  EXPECT_EQ(run_tool("import", {app.uri(), "--forget"}).exit_code, 0) << "there is none to remove";
}

TEST(Forget, AsksForRowsThatAreNowhereElse) {
  const ExistingTarget app("CREATE TABLE t(id INTEGER PRIMARY KEY, n INT); INSERT INTO t VALUES (1, 'x'), (2, 5)",
                           "CREATE TABLE t(id serial PRIMARY KEY, n int)");
  ASSERT_EQ(app.import({"--on-misfit=reject"}).exit_code, 0);
  const CommandResult asked = run_tool("import", {app.uri(), "--forget"});
  EXPECT_EQ(asked.exit_code, 3);
  EXPECT_THAT(asked.err, HasSubstr("1 rows that were set aside"));
  EXPECT_EQ(run_tool("import", {app.uri(), "--forget", "--yes"}).exit_code, 0);
}

TEST(Forget, KeepsWhatARunNeedsStill) {
  const ExistingTarget app("CREATE TABLE t(id INTEGER PRIMARY KEY)", "CREATE TABLE other(id int)");
  ASSERT_EQ(run_tool("import", {app.source(), app.uri(), "--schema", "fresh", "--stage-only"}).exit_code, 0);
  const CommandResult kept = run_tool("import", {app.uri(), "--forget"});
  EXPECT_EQ(kept.exit_code, 3) << kept.out;
  EXPECT_THAT(kept.err, HasSubstr("is staged"));
}

}  // namespace
}  // namespace lite2pg::test::kept_tables_pg_test
