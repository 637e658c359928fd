// The list of objects: each object of the source once, and no other.
#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include "tests/mapping/planned_database.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::object_list_test {
namespace {

using namespace test;

/// "table users" -> how often.
using Counts = std::map<std::string, int>;

Counts counts_of(const Plan& plan) {
  Counts counts;
  for (const ObjectPlan& o : plan.objects) {
    const bool named = o.kind == ObjectKind::table || o.kind == ObjectKind::view || o.kind == ObjectKind::index ||
                       o.kind == ObjectKind::trigger || o.kind == ObjectKind::virtual_table ||
                       o.kind == ObjectKind::shadow_table || o.kind == ObjectKind::statistics ||
                       o.kind == ObjectKind::default_value || o.kind == ObjectKind::generated_column;
    ++counts[std::string(name_of(o.kind)) + " " + o.table + (named ? "." + o.name : "")];
  }
  return counts;
}

/// What SQLite itself says that there is. Constraints have no names of their own there: they are counted per table.
Counts counts_of(const std::string& file) {
  SQLite::Database db(file, SQLite::OPEN_READONLY);
  Counts counts;
  const auto count = [&](const std::string& sql) {
    for (SQLite::Statement query(db, sql); query.executeStep();) ++counts[query.getColumn(0).getString()];
  };
  count(R"(SELECT CASE WHEN l.name LIKE 'sqlite\_stat%' ESCAPE '\' THEN 'statistics '
           ELSE replace(l.type, 'virtual', 'virtual_table') || iif(l.type = 'shadow', '_table ', ' ') END ||
           l.name || '.' || l.name FROM sqlite_schema s JOIN pragma_table_list l ON l.name = s.name
           WHERE s.type = 'table' AND l.schema = 'main' AND s.name <> 'sqlite_sequence')");
  count("SELECT 'view .' || name FROM sqlite_schema WHERE type = 'view'");
  count("SELECT 'trigger ' || tbl_name || '.' || name FROM sqlite_schema WHERE type = 'trigger'");
  const std::string tables =
      " FROM pragma_table_list t, pragma_X(t.name) x WHERE t.schema = 'main' AND t.type = 'table' "
      "AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND ";
  const auto from = [&](const std::string& pragma) {
    std::string sql = tables;
    return sql.replace(sql.find("pragma_X"), 8, "pragma_" + pragma);
  };
  count("SELECT 'index ' || t.name || '.' || x.name" + from("index_list") + "x.origin = 'c'");
  count("SELECT 'unique ' || t.name" + from("index_list") + "x.origin = 'u'");
  count("SELECT 'primary_key ' || t.name" + from("table_info") + "x.pk = 1");
  count("SELECT 'foreign_key ' || t.name" + from("foreign_key_list") + "x.seq = 0");
  count("SELECT 'generated_column ' || t.name || '.' || x.name" + from("table_xinfo") + "x.hidden IN (2, 3)");
  count("SELECT 'default_value ' || t.name || '.' || x.name" + from("table_xinfo") + "x.dflt_value IS NOT NULL");
  return counts;
}

/// CHECKs and the counting of INTEGER PRIMARY KEYs stand in no PRAGMA.
Counts comparable(Counts counts) {
  std::erase_if(counts,
                [](const auto& c) { return c.first.starts_with("check ") || c.first.starts_with("identity "); });
  return counts;
}

bool is_sqlite_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string head(15, '\0');
  return file.read(head.data(), 15) && head == "SQLite format 3";
}

constexpr const char* everything = R"(
CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE DEFAULT 'x' CHECK (name <> ''),
                up TEXT AS (upper(name)), n INT DEFAULT (1 + 1), CONSTRAINT pair UNIQUE (n, name));
CREATE TABLE b (a INT REFERENCES a, b TEXT, c REFERENCES missing, PRIMARY KEY (a, b), UNIQUE (b), CHECK (a > 0), CHECK (a < 9))
  WITHOUT ROWID;
CREATE TABLE "empty name" ("" INT, " " INT);
CREATE INDEX a_n ON a (n DESC) WHERE n > 0;
CREATE UNIQUE INDEX a_lower ON a (lower(name));
CREATE INDEX a_expr ON a (name || 'x');
CREATE VIEW v AS SELECT a.name FROM a JOIN b ON b.a = a.id;
CREATE VIEW w AS SELECT group_concat(name) FROM v;
CREATE TRIGGER tr AFTER INSERT ON a BEGIN DELETE FROM b; END;
CREATE TRIGGER tv INSTEAD OF INSERT ON v BEGIN SELECT 1; END;
CREATE VIRTUAL TABLE f USING fts5 (name, content = 'a');
CREATE VIRTUAL TABLE r USING rtree (id, x0, x1);
INSERT INTO a (name) VALUES ('y');
ANALYZE;
)";

TEST(ObjectList, HasEachObjectOfTheSourceOnce) {
  const TempDir folder;
  const std::string file = folder / "all.db";
  SQLite::Database(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec(everything);
  const Plan plan = plan_of_file(file);
  const Counts ours = counts_of(plan);
  EXPECT_EQ(comparable(ours), comparable(counts_of(file)));
  EXPECT_EQ(ours.at("check a"), 1);
  EXPECT_EQ(ours.at("check b"), 2);
  EXPECT_EQ(ours.at("identity a"), 1);
  EXPECT_EQ(ours.at("statistics sqlite_stat1.sqlite_stat1"), 1);
  for (const ObjectPlan& o : plan.objects) {
    EXPECT_FALSE(o.status == ObjectStatus::not_carried && o.reason.empty()) << name_of(o.kind) << " " << o.name;
  }
}

TEST(ObjectList, HasEachObjectOfTheCorpusOnce) {
  const char* corpus = std::getenv("LITE2PG_CORPUS");
  if (corpus == nullptr) GTEST_SKIP() << "LITE2PG_CORPUS is not set";
  for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
    if (!is_sqlite_file(entry.path())) continue;
    SCOPED_TRACE(entry.path());
    const TempDir folder;  // Whoever opens a database may write beside it.
    const std::string path = folder / "copy.db";
    std::filesystem::copy_file(entry.path(), path);
    EXPECT_EQ(comparable(counts_of(plan_of_file(path))), comparable(counts_of(path)));
  }
}

}  // namespace
}  // namespace lite2pg::object_list_test
