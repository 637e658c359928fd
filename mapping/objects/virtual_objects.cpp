// Virtual tables and the shadow tables that belong to them: named, with what would serve instead.
#include <algorithm>

#include "common/text.h"
#include "mapping/objects/full_text.h"
#include "mapping/objects/object_planner.h"
#include "mapping/sql/parser/statements.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

std::string full_text_advice(const CreateVirtualTable& table) {
  const FullTextTable text = read_full_text(table);
  std::string document;
  for (const std::string& column : text.columns) {
    document += (document.empty() ? "coalesce(" : " || ' ' || coalesce(") + quote_identifier(column) + ", '')";
  }
  const bool own = text.content.empty();
  const std::string target = own ? "a table that holds its text" : quote_identifier(text.content);
  return std::string("full-text search is not carried") + (own ? ", nor are its rows" : "") +
         "; this would serve: " + "CREATE INDEX ON " + target + " USING gin (to_tsvector('simple', " + document + "))";
}

/// Its columns are a number and two bounds a dimension (https://sqlite.org/rtree.html): in two of them a box.
std::string box_advice(const CreateVirtualTable& table) {
  const std::string why =
      "an R-Tree is an index over boxes, kept as 32-bit numbers; neither it nor its rows are carried";
  std::vector<std::string> columns;
  for (const std::string& argument : table.arguments) {
    columns.push_back(quote_identifier(unquoted(tokenize(argument).tokens.front())));
  }
  if (columns.size() < 5) return why;
  const std::string corners =
      "point(" + columns[1] + ", " + columns[3] + "), point(" + columns[2] + ", " + columns[4] + ")";
  return why + "; over the table that has the bounds this would serve: CREATE INDEX ON t USING gist (box(" + corners +
         "))";
}

std::string advice(const CreateVirtualTable& parsed) {
  if (parsed.module.starts_with("fts")) return full_text_advice(parsed);
  if (parsed.module.starts_with("rtree")) return box_advice(parsed);
  return "PostgreSQL has no module " + parsed.module + "; its rows are not carried";
}

}  // namespace

/// What the mapping file asks for: a column of the table whose text it is, with an index.
bool ObjectPlanner::plan_full_text(ObjectPlan& object, const CreateVirtualTable& parsed,
                                   const std::string& configuration) {
  const FullTextTable text = read_full_text(parsed);
  const Table* source = text.content.empty() ? nullptr : plan_.schema.find_table(text.content);
  const auto content = std::ranges::find_if(
      plan_.tables, [&](const TablePlan& t) { return source != nullptr && t.source == source->name; });
  std::string refusal = "fts: it keeps its own text, in no table that is carried";
  if (content == plan_.tables.end()) return leave_out(object, refusal + "; " + advice(parsed)), false;
  NameRegistry names(NameRegistry::Kind::constraint);
  for (const ColumnPlan& c : content->columns) (void)names.claim(c.target);
  refusal.clear();
  ColumnPlan column = search_column(text, *content, names.claim(styled(object.name, plan_.options.identifiers)).name,
                                    configuration, refusal);
  if (!refusal.empty()) return leave_out(object, "fts: " + refusal + "; " + advice(parsed)), false;
  const std::string name = relation_name(object, composed_name(content->target, column.target, "idx"));
  const std::string target = quote_identifier(column.target);
  mark(object, ObjectStatus::changed,
       "column " + target + " of " + quote_identifier(content->target) + " and a GIN index serve for it: " + target +
           " @@ websearch_to_tsquery(" + quote_literal(configuration) +
           ", ...). Words are cut and ranked in another way than by SQLite");
  object.table = content->source;
  object.phase = Phase::after_table;
  object.sql = {"CREATE INDEX " + quote_identifier(name) + " ON " + quote_identifier(content->target) + " USING gin (" +
                target + ")"};
  content->columns.push_back(std::move(column));
  return true;
}

void ObjectPlanner::plan_virtual_table(const Table& table) {
  ObjectPlan& object = add(ObjectKind::virtual_table, table.name, table.name);
  const std::string configuration = mapping_.table_rule(table.name).fts_configuration;
  try {
    const CreateVirtualTable parsed = parse_create_virtual_table(table.sql);
    if (!configuration.empty() && parsed.module.starts_with("fts")) {
      object.skipped = plan_full_text(object, parsed, configuration);
      return;
    }
    leave_out(object, (configuration.empty() ? "" : "fts: it is no full-text table; ") + advice(parsed));
  } catch (const SqlError&) {
    leave_out(object, "virtual tables are not carried");
  }
}

void ObjectPlanner::plan_virtual_tables() {
  for (const Table& table : plan_.schema.tables) {
    if (!in_scope(table.name)) continue;
    if (table.kind == TableKind::virtual_) {
      plan_virtual_table(table);
    } else if (table.kind == TableKind::shadow && ascii_lower(table.name).starts_with("sqlite_stat")) {
      leave_out(add(ObjectKind::statistics, table.name, table.name),
                "SQLite's own; the load runs PostgreSQL's ANALYZE");
    } else if (table.kind == TableKind::shadow) {
      leave_out(add(ObjectKind::shadow_table, table.name, table.name), "belongs to a virtual table");
    }
  }
}

}  // namespace lite2pg
