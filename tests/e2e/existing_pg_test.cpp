// Loads into tables that stand in the target (--existing), as a role that owns them and is no superuser.
#include <gmock/gmock.h>

#include <fstream>
#include <set>

#include "tests/e2e/existing_target.h"

namespace lite2pg::test::existing_pg_test {
namespace {

using testing::HasSubstr;

constexpr const char* workshop_sqlite = R"sql(
PRAGMA foreign_keys = OFF;
CREATE TABLE person(id INTEGER PRIMARY KEY AUTOINCREMENT, Name TEXT NOT NULL, email TEXT, mood TEXT, active INTEGER,
  height REAL, born TEXT, joined TEXT, seen INTEGER, tags TEXT, profile TEXT, token TEXT, address TEXT, level INTEGER,
  initials TEXT, balance REAL, photo BLOB, team_id INTEGER REFERENCES team(id), score NUMERIC);
CREATE TABLE team(id INTEGER PRIMARY KEY, name TEXT, lead_id INTEGER REFERENCES person(id));
CREATE TABLE visit(person_id INTEGER REFERENCES person(id) ON DELETE CASCADE, at TEXT, place TEXT,
  PRIMARY KEY(person_id, at));
INSERT INTO team VALUES (1, 'Blue', 2), (2, 'Red', NULL);
INSERT INTO person VALUES
 (1, 'Ann O''Neil', 'Ann@Example.org', 'happy', 1, 1.75, '1990-02-03', '2024-01-02 03:04:05.678901', 1704164645,
  '["a","b \"c\"",null]', '{"b": 1, "a": [1, 2]}', '6F9619FF-8B86-D011-B42D-00CF4FC964FF', '10.0.0.1', 7, 'AO', 12.5,
  x'00ff', 1, 3),
 (2, 'Bob' || char(9) || 'tab\n', 'bob@example.org', 'sad', 0, 0.1, '2001-12-31', '2024-06-07 08:09:10', 0,
  '[]', '[]', '6f9619ff-8b86-d011-b42d-00cf4fc964fe', '2001:db8::1', 9, 'B', -0.25, NULL, 2, 2.25),
 (5, '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
DELETE FROM person WHERE id = 5;
INSERT INTO visit VALUES (1, '2024-02-03T04:05:06Z', 'hall'), (2, '2024-02-03T04:05:06Z', NULL);
)sql";

constexpr const char* workshop_target = R"sql(
CREATE EXTENSION IF NOT EXISTS citext;
CREATE TYPE mood AS ENUM ('happy', 'so, so', 'sad');
CREATE DOMAIN grade AS smallint CHECK (VALUE BETWEEN 1 AND 10);
CREATE TABLE "Person" (
  note text NOT NULL DEFAULT 'from before',
  email citext UNIQUE,
  name varchar(20) NOT NULL,
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  mood mood, active boolean, height double precision, born date, joined timestamp, seen timestamptz,
  tags text[], profile jsonb, token uuid, address inet, level grade, initials char(4), balance real, photo bytea,
  team_id smallint, score numeric(5,2),
  shout text GENERATED ALWAYS AS (upper(name)) STORED);
CREATE TABLE team (id serial PRIMARY KEY, name text, lead_id integer REFERENCES "Person"(id) DEFERRABLE);
ALTER TABLE "Person" ADD CONSTRAINT person_team_fk FOREIGN KEY (team_id) REFERENCES team(id) ON DELETE SET NULL;
COMMENT ON CONSTRAINT person_team_fk ON "Person" IS 'the team''s members';
CREATE TABLE visit (place text, at timestamptz NOT NULL, person_id int NOT NULL REFERENCES "Person"(id)
  ON DELETE CASCADE, PRIMARY KEY (person_id, at));
CREATE TABLE log (what text);
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no writing'; END $$;
CREATE TRIGGER guard BEFORE INSERT ON "Person" FOR EACH ROW EXECUTE FUNCTION refuse();
CREATE TRIGGER guard_all AFTER INSERT ON visit FOR EACH STATEMENT EXECUTE FUNCTION refuse();
CREATE TRIGGER off BEFORE INSERT ON team FOR EACH ROW EXECUTE FUNCTION refuse();
ALTER TABLE team DISABLE TRIGGER off;
)sql";

/// Constraints and triggers as the catalog tells them.
std::string rules_of(const ExistingTarget& target) {
  return target.value(
      "SELECT string_agg(line, E'\\n' ORDER BY line) FROM ("
      "SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || ' ' || "
      "coalesce(obj_description(oid, 'pg_constraint'), '') AS line FROM pg_constraint WHERE conrelid > 0 "
      "AND connamespace = 'public'::regnamespace UNION ALL "
      "SELECT tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal) t");
}

TEST(Existing, LoadsIntoATableOfEveryKindOfColumn) {
  const ExistingTarget target(workshop_sqlite, workshop_target);
  const std::string rules = rules_of(target);
  const CommandResult imported = target.import();
  ASSERT_EQ(imported.exit_code, 0) << imported.out << imported.err;
  EXPECT_EQ(rules_of(target), rules);
  EXPECT_EQ(target.value("SELECT concat_ws('|', name, email, mood, active, born, joined, seen, tags, profile, token, "
                         "address, level, initials, balance, photo, team_id, score, note, shout) FROM \"Person\" "
                         "WHERE id = 1"),
            "Ann O'Neil|Ann@Example.org|happy|t|1990-02-03|2024-01-02 03:04:05.678901|2024-01-02 03:04:05+00|"
            "{a,\"b \\\"c\\\"\",NULL}|{\"a\": [1, 2], \"b\": 1}|6f9619ff-8b86-d011-b42d-00cf4fc964ff|10.0.0.1|7|AO  |"
            "12.5|\\x00ff|1|3.00|from before|ANN O'NEIL");
  const CommandResult verified = target.verify();
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
}

/// The original's schema is in the ledger; what the application wrote in PostgreSQL comes along, in SQLite's spelling.
TEST(Existing, GoesBackToTheOriginalSchema) {
  const ExistingTarget target(workshop_sqlite, workshop_target);
  ASSERT_EQ(target.import().exit_code, 0);
  target.psql(
      "ALTER TABLE \"Person\" DISABLE TRIGGER guard; INSERT INTO \"Person\" (name, mood, active, height, born, joined, "
      "seen, tags, profile, token, address, level, initials, balance, photo, team_id, score) VALUES ('Cy', 'so, so', "
      "true, "
      "1.5, '1999-09-09', '2025-01-02 03:04:05', '2025-01-02 03:04:05+00', '{x,NULL}', '{\"k\": 1.50}', "
      "'6f9619ff-8b86-d011-b42d-00cf4fc964fd', '10.0.0.0/8', 3, 'cy', 2.5, '\\x01', 1, 1.25); "
      "UPDATE \"Person\" SET active = false WHERE id = 1; ALTER TABLE \"Person\" ENABLE TRIGGER guard; "
      "DROP TABLE log");
  const std::string out = target.dir() / "back.db";
  const auto shell = [](const std::string& file, const std::string& command) {
    return run_command({"sqlite3", file, command}).out;
  };
  const CommandResult back = run_tool("sync", {target.uri(), "--back", out});
  ASSERT_EQ(back.exit_code, 0) << back.out << back.err;
  EXPECT_THAT(back.out, HasSubstr("column 'note' of the target's table 'Person' came after the import"));
  EXPECT_EQ(shell(out, ".schema"), shell(target.source(), ".schema"));
  EXPECT_EQ(shell(out, "SELECT * FROM sqlite_sequence"), "person|6\n");
  for (const char* same : {"SELECT * FROM team", "SELECT * FROM visit",
                           "SELECT id, Name, email, mood, height, born, joined, seen, level, initials, balance, "
                           "hex(photo), team_id, score FROM person WHERE id < 3"})
    EXPECT_EQ(shell(out, same), shell(target.source(), same));
  EXPECT_EQ(shell(out,
                  "SELECT mood, active, height, born, joined, seen, tags, profile, token, address, level, initials, "
                  "balance, hex(photo), team_id, score FROM person WHERE id = 6"),
            "so, so|1|1.5|1999-09-09|2025-01-02 03:04:05|1735787045|[\"x\",null]|{\"k\": 1.50}|"
            "6f9619ff-8b86-d011-b42d-00cf4fc964fd|10.0.0.0/8|3|cy|2.5|01|1|1.25\n");
  EXPECT_EQ(shell(out, "SELECT active FROM person WHERE id = 1"), "0\n");
  const CommandResult verified = run_tool("verify", {out, target.uri()});
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
}

TEST(Existing, IssuesNoIdAgain) {
  const ExistingTarget target(workshop_sqlite, workshop_target);
  ASSERT_EQ(target.import().exit_code, 0);
  target.psql("ALTER TABLE \"Person\" DISABLE TRIGGER guard");
  EXPECT_EQ(target.value("INSERT INTO \"Person\" (name) VALUES ('new') RETURNING id"), "6");
  EXPECT_EQ(target.value("INSERT INTO team (name) VALUES ('new') RETURNING id"), "3");
}

TEST(Existing, NeedsNoLedger) {
  const ExistingTarget target(workshop_sqlite, workshop_target);
  target.psql("REVOKE CREATE ON DATABASE " + target.database() + " FROM " + target.role());
  const CommandResult refused = target.import();
  EXPECT_EQ(refused.exit_code, 5) << refused.err;
  EXPECT_THAT(refused.err, HasSubstr("--ledger none"));
  const CommandResult imported = target.import({"--ledger", "none"});
  ASSERT_EQ(imported.exit_code, 0) << imported.out << imported.err;
  EXPECT_EQ(target.value("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'lite2pg%'"), "0");
  const CommandResult verified = target.verify();
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
}

TEST(Existing, RefusesTablesThatHoldRows) {
  const ExistingTarget target(workshop_sqlite, workshop_target);
  target.psql("INSERT INTO team (name) VALUES ('before')");
  const CommandResult refused = target.import();
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_THAT(refused.err, HasSubstr("team"));
  EXPECT_EQ(target.value("SELECT count(*) FROM \"Person\""), "0");
}

TEST(Existing, TruncatesOnRequest) {
  const ExistingTarget target(workshop_sqlite, workshop_target);
  target.psql("INSERT INTO team (name) VALUES ('before')");
  ASSERT_EQ(target.import({"--truncate"}).exit_code, 0);
  EXPECT_EQ(target.value("SELECT string_agg(name, ',' ORDER BY id) FROM team"), "Blue,Red");
  EXPECT_EQ(target.verify().exit_code, 0);
  const CommandResult again = target.import({"--truncate"});
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_EQ(target.verify().exit_code, 0);
}

TEST(Existing, AppendsOnRequest) {
  const ExistingTarget target(workshop_sqlite, workshop_target);
  target.psql("INSERT INTO team (id, name) VALUES (70, 'before')");
  ASSERT_EQ(target.import({"--append"}).exit_code, 0);
  EXPECT_EQ(target.value("SELECT string_agg(name, ',' ORDER BY id) FROM team"), "Blue,Red,before");
}

TEST(Existing, ListsEverythingThatDoesNotFitAtOnce) {
  const ExistingTarget target(R"sql(
CREATE TABLE a(id INTEGER PRIMARY KEY, small INTEGER, mood TEXT, word TEXT, flag INTEGER, gone TEXT, doc TEXT,
  ratio REAL, since INTEGER, list TEXT, code TEXT, took INTEGER, note);
INSERT INTO a VALUES (1, 1, 'happy', 'fits', 0, NULL, '{}', 0.5, 5, '[1]', 'ab', NULL, 'text'),
 (2, 40000, 'angry', 'does not fit', 2, 'x', 'no json', 0.123456789, 9, '{"a":1}', 'a ', 5, x'00'),
 (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE b(id INTEGER PRIMARY KEY);
INSERT INTO b VALUES (1);
CREATE TABLE empty(id INTEGER PRIMARY KEY);
)sql",
                              R"sql(
CREATE TYPE mood AS ENUM ('happy');
CREATE TABLE a(id int PRIMARY KEY, small smallint, mood mood, word varchar(5), flag boolean NOT NULL, doc json,
  must int NOT NULL, ratio real, since timestamptz, list int[], code char(2), took interval, note text);
)sql");
  const CommandResult refused = target.import({"--report", target.dir() / "report.json"});
  EXPECT_EQ(refused.exit_code, 3) << refused.err;
  std::set<std::string> named;
  const nlohmann::json report = read_report(target.dir() / "report.json");
  for (const auto& m : report["misfits"]) {
    named.insert(m["table"].get<std::string>() + "." + m["column"].get<std::string>() + " " +
                 m["rowid"].get<std::string>() + " " + std::to_string(m["count"].get<int>()));
  }
  EXPECT_EQ(named,
            (std::set<std::string>{"a.small rowid 2 1", "a.mood rowid 2 1", "a.word rowid 2 1", "a.flag rowid 2 1",
                                   "a.flag rowid 3 1", "a.gone  1", "a.doc rowid 2 1", "a.must  3", "b.  1",
                                   "a.ratio rowid 2 1", "a.since rowid 1 2", "a.list rowid 2 1", "a.code rowid 2 1",
                                   "a.took rowid 2 1", "a.note rowid 2 1"}));
  EXPECT_EQ(target.value("SELECT count(*) FROM a"), "0");
}

TEST(Existing, SetsRowsAsideThatDoNotFit) {
  const ExistingTarget target(
      "CREATE TABLE a(id INTEGER PRIMARY KEY, v INTEGER); INSERT INTO a VALUES (1, 5), (2, 70000);",
      "CREATE TABLE a(id int PRIMARY KEY, v smallint)");
  const CommandResult imported = target.import({"--on-misfit", "reject"});
  EXPECT_EQ(imported.exit_code, 0) << imported.err;
  EXPECT_EQ(target.value("SELECT string_agg(id::text, ',') FROM a"), "1");
  EXPECT_EQ(target.value("SELECT source_row FROM lite2pg.rejected_row"), "rowid 2");
}

TEST(Existing, NamesTheRowThatAConstraintOfTheTargetRefuses) {
  const ExistingTarget target(
      "CREATE TABLE a(id INTEGER PRIMARY KEY, v TEXT); INSERT INTO a VALUES (1, 'x'), (7, 'y');",
      "CREATE TABLE a(id int PRIMARY KEY, v text, CHECK (v <> 'y' OR id < 0))");
  const CommandResult refused = target.import();
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_THAT(refused.err, HasSubstr("table 'a', rowid 7"));
  EXPECT_EQ(target.value("SELECT count(*) FROM a"), "0");
  EXPECT_EQ(target.value("SELECT state FROM lite2pg.run"), "failed");
}

TEST(Existing, NamesOrphansAndLeavesTheTargetAsItWas) {
  const ExistingTarget target(
      "CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE c(p INTEGER REFERENCES p); INSERT INTO c VALUES (9);",
      "CREATE TABLE p(id int PRIMARY KEY); CREATE TABLE c(p int REFERENCES p)");
  const std::string rules = rules_of(target);
  const CommandResult refused = target.import();
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_THAT(refused.out, HasSubstr("c_p_fkey"));
  EXPECT_EQ(rules_of(target), rules);
  const CommandResult imported = target.import({"--orphans", "not-valid"});
  EXPECT_EQ(imported.exit_code, 0) << imported.err;
  EXPECT_THAT(rules_of(target), HasSubstr("NOT VALID"));
}

TEST(Existing, RollsNothingBackThatItCannot) {
  const ExistingTarget target("CREATE TABLE a(id INTEGER PRIMARY KEY); INSERT INTO a VALUES (1);",
                              "CREATE TABLE a(id int PRIMARY KEY)");
  ASSERT_EQ(target.import().exit_code, 0);
  const CommandResult refused = run_tool("import", {target.uri(), "--rollback"});
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_EQ(target.value("SELECT count(*) FROM a"), "1");
}

TEST(Existing, TakesAnArchive) {
  const ExistingTarget target(workshop_sqlite, workshop_target);
  ASSERT_EQ(run_tool("export", {target.source(), target.dir() / "archive"}).exit_code, 0);
  const CommandResult imported = run_tool("import", {target.dir() / "archive", target.uri(), "--existing"});
  ASSERT_EQ(imported.exit_code, 0) << imported.err;
  EXPECT_EQ(target.verify().exit_code, 0);
}

TEST(Existing, PlansWithoutWriting) {
  const ExistingTarget target(workshop_sqlite, workshop_target);
  const CommandResult planned = target.import({"--dry-run"});
  EXPECT_EQ(planned.exit_code, 0) << planned.err;
  EXPECT_THAT(planned.out, HasSubstr("numbers are read as seconds since 1970"));
  EXPECT_EQ(target.value("SELECT count(*) FROM pg_namespace WHERE nspname = 'lite2pg'"), "0");
}

TEST(Existing, RehearsesAndListsEveryViolatedConstraint) {
  const ExistingTarget target(R"sql(
CREATE TABLE p(id INTEGER PRIMARY KEY, name TEXT, email TEXT, n INTEGER);
INSERT INTO p VALUES (1, 'Ann', 'a@x', 5), (2, 'ANN', 'A@x', -5), (3, 'Bob', 'b@x', -6), (4, NULL, NULL, 7);
CREATE TABLE c(p INTEGER, q INTEGER); INSERT INTO c VALUES (1, 1), (9, 1), (8, NULL), (NULL, 1);
)sql",
                              R"sql(
CREATE TABLE p(id int PRIMARY KEY, name text, email citext UNIQUE, n int CONSTRAINT positive CHECK (n > 0));
CREATE UNIQUE INDEX p_name ON p (lower(name));
CREATE TABLE c(p int CONSTRAINT c_p REFERENCES p(id), q int);
)sql");
  const std::string rules = rules_of(target);
  const CommandResult rehearsed = target.import({"--rehearse"});
  EXPECT_EQ(rehearsed.exit_code, 3) << rehearsed.err;
  EXPECT_THAT(rehearsed.out, HasSubstr("p: CHECK positive: 2 rows, first {\"id\":2}, {\"id\":3}"));
  EXPECT_THAT(rehearsed.out, HasSubstr("p: UNIQUE p_name: 2 rows, first {\"lower(name)\":\"ann\"}"));
  EXPECT_THAT(rehearsed.out, HasSubstr("p: UNIQUE p_email_key: 2 rows"));
  EXPECT_THAT(rehearsed.out, HasSubstr("c: FOREIGN KEY c_p: 2 rows"));
  EXPECT_EQ(rules_of(target), rules);
  EXPECT_EQ(target.value("SELECT count(*) FROM p"), "0");
  EXPECT_EQ(target.value("SELECT count(*) FROM pg_namespace WHERE nspname = 'lite2pg'"), "0");
  target.psql(
      "ALTER TABLE p DROP CONSTRAINT positive; DROP INDEX p_name; ALTER TABLE p DROP CONSTRAINT p_email_key;"
      "ALTER TABLE c DROP CONSTRAINT c_p");
  const CommandResult clean = target.import({"--rehearse"});
  EXPECT_EQ(clean.exit_code, 0) << clean.out << clean.err;
  EXPECT_EQ(target.value("SELECT count(*) FROM p"), "0");
}

