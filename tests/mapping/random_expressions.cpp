#include "tests/mapping/random_expressions.h"

#include <vector>

namespace lite2pg::test {
namespace {

/// Row n takes value n of each list, with a stride of its own, so that the combinations differ.
std::string rows() {
  const std::vector<std::vector<const char*>> columns = {
      {"0", "1", "-1", "2", "7", "-13", "2147483647", "2147483648", "-2147483649", "9007199254740993",
       "-9007199254740993", "9223372036854775807", "-9223372036854775808", "NULL", "100"},
      {"0", "1", "-1", "3", "NULL", "32767", "-32768", "12"},
      {"0.0",
       "-0.0",
       "1.0",
       "1.5",
       "-1.5",
       "2.5",
       "-2.5",
       "0.1",
       "1e300",
       "-1e300",
       "1e-300",
       "NULL",
       "9e999",
       "-9e999",
       "1e15",
       "123456.789",
       "9007199254740992.0",
       "1e18",
       "9223372036854775807.0",
       "0.5",
       "-0.5",
       "1e19"},
      {"0", "1.5", "10", "-3", "0.25", "NULL", "1000000", "-0.125", "99999999999"},
      {"''",
       "'a'",
       "'A'",
       "'abc'",
       "'ABC'",
       "' abc '",
       "'10'",
       "'1.5'",
       "'é'",
       "'É'",
       "'日本'",
       "'😀a😀'",
       "'100%'",
       "'a_b'",
       "'back\\slash'",
       "'quo''te'",
       "NULL",
       "'ab'",
       "'a'||char(10)||'b'",
       "'-7x'",
       "' 12 '",
       "'0'",
       "'ß'"},
      {"'abc'", "'ABC'", "'Abc'", "NULL", "'é'", "'É'", "''", "'b'", "'10'"},
      {"'abc'", "'abc  '", "'abc '", "NULL", "' abc'", "''", "' '", "'b'"},
      {"x''", "x'00'", "x'61'", "x'616263'", "x'ff00'", "NULL", "x'5c'", "x'e697a5'"},
      {"0", "1", "NULL"},
      {"'2024-01-01 10:00:00'", "'2024-01-31 23:59:59'", "'1999-12-31 00:00:00'", "NULL", "'2024-02-29 12:30:15'",
       "'0001-01-01 00:00:00'", "'9999-12-31 23:59:59'"},
      {"'2024-01-01'", "'2000-02-29'", "NULL", "'1969-12-31'"},
      {"'6ba7b810-9dad-11d1-80b4-00c04fd430c8'", "'ffffffff-0000-11d1-80b4-00c04fd430c8'", "NULL"},
      {"'t'", "'f'", "NULL"},
      {"'{\"a\": 1, \"b\": \"x\"}'", "'[]'", "NULL", "'{\"b\": \"y\", \"a\": null}'"},
      {"'{}'", "'{\"b\": \"x\"}'", "'[1, 2]'"}};
  std::string sql;
  constexpr int count = 46;  // twice the longest list
  for (int row = 0; row < count; ++row) {
    sql += "INSERT INTO t VALUES (" + std::to_string(row + 1);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const std::size_t size = columns[c].size();
      const auto r = static_cast<std::size_t>(row);
      sql += std::string(", ") + columns[c][(r + r / size * (c + 1)) % size];
    }
    sql += ");\n";
  }
  return sql;
}

}  // namespace

std::string expression_table() {
  return "CREATE TABLE t (id INTEGER PRIMARY KEY, i INTEGER, s SMALLINT, r REAL, n NUMERIC, t TEXT, tc TEXT COLLATE "
         "NOCASE, "
         "tr TEXT COLLATE RTRIM, b BLOB, f BOOLEAN, d DATETIME, dd DATE, u UUID, w BOOLEAN, j JSON, jn JSON NOT "
         "NULL);\n" +
         rows();
}

std::string RandomExpressions::one_of(std::initializer_list<const char*> items) {
  return items.begin()[below(static_cast<int>(items.size()))];
}

std::string RandomExpressions::next() {
  constexpr Want wants[] = {Want::number, Want::text, Want::truth, Want::truth};
  return make(wants[below(4)], 1 + below(4));
}

/// Now and then of another class than wished for: what SQLite makes of that is part of the question.
std::string RandomExpressions::make(Want want, int depth) {
  if (below(14) == 0) want = Want::any;
  switch (want == Want::any ? below(4) : static_cast<int>(want)) {
    case static_cast<int>(Want::number): return number(depth);
    case static_cast<int>(Want::text): return text(depth);
    case static_cast<int>(Want::truth): return truth(depth);
    default: return blob(depth);
  }
}

