// Trigger texts that nobody means well with: every one becomes PL/pgSQL or a reason, in little time.
#include <gmock/gmock.h>

#include <random>

#include "mapping/planning/make_plan.h"
#include "tests/mapping/trigger_table.h"

namespace lite2pg::trigger_hostile_test {
namespace {

Plan plan_with(std::vector<Trigger> triggers) {
  Schema schema;
  schema.tables = {test::trigger_table("t"), test::trigger_table("u")};
  schema.views.push_back({"v", "CREATE VIEW v AS SELECT i, t FROM t"});
  schema.triggers = std::move(triggers);
  std::vector<TableCensus> census;
  for (const Table& t : schema.tables) {
    TableCensus& table = census.emplace_back(TableCensus{t.name, 0, {}});
    for (const Column& c : t.columns) table.columns.emplace_back(read_declared_type(c.declared_type));
  }
  return make_plan(schema, std::move(census), {}, "");
}

std::string repeated(const std::string& text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

const std::vector<std::string> seeds = {
    "CREATE TRIGGER x AFTER UPDATE OF t ON t WHEN OLD.t IS NOT NEW.t BEGIN UPDATE t SET t = upper(NEW.t) WHERE i = "
    "NEW.i AND r > 0; END",
    "CREATE TRIGGER x AFTER DELETE ON t BEGIN INSERT OR IGNORE INTO u (i, t) VALUES (NULL, OLD.t || 'x'), (OLD.i, "
    "'y'); DELETE FROM u WHERE i "
    "IN (SELECT i FROM v); END",
    "CREATE TRIGGER x BEFORE INSERT ON t BEGIN SELECT CASE NEW.i WHEN 1 THEN RAISE(IGNORE) WHEN 2 THEN NULL ELSE "
    "RAISE(FAIL, \"x\") END; SELECT "
    "RAISE(ABORT, 'y') FROM u WHERE u.i = NEW.i; END",
    "CREATE TRIGGER x INSTEAD OF UPDATE ON v BEGIN INSERT INTO u SELECT i, 1.5, t, x'00' FROM v WHERE v.i = OLD.i; "
    "REPLACE INTO u VALUES (1, 2, 3, 4); END"};

/// Bytes and words put in, left out, and put elsewhere.
std::string damaged(std::string text, std::mt19937& random) {
  const std::vector<std::string> words = {"'",        "\"",     "(",  ")",  ";",  "NEW.", "OLD.",     " FROM t ",
                                          " SELECT ", "RAISE(", "/*", "--", "\0", "$$",   "{schema}", "END"};
  const auto below = [&](std::size_t n) { return n == 0 ? 0 : random() % n; };
  for (std::size_t n = 1 + below(4); n > 0; --n) {
    const std::size_t at = below(text.size());
    switch (below(4)) {
      case 0: text.erase(at, 1 + below(12)); break;
      case 1: text.insert(at, words[below(words.size())]); break;
      case 2: text.insert(at, text.substr(below(text.size()), below(40))); break;
      default:
        if (!text.empty()) text[at] = static_cast<char>(random());
    }
  }
  return text;
}

TEST(TriggerHostile, DamagedTextsAreCarriedOrNamed) {
  std::mt19937 random(7);
  for (int n = 0; n < 3000; ++n) {
    const std::string text = damaged(seeds[static_cast<std::size_t>(n) % seeds.size()], random);
    const Plan plan = plan_with({{"x", n % 2 == 0 ? "t" : "v", text}, {"y", "t", seeds[0]}});
    for (const ObjectPlan& o : plan.objects) {
      if (o.kind != ObjectKind::trigger) continue;
      EXPECT_EQ(o.sql.empty(), o.status == ObjectStatus::not_carried) << text;
    }
  }
}

TEST(TriggerHostile, BombsEndSoon) {
  const std::string head = "CREATE TRIGGER x AFTER INSERT ON t BEGIN ", end = " END";
  const std::vector<std::string> bombs = {
      head + "SELECT " + repeated("(", 5000) + "1" + repeated(")", 5000) + ";" + end,
      head + "SELECT " + repeated("CASE WHEN 1 THEN ", 2000) + "1" + repeated(" END", 2000) + ";" + end,
      head + repeated("SELECT 1 FROM (", 1000) + "SELECT 1" + repeated(")", 1000) + ";" + end,
      head + "INSERT INTO u (t) VALUES (datetime('now'" + repeated(", '+1 month'", 200) + "));" + end,
      head + repeated("INSERT INTO u (t) VALUES ('" + std::string(1000, 'x') + "');", 3000) + end,
      head + "INSERT INTO u (t) VALUES ('x')" + repeated(", ('x')", 20000) + ";" + end,
      head + "UPDATE u SET t = " + repeated("upper(", 390) + "t" + repeated(")", 390) + ";" + end,
      head + "UPDATE u SET t = " + repeated("substr(", 60) + "t" + repeated(", 1, 3)", 60) + ";" + end,
      head + "UPDATE u SET t = " + repeated("replace(", 60) + "t" + repeated(", 'a', 'b')", 60) + ";" + end,
      head + "UPDATE u SET i = " + repeated("instr(", 60) + "t" + repeated(", 'a')", 60) + ";" + end,
      head + "UPDATE u SET t = " + repeated("printf('%5s|%d', ", 60) + "t" + repeated(", 1)", 60) + ";" + end,
      head + "UPDATE u SET t = " + repeated("json_object('a', ", 60) + "t" + repeated(")", 60) + ";" + end,
      head + "UPDATE u SET t = " + repeated("max(t, ", 60) + "t" + repeated(")", 60) + ";" + end,
      head + "UPDATE u SET i = " + repeated("(SELECT count(*) + ", 40) + "1" + repeated(" FROM u GROUP BY 1)", 40) +
          ";" + end,
      head + "UPDATE u SET i = " + repeated("(WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + ", 30) + "1" +
          repeated(" FROM c WHERE x < 3) SELECT max(x) FROM c)", 30) + ";" + end};
  for (const std::string& bomb : bombs) {
    const Plan plan = plan_with({{"x", "t", bomb}});
    EXPECT_EQ(plan.objects.back().kind, ObjectKind::trigger);
  }
}

/// Each sets off all the others.
TEST(TriggerHostile, ManyThatSetEachOtherOff) {
  std::vector<Trigger> triggers;
  for (int n = 0; n < 600; ++n) {
    const std::string name = "x" + std::to_string(n), to = n % 2 == 0 ? "t" : "u", on = n % 2 == 0 ? "u" : "t";
    triggers.push_back(
        {name, on, "CREATE TRIGGER " + name + " AFTER UPDATE ON " + on + " BEGIN UPDATE " + to + " SET r = 1; END"});
  }
  const Plan plan = plan_with(triggers);
  EXPECT_EQ(plan.objects.back().status, ObjectStatus::not_carried);
}

}  // namespace
}  // namespace lite2pg::trigger_hostile_test
