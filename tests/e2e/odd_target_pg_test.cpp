// Databases in which statements that work elsewhere do not: publications that take every table, triggers on DDL.
#include <gmock/gmock.h>

#include "tests/e2e/tools.h"

namespace lite2pg::test::odd_target_pg_test {
namespace {

using testing::HasSubstr;

class OddTarget : public testing::Test {
 protected:
  void SetUp() override {
    run_sqlite(source_,
               "CREATE TABLE a (id INTEGER PRIMARY KEY, n INT CHECK (n < 10)); CREATE TABLE keyless (n INT, t TEXT);"
               "INSERT INTO a VALUES (1, 1), (2, 2); INSERT INTO keyless VALUES (1, 'x'), (1, 'x');"
               "CREATE INDEX i ON keyless (t); CREATE VIEW v AS SELECT n FROM a;");
  }
  void expect_ok(const CommandResult& result) { EXPECT_EQ(result.exit_code, 0) << result.out << result.err; }
  void run_whole_life() {
    expect_ok(run_tool("import", {source_, target_.uri()}));
    expect_ok(run_tool("verify", {source_, target_.uri()}));
    expect_ok(run_tool("import", {source_, target_.uri(), "--replace"}));
    expect_ok(run_tool("import", {target_.uri(), "--rollback"}));
    expect_ok(run_tool("import", {target_.uri(), "--cleanup"}));
    expect_ok(run_tool("import", {source_, target_.uri(), "--existing", "--truncate"}));
    expect_ok(run_tool("verify", {source_, target_.uri()}));
  }

  TempDir dir_;
  TempDatabase target_;
  std::string source_ = dir_ / "a.db";
};

/// UPDATE and DELETE need a replica identity there: every table of the ledger has a key, and rows are only inserted
/// into those that have none.
TEST_F(OddTarget, PublicationForAllTables) {
  target_.psql("CREATE PUBLICATION everything FOR ALL TABLES");
  run_whole_life();
  EXPECT_EQ(target_.value("SELECT coalesce(string_agg(relname, ' '), '') FROM pg_class c WHERE relnamespace = "
                          "'lite2pg'::regnamespace AND relkind = 'r' AND NOT EXISTS (SELECT FROM pg_index i WHERE "
                          "i.indrelid = c.oid AND i.indisprimary)"),
            "");
}

TEST_F(OddTarget, EventTriggersThatWrite) {
  target_.psql(R"(
    CREATE SCHEMA audit; CREATE TABLE audit.ddl (tag text, what text);
    CREATE FUNCTION audit.note() RETURNS event_trigger LANGUAGE plpgsql SET search_path = audit AS $$
    BEGIN INSERT INTO ddl SELECT command_tag, object_identity FROM pg_event_trigger_ddl_commands(); END $$;
    CREATE EVENT TRIGGER note ON ddl_command_end EXECUTE FUNCTION audit.note();)");
  run_whole_life();
  EXPECT_NE(target_.value("SELECT count(*) FROM audit.ddl WHERE tag = 'CREATE TABLE'"), "0");
  const CommandResult again = run_tool("import", {source_, target_.uri(), "--schema", "again"});
  EXPECT_THAT(again.err, HasSubstr("event trigger 'note' of the database (ddl_command_end) runs audit.note()"));
}

/// As functions do that other tools wrote: what lite2pg's next statement names must still be its own table.
TEST_F(OddTarget, EventTriggersThatChangeTheSearchPath) {
  target_.psql(R"(
    CREATE TABLE public.a (id bigint, n bigint); CREATE TABLE public.keyless (n bigint, t text);
    CREATE FUNCTION public.note() RETURNS event_trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_catalog.set_config('search_path', 'public', true); END $$;
    CREATE EVENT TRIGGER note ON ddl_command_end EXECUTE FUNCTION public.note();)");
  expect_ok(run_tool("import", {source_, target_.uri(), "--schema", "app"}));
  expect_ok(run_tool("verify", {source_, target_.uri(), "--schema", "app"}));
  expect_ok(run_tool("import", {source_, target_.uri(), "--schema", "app", "--replace"}));
  expect_ok(run_tool("verify", {source_, target_.uri(), "--schema", "app"}));
  EXPECT_EQ(target_.value("SELECT (SELECT count(*) FROM pg_constraint WHERE connamespace = 'public'::regnamespace) + "
                          "(SELECT count(*) FROM pg_indexes WHERE schemaname = 'public')"),
            "0");
}

/// The function relies on the session's search_path, and the tool's sessions have none: it is named.
TEST_F(OddTarget, AnEventTriggerThatFailsIsNamedAndNothingIsLeft) {
  target_.psql(R"(
    CREATE TABLE public.ddl (tag text);
    CREATE FUNCTION public.note() RETURNS event_trigger LANGUAGE plpgsql AS $$
    BEGIN INSERT INTO ddl SELECT command_tag FROM pg_event_trigger_ddl_commands(); END $$;
    CREATE EVENT TRIGGER note ON ddl_command_end EXECUTE FUNCTION public.note();)");
  const CommandResult result = run_tool("import", {source_, target_.uri()});
  EXPECT_NE(result.exit_code, 0);
  EXPECT_EQ(error_lines_of(result).size(), 1U) << result.err;
  EXPECT_THAT(result.err, HasSubstr("search_path"));
  EXPECT_EQ(target_.value("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "1");
}

}  // namespace
}  // namespace lite2pg::test::odd_target_pg_test
