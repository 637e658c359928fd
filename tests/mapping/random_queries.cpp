#include "tests/mapping/random_queries.h"

#include <algorithm>
#include <array>

namespace lite2pg::test {
namespace {

class RandomRows {
 public:
  explicit RandomRows(unsigned seed) : random_(seed) {}

  /// With digits enough for a double, or with few of them.
  std::string real() {
    switch (below(6)) {
      case 0: return "NULL";
      case 1: return std::to_string(below(2000) - 1000) + ".0";
      case 2: return signed_number(below(100'000)) + "e" + std::to_string(below(40) - 20);
      case 3: return one({"0.0", "1e15", "1e14", "123456789012345.0", "0.0001", "0.00001", "-2.5", "1e300", "1e-200"});
      default: return signed_number(below(1'000'000)) + "." + std::to_string(100 + below(900)).substr(1);
    }
  }

  std::string text() {
    return one(
        {"NULL", "'a'", "'A'", "'b'", "'B'", "'abc'", "'é'", "''", "'a b'", "'日本'", "'it''s'", "'10'", "'x,y'"});
  }

  std::string json() {
    return one({"NULL", "'{\"a\": 1, \"b\": {\"c\": [1, 2,  {\"d\" : \"x y\"}]}}'", "'{\"a\":\"q \\\" z\",\"b\":null}'",
                "'{ \"b\" : { \"c\" : \"\\u00e9 \\\\ \" } }'", "'[1, 2]'", "'{\"a\": [ ], \"b\": {\"c\": 1.50}}'",
                "'{\"a\": {\"k\" :\ttrue, \"l\": \"a  b\"}}'"});
  }

  /// Any JSON, a list of tags most of all; keys that come twice, too.
  std::string document() {
    const auto word = [&] {
      return one({"\"x\"",
                  "\"y\"",
                  "\"5\"",
                  "\"\"",
                  "\"{}\"",
                  "\"[1]\"",
                  "\"a \\\" b\"",
                  "\"\\u00e9\"",
                  "5",
                  "5.0",
                  "1e3",
                  "-0",
                  "12345678901234567890",
                  "true",
                  "false",
                  "null",
                  "[1, [2]]",
                  "[]",
                  "{\"a\" : 1}",
                  "{ }",
                  "\"null\"",
                  "\"it''s\"",
                  "1.50"});
    };
    const auto key = [&] { return one({"\"a\"", "\"b\"", "\"x y\"", "\"tags\"", "\"\"", "\"5\""}); };
    const auto list = [&] {
      std::string text = "[";
      for (int n = below(5); n > 0; --n) text += word() + (n > 1 ? one({",", ", ", " ,\t"}) : "");
      return text + "]";
    };
    switch (below(8)) {
      case 0: return "NULL";
      case 1: return "'" + one({"", " "}) + one({"\"x\"", "true", "null", "\"\""}) + "'";  // A number would be one.
      case 2:
      case 3: {
        std::string text = "{";
        for (int n = below(4); n > 0; --n)
          text += key() + ":" + (below(2) == 0 ? word() : list()) + (n > 1 ? ", " : "");
        return "'" + text + "}'";
      }
      case 4: return "'{\"a\": {\"tags\": " + list() + ", \"tags\": 1}, \"tags\": " + list() + "}'";
      default: return "'" + list() + "'";
    }
  }

  std::string integer(int most) { return below(8) == 0 ? "NULL" : std::to_string(below(most) - most / 4); }
  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }

 private:
  std::string signed_number(int n) { return (below(3) == 0 ? "-" : "") + std::to_string(n); }
  std::string one(std::initializer_list<const char*> items) {
    return items.begin()[below(static_cast<int>(items.size()))];
  }

  std::mt19937 random_;
};

}  // namespace

std::string query_tables(unsigned seed) {
  RandomRows rows(seed);
  std::string sql =
      "CREATE TABLE a (id INTEGER PRIMARY KEY, p INTEGER, g TEXT, n INTEGER, r REAL, t TEXT, tc TEXT COLLATE NOCASE, "
      "f BOOLEAN, d DATE, j JSON);\n"
      "CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER, t TEXT, v INTEGER, big INTEGER);\n";
  constexpr int count = 40;
  for (int i = 1; i <= count; ++i) {
    const std::string parent = i < 4 || rows.below(6) == 0 ? "NULL" : std::to_string(1 + rows.below(i - 1));
    const std::string day = rows.below(5) == 0 ? "NULL"
                                               : "'2024-0" + std::to_string(1 + rows.below(9)) + "-1" +
                                                     std::to_string(rows.below(10)) + "'";
    sql += "INSERT INTO a VALUES (" + std::to_string(i) + ", " + parent + ", '" +
           std::string(1, static_cast<char>('p' + rows.below(4))) + "', " + rows.integer(20) + ", " + rows.real() +
           ", " + rows.text() + ", " + rows.text() + ", " + std::to_string(rows.below(2)) + ", " + day + ", " +
           rows.json() + ");\n";
    const std::array<const char*, 5> big = {"NULL", "9223372036854775807", "-9223372036854775808", "4294967296", "-1"};
    sql += "INSERT INTO b VALUES (" + std::to_string(i) + ", " + rows.integer(60) + ", " + rows.text() + ", " +
           rows.integer(1000) + ", " + big[static_cast<std::size_t>(rows.below(5))] + ");\n";
  }
  // Rows of a, some of them under another key or spelling.
  sql +=
      "CREATE TABLE c (id INTEGER PRIMARY KEY, t TEXT COLLATE NOCASE, n INTEGER, d DATE, r REAL, g TEXT, f BOOLEAN);\n"
      "INSERT INTO c SELECT id + id % 3, CASE WHEN id % 4 THEN t ELSE upper(t) END, n, d, r, g, f FROM a "
      "WHERE id % 3 <> 1;\n";
  sql += "CREATE TABLE k (id INTEGER PRIMARY KEY, j JSON, name TEXT);\n";
  for (int i = 1; i <= count; ++i)
    sql += "INSERT INTO k VALUES (" + std::to_string(i) + ", " + rows.document() + ", " + rows.text() + ");\n";
  return sql;
}

std::string RandomQueries::next(Form form) {
  switch (form) {
    case Form::window: return window();
    case Form::recursion: return recursion();
    case Form::joined_text: return joined_text();
    case Form::full_join: return full_join();
    case Form::printed: return printed();
    case Form::real_text: return real_text();
    case Form::json: return json();
    case Form::named_join: return named_join();
    case Form::json_rows: return json_rows();
  }
  return {};
}

std::string RandomQueries::frame() {
  const std::string exclude =
      one_of({"", "", "", " EXCLUDE NO OTHERS", " EXCLUDE CURRENT ROW", " EXCLUDE GROUP", " EXCLUDE TIES"});
  const std::string unit = one_of({" ROWS", " ROWS", " GROUPS", " RANGE"});
  if (below(5) == 0) return unit + " UNBOUNDED PRECEDING" + exclude;
  // From one place on to one that is not before it, else SQLite has no such frame.
  const int from = below(4), to = from == 3 ? 3 : std::max(from, 1) + below(4 - std::max(from, 1));
  const auto bound = [&](int place, bool first) -> std::string {
    switch (place) {
      case 0: return "UNBOUNDED PRECEDING";
      case 1: return std::to_string(below(4)) + " PRECEDING";
      case 2: return "CURRENT ROW";
      default: return first || below(2) == 0 ? std::to_string(below(4)) + " FOLLOWING" : "UNBOUNDED FOLLOWING";
    }
  };
  return unit + " BETWEEN " + bound(from, true) + " AND " + bound(to, false) + exclude;
}

std::string RandomQueries::window_definition() {
  const std::string partition =
      one_of({"", "", "PARTITION BY g ", "PARTITION BY f, g ", "PARTITION BY tc ", "PARTITION BY n % 3 "});
  const std::string order =
      one_of({"ORDER BY n", "ORDER BY n DESC", "ORDER BY g, n", "ORDER BY tc", "ORDER BY d DESC NULLS LAST",
              "ORDER BY r", "ORDER BY t COLLATE NOCASE DESC", "ORDER BY n NULLS LAST"});
  const std::string last = below(4) == 0 ? "" : one_of({", id", ", id DESC"});
  if (below(8) == 0) return partition;
  if (below(6) == 0) return partition + "ORDER BY id" + (below(2) == 0 ? "" : frame());
  return partition + order + last + (below(2) == 0 ? "" : frame());
}

std::string RandomQueries::window_call() {
  const std::string value = one_of({"n", "n", "id", "t", "d", "r", "f", "n + 1", "tc", "t || 'x'", "abs(n)"});
  switch (below(8)) {
    case 0: return one_of({"row_number()", "rank()", "dense_rank()", "percent_rank()", "cume_dist()"});
    case 1: return "ntile(" + std::to_string(1 + below(5)) + ")";
    case 2: return one_of({"lag(", "lead("}) + value + one_of({")", ", 1)", ", 2)", ", 0)"});
    case 3: return one_of({"lag(n, 1, 0)", "lead(n, 2, -1)", "lag(t, 1, 'none')", "lead(id, 1, n)"});
    case 4: return one_of({"first_value(", "last_value("}) + value + ")";
    case 5: return "nth_value(" + value + ", " + std::to_string(1 + below(4)) + ")";
    default: {
      const std::string filter = below(4) == 0 ? one_of({" FILTER (WHERE n > 3)", " FILTER (WHERE f)"}) : "";
      return one_of({"count(*)", "count(t)", "sum(n)", "sum(id)", "min(n)", "max(id)", "max(d)", "min(t)", "avg(n)",
                     "total(n)", "group_concat(t || '.')", "group_concat(n, '-')"}) +
             filter;
    }
  }
}

std::string RandomQueries::window() {
  const std::string where = one_of({"", " WHERE n IS NOT NULL", " WHERE f"});
  if (below(6) == 0) {
    return "SELECT g, count(*) AS c, " + one_of({"rank()", "dense_rank()", "sum(count(*))", "max(sum(n))"}) +
           " OVER (" + one_of({"ORDER BY count(*)", "ORDER BY sum(n) DESC", "PARTITION BY count(*) % 2 ORDER BY g"}) +
           ") AS w FROM a" + where + " GROUP BY g";
  }
  if (below(4) == 0) {
    return "SELECT id, " + window_call() + " OVER w AS x, " + window_call() + " OVER (w) AS y FROM a" + where +
           " WINDOW w AS (" + window_definition() + ")";
  }
  return "SELECT id, " + window_call() + " OVER (" + window_definition() + ") AS x FROM a" + where;
}

std::string RandomQueries::recursion() {
  const std::string all = one_of({" UNION ALL ", " UNION "});
  switch (below(6)) {
    case 0:
      return "WITH RECURSIVE c(x) AS (" + one_of({"VALUES(1)", "SELECT 1", "SELECT id FROM a WHERE id < 4"}) + all +
             "SELECT x + " + std::to_string(1 + below(4)) + " FROM c WHERE x < " + std::to_string(5 + below(40)) +
             ") SELECT x FROM c";
    case 1:
      return "WITH RECURSIVE tree(id, depth, path) AS (SELECT id, 0, g FROM a WHERE p IS NULL UNION ALL SELECT a.id, "
             "depth + 1, "
             "path || '/' || a.g FROM a JOIN tree ON a.p = tree.id" +
             one_of({"", " WHERE depth < 3", " ORDER BY 2 DESC"}) + ") SELECT id, depth, path FROM tree";
    case 2:
      return "WITH up AS (SELECT id, p FROM a WHERE id = " + std::to_string(1 + below(40)) + all +
             "SELECT a.id, a.p FROM up, a WHERE a.id = up.p) SELECT * FROM up";
    case 3:
      return "WITH RECURSIVE tree AS (SELECT id, id AS root, n FROM a WHERE p IS NULL" + all +
             "SELECT a.id, tree.root, a.n FROM tree LEFT JOIN a ON a.p = tree.id WHERE a.id IS NOT NULL) SELECT root, "
             "count(*), "
             "sum(n) FROM tree GROUP BY root";
    case 4:
      return "WITH RECURSIVE d(day, k) AS (SELECT date('2024-01-30'), 0 UNION ALL SELECT date('2024-01-30'), k + 1 "
             "FROM d WHERE k < " +
             std::to_string(below(9)) +
             ") SELECT d.day, k, count(a.id) FROM d LEFT JOIN a ON a.n = k GROUP BY d.day, k";
    default:
      return "WITH RECURSIVE x(i, s) AS (SELECT 1, NULL UNION ALL SELECT 2, 'two' UNION ALL SELECT i + 2, " +
             one_of({"s", "s || i", "printf('%d', i)"}) +
             " FROM x WHERE i < 9) SELECT x.i, s, a.t FROM x JOIN a ON a.id = x.i";
  }
}

std::string RandomQueries::joined_text() {
  const std::string value = one_of({"t", "n", "tc", "id", "t || n", "coalesce(t, '-')"});
  const std::string separator = one_of({"", ", ''", ", ', '", ", '''|'"});
  const std::string order =
      one_of({"n", "n DESC", "t COLLATE NOCASE", "g, r", "d", "tc DESC"}) + one_of({", id", ", id DESC", ", id", ""});
  const std::string given =
      one_of({"id, g, t, n, tc, f, r, d", "id, g, t, n, tc, f", "id AS k, id, g, t, n, tc, f, d"});
  const std::string rows = "(SELECT " + given + " FROM a ORDER BY " + order + one_of({")", " LIMIT 20)"});
  if (below(3) == 0) return "SELECT group_concat(" + value + separator + ") AS x FROM " + rows;
  if (below(4) == 0) return "SELECT group_concat(DISTINCT n) AS x FROM a";
  return "SELECT g, f, count(*) AS c, group_concat(" + value + separator + ")" +
         one_of({"", "", " FILTER (WHERE n > 2)"}) + " AS x FROM " + rows + one_of({"", " WHERE id > 5"}) +
         " GROUP BY " + one_of({"g, f", "f, g"});
}

std::string RandomQueries::full_join() {
  const std::string on =
      one_of({"a.id = b.a_id", "b.a_id = a.id AND b.v > 100", "a.t = b.t", "a.tc = b.t AND a.n = b.a_id", "a.n = b.v",
              "a.id = b.a_id AND a.f", "a.id = b.a_id OR a.n = b.v", "a.id < b.a_id"});
  const std::string from = " FROM a FULL " + one_of({"JOIN", "OUTER JOIN"}) + " b ON " + on;
  const std::string where =
      one_of({"", " WHERE a.id IS NULL", " WHERE b.id IS NULL OR a.id < 9", " WHERE coalesce(a.n, 0) > 2"});
  if (below(3) == 0)
    return "SELECT coalesce(a.g, '?') AS g, count(*), count(b.id)" + from + where + " GROUP BY coalesce(a.g, '?')";
  return "SELECT a.id AS x, a.t, b.id AS y, b.v" + from + where;
}

/// USING and NATURAL: of two or three tables.
std::string RandomQueries::named_join() {
  const std::string tables = one_of({"ab", "ba", "ac", "ac", "ca", "bc", "cb"});
  const bool few = tables.find('b') != std::string::npos;
  const std::string third = below(3) == 0 ? one_of({"a", "b", "c"}) : "";
  const std::string name =
      few || third == "b" ? one_of({"id", "t", "t"}) : one_of({"id", "t", "n", "d", "r", "g", "f"});
  const auto join = [&] {
    const std::string kind = one_of({"FULL", "FULL", "FULL OUTER", "RIGHT", "LEFT", "INNER"});
    if (below(6) == 0) return " NATURAL " + kind + " JOIN ";
    return " " + kind + " JOIN ";
  };
  const auto joined = [&](const std::string& table) {
    const std::string operation = join();
    const bool natural = operation.starts_with(" NATURAL");
    const std::string names = below(4) == 0 && name != "id" ? "id, " + name : name;
    return operation + table + (natural ? "" : " USING (" + names + ")");
  };
  std::string from = " FROM " + tables.substr(0, 1) + joined(tables.substr(1));
  if (!third.empty() && tables.find(third) == std::string::npos) from += joined(third);
  const std::string where = one_of({"", " WHERE "});
  const std::string condition =
      one_of({" IS NOT NULL", " > 'a'", " = 'A'", " <> 3", " < 20", " IS NULL", " IN (1, 2, 'b')"});
  const std::string filter = where.empty() ? "" : where + one_of({name.c_str(), "t", "id"}) + condition;
  if (below(4) == 0)
    return "SELECT " + name + ", count(*) AS c, max(" + name + ") AS m" + from + filter + " GROUP BY " + name;
  if (below(3) == 0) return "SELECT *" + from + filter;
  const std::string one = tables.substr(0, 1), two = tables.substr(1);
  return "SELECT " + name + " AS x, " + one + "." + name + " AS y, " + two + "." + name + " AS z, typeof(" + name +
         ") AS k, " + one_of({"coalesce(t, '-')", "id + 1", "t = 'a'", "t || id", "id = 3", "nullif(t, 'A')"}) +
         " AS w" + from + filter;
}

std::string RandomQueries::json_rows() {
  const std::string path = one_of({"", "", "", ", '$.tags'", ", '$.a'", ", '$.a.tags'"});
  const std::string rows = "json_each(k.j" + path + ")";
  const std::string value = one_of({"value", "value", "atom", "key"});
  const std::string text = one_of({"'x'", "'5'", "'true'", "'1000.0'", "''", "'null'", "'a'", "'it''s'"});
  const std::string condition =
      value + one_of({" = ", " = ", " <> "}) + text + one_of({"", "", " OR type = 'integer'", " AND type <> 'null'"});
  switch (below(8)) {
    case 0: return "SELECT id, name FROM k WHERE EXISTS (SELECT 1 FROM " + rows + " WHERE " + condition + ")";
    case 1: return "SELECT id FROM k WHERE NOT EXISTS (SELECT 1 FROM " + rows + " AS e WHERE e." + condition + ")";
    case 2: return "SELECT k.id AS i, e.type FROM k, " + rows + " AS e WHERE " + condition;
    case 3: return "SELECT k.id AS i, value, upper(value) AS u FROM k JOIN " + rows + " WHERE json_each.type = 'text'";
    case 4:
      return "SELECT k.id AS i, " + text + one_of({" IN ", " NOT IN "}) + "(SELECT " + value + " FROM " + rows +
             ") AS x FROM k";
    case 5:
      return "SELECT k.id AS i, count(*) AS n, count(type) AS m, sum(value IS NULL) AS s FROM k LEFT JOIN " + rows +
             " ON " + condition + " GROUP BY k.id";
    case 6:
      // Without a path: of keys that come twice the first counts here and the last there, which is said.
      return "SELECT id, json_array_length(j) AS n, (SELECT count(*) FROM " + rows + " WHERE " + value +
             " IS NOT NULL) AS c FROM k";
    default: return "SELECT k.id AS i, value IN ('x', 'y', '5') AS x, atom IS NULL AS n, type FROM k, " + rows;
  }
}

std::string RandomQueries::directive(std::string& argument) {
  const std::string width = below(2) == 0 ? "" : std::to_string(1 + below(14));
  switch (below(6)) {
    case 0:
      argument = one_of({"a.n", "b.big", "b.v", "a.f", "NULL", "a.r", "7", "-3"});
      if (argument == "a.r") argument = "CASE WHEN abs(a.r) < 1e18 THEN a.r END";
      return "%" + one_of({"", "", "-", "0", "+", " ", ",", "+0"}) + width + one_of({"d", "d", "i", "ld", "lld"});
    case 1:
      argument = one_of({"a.n", "b.big", "255", "b.v"});
      return "%" + one_of({"", "0", "-"}) + width + one_of({"x", "X"});
    case 2:
      argument = one_of({"a.t", "a.tc", "a.n", "b.t", "NULL", "a.d", "'日'"});
      return "%" + one_of({"", "-", "!", "-!"}) + width + "s";
    case 3: argument = one_of({"a.t", "b.t"}); return "%!." + std::to_string(below(4)) + "s";
    case 4:
      argument = one_of({"a.r", "a.n", "a.n / 7.0", "round(a.r, 2)", "NULL", "a.n * 1.25"});
      return "%" + one_of({"", "", "0", "+", "-"}) + width + "." + std::to_string(below(5)) + "f";
    default: argument = one_of({"a.n", "a.r"}); return "%f";
  }
}

std::string RandomQueries::printed() {
  std::string format, arguments;
  for (int n = 1 + below(3); n > 0; --n) {
    std::string argument;
    format += one_of({"", "x", "%%", " - ", "''", "é"}) + directive(argument);
    if (below(20) != 0) arguments += ", " + argument;
  }
  return "SELECT a.id AS i, " + one_of({"printf", "format"}) + "('" + format + "'" + arguments +
         ") AS x FROM a JOIN b ON b.id = a.id";
}

std::string RandomQueries::real_text() {
  return "SELECT id, " +
         one_of({"CAST(r AS TEXT)", "r || ''", "'r=' || r", "length(r)", "substr(r, 1, 3)", "printf('%s', r)",
                 "r / 4 || 'x'", "n * 0.5 || ''", "upper(r)", "replace(r, '.', ',')", "r LIKE '%5%'"}) +
         " AS x FROM a";
}

std::string RandomQueries::json() {
  return "SELECT id, " +
         one_of({"j -> 'a'", "j -> '$.b'", "j -> '$.b.c'", "(j -> 'a') IS NULL", "length(j -> 'b')",
                 "j -> 'b' = '{\"c\":1.50}'", "json_object('id', id, 't', t, 'f', f, 'r', r)",
                 "json_array(n, tc, NULL, 'q\"', json_object('x', t))", "json_object('a', j -> 'a', 'n', n)"}) +
         " AS x FROM a";
}

}  // namespace lite2pg::test
