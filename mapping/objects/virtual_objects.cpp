// Virtual tables and the shadow tables that belong to them: named, with what would serve instead.
#include "common/text.h"
#include "mapping/objects/object_planner.h"
#include "mapping/sql/parser/statements.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::string unquoted_name(const std::string& text) { return unquoted(tokenize(text).tokens.front()); }

/// The indexed columns and the table whose text they are; empty for a table that keeps its own.
struct FullText {
  std::vector<std::string> columns;
  std::string content;
};

/// https://sqlite.org/fts5.html section 4, https://sqlite.org/fts3.html section 6.2
FullText read_full_text(const CreateVirtualTable& table) {
  FullText result;
  for (const std::string& argument : table.arguments) {
    const auto equals = argument.find('=');
    if (equals == std::string::npos) {
      result.columns.push_back(unquoted_name(trimmed(argument)));
    } else if (trimmed(argument.substr(0, equals)) == "content") {
      result.content = unquoted_name(trimmed(argument.substr(equals + 1)));
    }
  }
  return result;
}

std::string full_text_advice(const CreateVirtualTable& table) {
  const FullText text = read_full_text(table);
  std::string document;
  for (const std::string& column : text.columns) {
    document += (document.empty() ? "coalesce(" : " || ' ' || coalesce(") + quote_identifier(column) + ", '')";
  }
  const bool own = text.content.empty();
  const std::string target = own ? "a table that holds its text" : quote_identifier(text.content);
  return std::string("full-text search is not carried") + (own ? ", nor are its rows" : "") +
         "; this would serve: " + "CREATE INDEX ON " + target + " USING gin (to_tsvector('simple', " + document + "))";
}

std::string advice(const Table& table) {
  try {
    const CreateVirtualTable parsed = parse_create_virtual_table(table.sql);
    if (parsed.module.starts_with("fts")) return full_text_advice(parsed);
    return "PostgreSQL has no module " + parsed.module + "; its rows are not carried";
  } catch (const SqlError&) {
    return "virtual tables are not carried";
  }
}

}  // namespace

void ObjectPlanner::plan_virtual_tables() {
  for (const Table& table : plan_.schema.tables) {
    if (!in_scope(table.name)) continue;
    if (table.kind == TableKind::virtual_) {
      leave_out(add(ObjectKind::virtual_table, table.name, table.name), advice(table));
    } else if (table.kind == TableKind::shadow && ascii_lower(table.name).starts_with("sqlite_stat")) {
      leave_out(add(ObjectKind::statistics, table.name, table.name),
                "SQLite's own; the load runs PostgreSQL's ANALYZE");
    } else if (table.kind == TableKind::shadow) {
      leave_out(add(ObjectKind::shadow_table, table.name, table.name), "belongs to a virtual table");
    }
  }
}

}  // namespace lite2pg
