// Triggers as applications write them: checks, times of change, logs, cascades, counters. Each is carried, and both
// databases do the same afterwards.
#include <gtest/gtest.h>

#include "tests/mapping/loaded_database.h"
#include "tests/mapping/planned_database.h"

namespace lite2pg::trigger_patterns_pg_test {
namespace {

using namespace test;

/// Triggers of one kind, with statements that set them off and what to look at after each.
struct Pattern {
  const char* name;
  const char* tables;
  std::vector<const char*> triggers;
  std::vector<const char*> statements;
  std::vector<const char*> queries;
};

void PrintTo(const Pattern& p, std::ostream* out) { *out << p.name; }

const std::vector<Pattern>& patterns() {
  static const std::vector<Pattern> all = {
      {"ForeignKeysByHand",
       "CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT NOT NULL); CREATE TABLE tag (id INTEGER PRIMARY KEY, "
       "name TEXT); "
       "CREATE TABLE book_tag (id INTEGER PRIMARY KEY, book INTEGER NOT NULL, tag INTEGER NOT NULL, UNIQUE (book, "
       "tag)); "
       "INSERT INTO book VALUES (1, 'a'), (2, 'b'); INSERT INTO tag VALUES (1, 'x'); INSERT INTO book_tag VALUES (1, "
       "1, 1);",
       {"CREATE TRIGGER bt_insert BEFORE INSERT ON book_tag BEGIN SELECT CASE WHEN (SELECT id FROM book WHERE id = "
        "NEW.book) IS "
        "NULL THEN RAISE(ABORT, 'Foreign key violation: book is not in book') WHEN (SELECT id FROM tag WHERE id = "
        "NEW.tag) IS NULL "
        "THEN RAISE(ABORT, 'Foreign key violation: tag is not in tag') END; END",
        "CREATE TRIGGER bt_update_a BEFORE UPDATE OF book ON book_tag BEGIN SELECT CASE WHEN (SELECT id FROM book "
        "WHERE id = "
        "NEW.book) IS NULL THEN RAISE(ABORT, 'no book') END; END",
        "CREATE TRIGGER bt_update_b BEFORE UPDATE OF tag ON book_tag FOR EACH ROW BEGIN SELECT RAISE(ROLLBACK, 'no "
        "tag') WHERE "
        "(SELECT id FROM tag WHERE id = NEW.tag) IS NULL; END",
        "CREATE TRIGGER tag_delete BEFORE DELETE ON tag BEGIN SELECT CASE WHEN (SELECT count(id) FROM book_tag WHERE "
        "tag = OLD.id) "
        "> 0 THEN RAISE(ABORT, 'tag is in use') END; END",
        "CREATE TRIGGER book_delete AFTER DELETE ON book BEGIN DELETE FROM book_tag WHERE book = OLD.id; END"},
       {"INSERT INTO book_tag (book, tag) VALUES (9, 1)", "INSERT INTO book_tag (book, tag) VALUES (2, 9)",
        "INSERT INTO book_tag VALUES (2, 2, 1)", "UPDATE book_tag SET book = 7 WHERE id = 1",
        "UPDATE book_tag SET tag = 7 WHERE id = 1", "DELETE FROM tag WHERE id = 1", "DELETE FROM book WHERE id = 1",
        "DELETE FROM book", "DELETE FROM tag"},
       {"SELECT * FROM book ORDER BY id", "SELECT * FROM tag ORDER BY id", "SELECT * FROM book_tag ORDER BY id"}},
      {"TimesOfChange",
       "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, updated_at TEXT NOT NULL DEFAULT "
       "(datetime('now'))); "
       "CREATE TABLE b (uuid TEXT PRIMARY KEY NOT NULL, v INT, changed TIMESTAMP DEFAULT CURRENT_TIMESTAMP); "
       "CREATE TABLE c (id INTEGER PRIMARY KEY, v INT, stamp INTEGER); CREATE TABLE d (x INT, y INT, at DATETIME, n "
       "INT NOT NULL "
       "DEFAULT 0, PRIMARY KEY (x, y)); CREATE TABLE f (id INTEGER PRIMARY KEY, v TEXT, at TEXT); "
       "INSERT INTO a VALUES (1, 'n', '2020-01-01 00:00:00'); INSERT INTO b VALUES ('k', 1, '2020-01-01 00:00:00'); "
       "INSERT INTO c VALUES (1, 1, 1577836800); INSERT INTO d VALUES (1, 2, '2020-01-01 00:00:00', 0); "
       "INSERT INTO f VALUES (1, 'a', '2020-01-01T00:00:00.000Z');",
       {"CREATE TRIGGER a_updated AFTER UPDATE ON a FOR EACH ROW BEGIN UPDATE a SET updated_at = datetime('now') WHERE "
        "id = OLD.id; "
        "END",
        "CREATE TRIGGER b_updated AFTER UPDATE ON b FOR EACH ROW WHEN NEW.changed IS OLD.changed BEGIN UPDATE b SET "
        "changed = "
        "CURRENT_TIMESTAMP WHERE ROWID = NEW.ROWID; END",
        "CREATE TRIGGER c_updated AFTER UPDATE OF v ON c BEGIN UPDATE c SET stamp = strftime('%s', 'now') WHERE rowid "
        "== NEW.rowid; "
        "END",
        "CREATE TRIGGER d_updated AFTER UPDATE ON d WHEN OLD.n <> NEW.n OR OLD.at = NEW.at BEGIN UPDATE d SET at = "
        "datetime('now') "
        "WHERE x = NEW.x AND y = NEW.y; END",
        "CREATE TRIGGER f_updated AFTER UPDATE ON f BEGIN UPDATE f SET at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') "
        "WHERE id = NEW.id; "
        "END",
        "CREATE TRIGGER a_inserted AFTER INSERT ON a WHEN NEW.name IS NULL BEGIN UPDATE a SET name = 'unnamed ' || "
        "NEW.id WHERE id = "
        "NEW.id; END"},
       {"UPDATE a SET name = 'm'", "UPDATE b SET v = 2", "UPDATE c SET v = 2", "UPDATE d SET n = 1",
        "UPDATE f SET v = 'b'", "INSERT INTO a (name) VALUES (NULL), ('given')"},
       {"SELECT id, name, updated_at > '2021-01-01' FROM a ORDER BY id",
        "SELECT uuid, v, changed > '2021-01-01' FROM b", "SELECT id, v FROM c",
        "SELECT x, y, n, at > '2021-01-01' FROM d", "SELECT id, v FROM f"}},
      {"ImmutableHistory",
       "CREATE TABLE entry (id INTEGER PRIMARY KEY, account TEXT NOT NULL, amount INTEGER NOT NULL, revision INTEGER "
       "NOT NULL); "
       "INSERT INTO entry VALUES (1, 'a', 5, 0);",
       {"CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entries are append-only'); "
        "END",
        "CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(FAIL, \"entries are append-only\"); "
        "END",
        "CREATE TRIGGER entry_revision BEFORE INSERT ON entry BEGIN SELECT CASE WHEN NEW.revision != coalesce((SELECT "
        "max(revision) "
        "+ 1 FROM entry WHERE account = NEW.account), 0) THEN RAISE(ABORT, 'stale revision') END; END",
        "CREATE TRIGGER entry_amount BEFORE INSERT ON entry WHEN NEW.amount <= 0 OR typeof(NEW.amount) <> 'integer' "
        "BEGIN SELECT "
        "RAISE(ABORT, 'amount must be positive'); END"},
       {"UPDATE entry SET amount = 6", "DELETE FROM entry", "INSERT INTO entry VALUES (2, 'a', 1, 1)",
        "INSERT INTO entry VALUES (2, 'a', 1, 1)", "INSERT INTO entry VALUES (3, 'b', 1, 0)",
        "INSERT INTO entry (account, amount, revision) VALUES ('b', 0, 1)"},
       {"SELECT * FROM entry ORDER BY id"}},
      {"ChecksOfValues",
       "CREATE TABLE member (id INTEGER PRIMARY KEY, email TEXT, age INT, state TEXT, start_on DATE, end_on DATE, boss "
       "INT); "
       "INSERT INTO member VALUES (1, 'a@b.cd', 30, 'new', '2024-01-01', '2024-02-01', NULL);",
       {"CREATE TRIGGER m_email BEFORE INSERT ON member BEGIN SELECT CASE WHEN NEW.email NOT LIKE '%_@__%.__%' THEN "
        "RAISE(ABORT, "
        "'invalid email address') END; END",
        "CREATE TRIGGER m_age BEFORE INSERT ON member WHEN NOT NEW.age BETWEEN 0 AND 150 BEGIN SELECT RAISE(ROLLBACK, "
        "'age'); END",
        "CREATE TRIGGER m_state BEFORE UPDATE OF state ON member FOR EACH ROW WHEN NEW.state NOT IN ('new', 'active', "
        "'gone') BEGIN "
        "SELECT RAISE(ABORT, 'state'); END",
        "CREATE TRIGGER m_dates BEFORE UPDATE ON member WHEN NEW.end_on < NEW.start_on BEGIN SELECT RAISE(ABORT, 'ends "
        "before it "
        "starts'); END",
        "CREATE TRIGGER m_id BEFORE UPDATE ON member WHEN NEW.id != OLD.id BEGIN SELECT RAISE(FAIL, 'can''t change the "
        "id'); END",
        "CREATE TRIGGER m_boss BEFORE UPDATE OF boss ON member WHEN NEW.boss IS NOT NULL BEGIN SELECT CASE WHEN "
        "NEW.boss = NEW.id "
        "THEN RAISE(ABORT, 'own boss') WHEN NOT EXISTS (SELECT 1 FROM member WHERE id = NEW.boss AND state <> 'gone') "
        "THEN "
        "RAISE(ABORT, 'no such boss') END; END",
        "CREATE TRIGGER m_circle BEFORE UPDATE OF boss ON member BEGIN SELECT RAISE(ABORT, 'circle') WHERE EXISTS "
        "(WITH RECURSIVE up(id) AS "
        "(SELECT NEW.boss UNION SELECT m.boss FROM member m JOIN up ON m.id = up.id) SELECT 1 FROM up WHERE id = "
        "NEW.id); END"},
       {"INSERT INTO member (email, age) VALUES ('x', 3)", "INSERT INTO member (email, age) VALUES ('x@yy.zz', 151)",
        "INSERT INTO member (id, email, age, state) VALUES (2, 'x@yy.zz', 15, 'new'), (3, 'z@yy.zz', 16, 'gone')",
        "UPDATE member SET state = 'odd' WHERE id = 1", "UPDATE member SET state = 'active' WHERE id = 1",
        "UPDATE member SET end_on = '2023-01-01' WHERE id = 1", "UPDATE member SET end_on = '2025-01-01' WHERE id = 1",
        "UPDATE member SET id = 9 WHERE id = 1", "UPDATE member SET boss = 1 WHERE id = 1",
        "UPDATE member SET boss = 3 WHERE id = 1", "UPDATE member SET boss = 2 WHERE id = 1",
        "UPDATE member SET boss = 1 WHERE id = 2", "UPDATE member SET boss = 1 WHERE id = 3"},
       {"SELECT id, email, age, state, end_on, boss FROM member ORDER BY id"}},
      {"Logs",
       "CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT NOT NULL, price REAL, qty INTEGER DEFAULT 0, active "
       "BOOLEAN DEFAULT 1); "
       "CREATE TABLE log (id INTEGER PRIMARY KEY, at DATETIME DEFAULT CURRENT_TIMESTAMP, action TEXT NOT NULL, item "
       "INT, field TEXT, old "
       "TEXT, new TEXT); CREATE TABLE audit (id INTEGER PRIMARY KEY AUTOINCREMENT, what TEXT, row INT, before TEXT, "
       "after TEXT); "
       "CREATE TABLE trash (id INTEGER, name TEXT, deleted_at TEXT); INSERT INTO item VALUES (1, 'a \"b\"', 1.5, 3, "
       "1), (2, 'c', NULL, 0, 0);",
       {"CREATE TRIGGER i_ins AFTER INSERT ON item BEGIN INSERT INTO log (action, item, new) VALUES ('INSERT', NEW.id, "
        "NEW.name); END",
        "CREATE TRIGGER i_name AFTER UPDATE OF name ON item WHEN OLD.name <> NEW.name BEGIN INSERT INTO log (action, "
        "item, field, old, "
        "new) VALUES ('UPDATE', NEW.id, 'name', OLD.name, NEW.name); END",
        "CREATE TRIGGER i_qty AFTER UPDATE ON item WHEN OLD.qty IS NOT NEW.qty BEGIN INSERT INTO log (action, item, "
        "field, old, new) SELECT "
        "'UPDATE', NEW.id, 'qty', OLD.qty, NEW.qty; END",
        "CREATE TRIGGER i_del BEFORE DELETE ON item FOR EACH ROW BEGIN INSERT INTO trash VALUES (OLD.id, OLD.name, "
        "datetime('now')); END",
        "CREATE TRIGGER i_audit_u AFTER UPDATE ON item BEGIN INSERT INTO audit (what, row, before, after) VALUES "
        "('UPDATE', OLD.rowid, "
        "json_object('name', OLD.name, 'qty', OLD.qty, 'active', OLD.active, 'price', OLD.price), json_object('name', "
        "NEW.name, 'qty', "
        "NEW.qty)); END",
        "CREATE TRIGGER i_audit_d AFTER DELETE ON item BEGIN INSERT INTO audit (what, row, before) VALUES ('DELETE', "
        "OLD.id, "
        "json_object('id', OLD.id, 'name', OLD.name)); END",
        "CREATE TRIGGER i_msg AFTER UPDATE OF price ON item BEGIN INSERT INTO log (action, item, new) VALUES ('PRICE', "
        "NEW.id, "
        "printf('%s: %.2f -> %.2f', NEW.name, OLD.price, NEW.price)); END"},
       {"INSERT INTO item (name) VALUES ('d'), ('e')", "UPDATE item SET name = name || '!' WHERE id < 3",
        "UPDATE item SET qty = 7", "UPDATE item SET price = 2.25 WHERE id = 1",
        "UPDATE item SET price = NULL WHERE id = 1", "DELETE FROM item WHERE id > 1"},
       {"SELECT action, item, field, old, new FROM log ORDER BY action, item, field, old, new",
        "SELECT what, row, before, after FROM audit ORDER BY what, row, before, after",
        "SELECT id, name, deleted_at IS NOT NULL FROM trash ORDER BY id"}},
      {"CountersAndCascades",
       "CREATE TABLE forum (id INTEGER PRIMARY KEY, name TEXT, topics INT NOT NULL DEFAULT 0, posts INT NOT NULL "
       "DEFAULT 0, last_at TEXT); "
       "CREATE TABLE topic (id INTEGER PRIMARY KEY, forum INT NOT NULL, title TEXT, posts INT NOT NULL DEFAULT 0); "
       "CREATE TABLE post (id INTEGER "
       "PRIMARY KEY, topic INT NOT NULL, body TEXT, score REAL DEFAULT 0); CREATE TABLE stat (k TEXT PRIMARY KEY NOT "
       "NULL, n INT NOT NULL); "
       "INSERT INTO forum (id, name) VALUES (1, 'f'), (2, 'g');",
       {"CREATE TRIGGER t_ins AFTER INSERT ON topic BEGIN UPDATE forum SET topics = topics + 1 WHERE id = NEW.forum; "
        "END",
        "CREATE TRIGGER t_del AFTER DELETE ON topic BEGIN UPDATE forum SET topics = topics - 1, posts = posts - "
        "OLD.posts WHERE id = OLD.forum; "
        "END",
        "CREATE TRIGGER t_gone BEFORE DELETE ON topic BEGIN DELETE FROM post WHERE topic = OLD.id; END",
        "CREATE TRIGGER p_ins AFTER INSERT ON post BEGIN UPDATE topic SET posts = posts + 1 WHERE id = NEW.topic; "
        "UPDATE forum SET posts = posts "
        "+ 1, last_at = datetime('now') WHERE id = (SELECT forum FROM topic WHERE id = NEW.topic); END",
        "CREATE TRIGGER s_ins AFTER INSERT ON forum BEGIN INSERT INTO stat (k, n) VALUES ('forums', 1) ON CONFLICT (k) "
        "DO UPDATE SET n = n + 1; "
        "END",
        "CREATE TRIGGER s_first AFTER INSERT ON topic BEGIN INSERT OR IGNORE INTO stat VALUES ('topics', 0); UPDATE "
        "stat SET n = n + 1 WHERE k = "
        "'topics'; END"},
       {"INSERT INTO topic (forum, title) VALUES (1, 'x'), (1, 'y'), (2, 'z')",
        "INSERT INTO post (topic, body) VALUES (1, 'p'), (1, 'q'), (3, 'r')", "DELETE FROM topic WHERE id = 1",
        "INSERT INTO forum (name) VALUES ('h'), ('i')", "DELETE FROM topic WHERE forum = 2"},
       {"SELECT id, name, topics, posts, last_at IS NOT NULL FROM forum ORDER BY id", "SELECT * FROM topic ORDER BY id",
        "SELECT id, topic, body "
        "FROM post ORDER BY id",
        "SELECT * FROM stat ORDER BY k"}}};
  return all;
}

class TriggerPattern : public testing::TestWithParam<Pattern> {};

Rows plain(Rows rows) {
  for (auto& row : rows) {
    for (auto& field : row) field = field == "t" ? "1" : field == "f" ? "0" : field;
  }
  return rows;
}

TEST_P(TriggerPattern, IsCarriedAndDoesTheSame) {
  const Pattern& p = GetParam();
  std::string script = p.tables;
  for (const char* trigger : p.triggers) script += std::string(trigger) + ";";
  const LoadedDatabase db(script);
  for (const ObjectPlan& o : db.plan().objects) {
    const bool is_lost = o.kind == ObjectKind::trigger && o.status == ObjectStatus::not_carried;
    EXPECT_FALSE(is_lost) << o.name << ": " << o.reason;
  }
  for (const char* sql : p.statements) {
    const std::string ours = db.postgres_takes(sql);
    EXPECT_EQ(db.sqlite_takes(sql), ours == "yes" ? "yes" : "no") << sql << "\n" << ours;
    EXPECT_EQ(ours.find("does not exist"), ours.npos) << ours;
    for (const char* query : p.queries) {
      EXPECT_EQ(plain(db.in_sqlite(query)), plain(db.in_postgres(query))) << "after " << sql << ": " << query;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Triggers, TriggerPattern, testing::ValuesIn(patterns()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace lite2pg::trigger_patterns_pg_test
