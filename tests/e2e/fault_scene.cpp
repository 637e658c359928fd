#include "tests/e2e/fault_scene.h"

namespace lite2pg::test {
namespace {

constexpr const char* with_journal = R"(
  CREATE TABLE owner (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, changed DATETIME);
  CREATE TABLE item (id INTEGER PRIMARY KEY, owner INT NOT NULL REFERENCES owner (id) ON DELETE CASCADE, n NUMERIC,
                     CHECK (n < 1000));
  CREATE INDEX item_owner ON item (owner);
  CREATE VIEW v AS SELECT owner, count(*) AS n FROM item GROUP BY owner;
  CREATE TRIGGER touch AFTER UPDATE OF name ON owner BEGIN
    UPDATE owner SET changed = datetime('now') WHERE id = NEW.id;
  END;
  INSERT INTO owner WITH RECURSIVE c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 200)
    SELECT i, 'owner ' || i, '2020-01-01 00:00:00' FROM c;
  INSERT INTO item WITH RECURSIVE c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 600)
    SELECT i, 1 + i % 200, i + 0.5 FROM c;)";

constexpr const char* with_log = R"(
  PRAGMA page_size = 512; PRAGMA journal_mode = WAL;
  CREATE TABLE doc (id INTEGER PRIMARY KEY, body TEXT, data BLOB);
  CREATE TABLE word (word TEXT PRIMARY KEY, doc INT) WITHOUT ROWID;
  INSERT INTO doc WITH RECURSIVE c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 30)
    SELECT i, printf('%.*c', 40 * i, 'x') || i, zeroblob(i) FROM c;
  INSERT INTO word WITH RECURSIVE c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 100)
    SELECT 'word' || i, i % 30 + 1 FROM c;)";

}  // namespace

std::string name_of(FaultScene scene) {
  if (scene == FaultScene::empty_target) return "empty target";
  return scene == FaultScene::replaces_tables ? "replaced tables" : "existing tables";
}

const char* script_of(FaultScene scene) { return scene == FaultScene::replaces_tables ? with_log : with_journal; }

/// What stood in the schema before.
std::string standing(FaultScene scene) {
  const std::string begin = "CREATE SCHEMA app; ";
  if (scene == FaultScene::empty_target) return begin;
  if (scene == FaultScene::replaces_tables) {
    return begin + "CREATE TABLE app.doc (id int PRIMARY KEY, old text); INSERT INTO app.doc VALUES (1, 'old')";
  }
  return begin +
         "CREATE TABLE app.owner (id bigserial PRIMARY KEY, name text NOT NULL UNIQUE, changed timestamp); "
         "CREATE TABLE app.item (id bigint PRIMARY KEY, owner bigint NOT NULL REFERENCES app.owner ON DELETE CASCADE, "
         "n numeric CHECK (n < 1000)); INSERT INTO app.owner VALUES (7, 'old', NULL)";
}

std::vector<std::string> options_of(FaultScene scene) {
  if (scene == FaultScene::replaces_tables) return {"--replace"};
  if (scene == FaultScene::existing_tables) return {"--existing", "--truncate"};
  return {};
}

std::string damage(FaultScene scene) {
  return scene == FaultScene::replaces_tables ? "UPDATE app.doc SET body = body || '!' WHERE id = 17"
                                              : "UPDATE app.item SET n = n + 1 WHERE id = 300";
}

}  // namespace lite2pg::test