std::string RandomExpressions::number(int depth) {
  if (depth <= 0) {
    return one_of({"i",
                   "s",
                   "r",
                   "n",
                   "f",
                   "id",
                   "i",
                   "s",
                   "r",
                   "0",
                   "1",
                   "2",
                   "3",
                   "10",
                   "-1",
                   "-7",
                   "1.5",
                   "0.5",
                   "2.5",
                   "2147483648",
                   "9007199254740993",
                   "9223372036854775807",
                   "1e300",
                   "NULL",
                   "TRUE",
                   "0x1F",
                   "0.1"});
  }
  const auto sub = [&] { return make(Want::number, depth - 1); };
  switch (below(20)) {
    case 0:
    case 1:
    case 2: return "(" + sub() + " " + one_of({"+", "-", "*", "/", "%"}) + " " + sub() + ")";
    case 3: return "(" + sub() + one_of({" & ", " | "}) + sub() + ")";
    case 4: return "(" + sub() + one_of({" << 3", " >> 2", " << 0", " >> 63", " >> 1"}) + ")";
    case 5: return one_of({"(-", "(+", "(~"}) + sub() + ")";
    case 6: return one_of({"abs(", "sign(", "round("}) + sub() + ")";
    case 7: return "round(" + sub() + one_of({", 1)", ", 2)", ", 0)", ", 5)", ", -1)"});
    case 8: return "length(" + make(below(4) == 0 ? Want::any : Want::text, depth - 1) + ")";
    case 9: return "instr(" + make(Want::text, depth - 1) + ", " + make(Want::text, depth - 2) + ")";
    case 10: return one_of({"min(", "max("}) + sub() + ", " + sub() + ")";
    case 11: return one_of({"coalesce(", "ifnull(", "nullif("}) + sub() + ", " + sub() + ")";
    case 12: return "iif(" + make(Want::truth, depth - 1) + ", " + sub() + ", " + sub() + ")";
    case 13: return "CASE WHEN " + make(Want::truth, depth - 1) + " THEN " + sub() + " ELSE " + sub() + " END";
    case 14:
      return "CASE " + sub() + " WHEN " + sub() + " THEN " + sub() + " WHEN " + sub() + " THEN " + sub() + " END";
    case 15:
      return "CAST(" + make(below(2) == 0 ? Want::text : Want::number, depth - 1) + " AS " +
             one_of({"INTEGER", "REAL", "NUMERIC", "INT"}) + ")";
    case 16: return "unicode(" + make(Want::text, depth - 1) + ")";
    case 17: return one_of({"likely(", "unlikely(", "+("}) + sub() + ")";
    case 18:
      return one_of({"julianday(d)", "unixepoch(d)", "julianday(dd)", "unixepoch(dd, '+1 day')", "likelihood(s, 0.5)",
                     "json_array_length(jn)", "json_array_length(j, '$.b')"});
    default: return sub();
  }
}

std::string RandomExpressions::text(int depth) {
  if (depth <= 0) {
    return one_of({"t",
                   "t",
                   "t",
                   "tc",
                   "tr",
                   "w",
                   "u",
                   "d",
                   "dd",
                   "''",
                   "'a'",
                   "'ABC'",
                   "'abc '",
                   "'10'",
                   "'1.5'",
                   "'é'",
                   "'%a_'",
                   "'\\'",
                   "'2024-01-01'",
                   "'2024-01-01 10:00:00'",
                   "'t'",
                   "'😀'",
                   "' '",
                   "NULL",
                   "j",
                   "'6ba7b810-9dad-11d1-80b4-00c04fd430c8'"});
  }
  const auto sub = [&] { return make(Want::text, depth - 1); };
  const auto place = [&] {
    return below(3) == 0 ? make(Want::number, depth - 2) : one_of({"1", "2", "0", "-1", "-2", "5"});
  };
  switch (below(18)) {
    case 16: return printed(depth);
    case 0:
    case 1: return "(" + sub() + " || " + sub() + ")";
    case 2: return one_of({"lower(", "upper("}) + sub() + ")";
    case 3: return one_of({"trim(", "ltrim(", "rtrim("}) + sub() + ")";
    case 4: return one_of({"trim(", "ltrim(", "rtrim("}) + sub() + ", " + sub() + ")";
    case 5: return one_of({"substr(", "substring("}) + sub() + ", " + place() + ")";
    case 6: return "substr(" + sub() + ", " + place() + ", " + place() + ")";
    case 7: return "replace(" + sub() + ", " + sub() + ", " + sub() + ")";
    case 8: return one_of({"min(", "max("}) + sub() + ", " + sub() + ")";
    case 9: return one_of({"coalesce(", "ifnull(", "nullif("}) + sub() + ", " + sub() + ")";
    case 10: return "CASE WHEN " + make(Want::truth, depth - 1) + " THEN " + sub() + " ELSE " + sub() + " END";
    case 11: return "typeof(" + make(Want::any, depth - 1) + ")";
    case 12: return "hex(" + make(Want::any, depth - 1) + ")";
    case 13: return "CAST(" + make(Want::any, depth - 1) + " AS TEXT)";
    case 14: return call_of_time(depth);
    case 15: return "iif(" + make(Want::truth, depth - 1) + ", " + sub() + ", " + sub() + ")";
    default: return sub() + one_of({" COLLATE NOCASE", " COLLATE BINARY", " COLLATE RTRIM"});
  }
}

