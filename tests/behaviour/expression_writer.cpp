#include "tests/behaviour/expression_writer.h"

#include <algorithm>

namespace lite2pg::test {

/// A column of one of the domains; generated ones are left alone.
std::string ExpressionWriter::column_of(std::initializer_list<Domain> domains, const char* otherwise) {
  std::vector<std::string> names;
  for (const ColumnSpec& c : table_.columns) {
    const bool wanted = std::ranges::count(domains, c.domain) > 0;
    if (wanted && c.generated.empty()) names.push_back("\"" + c.name + "\"");
  }
  return names.empty() ? otherwise : names[static_cast<std::size_t>(random_.below(static_cast<int>(names.size())))];
}

std::string ExpressionWriter::plain_column() {
  std::vector<std::string> names;
  for (const ColumnSpec& c : table_.columns) {
    if (c.generated.empty()) names.push_back("\"" + c.name + "\"");
  }
  return names[static_cast<std::size_t>(random_.below(static_cast<int>(names.size())))];
}

std::string ExpressionWriter::number_leaf() {
  if (random_.chance(25)) return random_.one_of({"0", "1", "2", "3", "10", "-1", "0.5", "1.5", "2.0", "100"});
  return column_of({Domain::integer, Domain::small, Domain::decimal, Domain::real, Domain::boolean, Domain::any}, "7");
}

std::string ExpressionWriter::text_leaf() {
  if (random_.chance(20)) return random_.one_of({"'a'", "'abc'", "''", "'10'", "'x'", "'-'"});
  if (random_.chance(20)) return column_of({Domain::date, Domain::instant, Domain::uuid}, "'d'");
  return column_of({Domain::text, Domain::any}, "'t'");
}

std::string ExpressionWriter::number(int depth) {
  if (depth <= 0) return number_leaf();
  const auto sub = [&] { return number(depth - 1); };
  switch (random_.below(16)) {
    case 0:
    case 1:
    case 2:
    case 3: return "(" + sub() + " " + random_.one_of({"+", "-", "*", "*", "/", "%"}) + " " + sub() + ")";
    case 4: return "abs(" + sub() + ")";
    case 5: return "round(" + sub() + random_.one_of({")", ", 1)", ", 2)"});
    case 6: return "coalesce(" + sub() + ", " + sub() + ")";
    case 7: return "CASE WHEN " + truth(depth - 1) + " THEN " + sub() + " ELSE " + sub() + " END";
    case 8: return "length(" + text(depth - 1) + ")";
    case 9: return "CAST(" + sub() + " AS " + random_.one_of({"INTEGER", "REAL", "NUMERIC"}) + ")";
    case 10: return "nullif(" + sub() + ", " + sub() + ")";
    case 11: return random_.one_of({"min(", "max("}) + sub() + ", " + sub() + ")";
    case 12: return "(-" + sub() + ")";
    case 13: return random_.one_of({"instr(", "instr("}) + text(depth - 1) + ", " + text(depth - 1) + ")";
    case 14: return "sign(" + sub() + ")";
    default: return sub();
  }
}

std::string ExpressionWriter::text(int depth) {
  if (depth <= 0) return text_leaf();
  const auto sub = [&] { return text(depth - 1); };
  switch (random_.below(13)) {
    case 0: return random_.one_of({"lower(", "upper(", "trim(", "ltrim(", "rtrim("}) + sub() + ")";
    case 1: return "(" + sub() + " || " + sub() + ")";
    case 2: return "substr(" + sub() + random_.one_of({", 1, 3)", ", 2)", ", -2)", ", 1, 10)", ", 1, 7)"});
    case 3: return "coalesce(" + sub() + ", " + sub() + ")";
    case 4: return "typeof(" + any(depth - 1) + ")";
    case 5: return "CAST(" + number(depth - 1) + " AS TEXT)";
    case 6: return "replace(" + sub() + ", 'a', 'b')";
    case 7: return "CASE WHEN " + truth(depth - 1) + " THEN " + sub() + " ELSE " + sub() + " END";
    case 8: return "hex(" + sub() + ")";
    case 9:
      return random_.one_of({"date(", "time(", "datetime("}) +
             column_of({Domain::date, Domain::instant}, "'2024-01-01'") + ")";
    case 10:
      return "strftime(" + random_.one_of({"'%Y'", "'%Y-%m'", "'%H:%M'", "'%d'"}) + ", " +
             column_of({Domain::date, Domain::instant}, "'2024-01-01'") + ")";
    case 11: return "(" + number(depth - 1) + " || '')";
    default: return sub();
  }
}

std::string ExpressionWriter::truth(int depth) {
  const auto comparison = [&] {
    return random_.one_of({" = ", " <> ", " < ", " <= ", " > ", " >= ", " IS ", " IS NOT "});
  };
  switch (random_.below(12)) {
    case 0:
    case 1:
    case 2:
    case 3: return "(" + number(depth) + comparison() + number(depth - 1) + ")";
    case 4:
    case 5: return "(" + text(depth) + comparison() + text(depth - 1) + ")";
    case 6: return "(" + number(depth - 1) + " BETWEEN " + number_leaf() + " AND " + number_leaf() + ")";
    case 7:
      return "(" + text(depth - 1) + random_.one_of({" LIKE 'a%'", " LIKE '%B%'", " GLOB '[a-z]*'", " NOT LIKE '_'"}) +
             ")";
    case 8:
      return "(" + number(depth - 1) + random_.one_of({" IN (1, 2, 3.5)", " IN (0, 1)", " NOT IN (5, 0.25)"}) + ")";
    case 9: return "(" + text(depth - 1) + random_.one_of({" IN ('a', 'b', 'ABC')", " NOT IN ('x', '10')"}) + ")";
    case 10: return "(" + plain_column() + random_.one_of({" IS NULL)", " IS NOT NULL)"});
    default:
      return "(" + column_of({Domain::date, Domain::instant}, "'2024-01-01'") + comparison() +
             random_.one_of({"'2022-01-01'", "'2021-06-15 00:00:00'", "'2020-02-11 03:31:07'", "''"}) + ")";
  }
}

std::string ExpressionWriter::likely_truth() {
  const std::string number_column = column_of({Domain::integer, Domain::small, Domain::decimal, Domain::real}, "1");
  switch (random_.below(10)) {
    case 0: return number_column + random_.one_of({" > -4", " >= 0", " <> 0.5", " < 1000", " BETWEEN -3 AND 20"});
    case 1: return number_column + random_.one_of({" * 2 < 100", " + 1 > -2", " / 2 <> 2", " % 3 <> 1", " * 1.5 <> 3"});
    case 2:
      return random_.one_of({"abs(", "round(", "typeof(", "coalesce("}) == "typeof("
                 ? "typeof(" + number_column + ") <> 'blob'"
                 : "abs(" + number_column + ") < 10";
    case 3: return "length(" + column_of({Domain::text}, "'t'") + ") < " + random_.one_of({"3", "4", "20"});
    case 4: return column_of({Domain::text}, "'t'") + random_.one_of({" <> 'A'", " <> ''", " NOT LIKE 'z%'", " > 'A'"});
    case 5:
      return column_of({Domain::date, Domain::instant}, "'2024-01-01'") +
             random_.one_of({" > '2020-06-01'", " < '2024-01-01 00:00:00'", " <> ''"});
    case 6: return "strftime('%Y', " + column_of({Domain::date, Domain::instant}, "'2024-01-01'") + ") >= '2021'";
    case 7: return plain_column() + " IS NOT NULL OR " + truth(1);
    default: return truth(1 + random_.below(2));
  }
}

}  // namespace lite2pg::test
