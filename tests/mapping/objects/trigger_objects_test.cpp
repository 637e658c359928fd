// What becomes of triggers: the PL/pgSQL of the patterns, and the reason for what is not carried.
#include <gmock/gmock.h>

#include "mapping/target/schema_placeholder.h"
#include "tests/mapping/planned_database.h"

namespace lite2pg::trigger_objects_test {
namespace {

using namespace test;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string tables = R"(
  CREATE TABLE owner (id INTEGER PRIMARY KEY, name TEXT, items INT DEFAULT 0);
  CREATE TABLE item (id INTEGER PRIMARY KEY, owner INT, name TEXT, qty INT, stamp DATETIME, made DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP);
  CREATE TABLE log (id INTEGER PRIMARY KEY AUTOINCREMENT, what TEXT, ref INT);
  CREATE TABLE stats (k TEXT PRIMARY KEY NOT NULL, n INT NOT NULL DEFAULT 0);
  CREATE VIEW v AS SELECT id, name, qty FROM item;
  INSERT INTO item (id, stamp, made) VALUES (1, '2020-01-01 10:00:00', '2020-01-01 10:00:00');
)";

std::string trigger(const std::string& head, const std::string& body) {
  return "CREATE TRIGGER t " + head + " BEGIN " + body + " END;";
}

/// What becomes of the one trigger, with others beside it.
std::string outcome_of(const std::string& head, const std::string& body, const std::string& others = {},
                       const PlanOptions& options = {}) {
  const Plan plan = plan_of_script(tables + others + trigger(head, body), options);
  return outcome(object_of(plan, ObjectKind::trigger, "t"));
}

TEST(TriggerObjects, UpdatedAtIsSetBeforeTheRowIsWritten) {
  const std::string made =
      outcome_of("AFTER UPDATE ON item", "UPDATE item SET stamp = datetime('now') WHERE id = NEW.id;");
  EXPECT_THAT(made,
              AllOf(HasSubstr("carried | CREATE FUNCTION {schema}.\"t\"() RETURNS trigger LANGUAGE plpgsql SET "
                              "search_path = pg_catalog, pg_temp"),
                    HasSubstr("NEW.\"stamp\" := date_trunc('second', (statement_timestamp() AT TIME ZONE 'UTC'));"),
                    HasSubstr("CREATE TRIGGER \"t\" BEFORE UPDATE ON {schema}.\"item\" FOR EACH ROW EXECUTE FUNCTION "
                              "{schema}.\"t\"()")));
}

/// A NOT NULL is looked at before an AFTER trigger fires: SET made = NULL must fail.
TEST(TriggerObjects, ConstrainedColumnsAreSetByAGuardedStatement) {
  const std::string made =
      outcome_of("AFTER UPDATE ON item", "UPDATE item SET made = datetime('now') WHERE rowid = NEW.rowid;");
  EXPECT_THAT(made, AllOf(HasSubstr("AFTER UPDATE"), HasSubstr("current_setting('lite2pg.firing_' || TG_RELID::text"),
                          HasSubstr("UPDATE {schema}.\"item\" AS \"item\" SET \"made\" = "),
                          HasSubstr("WHERE \"item\".\"id\" = NEW.\"id\";")));
}

TEST(TriggerObjects, WhatFiresNothingNeedsNoGuard) {
  EXPECT_THAT(outcome_of("AFTER INSERT ON item", "UPDATE item SET stamp = datetime('now') WHERE id = NEW.id;"),
              AllOf(HasSubstr("AFTER INSERT"), Not(HasSubstr("lite2pg.firing"))));
  EXPECT_THAT(outcome_of("AFTER UPDATE OF qty ON item", "UPDATE item SET made = datetime('now') WHERE id = NEW.id;"),
              AllOf(HasSubstr("AFTER UPDATE OF \"qty\" ON"), Not(HasSubstr("lite2pg.firing"))));
}

TEST(TriggerObjects, Checks) {
  const std::string message = "RAISE EXCEPTION USING MESSAGE = 'it''s no owner', ERRCODE = '23000';";
  EXPECT_THAT(
      outcome_of("BEFORE INSERT ON item",
                 "SELECT RAISE(ABORT, 'it''s no owner') WHERE NOT EXISTS (SELECT 1 FROM owner WHERE id = NEW.owner);"),
      AllOf(HasSubstr("IF (NOT EXISTS (SELECT 1::bigint FROM {schema}.\"owner\" AS \"owner\" WHERE"),
            HasSubstr(message), HasSubstr("RETURN NEW;")));
  EXPECT_THAT(
      outcome_of(
          "BEFORE DELETE ON owner",
          "SELECT CASE WHEN (SELECT count(*) FROM item WHERE owner = OLD.id) > 0 THEN RAISE(ROLLBACK, 'x') END;"),
      AllOf(HasSubstr("IF ((SELECT count(*) FROM"), HasSubstr("RETURN OLD;")));
  EXPECT_THAT(outcome_of("BEFORE UPDATE ON item", "SELECT RAISE(IGNORE) WHERE NEW.qty < 0;"),
              HasSubstr("RETURN NULL;"));
  EXPECT_THAT(outcome_of("BEFORE UPDATE ON item", "SELECT RAISE(FAIL, 'x') WHERE NEW.qty < 0;"), HasSubstr("changed"));
  EXPECT_THAT(outcome_of("AFTER UPDATE ON item", "SELECT RAISE(IGNORE);"),
              HasSubstr("RAISE(IGNORE) in a trigger that is not BEFORE"));
}

TEST(TriggerObjects, WhenGoesIntoTheTriggerUnlessItHasAQuery) {
  EXPECT_THAT(outcome_of("AFTER UPDATE ON item WHEN NEW.qty <> OLD.qty", "INSERT INTO log (what) VALUES ('x');"),
              HasSubstr("FOR EACH ROW WHEN ((NEW.\"qty\" <> OLD.\"qty\")) EXECUTE"));
  EXPECT_THAT(
      outcome_of("AFTER INSERT ON item WHEN EXISTS (SELECT 1 FROM owner)", "INSERT INTO log (what) VALUES ('x');"),
      HasSubstr("IF (EXISTS (SELECT 1::bigint FROM {schema}.\"owner\" AS \"owner\")) IS NOT TRUE THEN"));
}

TEST(TriggerObjects, Inserts) {
  EXPECT_THAT(
      outcome_of("AFTER INSERT ON item", "INSERT INTO log VALUES (NULL, 'new ' || NEW.name, NEW.id), (NULL, 'b', 1);"),
      AllOf(HasSubstr(
                "INSERT INTO {schema}.\"log\" AS \"log\" (\"what\", \"ref\") VALUES (('new '::text || NEW.\"name\"), "
                "NEW.\"id\");"),
            HasSubstr("VALUES ('b', 1);")));
  EXPECT_THAT(outcome_of("AFTER INSERT ON item",
                         "INSERT INTO log (what, ref) SELECT name, id FROM owner WHERE id = NEW.owner;"),
              HasSubstr("(\"what\", \"ref\") SELECT \"owner\".\"name\", \"owner\".\"id\" FROM {schema}.\"owner\""));
  EXPECT_THAT(outcome_of("AFTER INSERT ON item",
                         "INSERT INTO stats (k, n) VALUES ('i', 1) ON CONFLICT (k) DO UPDATE SET n = n + excluded.n;"),
              HasSubstr("ON CONFLICT (\"k\") DO UPDATE SET \"n\" = (\"stats\".\"n\""));
  EXPECT_THAT(outcome_of("AFTER INSERT ON item", "INSERT OR IGNORE INTO stats (k) VALUES ('i');"),
              HasSubstr("ON CONFLICT DO NOTHING"));
  EXPECT_THAT(outcome_of("AFTER INSERT ON item", "REPLACE INTO stats VALUES ('i', 2);"),
              HasSubstr("ON CONFLICT (\"k\") DO UPDATE SET \"n\" = excluded.\"n\""));
}

TEST(TriggerObjects, CountersAndCascades) {
  EXPECT_THAT(outcome_of("AFTER INSERT ON item", "UPDATE owner SET items = items + 1 WHERE id = NEW.owner;"),
              HasSubstr("carried"));
  EXPECT_THAT(outcome_of("AFTER DELETE ON owner", "DELETE FROM item WHERE owner = OLD.id;"), HasSubstr("carried"));
  EXPECT_THAT(outcome_of("INSTEAD OF UPDATE ON v", "UPDATE item SET qty = NEW.qty WHERE id = OLD.id;"),
              AllOf(HasSubstr("INSTEAD OF UPDATE ON {schema}.\"v\""), HasSubstr("RETURN NEW;")));
}

TEST(TriggerObjects, NotCarriedWithTheReason) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {outcome_of("AFTER INSERT ON item", "SELECT RAISE(ABORT, 'full') WHERE (SELECT count(*) FROM item) > 5;"),
       "see all rows of the statement"},
      {outcome_of("AFTER UPDATE ON item", "UPDATE item SET qty = 0 WHERE id <> NEW.id;"), "it reads item"},
      {outcome_of("BEFORE UPDATE ON item", "UPDATE item SET qty = 0 WHERE id = NEW.id;"), "about to change itself"},
      {outcome_of("AFTER INSERT ON item", "INSERT INTO log (ref) VALUES (last_insert_rowid());"), "last_insert_rowid"},
      {outcome_of("AFTER INSERT ON item", "UPDATE owner SET items = changes();"), "changes"},
      {outcome_of("AFTER INSERT ON item", "UPDATE OR IGNORE owner SET name = 'x';"), "conflict clause"},
      {outcome_of("AFTER INSERT ON item", "SELECT notify(NEW.id);"), "notify"},
      {outcome_of("AFTER INSERT ON item", "INSERT INTO v VALUES (1, 'x', 2);"), "it writes v"},
      {outcome_of("INSTEAD OF UPDATE OF name ON v", "SELECT 1;"), "INSTEAD OF UPDATE OF"},
      {outcome_of("AFTER INSERT ON item", "INSERT INTO log (what) VALUES ('{schema}');"), "{schema}"},
      {outcome_of("AFTER INSERT ON item", "UPDATE stats SET n = n + 1;",
                  "CREATE TRIGGER b BEFORE INSERT ON item BEGIN SELECT RAISE(ABORT, 'x') WHERE (SELECT n FROM stats "
                  "WHERE k = 'i') > 5; END;"),
       "trigger b uses the same rows"},
  };
  for (const auto& [made, reason] : cases) EXPECT_THAT(made, AllOf(HasSubstr("not_carried"), HasSubstr(reason)));
}

