#include "mapping/documents/dictionary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "mapping/documents/lint.h"

namespace lite2pg::dictionary_test {
namespace {

using testing::HasSubstr;

ColumnPlan column(const std::string& name, int index, const std::string& type) {
  ColumnPlan c;
  c.source = c.target = name;
  c.source_index = index;
  c.type = type;
  return c;
}

Table source_table(const std::string& name, const std::vector<std::string>& columns) {
  Table table;
  table.name = name;
  for (const std::string& c : columns) table.columns.emplace_back().name = c;
  table.columns[0].key_position = 1;
  table.rowid_alias = 0;
  return table;
}

TablePlan planned(const Table& table) {
  TablePlan plan;
  plan.source = plan.target = table.name;
  for (int i = 0; const Column& c : table.columns) plan.columns.push_back(column(c.name, i++, "bigint"));
  plan.key = {0};
  return plan;
}

/// authors(id) and "Book List"(id, author_id -> authors), the reference without an index.
Plan library() {
  Plan plan;
  plan.schema.tables = {source_table("authors", {"id"}), source_table("Book List", {"id", "author_id"})};
  ForeignKey key;
  key.columns = {1};
  key.parent = "Authors";
  plan.schema.tables[1].foreign_keys = {key};
  plan.tables = {planned(plan.schema.tables[0]), planned(plan.schema.tables[1])};
  plan.tables[1].columns[0].identity = true;
  plan.tables[1].columns[1].default_sql = "1|2";
  ObjectPlan index;
  index.kind = ObjectKind::index;
  index.name = "by_author";
  index.table = "Book List";
  plan.objects = {index};
  return plan;
}

Index index_on(int part) {
  Index index;
  index.parts.emplace_back().column = part;
  return index;
}

bool found(const std::vector<LintFinding>& findings, std::string_view rule, std::string_view object) {
  return std::ranges::any_of(findings, [&](const LintFinding& f) { return f.rule == rule && f.object == object; });
}

TEST(Dictionary, ListsColumnsAndObjects) {
  const std::string page = dictionary_markdown(library());
  EXPECT_THAT(page, HasSubstr("## Book List"));
  EXPECT_THAT(page, HasSubstr("| `id` | bigint | key | yes | identity |"));
  EXPECT_THAT(page, HasSubstr("`1\\|2`"));
  EXPECT_THAT(page, HasSubstr("- index `by_author`: carried"));
}

TEST(Dictionary, DrawsForeignKeysBetweenEntities) {
  const std::string diagram = diagram_mermaid(library());
  EXPECT_THAT(diagram, HasSubstr("erDiagram\n"));
  EXPECT_THAT(diagram, HasSubstr("    Book_List {\n        bigint id PK\n        bigint author_id FK\n    }\n"));
  EXPECT_THAT(diagram, HasSubstr("    authors |o--o{ Book_List : \"author_id\"\n"));
}

TEST(Lint, NamesWhatWillHurt) {
  Plan plan = library();
  plan.tables[0].target = "user";
  plan.tables[0].columns[0].target = std::string(60, 'x');
  plan.schema.tables[0].columns[0].key_position = 0;
  const auto findings = lint(plan);
  EXPECT_TRUE(found(findings, "reserved-word", "user"));
  EXPECT_TRUE(found(findings, "long-name", "user." + std::string(60, 'x')));
  EXPECT_TRUE(found(findings, "needs-quotes", "Book List"));
  EXPECT_TRUE(found(findings, "no-primary-key", "user"));
  EXPECT_TRUE(found(findings, "unindexed-foreign-key", "Book List"));
}

TEST(Lint, IsSilentAboutAnIndexedPlainSchema) {
  Plan plan = library();
  plan.tables[1].target = "books";
  plan.schema.tables[1].indexes = {index_on(1)};
  EXPECT_TRUE(lint(plan).empty());
}

TEST(Lint, APartialIndexServesNoForeignKey) {
  Plan plan = library();
  plan.tables[1].target = "books";
  plan.schema.tables[1].indexes = {index_on(1)};
  plan.schema.tables[1].indexes[0].where = "id > 3";
  EXPECT_TRUE(found(lint(plan), "unindexed-foreign-key", "books"));
}

}  // namespace
}  // namespace lite2pg::dictionary_test
