#include <gmock/gmock.h>

#include "mapping/sql/parser/tokenizer.h"
#include "mapping/sql/parser/trigger_statement.h"
#include "mapping/sql/parser/walk.h"

namespace lite2pg::trigger_parser_test {
namespace {

using testing::ElementsAre;

template <typename Step>
const Step& step(const CreateTrigger& trigger, std::size_t i = 0) {
  return std::get<Step>(trigger.steps.at(i).statement);
}

CreateTrigger parse(const std::string& head, const std::string& body) {
  return parse_create_trigger("CREATE TRIGGER x " + head + " BEGIN " + body + " END");
}

TEST(TriggerParser, Head) {
  const CreateTrigger plain = parse("insert on t", "SELECT 1;");
  EXPECT_EQ(plain.timing, TriggerTiming::before);
  EXPECT_EQ(plain.event, TriggerEvent::insert);
  EXPECT_EQ(plain.table, "t");

  const CreateTrigger view = parse_create_trigger(
      "create temp trigger if not exists main.\"a b\" instead of update of a, [b c] on \"v\" for each row when NEW.a > "
      "1 "
      "begin delete from t; end;");
  EXPECT_EQ(view.name, "a b");
  EXPECT_EQ(view.timing, TriggerTiming::instead_of);
  EXPECT_EQ(view.event, TriggerEvent::update);
  EXPECT_THAT(view.columns, ElementsAre("a", "b c"));
  EXPECT_EQ(view.table, "v");
  ASSERT_TRUE(view.when);
  EXPECT_EQ(view.when->text, ">");
  EXPECT_EQ(parse("AFTER DELETE ON t", "SELECT 1;").timing, TriggerTiming::after);
}

TEST(TriggerParser, Insert) {
  const CreateTrigger t =
      parse("AFTER INSERT ON t",
            "INSERT OR IGNORE INTO log (a, b) VALUES (NEW.x, 'it''s; END'), (1, 2); REPLACE INTO u SELECT * FROM t; "
            "INSERT INTO v DEFAULT VALUES;");
  ASSERT_EQ(t.steps.size(), 3U);
  EXPECT_EQ(step<InsertStep>(t).conflict, ConflictClause::ignore);
  EXPECT_THAT(step<InsertStep>(t).columns, ElementsAre("a", "b"));
  EXPECT_EQ(step<InsertStep>(t).source->cores.front().values.size(), 2U);
  EXPECT_EQ(step<InsertStep>(t, 1).conflict, ConflictClause::replace);
  EXPECT_FALSE(step<InsertStep>(t, 2).source);
}

TEST(TriggerParser, Upsert) {
  const CreateTrigger t =
      parse("AFTER INSERT ON t",
            "INSERT INTO s VALUES (1) ON CONFLICT (k, lower(l)) WHERE k > 0 DO UPDATE SET n = n + 1, (a, b) = (1, 2) "
            "WHERE n < 9 ON CONFLICT DO NOTHING;");
  const std::vector<UpsertClause>& clauses = step<InsertStep>(t).upserts;
  ASSERT_EQ(clauses.size(), 2U);
  EXPECT_EQ(clauses[0].target.size(), 2U);
  EXPECT_TRUE(clauses[0].target_where && clauses[0].where && clauses[0].updates);
  EXPECT_THAT(clauses[0].set.at(1).columns, ElementsAre("a", "b"));
  EXPECT_FALSE(clauses[1].updates);
}

TEST(TriggerParser, UpdateAndDelete) {
  const CreateTrigger t =
      parse("AFTER UPDATE ON t",
            "UPDATE OR FAIL u SET a = CASE WHEN 1 THEN 2 END FROM v JOIN w ON 1 WHERE u.id = NEW.id; DELETE FROM u;");
  EXPECT_EQ(step<UpdateStep>(t).conflict, ConflictClause::fail);
  EXPECT_EQ(step<UpdateStep>(t).from.size(), 2U);
  EXPECT_TRUE(step<UpdateStep>(t).where);
  EXPECT_FALSE(step<DeleteStep>(t, 1).where);
}

TEST(TriggerParser, Raise) {
  const CreateTrigger t = parse("BEFORE INSERT ON t",
                                "SELECT RAISE(ABORT, 'no') WHERE 1; SELECT raise(ignore); SELECT RAISE(FAIL, \"n\");");
  const Expr& abort = step<SelectStep>(t).select.cores.front().columns.front().expr;
  EXPECT_EQ(abort.kind, ExprKind::raise);
  EXPECT_EQ(abort.text, "ABORT");
  EXPECT_THAT(abort.names, ElementsAre("no"));
  EXPECT_EQ(step<SelectStep>(t, 1).select.cores.front().columns.front().expr.text, "IGNORE");
}

TEST(TriggerParser, RefusesWhatIsNoTrigger) {
  for (const char* text :
       {"", "CREATE TRIGGER", "CREATE TRIGGER x INSERT ON t BEGIN END", "CREATE TRIGGER x INSERT ON t BEGIN SELECT 1; ",
        "CREATE TRIGGER x INSERT ON t BEGIN DROP TABLE t; END", "CREATE TRIGGER x INSERT ON t BEGIN SELECT 1 END",
        "CREATE TRIGGER x INSERT ON t BEGIN SELECT 1; END; DROP TABLE t",
        "CREATE TRIGGER x INSERT ON t BEGIN SELECT RAISE(NO, 'x'); END",
        "CREATE TRIGGER x UPDATE OF ON t BEGIN SELECT 1; END",
        "CREATE TRIGGER x INSERT ON t BEGIN INSERT OR x INTO t VALUES (1); END"}) {
    EXPECT_THROW((void)parse_create_trigger(text), SqlError) << text;
  }
  EXPECT_THROW((void)parse("INSERT ON t", "SELECT " + std::string(2000, '(') + "1" + std::string(2000, ')') + ";"),
               SqlError);
}

TEST(Walk, FindsWhatIsDeepInside) {
  const CreateTrigger t =
      parse("AFTER INSERT ON t", "SELECT 1 FROM a WHERE x IN (SELECT y FROM b WHERE EXISTS (SELECT * FROM c));");
  std::vector<std::string> tables;
  int stars = 0;
  walk(step<SelectStep>(t).select, {.expression = {},
                                    .item = [&](const FromItem& i) { tables.push_back(i.table); },
                                    .star = [&](const ResultColumn&) { ++stars; }});
  EXPECT_THAT(tables, ElementsAre("a", "b", "c"));
  EXPECT_EQ(stars, 1);
}

}  // namespace
}  // namespace lite2pg::trigger_parser_test
