// --staging-schema: a role that may create in some schemas but make none.
#include <gmock/gmock.h>

#include "tests/e2e/tools.h"

namespace lite2pg::test::staging_schema_pg_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class StagingSchema : public testing::Test {
 protected:
  void SetUp() override {
    run_sqlite(source_, R"(
      CREATE TABLE owner (id INTEGER PRIMARY KEY, name TEXT, changed DATETIME);
      CREATE TABLE item (id INTEGER PRIMARY KEY, owner INT REFERENCES owner (id), at DATETIME);
      CREATE VIEW v AS SELECT id, name FROM owner;
      CREATE TRIGGER touch AFTER UPDATE OF name ON owner BEGIN
        UPDATE owner SET changed = datetime('now') WHERE id = NEW.id;
      END;
      INSERT INTO owner VALUES (1, 'a', NULL), (2, 'b', '2020-01-01 00:00:00');
      INSERT INTO item VALUES (1, 1, '2020-01-01 00:00:00'), (2, 2, NULL);)");
    target_.psql("CREATE ROLE " + role_ + " LOGIN PASSWORD 'pw'; REVOKE CREATE ON SCHEMA public FROM public");
    for (const char* schema : {"lite2pg", "app", "stage"}) make_schema(schema);
  }
  ~StagingSchema() override { target_.psql("DROP OWNED BY " + role_ + " CASCADE; DROP ROLE " + role_); }

  void make_schema(const std::string& name) { target_.psql("CREATE SCHEMA " + name + " AUTHORIZATION " + role_); }
  [[nodiscard]] std::string uri() const {
    return "postgresql://" + role_ + ":pw" + target_.tcp_uri().substr(target_.tcp_uri().find('@'));
  }
  /// A new import, with `more` options.
  [[nodiscard]] CommandResult import(std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments = {source_, uri(), "--schema", "app", "--staging-schema", "stage"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_tool("import", arguments);
  }
  [[nodiscard]] CommandResult on_target(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), uri());
    return run_tool("import", arguments);
  }
  /// Relations and functions of a schema; "none" when the schema is gone.
  [[nodiscard]] std::string in(const std::string& schema) const {
    return target_.value(
        "SELECT CASE WHEN to_regnamespace('" + schema +
        "') IS NULL THEN 'none' ELSE coalesce((SELECT string_agg(name, "
        "' ' ORDER BY name) FROM (SELECT relname AS name FROM pg_class WHERE relnamespace = to_regnamespace('" +
        schema +
        "') AND relkind IN ('r', 'v') UNION ALL SELECT proname || '()' FROM pg_proc WHERE pronamespace = "
        "to_regnamespace('" +
        schema + "')) o), '') END");
  }

  TempDir dir_;
  TempDatabase target_;
  std::string source_ = dir_ / "a.db";
  std::string role_ = unique_name("poor");
};

TEST_F(StagingSchema, IsLeftEmptyByAPublish) {
  const CommandResult done = import();
  EXPECT_EQ(done.exit_code, 0) << done.err;
  EXPECT_EQ(in("stage"), "");
  EXPECT_EQ(in("app"), "item owner touch() v");
  const CommandResult verified = run_tool("verify", {source_, uri(), "--schema", "app"});
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
}

TEST_F(StagingSchema, TakesARolledBackRunBackAndIsCleanedUp) {
  ASSERT_EQ(import().exit_code, 0);
  EXPECT_EQ(on_target({"--rollback"}).exit_code, 0);
  EXPECT_EQ(in("stage"), "item owner touch() v");
  EXPECT_EQ(in("app"), "");
  const CommandResult published = on_target({"--publish"});
  EXPECT_EQ(published.exit_code, 0) << published.err;
  EXPECT_EQ(in("app") + "|" + in("stage"), "item owner touch() v|");
  ASSERT_EQ(on_target({"--rollback"}).exit_code, 0);
  const CommandResult cleaned = on_target({"--cleanup"});
  EXPECT_EQ(cleaned.exit_code, 0) << cleaned.err;
  EXPECT_THAT(cleaned.out, HasSubstr("dropped 3 objects of schema stage"));
  EXPECT_EQ(in("stage"), "");
}