TEST(TriggerObjects, SketchAndOriginalAreGiven) {
  const Plan plan = plan_of_script(tables + trigger("AFTER INSERT ON item", "SELECT notify(NEW.id);"));
  const ObjectPlan& object = object_of(plan, ObjectKind::trigger, "t");
  EXPECT_THAT(object.original, HasSubstr("CREATE TRIGGER t AFTER INSERT ON item"));
  EXPECT_THAT(object.sketch,
              AllOf(HasSubstr("-- CREATE FUNCTION \"t\"()"), HasSubstr("--   -- SELECT notify(NEW.id)")));
  for (std::size_t at = 0; at < object.sketch.size(); at = object.sketch.find('\n', at) + 1) {
    EXPECT_EQ(object.sketch.substr(at, 2), "--");
  }
}

TEST(TriggerObjects, ReportOnly) {
  PlanOptions options;
  options.triggers = TriggerPolicy::report;
  EXPECT_THAT(outcome_of("AFTER DELETE ON owner", "DELETE FROM item WHERE owner = OLD.id;", {}, options),
              HasSubstr("not_carried # --triggers report"));
}

/// SQLite fires the one that was made last first.
TEST(TriggerObjects, SeveralOfOneEventKeepTheirOrder) {
  const std::string other =
      "CREATE TRIGGER a AFTER INSERT ON item BEGIN INSERT INTO log (what) VALUES ('first made'); END;";
  const Plan plan =
      plan_of_script(tables + other + trigger("AFTER INSERT ON item", "INSERT INTO log (what) VALUES ('x');"));
  EXPECT_LT(object_of(plan, ObjectKind::trigger, "t").target_name,
            object_of(plan, ObjectKind::trigger, "a").target_name);
  EXPECT_THAT(object_of(plan, ObjectKind::trigger, "t").reason, HasSubstr("by which PostgreSQL orders them"));
}

