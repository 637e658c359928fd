#include "mapping/sql/parser/parser.h"

#include <gtest/gtest.h>

#include "mapping/sql/parser/statements.h"

namespace lite2pg::parser_test {
namespace {

/// The tree in parentheses: every grouping shows.
std::string tree(const Expr& e) {
  std::string result = e.negated ? "not-" : "";
  switch (e.kind) {
    case ExprKind::null: return "NULL";
    case ExprKind::string: return "'" + e.text + "'";
    case ExprKind::name: {
      for (const std::string& name : e.names) result += (result.empty() ? "" : ".") + name;
      return result;
    }
    case ExprKind::integer:
    case ExprKind::real:
    case ExprKind::blob:
    case ExprKind::current:
    case ExprKind::variable: return e.text;
    case ExprKind::is: result += "is"; break;
    case ExprKind::is_null: result += "isnull"; break;
    case ExprKind::between: result += "between"; break;
    case ExprKind::in_list: result += "in"; break;
    case ExprKind::in_select: result += "in-select"; break;
    case ExprKind::in_table: result += "in-table:" + e.names.back(); break;
    case ExprKind::case_: result += e.has_base ? "case-base" : "case"; break;
    case ExprKind::cast: result += "cast:" + e.text; break;
    case ExprKind::collate: result += "collate:" + e.text; break;
    case ExprKind::exists: result += "exists"; break;
    case ExprKind::subquery: result += "select"; break;
    case ExprKind::row: result += "row"; break;
    default: result += e.text;
  }
  if (e.distinct) result += ":distinct";
  if (e.star) result += ":*";
  if (e.clauses != nullptr) result += ":clause";
  for (const Expr& arg : e.args) result += " " + tree(arg);
  return "(" + result + ")";
}

std::string tree(std::string_view sql) { return tree(parse_expression(sql)); }

TEST(ExpressionParser, BindsAsSqliteDoes) {
  EXPECT_EQ(tree("1 + 2 * 3 - 4"), "(- (+ 1 (* 2 3)) 4)");
  EXPECT_EQ(tree("a or b and not c = d"), "(OR a (AND b (NOT (= c d))))");
  EXPECT_EQ(tree("a = b < c & d + e || f"), "(= a (< b (& c (+ d (|| e f)))))");
  EXPECT_EQ(tree("-a || b collate nocase"), "(|| (- a) (collate:nocase b))");
  EXPECT_EQ(tree("- ~ + a"), "(- (~ (+ a)))");
  EXPECT_EQ(tree("a == b != c"), "(<> (= a b) c)");
  EXPECT_EQ(tree("(a or b) and c"), "(AND (OR a b) c)");
  EXPECT_EQ(tree("a -> 'x' ->> 'y'"), "(->> (-> a 'x') 'y')");
  EXPECT_EQ(tree("a << 1 & 2"), "(& (<< a 1) 2)");
}

TEST(ExpressionParser, ReadsTheWordsOfEquality) {
  EXPECT_EQ(tree("a between 1 and 2 and b"), "(AND (between a 1 2) b)");
  EXPECT_EQ(tree("a not between 1 and 2 or b"), "(OR (not-between a 1 2) b)");
  EXPECT_EQ(tree("a in (1, 2) = b"), "(= (in a 1 2) b)");
  EXPECT_EQ(tree("a not in ()"), "(not-in a)");
  EXPECT_EQ(tree("a in (select 1)"), "(in-select a)");
  EXPECT_EQ(tree("a in main.t"), "(in-table:t a)");
  EXPECT_EQ(tree("a is null"), "(isnull a)");
  EXPECT_EQ(tree("a is not null"), "(not-isnull a)");
  EXPECT_EQ(tree("a isnull or b notnull or c not null"), "(OR (OR (isnull a) (not-isnull b)) (not-isnull c))");
  EXPECT_EQ(tree("a is not b"), "(not-is a b)");
  EXPECT_EQ(tree("a is distinct from b"), "(not-is a b)");
  EXPECT_EQ(tree("a is not distinct from b"), "(is a b)");
  EXPECT_EQ(tree("a like 'x' escape '!' and b"), "(AND (LIKE a 'x' '!') b)");
  EXPECT_EQ(tree("a not glob b"), "(not-GLOB a b)");
  EXPECT_EQ(tree("not exists (select 1)"), "(NOT (exists))");
}

TEST(ExpressionParser, ReadsPrimaries) {
  EXPECT_EQ(tree("case a when 1 then 'x' else 'y' end"), "(case-base a 1 'x' 'y')");
  EXPECT_EQ(tree("case when a then b end"), "(case a b)");
  EXPECT_EQ(tree("cast(a as varchar(10))"), "(cast:varchar a)");
  EXPECT_EQ(tree("cast(a as unsigned big int)"), "(cast:unsigned big int a)");
  EXPECT_EQ(tree("count(*) + count(distinct a) + f()"), "(+ (+ (count:*) (count:distinct a)) (f))");
  EXPECT_EQ(tree("sum(a) filter (where b) over (order by c)"), "(sum:clause a)");
  EXPECT_EQ(tree("main.t.[a b]"), "main.t.a b");
  EXPECT_EQ(tree("(1, 2)"), "(row 1 2)");
  EXPECT_EQ(tree("x'0aFF'"), "0aFF");
  EXPECT_EQ(tree("current_Timestamp"), "CURRENT_TIMESTAMP");
  EXPECT_EQ(tree("replace(a, 'b', like)"), "(replace a 'b' like)");
  EXPECT_EQ(tree("?1 + :x"), "(+ ?1 :x)");
  EXPECT_EQ(tree("\"f\"(1)"), "(f 1)");
  EXPECT_EQ(tree("/* c */ a -- end"), "a");
}

TEST(ExpressionParser, KnowsHowNamesWereQuoted) {
  EXPECT_TRUE(parse_expression("\"a\"").double_quoted);
  EXPECT_FALSE(parse_expression("[a]").double_quoted);
  EXPECT_TRUE(parse_expression("[true]").quoted);
  EXPECT_FALSE(parse_expression("true").quoted);
  EXPECT_FALSE(parse_expression("\"t\".a").double_quoted);
}

TEST(ExpressionParser, SaysWhatAndWhere) {
  try {
    (void)parse_expression("a + + ) b");
    FAIL();
  } catch (const SqlError& e) {
    EXPECT_EQ(e.position(), 6U);
    EXPECT_NE(std::string(e.what()).find("near \")\""), std::string::npos) << e.what();
  }
  for (const char* bad : {"", "a b", "(", "a in", "case when 1 end", "cast(a b)", "select", "a not b", "f(1", "a.b.",
                          "'x", "a = ", "between 1 and 2", "1 2", "a is"}) {
    EXPECT_THROW((void)parse_expression(bad), SqlError) << bad;
  }
}

/// A text may end anywhere. (A read behind its end is seen by the library's assertions and by the sanitizers.)
TEST(ExpressionParser, TakesOrRefusesEveryPrefix) {
  const std::string whole =
      "a.\"b\" IN (1, ?2) AND c NOT IN main.t OR d IN (SELECT e FROM f) AND g COLLATE nocase IS NOT DISTINCT FROM h OR "
      "CASE i WHEN 'x' THEN CAST(j AS text) ELSE k -> '$.l' END BETWEEN -1.5e3 AND x'00' OR m NOT LIKE n ESCAPE '!' OR "
      "count(DISTINCT o) FILTER (WHERE p) OVER (PARTITION BY q ORDER BY r DESC ROWS BETWEEN 1 PRECEDING AND CURRENT "
      "ROW "
      "EXCLUDE TIES) NOTNULL OR EXISTS (SELECT 1) OR (s, t) = (1, 2) OR RAISE(ABORT, 'no') IN";
  for (std::size_t n = 0; n <= whole.size(); ++n) {
    const std::string prefix = whole.substr(0, n);  // of its own: what lies behind it is not the rest
    try {
      (void)parse_expression(prefix);
    } catch (const SqlError& e) {
      EXPECT_LE(e.position(), n);
    }
  }
}

TEST(ExpressionParser, LimitsDepth) {
  std::string deep, chain = "a", minus;
  for (int i = 0; i < 100'000; ++i) {
    deep += '(';
    minus += "- ";
    chain += " or a";
  }
  EXPECT_THROW((void)parse_expression(deep), SqlError);
  EXPECT_THROW((void)parse_expression(minus), SqlError);
  EXPECT_THROW((void)parse_expression(chain), SqlError);
  EXPECT_NO_THROW((void)parse_expression(chain.substr(0, 1 + 300 * 5)));
  EXPECT_NO_THROW((void)parse_expression(std::string(100, '(') + "a" + std::string(100, ')')));
}

TEST(ExpressionParser, ReadsWindows) {
  const Expr e = parse_expression(
      "sum(a) filter (where b > 0) over (w partition by c, d order by e desc nulls last, f rows between 2 preceding "
      "and "
      "unbounded following exclude current row)");
  ASSERT_NE(e.clauses, nullptr);
  ASSERT_TRUE(e.clauses->over.has_value());
  EXPECT_TRUE(e.clauses->filter.has_value());
  const WindowClause& window = *e.clauses->over;
  EXPECT_EQ(window.base, "w");
  EXPECT_EQ(window.partition_by.size(), 2U);
  ASSERT_EQ(window.order_by.size(), 2U);
  EXPECT_TRUE(window.order_by[0].descending);
  EXPECT_EQ(window.unit, "ROWS");
  EXPECT_EQ(window.from.kind, FrameBound::Kind::preceding);
  EXPECT_EQ(window.from.distance->text, "2");
  EXPECT_EQ(window.to.kind, FrameBound::Kind::unbounded_following);
  EXPECT_EQ(window.exclude, "CURRENT ROW");
  EXPECT_EQ(parse_expression("rank() over w").clauses->over->base, "w");
  EXPECT_EQ(parse_expression("sum(a) over (groups current row)").clauses->over->unit, "GROUPS");
  EXPECT_EQ(parse_expression("group_concat(a, ',' order by b)").clauses->order_by.size(), 1U);
  EXPECT_EQ(parse_expression("sum(a)").clauses, nullptr);
}

Select select(std::string_view sql) { return Parser(sql).parse_select(); }

TEST(SelectParser, ReadsNamedWindowsAndOverAsAName) {
  const Select s = select("select count(*) over, x from t window w as (order by a), v as (w range current row)");
  EXPECT_EQ(s.cores[0].columns[0].alias, "over");
  ASSERT_EQ(s.cores[0].windows.size(), 2U);
  EXPECT_EQ(s.cores[0].windows[1].name, "v");
  EXPECT_EQ(s.cores[0].windows[1].window.base, "w");
}

TEST(SelectParser, ReadsEveryClause) {
  const Select s = select(
      "with recursive c(n) as (select 1) select distinct t.*, *, a + 1 as b, c d, e from t x left outer join u using "
      "(k, l) natural join v cross join (select 2) as w, main.z, (p join q on p.a = q.a) where a group by b, c having "
      "d "
      "union all values (1, 2), (3, 4) except select 5 order by 1 desc nulls last, x limit 10 offset 20");
  ASSERT_EQ(s.with.size(), 1U);
  EXPECT_TRUE(s.recursive);
  EXPECT_EQ(s.with[0].columns, std::vector<std::string>{"n"});
  ASSERT_EQ(s.cores.size(), 3U);
  EXPECT_EQ(s.cores[1].compound, "UNION ALL");
  EXPECT_EQ(s.cores[1].values.size(), 2U);
  EXPECT_EQ(s.cores[2].compound, "EXCEPT");
  const SelectCore& core = s.cores[0];
  EXPECT_TRUE(core.distinct);
  ASSERT_EQ(core.columns.size(), 5U);
  EXPECT_EQ(core.columns[0].star_table, "t");
  EXPECT_TRUE(core.columns[1].star);
  EXPECT_EQ(core.columns[2].alias, "b");
  EXPECT_EQ(core.columns[2].written, "a + 1");
  EXPECT_EQ(core.columns[3].alias, "d");
  ASSERT_EQ(core.from.size(), 6U);
  EXPECT_EQ(core.from[0].alias, "x");
  EXPECT_EQ(core.from[1].join, JoinKind::left);
  EXPECT_EQ(core.from[1].using_columns.size(), 2U);
  EXPECT_TRUE(core.from[2].natural);
  EXPECT_EQ(core.from[3].join, JoinKind::cross);
  EXPECT_EQ(core.from[3].alias, "w");
  EXPECT_EQ(core.from[4].schema, "main");
  ASSERT_EQ(core.from[5].group.size(), 2U);
  EXPECT_TRUE(core.from[5].group[1].on.has_value());
  EXPECT_EQ(core.group_by.size(), 2U);
  EXPECT_TRUE(core.having.has_value());
  ASSERT_EQ(s.order_by.size(), 2U);
  EXPECT_TRUE(s.order_by[0].descending);
  EXPECT_EQ(s.order_by[0].nulls_first, false);
  EXPECT_EQ(s.offset->text, "20");
}

TEST(SelectParser, ReadsLimitWithCommaTheOtherWayRound) {
  const Select s = select("select 1 limit 20, 10");
  EXPECT_EQ(s.limit->text, "10");
  EXPECT_EQ(s.offset->text, "20");
}

TEST(StatementParser, ReadsTablesInEverySpelling) {
  const CreateTable t = parse_create_table(
      "CREATE TEMP TABLE IF NOT EXISTS main.\"T\" (\n"
      "  [a b] \"odd type\" (10, 2) CONSTRAINT k PRIMARY KEY DESC ON CONFLICT REPLACE,\n"
      "  b NOT NULL ON CONFLICT FAIL DEFAULT -5 CHECK (b > (1)) COLLATE \"nocase\" UNIQUE,\n"
      "  c INT REFERENCES p ON DELETE SET NULL MATCH FULL ON UPDATE CASCADE NOT DEFERRABLE INITIALLY DEFERRED,\n"
      "  d TEXT GENERATED ALWAYS AS (lower(b)) STORED, e AS (1), f generated DEFAULT (datetime('now')),\n"
      "  CONSTRAINT n CHECK (a IN (1,2)) CONSTRAINT u UNIQUE (b, c COLLATE RTRIM DESC) ON CONFLICT IGNORE\n"
      "  CONSTRAINT f FOREIGN KEY (b, c) REFERENCES p (x, y) DEFERRABLE INITIALLY DEFERRED\n"
      ") WITHOUT ROWID, STRICT");
  EXPECT_EQ(t.name, "T");
  EXPECT_TRUE(t.strict);
  ASSERT_EQ(t.columns.size(), 6U);
  EXPECT_EQ(t.columns[0].name, "a b");
  EXPECT_EQ(t.columns[0].type, "odd type(10, 2)");
  EXPECT_EQ(t.columns[1].collation, "nocase");
  EXPECT_EQ(t.columns[1].not_null_conflict, "FAIL");
  EXPECT_TRUE(t.columns[3].generated.has_value());
  EXPECT_EQ(t.columns[3].type, "TEXT");
  EXPECT_TRUE(t.columns[4].generated.has_value());
  EXPECT_EQ(t.columns[5].type, "generated");
  ASSERT_EQ(t.keys.size(), 3U);
  EXPECT_EQ(t.keys[0].name, "k");
  EXPECT_TRUE(t.keys[0].primary);
  EXPECT_TRUE(t.keys[0].parts[0].descending);
  EXPECT_EQ(t.keys[0].conflict, "REPLACE");
  EXPECT_EQ(t.keys[1].name, "");
  EXPECT_EQ(t.keys[2].name, "u");
  EXPECT_EQ(t.keys[2].parts[1].collation, "RTRIM");
  EXPECT_EQ(t.keys[2].conflict, "IGNORE");
  ASSERT_EQ(t.checks.size(), 2U);
  EXPECT_EQ(t.checks[0].column, 1);
  EXPECT_EQ(t.checks[1].name, "n");
  ASSERT_EQ(t.foreign_keys.size(), 2U);
  EXPECT_FALSE(t.foreign_keys[0].deferrable);
  EXPECT_EQ(t.foreign_keys[1].name, "f");
  EXPECT_TRUE(t.foreign_keys[1].initially_deferred);
}

TEST(StatementParser, RefusesRubbish) {
  for (const char* bad :
       {"", "CREATE TABLE", "CREATE TABLE t", "CREATE TABLE t (", "CREATE TABLE t ()", "CREATE TABLE t (a",
        "CREATE TABLE t (a,)", "CREATE TABLE t (a CHECK)", "CREATE TABLE t (a) garbage", "CREATE TABLE t (a CHECK (1)",
        "DROP TABLE t", "CREATE TABLE t (a); DROP TABLE t"}) {
    EXPECT_THROW((void)parse_create_table(bad), SqlError) << bad;
  }
}

TEST(StatementParser, ReadsIndexesViewsTriggersAndVirtualTables) {
  const std::string sql = "CREATE UNIQUE INDEX i ON t (a DESC, \"b\" COLLATE NOCASE, lower(c)) WHERE a > 0";
  const CreateIndex index = parse_create_index(sql);
  EXPECT_TRUE(index.unique);
  ASSERT_EQ(index.parts.size(), 3U);
  EXPECT_TRUE(index.parts[0].descending);
  EXPECT_EQ(index.parts[1].column, "b");
  EXPECT_EQ(index.parts[1].collation, "NOCASE");
  EXPECT_EQ(index.parts[2].expression.of(sql), "lower(c)");
  EXPECT_EQ(index.where->of(sql), "a > 0");

  EXPECT_EQ(parse_create_view("CREATE VIEW v (x) AS SELECT 1").columns, std::vector<std::string>{"x"});
  const CreateVirtualTable fts =
      parse_create_virtual_table("CREATE VIRTUAL TABLE f USING FTS5(title, body, tokenize = 'porter (x)', content=)");
  EXPECT_EQ(fts.module, "fts5");
  ASSERT_EQ(fts.arguments.size(), 4U);
  EXPECT_EQ(fts.arguments[2], " tokenize = 'porter (x)'");
}

}  // namespace
}  // namespace lite2pg::parser_test