TEST(Existing, AsksTheServerAboutTypesWithoutCodec) {
  const ExistingTarget target(
      "CREATE TABLE a(id INTEGER PRIMARY KEY, x TEXT, p TEXT);"
      "INSERT INTO a VALUES (1, '<a/>', '(1,2)'), (2, '<a>', '1,2'), (3, '<b/>', NULL), (4, '<a>', NULL);",
      "CREATE TABLE a(id int PRIMARY KEY, x xml, p point)");
  const CommandResult refused = target.import({"--dry-run", "--report", target.dir() / "report.json"});
  EXPECT_EQ(refused.exit_code, 3) << refused.err;
  std::set<std::string> named;
  const nlohmann::json report = read_report(target.dir() / "report.json");  // It outlives the loop's look at it.
  for (const auto& m : report["misfits"])
    named.insert(m["column"].get<std::string>() + " " + m["rowid"].get<std::string>() + " " +
                 std::to_string(m["count"].get<int>()));
  EXPECT_EQ(named, (std::set<std::string>{"x rowid 2 2", "p rowid 2 1"}));
  const CommandResult imported = target.import({"--on-misfit", "reject"});
  EXPECT_EQ(imported.exit_code, 0) << imported.out << imported.err;
  EXPECT_EQ(target.value("SELECT string_agg(id::text, ',') FROM a"), "1,3");
}

TEST(Existing, FillsColumnsThatOnlyTheTargetHas) {
  const ExistingTarget target(
      "CREATE TABLE a(id INTEGER PRIMARY KEY); INSERT INTO a VALUES (1), (2);",
      "CREATE TABLE a(id int PRIMARY KEY, must int NOT NULL, word varchar(5) NOT NULL, "
      "at timestamptz NOT NULL, doc jsonb NOT NULL, list int[] NOT NULL, flag boolean NOT NULL)");
  const CommandResult refused = target.import({"--dry-run"});
  EXPECT_EQ(refused.exit_code, 3);
  const std::string lines = refused.out.substr(refused.out.find("[table.\"a\".fill]"));
  const std::string path = target.dir() / "lines.toml";
  std::ofstream(path) << lines.substr(0, lines.find("\n\n"));
  const CommandResult imported = target.import({"--mapping", path});
  ASSERT_EQ(imported.exit_code, 0) << lines << imported.out << imported.err;
  EXPECT_EQ(target.value("SELECT concat_ws('|', must, word, doc, list, flag) FROM a WHERE id = 2"), "0||{}|{}|f");
  EXPECT_EQ(target.verify().exit_code, 0);
}

}  // namespace
}  // namespace lite2pg::test::existing_pg_test