std::string RandomExpressions::printed(int depth) {
  if (below(3) == 0) {
    const std::string number = make(Want::number, depth - 1), text = make(Want::text, depth - 1);
    return one_of({"json_object('a', ", "json_array("}) + number + ", 'b\"c', " + text + ")";
  }
  const std::string number = one_of({"%d", "%05d", "%-4d|", "%x", "%,d", "%+d"}),
                    text = one_of({"%s", "%8s", "%-5s|", "%!6s"});
  const std::string format = "'" + one_of({"", "a", "%%", "é "}) + number + one_of({" ", "-", ""}) + text + "'";
  return one_of({"printf(", "format("}) + format + ", " + make(Want::number, depth - 1) + ", " +
         make(Want::text, depth - 1) + ")";
}

std::string RandomExpressions::call_of_time(int depth) {
  const std::string value = one_of({"d", "d", "dd", "'2024-02-29'", "'2024-01-31 01:02:03'", "id"});
  const std::string modifier =
      value == "id" ? ", 'unixepoch'"
                    : one_of({"", "", ", '+1 day'", ", '-3 hours'", ", '+1 month'", ", '-13 months'", ", '+2 years'",
                              ", 'weekday 1'", ", 'weekday 0', '-7 days'", ", 'start of month', '+1 month', '-1 day'",
                              ", 'start of month'", ", 'start of day', '+90 minutes'", ", 'start of year'"});
  if (below(2) == 0) return one_of({"date(", "time(", "datetime("}) + value + modifier + ")";
  (void)depth;
  return "strftime(" +
         one_of({"'%Y-%m-%d'", "'%H:%M'", "'%Y'", "'%j'", "'%d.%m.%Y %H:%M:%S'", "'%f'", "'%s'", "'%%'"}) + ", " +
         value + modifier + ")";
}

std::string RandomExpressions::truth(int depth) {
  if (depth <= 0) return one_of({"f", "f", "i", "s", "r", "TRUE", "FALSE", "1", "0", "NULL", "n"});
  const auto comparison = [&] { return one_of({"=", "<>", "<", "<=", ">", ">=", "==", "!=", "IS", "IS NOT"}); };
  const auto sub = [&] { return make(Want::truth, depth - 1); };
  const Want kind = below(2) == 0 ? Want::number : Want::text;
  const auto side = [&] { return make(kind, depth - 1); };
  switch (below(14)) {
    case 0:
    case 1:
    case 2:
    case 3: return "(" + side() + " " + comparison() + " " + side() + ")";
    case 4: return "(" + sub() + one_of({" AND ", " OR "}) + sub() + ")";
    case 5: return "(NOT " + sub() + ")";
    case 6: return "(" + side() + one_of({" IN (", " NOT IN ("}) + side() + ", " + side() + ", " + side() + "))";
    case 7: return "(" + side() + one_of({" BETWEEN ", " NOT BETWEEN "}) + side() + " AND " + side() + ")";
    case 8:
      return "(" + make(Want::text, depth - 1) + one_of({" LIKE ", " NOT LIKE "}) +
             one_of({"'%a%'", "'A_C'", "'%'", "'_'", "''", "'100\\%' ESCAPE '\\'", "'%!_%' ESCAPE '!'", "'É'", "t",
                     "'abc%'", "'%😀%'", "'a\\b'"}) +
             ")";
    case 9:
      return "(" + make(Want::text, depth - 1) + one_of({" GLOB ", " NOT GLOB "}) +
             one_of({"'a*'", "'?'", "'*'", "'[a-c]*'", "'[^a]*'", "'A?C'", "''", "'*é*'", "'[]]*'", "'*.*'"}) + ")";
    case 10: return "(" + make(Want::any, depth - 1) + one_of({" IS NULL)", " IS NOT NULL)", " ISNULL)", " NOTNULL)"});
    case 11: return "(" + sub() + one_of({" IS TRUE)", " IS FALSE)", " IS NOT TRUE)", " IS NOT FALSE)"});
    case 12:
      return one_of({"json_valid(jn)", "(j ->> 'b' = 'x')", "(json_extract(jn, '$.b') <> 'x')", "(j ->> 'b' IS NULL)"});
    default:
      return "(" + one_of({"i", "s", "r", "n", "t", "tc", "tr", "d", "dd", "u", "w", "f", "b"}) + " " + comparison() +
             " " + make(Want::any, depth - 2) + ")";
  }
}

std::string RandomExpressions::blob(int depth) {
  if (depth <= 0) return one_of({"b", "x''", "x'61'", "x'FF00'", "NULL"});
  return one_of({"CAST(", "coalesce(b, "}) == "CAST(" ? "CAST(" + make(Want::text, depth - 1) + " AS BLOB)"
                                                      : "coalesce(b, " + blob(depth - 1) + ")";
}

}  // namespace lite2pg::test
