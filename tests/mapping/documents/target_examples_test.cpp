// The examples of docs/existing-schemas.md: what a column of each type takes and refuses is what the code takes and
// refuses, when the value stands alone in a column without a declared type.
#include <gtest/gtest.h>

#include "common/files.h"
#include "mapping/choice/target_codec.h"
#include "mapping/choice/value_check.h"
#include "mapping/codec/decode/decode.h"
#include "mapping/codec/encode/encode.h"
#include "mapping/planning/existing_plan.h"
#include "tests/mapping/documents/backticks.h"
#include "tests/mapping/plan_fixture.h"
#include "tests/support/places.h"

namespace lite2pg::target_examples_test {
namespace {

struct Row {
  std::string type;
  std::vector<std::string> takes, refuses;
};

std::vector<Row> documented() {
  std::vector<Row> rows;
  const std::string text = read_file(test::source_folder() + "/docs/existing-schemas.md", "page");
  std::size_t at = text.find("<!-- examples:");
  for (at = text.find("\n| `", at); at != std::string::npos && text.compare(at, 4, "\n| `") == 0;) {
    const std::size_t end = text.find('\n', at + 1);
    const std::string line = text.substr(at + 1, end - at - 1);
    const std::size_t first = line.find(" | "), second = line.find(" | ", first + 3);
    rows.push_back({test::quoted_in(line.substr(0, first)).at(0), test::quoted_in(line.substr(first, second - first)),
                    test::quoted_in(line.substr(second))});
    at = end;
  }
  return rows;
}

/// A literal of SQLite: 5, 1.5, 'text', x'00ff'.
OwnedValue value_of(const std::string& literal) {
  if (literal[0] == '\'') return OwnedValue(Value::text(literal.substr(1, literal.size() - 2)));
  if (literal.starts_with("x'")) {
    std::string bytes;
    for (std::size_t i = 2; i + 2 < literal.size(); i += 2)
      bytes += static_cast<char>(std::stoi(literal.substr(i, 2), nullptr, 16));
    return OwnedValue(Value::blob(bytes));
  }
  if (literal.find_first_of(".e") != std::string::npos) return OwnedValue(Value::of(std::stod(literal)));
  return OwnedValue(Value::of(std::int64_t{std::stoll(literal)}));
}

TargetColumn column_of_type(const std::string& type) {
  TargetColumn column;
  column.name = "c";
  column.type = type;
  column.is_array = type.ends_with("[]");
  column.base = type.substr(0, type.find_first_of("(["));
  if (column.base == "mood") column.labels = {"open", "done"}, column.is_enum = true;
  return column;
}

/// How the value goes into the column; "" when it does not.
std::string codec_that_takes(const std::string& type, const Value& v) {
  TargetCatalog catalog;
  catalog.schema = "public";
  catalog.tables.push_back({.name = "t", .columns = {column_of_type(type)}});
  Schema schema;
  Table& table = schema.tables.emplace_back();
  table.name = "t";
  table.columns = {test::make_column("c", "")};
  TableCensus census = CensusForm("", &catalog).blank(table);
  census.rows = 1;
  census.columns[0].add(v, 1);
  const Plan plan = make_existing_plan(schema, {census}, {}, "", catalog);
  const ColumnPlan& column = plan.tables.at(0).columns.at(0);
  FieldBuffer field;
  if (encode(column.codec, v, field).misfit != Misfit::none) return {};
  if (ValueCheck(column).check(field.view()) != Misfit::none) return {};
  std::string one, other;
  EXPECT_TRUE(same(decode(column.codec, field.view(), one), canonical(column.codec, v, other))) << type;
  return to_string(column.codec);
}

TEST(TargetExamples, AreWhatTheCodeDoes) {
  const std::vector<Row> rows = documented();
  EXPECT_GE(rows.size(), 25U);
  for (const Row& row : rows) {
    EXPECT_FALSE(row.takes.empty()) << row.type;
    for (const std::string& literal : row.takes)
      EXPECT_NE(codec_that_takes(row.type, value_of(literal).view()), "") << row.type << " takes " << literal;
    for (const std::string& literal : row.refuses)
      EXPECT_EQ(codec_that_takes(row.type, value_of(literal).view()), "") << row.type << " refuses " << literal;
  }
}

}  // namespace
}  // namespace lite2pg::target_examples_test
