// What stands in the target but does not do what it says, and what changes a statement of the application, is a
// difference or is told; nothing of the target runs meanwhile.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/verify/migrated_database.h"

namespace lite2pg::enforcement_pg_test {
namespace {

using test::MigratedDatabase;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* schema = R"(
  CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, r REAL, CHECK (r IS NULL OR r > 0));
  CREATE TABLE c (id INTEGER PRIMARY KEY AUTOINCREMENT, p INTEGER NOT NULL REFERENCES p (id), q INT DEFAULT -3,
                  g INTEGER GENERATED ALWAYS AS (q * 2) STORED, t TEXT);
  CREATE TABLE k (a TEXT, b INTEGER);
  CREATE TABLE w (a TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE UNIQUE INDEX cu ON c (p, t);
  CREATE INDEX lower_name ON p (lower(name));
  CREATE VIEW v AS SELECT id, name FROM p WHERE r > 0;
  INSERT INTO p VALUES (1, 'a', 0.5), (2, 'b', NULL);
  INSERT INTO c (p, q, t) VALUES (1, 5, 'x'), (2, NULL, NULL);
  INSERT INTO k VALUES ('x', 1), ('x', 1), (NULL, NULL);
  INSERT INTO w VALUES ('a');
)";

std::vector<std::string> reasons(const VerifyResult& result, Weight weight) {
  std::vector<std::string> found;
  for (const SchemaDifference& d : result.schema.differences) {
    if (d.weight == weight) found.push_back(d.reason() + ": " + d.table + (d.name.empty() ? "" : "." + d.name));
  }
  return found;
}

class EnforcementTest : public testing::Test {
 protected:
  EnforcementTest() : database_(schema) { database_.import(); }

  VerifyResult after(const std::string& sql) {
    if (!sql.empty()) database_.psql(sql);
    return database_.verify();
  }
  /// The one failing difference of the schema after `sql`.
  std::string failure(const std::string& sql) {
    const auto found = reasons(after(sql), Weight::failure);
    EXPECT_EQ(found.size(), 1U) << sql << testing::PrintToString(found);
    return found.empty() ? "" : found[0];
  }
  std::string told(const std::string& sql) {
    const VerifyResult result = after(sql);
    EXPECT_TRUE(result.is_equal(FailOn::drift)) << sql;
    const auto found = reasons(result, Weight::told);
    EXPECT_EQ(found.size(), 1U) << sql << testing::PrintToString(found);
    return found.empty() ? "" : found[0];
  }