TEST_F(StagingSchema, HoldsOneRunAtATime) {
  ASSERT_EQ(import({"--stage-only"}).exit_code, 0);
  const CommandResult second = import();
  EXPECT_EQ(second.exit_code, 3) << second.err;
  EXPECT_THAT(error_lines_of(second), ElementsAre(HasSubstr("schema 'stage' is the staging schema of run")));
  EXPECT_EQ(on_target({"--publish"}).exit_code, 0);
  target_.psql("CREATE TABLE stage.mine (id int)");
  const CommandResult third = import({"--replace"});
  EXPECT_EQ(third.exit_code, 5) << "the role may not make room either";
  EXPECT_THAT(error_lines_of(third), ElementsAre(HasSubstr("--replace moves")));
  target_.psql("DROP SCHEMA app CASCADE");
  make_schema("app");
  const CommandResult fourth = import();
  EXPECT_EQ(fourth.exit_code, 3) << fourth.err;
  EXPECT_THAT(error_lines_of(fourth), ElementsAre(HasSubstr("schema 'stage' is not empty: table mine")));
  EXPECT_EQ(in("stage"), "mine");
}

TEST_F(StagingSchema, KeepsWhatStrangersPutThere) {
  ASSERT_EQ(import({"--stage-only"}).exit_code, 0);
  target_.psql("CREATE TABLE stage.mine (id int)");
  const CommandResult published = on_target({"--publish"});
  EXPECT_EQ(published.exit_code, 3) << published.err;
  EXPECT_THAT(published.err, HasSubstr("table mine is not of this run"));
  const std::string run = target_.value("SELECT id FROM lite2pg.run");
  const CommandResult cleaned = on_target({"--cleanup", "--run", run});
  EXPECT_EQ(cleaned.exit_code, 0) << cleaned.err;
  EXPECT_EQ(in("stage"), "mine");
}

TEST_F(StagingSchema, IsResumedAndEmptiedWhenRefused) {
  run_sqlite(source_, "INSERT INTO item VALUES (3, 99, NULL)");  // an orphan
  const CommandResult refused = import({"--orphans", "fail"});
  EXPECT_EQ(refused.exit_code, 3) << refused.err;
  EXPECT_EQ(in("stage"), "");
  ASSERT_EQ(import({"--orphans", "not-valid", "--stage-only"}).exit_code, 0);
  const CommandResult other = run_tool("import", {source_, uri(), "--resume", "--staging-schema", "app2"});
  EXPECT_NE(other.exit_code, 0);
  const CommandResult resumed = run_tool("import", {source_, uri(), "--resume"});
  EXPECT_EQ(resumed.exit_code, 0) << resumed.err;
  EXPECT_EQ(in("app") + "|" + in("stage"), "item owner touch() v|");
}

TEST_F(StagingSchema, WhatIsMissingIsNamedWithTheStatement) {
  const CommandResult plain = run_tool("import", {source_, uri(), "--schema", "app"});
  EXPECT_EQ(plain.exit_code, 5);
  EXPECT_THAT(plain.err, HasSubstr("--staging-schema"));
  target_.psql("DROP SCHEMA stage");
  const CommandResult gone = import();
  EXPECT_EQ(gone.exit_code, 5);
  EXPECT_THAT(gone.err, HasSubstr("CREATE SCHEMA \"stage\" AUTHORIZATION \"" + role_ + "\""));
  target_.psql("CREATE SCHEMA stage");
  EXPECT_THAT(import().err, HasSubstr("GRANT CREATE, USAGE ON SCHEMA \"stage\" TO \"" + role_ + "\""));
  target_.psql("DROP SCHEMA stage; DROP SCHEMA lite2pg");
  make_schema("stage");
  EXPECT_THAT(import().err, HasSubstr("CREATE SCHEMA \"lite2pg\" AUTHORIZATION \"" + role_ + "\""));
}

}  // namespace
}  // namespace lite2pg::test::staging_schema_pg_test
