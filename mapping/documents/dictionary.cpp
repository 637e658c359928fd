#include "mapping/documents/dictionary.h"

#include <algorithm>

#include "common/text.h"

namespace lite2pg {
namespace {

/// A table cell: no pipe ends it and no line break leaves it.
std::string cell(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '|') result += '\\';
    result += c == '\n' || c == '\r' ? ' ' : c;
  }
  return result;
}

std::string code(std::string_view text) { return text.empty() ? "" : "`" + cell(text) + "`"; }

bool is_key(const TablePlan& table, std::size_t column) {
  return std::ranges::find(table.key, static_cast<int>(column)) != table.key.end();
}

std::string default_cell(const ColumnPlan& column) {
  if (column.identity) return "identity";
  if (column.generated) return "generated: " + code(column.generated_sql);
  return code(column.default_sql);
}

std::string column_rows(const TablePlan& table) {
  std::string rows = "| column | type | key | null | default | from |\n| --- | --- | --- | --- | --- | --- |\n";
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const ColumnPlan& c = table.columns[i];
    rows += "| " + code(c.target) + " | " + cell(c.type) + " | " + (is_key(table, i) ? "key" : "") + " | " +
            (c.not_null ? "no" : "yes") + " | " + default_cell(c) + " | " + code(c.source) + " " +
            cell(c.declared_type) + " |\n";
  }
  return rows;
}

std::string object_lines(const Plan& plan, const TablePlan& table) {
  std::string lines;
  for (const ObjectPlan& o : plan.objects) {
    if (o.table != table.source || o.kind == ObjectKind::table) continue;
    lines += "- " + std::string(name_of(o.kind)) + " " + code(o.name) + ": " + std::string(name_of(o.status));
    if (!o.reason.empty()) lines += " (" + cell(o.reason) + ")";
    lines += "\n";
  }
  return lines.empty() ? lines : "\n" + lines;
}

/// Mermaid's names: letters, digits, underscores and hyphens stay; entities may also be quoted for everything else.
std::string word(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    result += plain ? c : '_';
  }
  const bool starts_well = !result.empty() && !(result[0] >= '0' && result[0] <= '9');
  return starts_well ? result : "_" + result;
}

std::string entity(const TablePlan& table, const Table* source) {
  std::string text = "    " + word(table.target) + " {\n";
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const ColumnPlan& c = table.columns[i];
    const bool foreign = source != nullptr && std::ranges::any_of(source->foreign_keys, [&](const ForeignKey& key) {
                           return std::ranges::find(key.columns, c.source_index) != key.columns.end();
                         });
    std::string marks = is_key(table, i) ? "PK" : "";
    if (foreign) marks += marks.empty() ? "FK" : ", FK";
    text += "        " + word(c.type) + " " + word(c.target) + (marks.empty() ? "" : " " + marks) + "\n";
  }
  return text + "    }\n";
}

/// "parent ||--o{ child : columns": a parent row has any number of children; a nullable reference may have no parent.
std::string relation(const Plan& plan, const TablePlan& child, const Table& source, const ForeignKey& key) {
  const Table* parent_source = plan.schema.find_table(key.parent);
  const TablePlan* parent = parent_source == nullptr ? nullptr : plan.find_table(parent_source->name);
  if (parent == nullptr) return "";
  std::string columns;
  bool optional = false;
  for (const int i : key.columns) {
    const Column& c = source.columns[static_cast<std::size_t>(i)];
    columns += (columns.empty() ? "" : ", ") + word(c.name);
    optional = optional || !c.not_null;
  }
  return "    " + word(parent->target) + (optional ? " |o--o{ " : " ||--o{ ") + word(child.target) + " : \"" + columns +
         "\"\n";
}

}  // namespace

std::string dictionary_markdown(const Plan& plan) {
  std::string page = "# Data dictionary\n\n" + std::to_string(plan.tables.size()) + " tables\n";
  for (const TablePlan& table : plan.tables) {
    page += "\n## " + cell(table.target) + "\n\n" + with_thousands(table.rows) + " rows, from table " +
            code(table.source) + "\n\n" + column_rows(table) + object_lines(plan, table);
  }
  return page;
}

std::string diagram_mermaid(const Plan& plan) {
  std::string entities, relations;
  for (const TablePlan& table : plan.tables) {
    const Table* source = plan.schema.find_table(table.source);
    entities += entity(table, source);
    if (source == nullptr) continue;
    for (const ForeignKey& key : source->foreign_keys) relations += relation(plan, table, *source, key);
  }
  return "erDiagram\n" + entities + relations;
}

}  // namespace lite2pg