  MigratedDatabase database_;
};

TEST_F(EnforcementTest, AFreshCopyHasNoDifference) {
  const VerifyResult result = after("");
  EXPECT_TRUE(result.is_equal(FailOn::drift));
  EXPECT_THAT(result.schema.differences, IsEmpty());
  EXPECT_EQ(result.unproven(), 0U);
  EXPECT_TRUE(result.schema.compared);
}

TEST_F(EnforcementTest, ForeignKeysAndConstraints) {
  EXPECT_EQ(failure("ALTER TABLE c DISABLE TRIGGER ALL"), "foreign key is disabled: c.c_p_fkey");
  EXPECT_EQ(failure("ALTER TABLE c ENABLE TRIGGER ALL; ALTER TABLE p DISABLE TRIGGER ALL"),
            "foreign key is disabled: c.c_p_fkey");
  EXPECT_EQ(failure("ALTER TABLE p ENABLE TRIGGER ALL; ALTER TABLE p DROP CONSTRAINT p_check; "
                    "ALTER TABLE p ADD CHECK (r IS NULL OR r > 0::double precision) NOT VALID"),
            "check is not validated: p.p_r_check");
}

TEST_F(EnforcementTest, Indexes) {
  const auto mark = [](const std::string& columns, const std::string& index) {
    return "SET allow_system_table_mods = on; UPDATE pg_index SET " + columns + " WHERE indexrelid = '" + index +
           "'::regclass";
  };
  EXPECT_EQ(failure(mark("indisvalid = false", "cu")), "unique index is invalid: c.cu");
  EXPECT_EQ(failure(mark("indisready = false", "cu")), "unique index is not maintained: c.cu");
  EXPECT_EQ(failure(mark("indisvalid = true, indisready = true", "cu") + "; " +
                    mark("indisready = false, indisvalid = false", "w_pkey")),
            "primary key is not maintained: w.w_pkey");
}

TEST_F(EnforcementTest, TablesThatAreNone) {
  EXPECT_EQ(failure("ALTER TABLE k SET UNLOGGED"), "table is unlogged: k");
  database_.psql("ALTER TABLE k SET LOGGED; ALTER TABLE k RENAME TO k0");
  for (const char* kind : {"VIEW", "MATERIALIZED VIEW"}) {
    const VerifyResult result = after("CREATE " + std::string(kind) + " k AS SELECT * FROM k0");
    EXPECT_FALSE(result.is_equal(FailOn::damage));
    ASSERT_EQ(result.missing.size(), 1U);
    EXPECT_THAT(result.missing[0].reason, HasSubstr("in place of table 'k'"));
    database_.psql("DROP " + std::string(kind) + " k");
  }
  EXPECT_EQ(
      failure("CREATE TABLE k (a text, b bigint) PARTITION BY LIST (b); ALTER TABLE k ATTACH PARTITION k0 DEFAULT"),
      "table differs: k");
}

TEST_F(EnforcementTest, AnInheritingTable) {
  EXPECT_EQ(failure("CREATE TABLE wc () INHERITS (w); INSERT INTO wc SELECT * FROM ONLY w; DELETE FROM ONLY w"),
            "inheriting table is not in the plan: w.wc");
}

TEST_F(EnforcementTest, Sequences) {
  EXPECT_EQ(failure("SELECT setval('p_id_seq', 1)"), "the sequence would give out a number again: p.id");
  EXPECT_THAT(reasons(after("SELECT setval('p_id_seq', 2); ALTER SEQUENCE c_id_seq MAXVALUE 2"), Weight::failure),
              ElementsAre("sequence differs: c.id", "the sequence has no number left: c.id"));
  EXPECT_THAT(reasons(after("ALTER SEQUENCE c_id_seq MAXVALUE 5 CYCLE"), Weight::failure),
              Contains("sequence differs: c.id"));
}

TEST(Sequences, WhatTheSourceGaveOutAndDeletedIsUsedToo) {
  MigratedDatabase database(
      "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO t VALUES (9), (2); DELETE FROM t WHERE id = "
      "9");
  database.import();
  EXPECT_TRUE(database.verify().is_equal(FailOn::drift));
  database.psql("SELECT setval('t_id_seq', 5)");
  const VerifyResult result = database.verify();
  ASSERT_EQ(result.schema.differences.size(), 1U);
  EXPECT_EQ(result.schema.differences[0].planned, "next number above 9");
}

TEST(Sequences, OfAPartitionedTable) {
  MigratedDatabase database("CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (9), (2)");
  database.import();
  database.psql(
      "ALTER TABLE t RENAME TO t1; ALTER TABLE t1 ALTER id DROP IDENTITY; CREATE TABLE t (id bigint PRIMARY KEY "
      "GENERATED BY DEFAULT AS IDENTITY) PARTITION BY RANGE (id); ALTER TABLE t ATTACH PARTITION t1 DEFAULT");
  EXPECT_THAT(reasons(database.verify(), Weight::failure),
              Contains("the sequence would give out a number again: t.id"));
}

TEST(Sequences, BesideOneThatCannotBeJudgedAreJudged) {
  MigratedDatabase database(
      "CREATE TABLE a (id INTEGER PRIMARY KEY); INSERT INTO a VALUES (1); CREATE TABLE b (id INTEGER PRIMARY KEY); "
      "INSERT INTO b VALUES (1), (2)");
  database.import();
  database.psql(
      "ALTER TABLE a ALTER id DROP IDENTITY; ALTER TABLE a ALTER id TYPE numeric; CREATE SEQUENCE s OWNED BY a.id; "
      "ALTER TABLE a ALTER id SET DEFAULT nextval('s'); INSERT INTO a VALUES (1e30); SELECT setval('b_id_seq', 1)");
  EXPECT_THAT(reasons(database.verify(), Weight::failure),
              Contains("the sequence would give out a number again: b.id"));
}

TEST_F(EnforcementTest, ADefaultThatDrawsFromASequenceOfItsOwn) {
  EXPECT_THAT(reasons(after("CREATE SEQUENCE own; ALTER TABLE k ALTER b SET DEFAULT nextval('own')"), Weight::failure),
              ElementsAre("the sequence would give out a number again: k.b"));
  // By text the catalog knows of no dependency.
  EXPECT_THAT(reasons(after("ALTER TABLE k ALTER b SET DEFAULT nextval(('own'::text)::regclass)"), Weight::failure),
              ElementsAre("the sequence would give out a number again: k.b"));
  EXPECT_THAT(reasons(after("SELECT setval('own', 5)"), Weight::failure), IsEmpty());
}

TEST_F(EnforcementTest, WhatTheTargetHasBesideThePlanIsTold) {
  EXPECT_EQ(told("CREATE RULE r AS ON INSERT TO k DO INSTEAD NOTHING"), "rule is not in the plan: k.r");
  EXPECT_EQ(
      told("DROP RULE r ON k; CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NULL; END$$; "
           "CREATE TRIGGER t BEFORE INSERT ON k FOR EACH ROW EXECUTE FUNCTION f()"),
      "trigger is not in the plan: k.t");
  EXPECT_EQ(told("DROP TRIGGER t ON k; CREATE TABLE zz (a int)"), "table is not in the plan: zz");
  EXPECT_THAT(
      reasons(after("ALTER TABLE k ENABLE ROW LEVEL SECURITY; CREATE POLICY y ON k USING (b = 1)"), Weight::told),
      testing::IsSupersetOf({std::string("row security is not in the plan: k"),
                             std::string("row security policy is not in the plan: k.y")}));
}

/// A trigger that the run carried: dropped, switched off, with another body, or for another event.
TEST(TriggerEnforcement, DroppedDisabledAlteredAndAdded) {
  MigratedDatabase database(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, n INT, at TEXT); INSERT INTO t VALUES (1, 1, 'x');"
      "CREATE TRIGGER low BEFORE INSERT ON t BEGIN SELECT RAISE(ABORT, 'low') WHERE NEW.n < 0; END;");
  database.import();
  const auto found = [&](const std::string& sql, Weight weight) {
    database.psql(sql);
    return reasons(database.verify(), weight);
  };
  EXPECT_THAT(found("SELECT 1", Weight::failure), IsEmpty());
  EXPECT_THAT(found("ALTER TABLE t DISABLE TRIGGER low", Weight::failure), ElementsAre("trigger is disabled: t.low"));
  database.psql(
      "ALTER TABLE t ENABLE TRIGGER low; CREATE TABLE kept AS SELECT pg_get_functiondef('low()'::regprocedure) AS f");
  const std::string other =
      "CREATE OR REPLACE FUNCTION low() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS ";
  EXPECT_THAT(found(other + "$$BEGIN RETURN NEW; END$$", Weight::failure),
              ElementsAre("trigger function differs: t.low"));
  database.psql("DO $$BEGIN EXECUTE (SELECT f FROM kept); END$$; DROP TABLE kept");
  EXPECT_THAT(found("SELECT 1", Weight::failure), IsEmpty());
  EXPECT_THAT(found("CREATE TRIGGER more AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION low()", Weight::told),
              Contains("trigger is not in the plan: t.more"));
  EXPECT_THAT(found("DROP TRIGGER more ON t; DROP TRIGGER low ON t; CREATE TRIGGER low AFTER INSERT ON t FOR EACH ROW "
                    "EXECUTE FUNCTION low()",
                    Weight::failure),
              ElementsAre("trigger differs: t.low"));
  EXPECT_THAT(found("DROP TRIGGER low ON t", Weight::failure), Contains("trigger is missing: t.low"));
}

