// What triggers do in PostgreSQL: messages, guards, order, keys, names of every kind.
#include <gmock/gmock.h>

#include <cstdlib>

#include "tests/mapping/loaded_database.h"
#include "tests/mapping/planned_database.h"

namespace lite2pg::trigger_behaviour_pg_test {
namespace {

using namespace test;
using testing::HasSubstr;

void expect_same(const LoadedDatabase& db, const std::string& query) {
  EXPECT_EQ(db.in_sqlite(query), db.in_postgres(query)) << query;
}

/// Both sides run the statements; both take each.
void run(const LoadedDatabase& db, const std::vector<std::string>& statements) {
  for (const std::string& sql : statements) {
    EXPECT_EQ(db.sqlite_takes(sql), "yes") << sql;
    EXPECT_EQ(db.postgres_takes(sql), "yes") << sql;
  }
}

TEST(TriggerBehaviour, RaiseHasSqlitesMessage) {
  const LoadedDatabase db(R"(
    CREATE TABLE t (id INTEGER PRIMARY KEY, n INT); INSERT INTO t VALUES (1, 1);
    CREATE TRIGGER c BEFORE UPDATE ON t BEGIN SELECT RAISE(ABORT, '100% no "n" isn''t % %s {}') WHERE NEW.n < 0; END;)");
  const std::string message = "100% no \"n\" isn't % %s {}";
  EXPECT_THAT(db.postgres_takes("UPDATE t SET n = -1"), HasSubstr(message));
  EXPECT_EQ(db.sqlite_takes("UPDATE t SET n = -1"), "no");
  run(db, {"UPDATE t SET n = 5"});
  expect_same(db, "SELECT n FROM t");
}

/// A literal translation would call itself until the stack is full. Other triggers fire all the same, and the first
/// one again in the next statement.
TEST(TriggerBehaviour, ATriggerDoesNotFireItselfButOthersDo) {
  const LoadedDatabase db(R"(
    CREATE TABLE t (id INTEGER PRIMARY KEY, n INT NOT NULL, u INT NOT NULL DEFAULT 0); INSERT INTO t VALUES (1, 1, 0), (2, 2, 0);
    CREATE TABLE log (what TEXT, old INT, new INT);
    CREATE TRIGGER a AFTER UPDATE ON t BEGIN UPDATE t SET u = u + 1 WHERE id = NEW.id; END;
    CREATE TRIGGER b AFTER UPDATE ON t BEGIN INSERT INTO log VALUES ('b', OLD.u, NEW.u); END;
    CREATE TABLE ping (n INT NOT NULL); CREATE TABLE pong (n INT NOT NULL); INSERT INTO ping VALUES (0); INSERT INTO pong VALUES (0);
    CREATE TRIGGER p AFTER UPDATE ON ping BEGIN UPDATE pong SET n = n + 1; END;
    CREATE TRIGGER q AFTER UPDATE ON pong BEGIN INSERT INTO log VALUES ('q', OLD.n, NEW.n); END;)");
  run(db,
      {"UPDATE t SET n = 7 WHERE id = 1", "UPDATE t SET n = n + 1", "UPDATE ping SET n = 1", "UPDATE ping SET n = 2"});
  expect_same(db, "SELECT id, n, u FROM t ORDER BY id");
  expect_same(db, "SELECT what, old, new FROM log ORDER BY what, old, new");
}

TEST(TriggerBehaviour, AGuardIsOpenAgainAfterAnError) {
  const LoadedDatabase db(R"(
    CREATE TABLE t (id INTEGER PRIMARY KEY, n INT NOT NULL CHECK (n < 5)); INSERT INTO t VALUES (1, 1);
    CREATE TRIGGER a AFTER UPDATE ON t BEGIN UPDATE t SET n = n + 2 WHERE id = NEW.id; END;)");
  const std::string both =
      "BEGIN; SAVEPOINT s; DO $$ BEGIN UPDATE t SET n = 4; EXCEPTION WHEN check_violation THEN NULL; END $$; "
      "UPDATE t SET n = 0; COMMIT";
  db.in_postgres(both);
  EXPECT_EQ(db.in_postgres("SELECT n FROM t"), (Rows{{"2"}}));
}

TEST(TriggerBehaviour, RowsThatAreLeftOut) {
  const LoadedDatabase db(R"(
    CREATE TABLE t (id INTEGER PRIMARY KEY, n INT); INSERT INTO t VALUES (1, 1), (2, 2), (3, 3);
    CREATE TRIGGER i BEFORE INSERT ON t BEGIN SELECT RAISE(IGNORE) WHERE NEW.n < 0; END;
    CREATE TRIGGER u BEFORE UPDATE ON t BEGIN SELECT CASE WHEN OLD.n = 2 THEN RAISE(IGNORE) END; END;
    CREATE TRIGGER d BEFORE DELETE ON t WHEN OLD.n = 3 BEGIN SELECT RAISE(IGNORE); END;)");
  run(db, {"INSERT INTO t VALUES (4, -1), (5, 5)", "UPDATE t SET n = n + 10", "DELETE FROM t WHERE id IN (1, 3)",
           "UPDATE t SET n = 3 WHERE id = 3", "DELETE FROM t WHERE id = 3"});
  expect_same(db, "SELECT id, n FROM t ORDER BY id");
}

TEST(TriggerBehaviour, ANumberThatIsNotGivenIsTheNext) {
  const LoadedDatabase db(R"(
    CREATE TABLE t (id INTEGER PRIMARY KEY, n TEXT); CREATE VIEW v AS SELECT id, n FROM t; INSERT INTO t VALUES (1, 'a');
    CREATE TRIGGER i INSTEAD OF INSERT ON v BEGIN INSERT INTO t (id, n) VALUES (NEW.id, NEW.n); END;
    CREATE TRIGGER u INSTEAD OF UPDATE ON v BEGIN UPDATE t SET n = NEW.n WHERE id = OLD.id; END;
    CREATE TRIGGER d INSTEAD OF DELETE ON v BEGIN DELETE FROM t WHERE id = OLD.id; END;)");
  run(db, {"INSERT INTO v (n) VALUES ('b')", "INSERT INTO v VALUES (9, 'c'), (10, 'd')",
           "UPDATE v SET n = n || '!' WHERE id > 1", "DELETE FROM v WHERE id = 10"});
  expect_same(db, "SELECT id, n FROM t ORDER BY id");
}

/// A NO ACTION key is looked at when the statement ends, so that the trigger may still take the children away.
TEST(TriggerBehaviour, CascadesBesideForeignKeys) {
  const LoadedDatabase db(R"(
    CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (id INTEGER PRIMARY KEY, p INT REFERENCES p (id));
    CREATE TABLE k (id INTEGER PRIMARY KEY, p INT REFERENCES p (id) ON DELETE CASCADE); CREATE TABLE log (n INT);
    INSERT INTO p VALUES (1), (2); INSERT INTO c VALUES (1, 1), (2, 2); INSERT INTO k VALUES (1, 1), (2, 2);
    CREATE TRIGGER pc AFTER DELETE ON p BEGIN DELETE FROM c WHERE p = OLD.id; END;
    CREATE TRIGGER kl AFTER DELETE ON k BEGIN INSERT INTO log VALUES (OLD.id); END;)");
  run(db, {"DELETE FROM p WHERE id = 1"});
  for (const char* query : {"SELECT id FROM c ORDER BY id", "SELECT id FROM k ORDER BY id", "SELECT n FROM log"}) {
    expect_same(db, query);
  }
}

/// Names that mean something to PL/pgSQL, and names at every edge.
TEST(TriggerBehaviour, NamesOfEveryKind) {
  const std::string long_name(70, 'x');
  const LoadedDatabase db(
      "CREATE TABLE \"new\" (\"found\" INT, \"old\" INT, \"tg_op\" INT, \"select\" INT, \"q\"\"'$lite2pg$\" INT, \"" +
      long_name + "\" INT); CREATE TABLE log (\"found\" INT, n INT); CREATE TRIGGER \"" + long_name +
      "\" AFTER INSERT ON \"new\" BEGIN INSERT INTO log SELECT NEW.\"found\", \"old\" FROM \"new\" AS x WHERE 0; "
      "INSERT INTO log VALUES (NEW.\"found\", NEW.\"q\"\"'$lite2pg$\" + NEW.\"tg_op\"); END;"
      "CREATE TRIGGER \"a\"\"; DROP TABLE log; --\" BEFORE INSERT ON \"new\" WHEN NEW.\"select\" = 3 BEGIN INSERT INTO "
      "log "
      "VALUES (-1, NEW.\"" +
      long_name + "\"); END;");
  run(db, {"INSERT INTO \"new\" (\"found\", \"old\", \"tg_op\", \"select\") VALUES (1, 2, 3, 3)"});
  expect_same(db, "SELECT \"found\", n FROM log WHERE \"found\" < 0");
}

/// The real database that has most triggers among the public ones; its folder is not part of the project.
TEST(TriggerBehaviour, SakilaKeepsItsTriggers) {
  const char* corpus = std::getenv("LITE2PG_CORPUS");
  if (corpus == nullptr) GTEST_SKIP() << "LITE2PG_CORPUS names no folder of databases";
  const Plan plan = plan_of_file(std::string(corpus) + "/sakila.sqlite");
  int carried = 0, all = 0;
  for (const ObjectPlan& o : plan.objects) {
    if (o.kind != ObjectKind::trigger) continue;
    ++all;
    if (o.status == ObjectStatus::not_carried)
      ADD_FAILURE() << o.name << ": " << o.reason;
    else
      ++carried;
  }
  EXPECT_EQ(all, 30);
  EXPECT_GE(carried, 25);
}

}  // namespace
}  // namespace lite2pg::trigger_behaviour_pg_test
