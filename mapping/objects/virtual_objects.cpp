// Virtual tables and the shadow tables that belong to them: named, with what would serve instead.
#include <algorithm>

#include "common/text.h"
#include "mapping/objects/full_text.h"
#include "mapping/objects/object_planner.h"
#include "mapping/objects/rtree_table.h"
#include "mapping/sql/parser/statements.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

/// Where the text stands that it searches, as far as a target is concerned.
std::string whereabouts_of_text(const FullTextTable& text, const CreateVirtualTable& table, const std::string& copy) {
  if (!text.content.empty()) return "";
  if (!text.keeps_text) return ", and it keeps no text that could be; over a table that holds it";
  std::string columns;
  for (const std::string& column : text.stored) columns += ", " + quote_identifier(column);
  return ", and its text stays behind: it stands in this table alone. A table made in the source before the import "
         "carries it: CREATE TABLE " +
         quote_identifier(copy) + " AS SELECT rowid AS id" + columns + " FROM " + quote_identifier(table.name) +
         "; over that one";
}

std::string full_text_advice(const CreateVirtualTable& table) {
  const FullTextTable text = read_full_text(table);
  std::string document;
  for (const std::string& column : text.columns) {
    document += (document.empty() ? "coalesce(" : " || ' ' || coalesce(") + quote_identifier(column) + ", '')";
  }
  const std::string copy = table.name + "_text";
  const std::string target = !text.content.empty() ? quote_identifier(text.content)
                             : text.keeps_text     ? quote_identifier(copy)
                                                   : "it";
  return "full-text search is not carried" + whereabouts_of_text(text, table, copy) +
         (text.content.empty() ? " this would serve: " : "; this would serve: ") + "CREATE INDEX ON " + target +
         " USING gin (to_tsvector('simple', " + document + "))";
}

/// Its columns are a number and two bounds a dimension (https://sqlite.org/rtree.html): in two of them a box.
std::string box_advice(const CreateVirtualTable& table) {
  const std::string why =
      "an R-Tree is an index over boxes, kept as 32-bit numbers; neither it nor its rows are carried";
  std::vector<std::string> columns;
  for (const std::string& argument : table.arguments) {
    if (is_auxiliary(argument)) break;
    columns.push_back(quote_identifier(unquoted(tokenize(argument).tokens.front())));
  }
  const std::string way = why + "; [table.\"" + table.name + "\"] rtree = \"table\" in a mapping file carries both";
  if (columns.size() < 5) return way;
  const std::string corners =
      "point(" + columns[1] + ", " + columns[3] + "), point(" + columns[2] + ", " + columns[4] + ")";
  return way + "; over a table that has the bounds this would serve: CREATE INDEX ON t USING gist (box(" + corners +
         "))";
}

std::string advice(const CreateVirtualTable& parsed) {
  if (parsed.module.starts_with("fts")) return full_text_advice(parsed);
  if (parsed.module.starts_with("rtree")) return box_advice(parsed);
  return "PostgreSQL has no module " + parsed.module + "; its rows are not carried";
}

std::string why_no_rtree(const Table& table, const CreateVirtualTable& parsed) {
  if (!parsed.module.starts_with("rtree")) return "rtree: it is no R-Tree; " + advice(parsed);
  return table.columns.empty() ? "rtree: this SQLite has no R-Tree module, so that its rows cannot be read"
                               : "rtree: the archive was made without its rows";
}

/// What of its numbers is not as it was once somebody writes.
std::string rounding_of(const RTree& tree) {
  return std::string("carried as a table by its rows. ") +
         (tree.integers
              ? "PostgreSQL refuses bounds beyond 32 bits, where SQLite cuts them"
              : "New bounds are rounded to the nearest number of 32 bits, where SQLite rounds them outwards") +
         "; NULL is refused, where SQLite takes it for 0";
}

}  // namespace

/// What the mapping file asks for: a column of the table whose text it is, with an index.
bool ObjectPlanner::plan_full_text(ObjectPlan& object, const CreateVirtualTable& parsed,
                                   const std::string& configuration) {
  const FullTextTable text = read_full_text(parsed);
  const Table* source = text.content.empty() ? nullptr : plan_.schema.find_table(text.content);
  const auto content = std::ranges::find_if(
      plan_.tables, [&](const TablePlan& t) { return source != nullptr && t.source == source->name; });
  std::string refusal = "fts: the text is in no table that is carried";
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

/// A table by its rows, with an index for what the module is asked for.
void ObjectPlanner::plan_rtree(ObjectPlan& object, const TablePlan& table, const Table& source) {
  const RTree tree = *read_rtree(source);
  mark(object, ObjectStatus::changed, rounding_of(tree));
  if (mapping_.skips_object(object.table, object.name)) {
    return mark(object, ObjectStatus::changed, "without an index: the mapping file skips it");
  }
  const BoxIndex index = box_index(tree, table);
  if (!index.refusal.empty()) return mark(object, ObjectStatus::changed, "without an index: " + index.refusal);
  mark(object, ObjectStatus::changed, "its GiST index serves WHERE " + index.query);
  const std::string name = relation_name(object, composed_name(table.target, "box", "idx"));
  object.phase = Phase::after_table;
  object.sql = {"CREATE INDEX " + quote_identifier(name) + " ON " + quote_identifier(table.target) + " USING gist (" +
                index.box + ")"};
}

void ObjectPlanner::plan_virtual_table(const Table& table) {
  ObjectPlan& object = add(ObjectKind::virtual_table, table.name, table.name);
  const TableRule rule = mapping_.table_rule(table.name);
  const std::string& configuration = rule.fts_configuration;
  try {
    const CreateVirtualTable parsed = parse_create_virtual_table(table.sql);
    if (!configuration.empty() && parsed.module.starts_with("fts")) {
      object.skipped = plan_full_text(object, parsed, configuration);
      return;
    }
    leave_out(object, (configuration.empty() ? "" : "fts: it is no full-text table; ") +
                          (rule.rtree ? why_no_rtree(table, parsed) : advice(parsed)));
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