TEST_F(EnforcementTest, SessionsInWhichNothingActsAreNamed) {
  database_.psql("ALTER DATABASE " + database_.target().name() + " SET session_replication_role = 'replica'");
  EXPECT_THAT(after("").warnings, Contains(HasSubstr("session_replication_role")));
}

TEST_F(EnforcementTest, NothingOfTheTargetRuns) {
  // Each would be chosen before the function of pg_catalog if the target's schema were searched.
  database_.psql("CREATE TABLE ran (who text)");
  for (const char* function : {"quote_ident(name)", "substring(text, text)", "regexp_replace(text, text, text)",
                               "format_type(oid, integer)", "string_agg(text, text)"}) {
    database_.psql(
        "CREATE FUNCTION public." + std::string(function) +
        " RETURNS text LANGUAGE plpgsql AS $$BEGIN INSERT INTO public.ran VALUES (current_user); RETURN 'x'; "
        "END$$");
  }
  database_.psql("ALTER DATABASE " + database_.target().name() + " SET search_path = public, pg_catalog");
  database_.psql("CREATE TABLE lure (a text COLLATE \"C\")");
  EXPECT_TRUE(after("").is_equal(FailOn::drift));
  EXPECT_EQ(database_.target().value("SELECT count(*) FROM public.ran"), "0");
}

