// Views: the same columns and rows in PostgreSQL as in SQLite, or refused with the reason.
#include <gmock/gmock.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "tests/mapping/loaded_database.h"
#include "tests/mapping/planned_database.h"

namespace lite2pg::views_pg_test {
namespace {

using namespace test;
using testing::HasSubstr;

constexpr const char* tables = R"(
CREATE TABLE city (id INTEGER PRIMARY KEY, name TEXT NOT NULL, country TEXT COLLATE NOCASE, founded DATE);
INSERT INTO city VALUES (1, 'Rome', 'IT', '0753-04-21'), (2, 'Milano', 'it', '1200-01-01'), (3, 'Ålesund', 'NO', NULL),
                        (4, 'zurich', 'CH', '1218-02-02'), (5, 'Bern', NULL, '1191-05-20');
CREATE TABLE person (id INTEGER PRIMARY KEY, city_id INTEGER REFERENCES city, name TEXT, active BOOLEAN, score REAL,
                     joined DATETIME, data JSON, code UUID, raw BLOB, note);
INSERT INTO person VALUES
  (1, 1, 'Ann', 1, 1.5, '2024-01-01 10:00:00', '{"a": 1}', '6ba7b810-9dad-11d1-80b4-00c04fd430c8', x'00ff', 'x'),
  (2, 1, 'bob', 0, -2.5, '2024-02-01 10:00:00', '{"a": 2}', '6ba7b811-9dad-11d1-80b4-00c04fd430c8', NULL, 'y'),
  (3, 2, 'Cid', 1, NULL, '2023-12-31 23:59:59', NULL, NULL, x'', NULL),
  (4, NULL, 'ann', NULL, 1e10, NULL, '[]', '6ba7b812-9dad-11d1-80b4-00c04fd430c8', x'01', 'x'),
  (5, 3, NULL, 0, 0.0, '2024-01-01 10:00:00', '{"a": 1}', NULL, NULL, '');
CREATE TABLE visit (person_id INT, city_id INT, days INT, PRIMARY KEY (person_id, city_id)) WITHOUT ROWID;
INSERT INTO visit VALUES (1, 1, 3), (1, 2, 5), (2, 1, 7), (3, 3, 2), (4, 4, 11);
)";

struct ViewCase {
  const char* name;
  const char* select;  ///< Behind CREATE VIEW v; the columns' names may stand before AS.
  bool ordered = false;
};

void PrintTo(const ViewCase& c, std::ostream* out) { *out << c.name; }

/// PostgreSQL's text of a truth value is t or f; REALs are compared as numbers.
bool same_text(const std::optional<std::string>& a, const std::optional<std::string>& b) {
  if (a == b) return true;
  if (!a || !b) return false;
  if ((*a == "1" && *b == "t") || (*a == "0" && *b == "f")) return true;
  double x = 0, y = 0;
  const auto read = [](const std::string& s, double& v) {
    return std::from_chars(s.data(), s.data() + s.size(), v).ptr == s.data() + s.size();
  };
  return read(*a, x) && read(*b, y) && x == y;
}

bool same_rows(const Rows& a, const Rows& b) {
  return std::ranges::equal(a, b, [](const auto& x, const auto& y) { return std::ranges::equal(x, y, same_text); });
}

std::string shown(const Rows& rows) {
  std::string text;
  for (const auto& row : rows) {
    for (const auto& field : row) text += field.value_or("NULL") + " | ";
    text += "\n";
  }
  return text;
}

/// Truth values as SQLite has them, so that both sort alike.
Rows plain(Rows rows) {
  for (auto& row : rows) {
    for (auto& field : row) {
      if (field == "t") field = "1";
      if (field == "f") field = "0";
    }
  }
  return rows;
}

/// All of them in one database: each would take half a second on its own.
const std::vector<ViewCase>& cases() {
  static const std::vector<ViewCase> all = {
      ViewCase{"Star", "AS SELECT * FROM person"},
      ViewCase{"StarTwice", "AS SELECT *, * FROM city"},
      ViewCase{"NamesByHead", "(a, b) AS SELECT id, name FROM city"},
      ViewCase{"NamesByText", "AS SELECT id + 1, 'x', id  +  2 AS n, city.NAME, (name) FROM city"},
      ViewCase{"OtherCase", "AS SELECT C.ID, NAME FROM CITY AS c"},
      ViewCase{"Where", "AS SELECT name FROM person WHERE active AND score > 1"},
      ViewCase{"WhereTruth", "AS SELECT id FROM person WHERE active = 1 OR joined IS NULL"},
      ViewCase{"JoinOn", "AS SELECT p.name, c.name AS city FROM person p JOIN city c ON c.id = p.city_id"},
      ViewCase{"LeftJoin", "AS SELECT p.id, c.* FROM person p LEFT JOIN city c ON c.id = p.city_id"},
      ViewCase{"LeftJoinNothing", "AS SELECT p.id, c.id FROM person p LEFT JOIN city c"},
      ViewCase{"RightJoin", "AS SELECT p.id, c.name FROM person p RIGHT JOIN city c ON c.id = p.city_id"},
      ViewCase{"CommaBeforeJoin",
               "AS SELECT p.id, c.id, v.days FROM person p, city c JOIN visit v ON v.person_id = p.id"},
      ViewCase{"Cross", "AS SELECT p.id, c.id FROM person p CROSS JOIN city c WHERE p.id < c.id"},
      ViewCase{"Using", "AS SELECT * FROM visit JOIN (SELECT id AS person_id, name FROM person) USING (person_id)"},
      ViewCase{"UsingLeft", "AS SELECT * FROM person JOIN visit USING (city_id)"},
      ViewCase{"Natural", "AS SELECT * FROM visit NATURAL JOIN (SELECT 1 AS person_id, 7 AS more)"},
      ViewCase{"Group", "AS SELECT city_id, count(*), max(id), min(name), count(name) FROM person GROUP BY city_id"},
      ViewCase{"GroupTypes", "AS SELECT active, max(joined), min(score), count(DISTINCT code) FROM person GROUP BY 1"},
      ViewCase{"GroupByKey",
               "AS SELECT c.id, c.name, c.country, count(v.days) FROM city c LEFT JOIN visit v "
               "ON v.city_id = c.id GROUP BY c.id"},
      ViewCase{"GroupByExpression", "AS SELECT length(name) AS n, sum(id) FROM person GROUP BY length(name)"},
      ViewCase{"GroupByAlias", "AS SELECT length(name) AS n, sum(id) FROM person GROUP BY n"},
      ViewCase{"GroupByDay", "AS SELECT date(joined) AS day, count(*) FROM person GROUP BY date(joined)"},
      ViewCase{"GroupByJson", "AS SELECT data, count(*) FROM person GROUP BY data"},
      ViewCase{"Having", "AS SELECT city_id, count(*) AS n FROM person GROUP BY city_id HAVING n > 1 AND sum(id) < 99"},
      ViewCase{"Aggregates", "AS SELECT count(*), sum(id), total(score), avg(id), max(joined) FROM person"},
      ViewCase{"AggregatesOfNothing", "AS SELECT count(*), sum(id), total(id), avg(id) FROM person WHERE id > 99"},
      ViewCase{"GroupsOfEmpty", "AS SELECT count(*) FROM person WHERE id > 99 GROUP BY city_id"},
      ViewCase{"Distinct", "AS SELECT DISTINCT note, active FROM person"},
      ViewCase{"DistinctOrdered", "AS SELECT DISTINCT name FROM city ORDER BY name DESC", true},
      ViewCase{"DistinctJson", "AS SELECT DISTINCT data FROM person"},
      ViewCase{"Order", "AS SELECT name, id FROM person ORDER BY name, id", true},
      ViewCase{"OrderDescending", "AS SELECT name, id FROM person ORDER BY name DESC, id", true},
      ViewCase{"OrderNulls", "AS SELECT name, id FROM person ORDER BY name NULLS LAST, 2", true},
      ViewCase{"OrderNocase", "AS SELECT country, id FROM city ORDER BY country, id DESC", true},
      ViewCase{"OrderCollate", "AS SELECT name, id FROM person ORDER BY name COLLATE NOCASE, id", true},
      ViewCase{"OrderByAlias", "AS SELECT -id AS id FROM city ORDER BY id", true},
      ViewCase{"OrderByOther", "AS SELECT name FROM city ORDER BY -id", true},
      ViewCase{"OrderByDate", "AS SELECT id FROM person ORDER BY joined DESC, id", true},
      ViewCase{"OrderByCount", "AS SELECT city_id FROM person GROUP BY city_id ORDER BY count(*) DESC, city_id", true},
      ViewCase{"Limit", "AS SELECT id FROM person ORDER BY id DESC LIMIT 2 OFFSET 1", true},
      ViewCase{"LimitComma", "AS SELECT id FROM person ORDER BY id LIMIT 1, 2", true},
      ViewCase{"LimitNone", "AS SELECT id FROM person ORDER BY id LIMIT -1", true},
      ViewCase{"Union", "AS SELECT city_id FROM person UNION SELECT id FROM city"},
      ViewCase{"UnionAll", "AS SELECT name, 'p' AS kind FROM person UNION ALL SELECT name, 'c' FROM city"},
      ViewCase{"UnionNulls", "AS SELECT NULL AS a, 1 AS b UNION ALL SELECT NULL, NULL UNION ALL SELECT 2.0, 3"},
      ViewCase{"UnionOrdered", "AS SELECT name FROM person UNION SELECT name FROM city ORDER BY name", true},
      ViewCase{"UnionOrderedNocase",
               "AS SELECT name, id FROM person UNION SELECT name, id FROM city ORDER BY name COLLATE NOCASE, 2", true},
      ViewCase{"UnionTypes", "AS SELECT joined, active FROM person UNION SELECT joined, active FROM person"},
      ViewCase{"UnionMixedTypes", "AS SELECT founded FROM city UNION ALL SELECT 'never'"},
      ViewCase{"SetOperations",
               "AS SELECT id FROM city UNION ALL SELECT id FROM city INTERSECT SELECT city_id FROM person"},
      ViewCase{"Except", "AS SELECT id FROM city EXCEPT SELECT city_id FROM person"},
      ViewCase{"Values", "AS VALUES (1, 'a', NULL), (2, 'b', 3)"},
      ViewCase{"Scalar", "AS SELECT name, (SELECT name FROM city WHERE id = p.city_id) AS city FROM person p"},
      ViewCase{"ScalarCount", "AS SELECT name, (SELECT count(*) FROM visit WHERE city_id = c.id) FROM city c"},
      ViewCase{"ScalarDate", "AS SELECT id, (SELECT max(joined) FROM person WHERE city_id = c.id) AS last FROM city c"},
      ViewCase{"ScalarKey", "AS SELECT (SELECT days FROM visit WHERE city_id = 1 AND 2 = person_id) AS d"},
      ViewCase{"ScalarOrdered", "AS SELECT (SELECT name FROM city ORDER BY id DESC LIMIT 1) AS last"},
      ViewCase{"Exists", "AS SELECT name FROM city c WHERE EXISTS (SELECT 1 FROM person WHERE city_id = c.id LIMIT 1)"},
      ViewCase{"NotExists",
               "AS SELECT name FROM city c WHERE NOT EXISTS (SELECT * FROM visit v WHERE v.city_id = c.id)"},
      ViewCase{"In", "AS SELECT name FROM city WHERE id IN (SELECT city_id FROM person)"},
      ViewCase{"NotInNulls", "AS SELECT id, id NOT IN (SELECT city_id FROM person) FROM city"},
      ViewCase{"InDates", "AS SELECT id FROM person WHERE joined IN (SELECT max(joined) FROM person)"},
      ViewCase{"InText", "AS SELECT id FROM city WHERE name IN (SELECT name || '' FROM city WHERE id > 2)"},
      ViewCase{"From", "AS SELECT x.n + 1 AS m FROM (SELECT count(*) AS n FROM city) x WHERE x.n > 1"},
      ViewCase{"FromNested", "AS SELECT * FROM (SELECT * FROM (SELECT id, name FROM city) WHERE id > 1) WHERE id < 4"},
      ViewCase{"SameAlias", "AS SELECT c.id FROM city c WHERE EXISTS (SELECT 1 FROM person c WHERE c.id = 1)"},
      ViewCase{"With",
               "AS WITH big AS (SELECT id FROM city WHERE id > 2), all_of AS (SELECT * FROM big) "
               "SELECT p.id FROM person p JOIN all_of ON all_of.id = p.city_id"},
      ViewCase{"WithNames", "AS WITH n(a, b) AS (SELECT id, name FROM city) SELECT b FROM n WHERE a = 1"},
      ViewCase{"WithHides", "AS WITH person AS (SELECT 7 AS id) SELECT id FROM person"},
      ViewCase{"WithMain", "AS WITH visit AS (SELECT 7 AS id) SELECT days FROM main.visit"},
      ViewCase{"Case", "AS SELECT CASE WHEN active THEN 'on' ELSE 'off' END AS state FROM person"},
      ViewCase{"Cast", "AS SELECT CAST(score AS INTEGER) AS s FROM person WHERE score < 1e6"},
      ViewCase{"NoDates", "AS SELECT id FROM person WHERE joined <> '' AND joined < 'never' AND NOT joined = 'x'"},
      ViewCase{"SinceComputed", "AS SELECT id FROM person WHERE joined >= date('2024-01-01', '+1 day')"},
      ViewCase{"BetweenDates",
               "AS SELECT id FROM person WHERE joined BETWEEN datetime('2024-01-01') AND datetime('2024-01-31')"},
      ViewCase{"RowId", "AS SELECT rowid, oid FROM city"},
      ViewCase{"Nocase", "AS SELECT id FROM city WHERE country = 'It'"},
      ViewCase{"NocaseOfDerived", "AS SELECT id FROM (SELECT id, country AS c FROM city) WHERE c = 'IT'"},
      ViewCase{"Nothing", "AS SELECT 1 AS one, 'two' AS two, NULL AS three, 4.5, x'05'"},
      ViewCase{"FullJoin", "AS SELECT p.id, c.name FROM person p FULL JOIN city c ON c.id = p.city_id AND p.active"},
      ViewCase{"FullJoinUsing",
               "AS SELECT city_id, p.city_id AS y, v.city_id AS z, city_id = 4 AS four FROM person p FULL JOIN visit v "
               "USING (city_id)"},
      ViewCase{"FullJoinUsingStar",
               "AS SELECT * FROM (SELECT id, joined FROM person WHERE id < 4) FULL JOIN (SELECT joined, code FROM "
               "person WHERE id > 3) USING (joined)"},
      ViewCase{"FullJoinUsingCollated",
               "AS SELECT country, country = 'no' AS lower, c.country = 'no' AS folded FROM city c FULL JOIN (SELECT "
               "'No' AS country UNION ALL SELECT 'se') USING (country)"},
      ViewCase{"FullJoinNatural",
               "AS SELECT * FROM (SELECT id, city_id, score FROM person) NATURAL FULL JOIN (SELECT city_id, person_id "
               "AS id, days FROM visit)"},
      ViewCase{"RightJoinUsing",
               "AS SELECT *, city_id AS x, p.city_id AS y FROM person p RIGHT JOIN visit v USING (city_id)"},
      ViewCase{"FullJoinsUsing",
               "AS SELECT id, p.id AS a, c.id AS b, days FROM person p FULL JOIN city c USING (id) FULL JOIN (SELECT "
               "person_id + 2 AS id, days FROM visit WHERE city_id = 1) USING (id) LEFT JOIN city d USING (id)"},
      ViewCase{"GroupConcat",
               "AS SELECT group_concat(name) AS names FROM (SELECT id, name FROM city ORDER BY id DESC)"},
      ViewCase{"GroupConcatByAnother",
               "AS SELECT group_concat(name) AS names FROM (SELECT name FROM city ORDER BY id DESC)"},
      ViewCase{
          "GroupConcatByComputed",
          "AS SELECT c, group_concat(name) AS names, count(*) FROM (SELECT name, city_id AS c FROM person WHERE name "
          "<> 'x' ORDER BY lower(name) DESC, -id LIMIT 4) GROUP BY c"},
      ViewCase{"GroupConcatByCollated",
               "AS SELECT x.*, 1 AS one FROM (SELECT group_concat(n, '/') AS names FROM (SELECT name AS n FROM person "
               "ORDER BY name COLLATE NOCASE DESC, joined, id)) x"},
      ViewCase{"GroupConcatByKey", "AS SELECT city_id, group_concat(name, ';') AS names FROM person GROUP BY city_id"},
      ViewCase{
          "Windows",
          "AS SELECT id, row_number() OVER (PARTITION BY city_id ORDER BY id) AS n, lag(joined) OVER (ORDER BY id) "
          "AS before, sum(id) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS s, first_value(code) OVER "
          "(ORDER BY id) AS code FROM person"},
      ViewCase{
          "NamedWindow",
          "AS SELECT id, rank() OVER w AS r, count(*) FILTER (WHERE active) OVER (w ROWS UNBOUNDED PRECEDING) AS c "
          "FROM person WINDOW w AS (ORDER BY active, id)"},
      ViewCase{"WindowOverGroups",
               "AS SELECT active, rank() OVER (ORDER BY count(*) DESC) AS r FROM person GROUP BY active"},
      ViewCase{"OrderByWindow", "AS SELECT id FROM person ORDER BY row_number() OVER (ORDER BY name, id) DESC", true},
      ViewCase{"Filter",
               "AS SELECT count(*) FILTER (WHERE active) AS a, total(id) FILTER (WHERE id > 2) AS t FROM person"},
      ViewCase{"Recursive",
               "AS WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT i FROM n"},
      ViewCase{"RecursivePath",
               "AS WITH up(id, path) AS (SELECT id, name FROM city WHERE id = 1 UNION ALL SELECT c.id, up.path || '/' "
               "|| c.name "
               "FROM city c JOIN up ON c.id = up.id + 1) SELECT path FROM up WHERE path <> 'x'"},
      ViewCase{"Printf", "AS SELECT printf('%03d-%s %.1f%%', id, name, id / 4.0) AS code FROM city"},
      ViewCase{"JsonPart", "AS SELECT id, data -> 'a' AS a FROM person"},
      ViewCase{"JsonObject", "AS SELECT json_object('id', id, 'name', name, 'on', active) AS o FROM person"},
      ViewCase{"RealText", "AS SELECT id, 'score ' || score AS t FROM person"},
      ViewCase{"Blobs", "AS SELECT raw, length(raw) AS n, hex(raw) FROM person"}};
  return all;
}

const LoadedDatabase& database() {
  static const LoadedDatabase db([] {
    std::string script = tables;
    for (const ViewCase& c : cases()) script += "CREATE VIEW \"v " + std::string(c.name) + "\" " + c.select + ";";
    return script;
  }());
  return db;
}

class CarriedView : public testing::TestWithParam<ViewCase> {};

TEST_P(CarriedView, GivesTheSameRows) {
  const ViewCase& c = GetParam();
  const std::string name = "v " + std::string(c.name);
  const LoadedDatabase& db = database();
  const ObjectPlan& view = object_of(db.plan(), ObjectKind::view, name);
  ASSERT_NE(view.status, ObjectStatus::not_carried) << view.reason;
  const std::string query = "SELECT * FROM \"" + name + "\"";
  Rows ours = plain(db.in_postgres(query)), theirs = db.in_sqlite(query);
  if (!c.ordered) std::ranges::sort(ours), std::ranges::sort(theirs);
  EXPECT_TRUE(same_rows(theirs, ours)) << outcome(view) << "\nSQLite:\n"
                                       << shown(theirs) << "PostgreSQL:\n"
                                       << shown(ours);
  EXPECT_FALSE(theirs.empty() && name.find("Empty") == name.npos);
  EXPECT_EQ(db.in_sqlite("SELECT name FROM pragma_table_info('" + name + "')"),
            db.in_postgres("SELECT attname FROM pg_attribute WHERE attrelid = '\"" + name +
                           "\"'::regclass AND attnum > 0 ORDER BY attnum"));
}

INSTANTIATE_TEST_SUITE_P(Views, CarriedView, testing::ValuesIn(cases()),
                         [](const auto& test) { return test.param.name; });

TEST(JoinedText, IsInTheOrderOfASubqueryWhateverThatGives) {
  const auto status_of = [](const std::string& rows) {
    const Plan plan = plan_of_script(std::string(tables) + "CREATE VIEW v AS SELECT group_concat(name) FROM " + rows);
    return object_of(plan, ObjectKind::view, "v").status;
  };
  EXPECT_EQ(status_of("(SELECT name FROM city ORDER BY id DESC)"), ObjectStatus::carried);
  EXPECT_EQ(status_of("(SELECT name FROM city ORDER BY founded, id)"), ObjectStatus::carried);
  EXPECT_EQ(status_of("(SELECT name FROM city ORDER BY founded)"), ObjectStatus::changed) << "others on that day";
  EXPECT_EQ(status_of("(SELECT name FROM city ORDER BY -id)"), ObjectStatus::changed) << "nobody knows it is a key";
}

TEST(JoinedText, LetsNobodyElseReadWhatItsOrderGoesBy) {
  const Plan plan = plan_of_script(std::string(tables) +
                                   "CREATE VIEW v AS SELECT group_concat(name) AS names, max([order]) AS m "
                                   "FROM (SELECT name FROM city ORDER BY id)");
  EXPECT_EQ(object_of(plan, ObjectKind::view, "v").status, ObjectStatus::not_carried);
}

TEST(ViewOrder, PutsEachViewBehindThoseThatItReads) {
  const LoadedDatabase db(std::string(tables) +
                          "CREATE VIEW a AS SELECT id FROM city; CREATE VIEW b AS SELECT id FROM a;"
                          "DROP VIEW a; CREATE VIEW a AS SELECT id, name FROM city WHERE id > 1;");
  EXPECT_EQ(db.in_postgres("SELECT count(*) FROM b"), db.in_sqlite("SELECT count(*) FROM b"));
}

struct Refusal {
  const char* name;
  const char* select;
  const char* reason;
};

void PrintTo(const Refusal& c, std::ostream* out) { *out << c.name; }

class RefusedView : public testing::TestWithParam<Refusal> {};

TEST_P(RefusedView, IsNamedWithTheReason) {
  const Plan plan = plan_of_script(std::string(tables) + "CREATE VIEW v " + GetParam().select);
  const ObjectPlan& view = object_of(plan, ObjectKind::view, "v");
  EXPECT_EQ(view.status, ObjectStatus::not_carried) << outcome(view);
  EXPECT_THAT(view.reason, HasSubstr(GetParam().reason));
  EXPECT_THAT(view.reason, HasSubstr(", at byte "));
}

INSTANTIATE_TEST_SUITE_P(
    Views, RefusedView,
    testing::Values(
        Refusal{"BareColumn", "AS SELECT name, max(id) FROM city", "is not in GROUP BY"},
        Refusal{"BareColumnOfGroup", "AS SELECT name, id FROM person GROUP BY name", "is not in GROUP BY"},
        Refusal{"BareInOrder", "AS SELECT name FROM person GROUP BY name ORDER BY id", "is not in GROUP BY"},
        Refusal{"BareInSubquery", "AS SELECT count(*), (SELECT name FROM city c WHERE c.id = p.city_id) FROM person p",
                "is not in GROUP BY"},
        Refusal{"NocaseGroup", "AS SELECT country FROM city GROUP BY country", "letter case"},
        Refusal{"NocaseDistinct", "AS SELECT DISTINCT country FROM city", "letter case"},
        Refusal{"NocaseUnion", "AS SELECT country FROM city UNION SELECT 'x'", "letter case"},
        Refusal{"Limit", "AS SELECT id FROM city LIMIT 3", "LIMIT without ORDER BY"},
        Refusal{"ManyRows", "AS SELECT (SELECT id FROM city WHERE name = 'Rome') AS x", "several rows"},
        Refusal{"WindowWithoutOrder", "AS SELECT row_number() OVER () FROM city", "without ORDER BY"},
        Refusal{"WindowInWhere", "AS SELECT id FROM city WHERE rank() OVER (ORDER BY id) = 1", "cannot stand here"},
        Refusal{"WindowOfNoAggregate", "AS SELECT upper(name) OVER () FROM city", "with OVER"},
        Refusal{"WindowForgottenFilter",
                "AS SELECT min(id) FILTER (WHERE id > 3) OVER (ORDER BY id ROWS 1 PRECEDING) FROM city",
                "over a frame that moves"},
        Refusal{"WindowUnknown", "AS SELECT rank() OVER w FROM city", "no window w"},
        Refusal{"WindowRange", "AS SELECT sum(id) OVER (ORDER BY name RANGE 1 PRECEDING) FROM city", "RANGE over"},
        Refusal{"RecursiveLimit",
                "AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 9) SELECT i FROM n", "LIMIT"},
        Refusal{"RecursiveTwice",
                "AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT a.i + b.i FROM n a, n b WHERE a.i < 9) SELECT i "
                "FROM n",
                "once"},
        Refusal{"RecursiveAggregate",
                "AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT max(i) + 1 FROM n WHERE i < 9) SELECT i FROM n",
                "aggregates"},
        Refusal{"RecursiveOuter",
                "AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM city LEFT JOIN n ON n.i = city.id) "
                "SELECT i "
                "FROM n",
                "outer side"},
        Refusal{"RecursiveGrowing", "AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT 'x' FROM n) SELECT i FROM n",
                "different classes"},
        Refusal{"MutualRecursion", "AS WITH RECURSIVE a AS (SELECT * FROM b), b AS (SELECT * FROM a) SELECT * FROM a",
                "refers to itself"},
        Refusal{"PrintfComputed", "AS SELECT printf(name, id) FROM city", "a format that is computed"},
        Refusal{"PrintfLetter", "AS SELECT printf('%e', id) FROM city", "printf()'s %e"},
        Refusal{"TableFunction", "AS SELECT value FROM json_each('[1]')", "json_each() of other than a column"},
        Refusal{"TableFunctionOther", "AS SELECT value FROM generate_series(1, 3)", "table-valued function"},
        Refusal{"JsonEachValue", "AS SELECT value FROM person, json_each(data)", "json_each()'s value"},
        Refusal{"JsonEachInner", "AS SELECT fullkey FROM person, json_each(data)", "json_each()'s fullkey"},
        Refusal{"JsonEachInnerOfOuter",
                "AS SELECT name FROM person p WHERE EXISTS (SELECT 1 FROM json_each(p.data) WHERE id = 1)",
                "json_each()'s id"},
        Refusal{"JsonEachStar", "AS SELECT * FROM person, json_each(data)", "not all carried"},
        Refusal{"JsonEachNumber", "AS SELECT p.id FROM person p, json_each(data) WHERE value = 1",
                "json_each()'s value"},
        Refusal{"JsonEachColumn", "AS SELECT p.id FROM person p, json_each(data) WHERE value = name",
                "json_each()'s value"},
        Refusal{"JsonEachDocument", "AS SELECT p.id FROM person p, json_each(data) WHERE value = '[]'",
                "of another class"},
        Refusal{"JsonEachCollated", "AS SELECT p.id FROM person p, json_each(data) WHERE value = 'a' COLLATE NOCASE",
                "another collation"},
        Refusal{"JsonEachBefore", "AS SELECT p.id FROM json_each(p.data), person p", "no table before it"},
        Refusal{"JsonEachTree", "AS SELECT p.id FROM person p, json_tree(p.data)", "table-valued function"},
        Refusal{"TextArithmetic", "AS SELECT name + ' ' + name FROM city", "arithmetic with text"},
        Refusal{"JsonValue", "AS SELECT data ->> 'a' FROM person", "may be of any class"},
        Refusal{"FullJoin", "AS SELECT p.id FROM person p FULL JOIN city c ON c.id < p.city_id", "FULL JOIN by other"},
        Refusal{"FullJoinUsingClasses", "AS SELECT * FROM person FULL JOIN (SELECT name AS id FROM city) USING (id)",
                "text is compared with a number"},
        Refusal{"FullJoinUsingCompared",
                "AS SELECT joined > '2024' AS x FROM person p FULL JOIN (SELECT joined FROM person) USING (joined)",
                "versions of SQLite"},
        Refusal{"FullJoinInParentheses",
                "AS SELECT city_id FROM (person FULL JOIN visit USING (city_id)) JOIN city c ON c.id = city_id",
                "in parentheses"},
        Refusal{"MixedUnion", "AS SELECT id FROM city UNION ALL SELECT name FROM city", "different classes"}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace lite2pg::views_pg_test