TEST(TriggerObjects, ForeignKeysDecideTheirPlace) {
  const std::string child = "CREATE TABLE part (id INTEGER PRIMARY KEY, item INT REFERENCES item (id)";
  const std::string body = "DELETE FROM part WHERE item = OLD.id;";
  const auto name = [&](const std::string& rest) {
    const Plan plan = plan_of_script(tables + child + rest + ");" + trigger("AFTER DELETE ON item", body));
    return object_of(plan, ObjectKind::trigger, "t").target_name;
  };
  EXPECT_LT(name(""), "RI_ConstraintTrigger_a");
  EXPECT_GT(name(" ON DELETE CASCADE"), "RI_ConstraintTrigger_a");
}

/// PostgreSQL keeps a child whose deletion or update by a key is left out; SQLite refuses the statement.
TEST(TriggerObjects, RowsOfAForeignKeysActionAreNotLeftOut) {
  const auto with_key = [](const std::string& actions, const std::string& head) {
    return outcome_of(
        head, "SELECT RAISE(IGNORE) WHERE OLD.n > 1;",
        "CREATE TABLE child (id INTEGER PRIMARY KEY, n INT, o INT REFERENCES owner (id) " + actions + ");");
  };
  const auto named = HasSubstr("RAISE(IGNORE) may leave out what the foreign key to owner does");
  EXPECT_THAT(with_key("ON DELETE CASCADE", "BEFORE DELETE ON child"), named);
  EXPECT_THAT(with_key("ON DELETE SET NULL", "BEFORE UPDATE ON child"), named);
  EXPECT_THAT(with_key("ON DELETE SET DEFAULT", "BEFORE UPDATE OF n, O ON child"), named);
  EXPECT_THAT(with_key("ON UPDATE CASCADE", "BEFORE UPDATE OF o ON child"), named);
  EXPECT_THAT(with_key("ON UPDATE CASCADE", "BEFORE UPDATE OF n ON child"), HasSubstr("RETURN NULL;"));
  EXPECT_THAT(with_key("ON UPDATE CASCADE", "BEFORE DELETE ON child"), HasSubstr("RETURN NULL;"));
  EXPECT_THAT(with_key("ON DELETE CASCADE", "BEFORE UPDATE ON child"), HasSubstr("RETURN NULL;"));
  EXPECT_THAT(with_key("", "BEFORE DELETE ON child"), HasSubstr("RETURN NULL;"));
}

TEST(SchemaPlaceholder, IsReplacedByTheQuotedName) {
  EXPECT_EQ(with_schema("a {schema}.b {schema}", "x\"y"), "a \"x\"\"y\".b \"x\"\"y\"");
  EXPECT_EQ(quote_body("a $lite2pg$ b\n"), "$lite2pg1$\na $lite2pg$ b\n$lite2pg1$");
  EXPECT_ANY_THROW((void)with_schema("{schema}", "a$lite2pg$"));
}

}  // namespace
}  // namespace lite2pg::trigger_objects_test