TEST_F(EnforcementTest, SettingsOfRolesAndDatabasesDoNotMatter) {
  for (const char* setting :
       {"quote_all_identifiers = on", "search_path = 'public'", "standard_conforming_strings = off",
        "default_transaction_read_only = on", "default_transaction_isolation = 'serializable'",
        "extra_float_digits = -15", "DateStyle = 'German'", "statement_timeout = 1", "random_page_cost = 1.79769e308",
        "cpu_tuple_cost = 1.79769e308"}) {
    database_.psql("ALTER DATABASE " + database_.target().name() + " SET " + setting);
    EXPECT_TRUE(after("").is_equal(FailOn::drift)) << setting;
    test::psql(test::shared_server_uri(), "ALTER DATABASE " + database_.target().name() + " RESET ALL");
  }
}

TEST_F(EnforcementTest, ATruncatedTableIsDamage) {
  const VerifyResult result = after("TRUNCATE k");
  EXPECT_FALSE(result.is_equal(FailOn::damage));
  EXPECT_EQ(result.drift(), 0U);
}

TEST_F(EnforcementTest, APlanThatWasChangedIsNotUsed) {
  const VerifyResult result = after(
      "UPDATE lite2pg.run SET plan = jsonb_set(plan::jsonb, '{tables}', (plan::jsonb -> 'tables') - 0)::text; "
      "DELETE FROM p WHERE id = 2 AND false");
  EXPECT_FALSE(result.is_equal(FailOn::damage));
  EXPECT_THAT(result.faults, ElementsAre(HasSubstr("was changed after the import and is not used")));
}

TEST_F(EnforcementTest, ARecordThatWasChangedIsNotUsed) {
  const VerifyResult result = after("UPDATE lite2pg.run_shape SET shape = replace(shape, 'NOT NULL', 'not null')");
  EXPECT_FALSE(result.is_equal(FailOn::damage));
  EXPECT_THAT(result.faults, ElementsAre(HasSubstr("was changed since")));
}

TEST_F(EnforcementTest, WithoutARecordExpressionsAreNotProven) {
  database_.psql("DELETE FROM lite2pg.run_shape");
  const VerifyResult result = after("");
  EXPECT_THAT(result.schema.differences, IsEmpty());
  EXPECT_FALSE(result.is_equal(FailOn::drift));
  EXPECT_EQ(result.unproven(), 1U);
  EXPECT_TRUE(database_.verify([](VerifyOptions& o) { o.allow_uncompared = {"schema"}; }).is_equal(FailOn::drift));
  EXPECT_EQ(failure("ALTER TABLE p ALTER name DROP NOT NULL"), "NOT NULL is missing: p.name");
}

/// By bytes, and by a unique index for what NOCASE calls equal.
TEST(KeyEnforcement, AKeyOfTwoIndexesIsExpectedWithoutARecord) {
  MigratedDatabase database("CREATE TABLE t (a TEXT COLLATE NOCASE PRIMARY KEY, b INT); INSERT INTO t VALUES ('A', 1)");
  database.import();
  EXPECT_TRUE(database.verify().is_equal(FailOn::drift));
  database.psql("DELETE FROM lite2pg.run_shape");
  EXPECT_THAT(database.verify().schema.differences, IsEmpty());
  database.psql("ALTER TABLE t DROP CONSTRAINT t_pkey");
  const auto key = reasons(database.verify(), Weight::failure);
  EXPECT_THAT(key, Contains(HasSubstr("is missing: t.")));
  database.psql("DROP INDEX t_a_key");
  EXPECT_EQ(reasons(database.verify(), Weight::failure).size(), key.size() + 1);
}

TEST_F(EnforcementTest, AStagedAndARolledBackRunAreComparedWhereTheyStand) {
  MigratedDatabase staged(schema);
  staged.import([](ImportOptions& o) { o.stage_only = true; });
  const VerifyResult result = staged.verify([](VerifyOptions& o) { o.staged = true; });
  EXPECT_TRUE(result.is_equal(FailOn::drift));
  EXPECT_THAT(result.schema.differences, IsEmpty());
  // Without --staged nothing of it is in the schema: the run is named, not a list of missing tables.
  try {
    (void)staged.verify();
    FAIL();
  } catch (const Error& e) {
    EXPECT_THAT(e.what(), HasSubstr("is not published"));
    EXPECT_EQ(e.code(), ExitCode::usage);
  }
}

TEST_F(EnforcementTest, ARunInAnotherSchemaIsNamed) {
  MigratedDatabase elsewhere(schema);
  elsewhere.import([](ImportOptions& o) { o.schema = "app"; });
  try {
    (void)elsewhere.verify();
    FAIL();
  } catch (const Error& e) {
    EXPECT_THAT(e.what(), HasSubstr("are in schema 'app'"));
    EXPECT_EQ(e.hint(), "--schema app");
  }
  EXPECT_TRUE(elsewhere.verify([](VerifyOptions& o) { o.schema = "app"; }).is_equal(FailOn::drift));
}

TEST_F(EnforcementTest, EventTriggersAreTold) {
  const VerifyResult none = after("");
  EXPECT_THAT(none.warnings, testing::Not(Contains(HasSubstr("event trigger"))));
  const VerifyResult result = after(
      "CREATE FUNCTION public.note() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION $$ran$$; END'; "
      "CREATE EVENT TRIGGER noted ON ddl_command_start WHEN TAG IN ('DROP TABLE') EXECUTE FUNCTION public.note(); "
      "CREATE EVENT TRIGGER asleep ON ddl_command_end EXECUTE FUNCTION public.note(); "
      "ALTER EVENT TRIGGER asleep DISABLE");
  EXPECT_TRUE(result.is_equal(FailOn::drift));
  EXPECT_THAT(result.warnings, Contains(HasSubstr("event trigger 'noted' of the database (ddl_command_start of DROP "
                                                  "TABLE) runs public.note()")));
  EXPECT_THAT(result.warnings, testing::Not(Contains(HasSubstr("asleep"))));
}

TEST_F(EnforcementTest, AKeyThatBecameNotNullIsSaid) {
  MigratedDatabase copy("CREATE TABLE t (a TEXT PRIMARY KEY); INSERT INTO t VALUES ('x')");
  copy.import();
  EXPECT_THAT(copy.verify().warnings, Contains(HasSubstr("refuses NULL in this key")));
}

}  // namespace
}  // namespace lite2pg::enforcement_pg_test
