#include "mapping/sql/parser/table_facts.h"

#include <algorithm>
#include <vector>

#include "common/text.h"
#include "mapping/sql/parser/statements.h"
#include "mapping/sql/parser/tokenizer.h"

namespace lite2pg {
namespace {

/// Indexes of the named columns; -1 for a name that is none.
std::vector<int> find_columns(const Table& table, const std::vector<std::string>& names) {
  std::vector<int> found;
  for (const std::string& name : names) found.push_back(table.find_column(name));
  return found;
}

std::vector<int> columns_of(const Table& table, const KeyClause& key) {
  std::vector<int> found;
  for (const IndexedPart& part : key.parts) found.push_back(table.find_column(part.column));
  return found;
}

std::vector<int> columns_of(const Index& index) {
  std::vector<int> found;
  for (const IndexPart& part : index.parts) found.push_back(part.column);
  return found;
}

void add_columns(Table& table, const CreateTable& parsed) {
  for (const ColumnClause& clause : parsed.columns) {
    const int found = table.find_column(clause.name);
    if (found < 0) continue;
    Column& column = table.columns[static_cast<std::size_t>(found)];
    column.collation = equals_ignoring_case(clause.collation, "BINARY") ? "" : clause.collation;
    column.not_null_conflict = clause.not_null_conflict;
    if (clause.generated) column.generated_sql = clause.generated->of(table.sql);
  }
}

void add_checks(Table& table, const CreateTable& parsed) {
  for (const CheckClause& clause : parsed.checks) {
    const bool of_column = clause.column >= 0;
    const int column = of_column ? table.find_column(parsed.columns[static_cast<std::size_t>(clause.column)].name) : -1;
    table.checks.push_back({clause.name, std::string(clause.expression.of(table.sql)), column});
  }
}

/// SQLite makes one automatic index for all constraints over the same columns; the first one names it.
void add_keys(Table& table, const CreateTable& parsed) {
  std::vector<bool> named(table.indexes.size());
  for (const KeyClause& clause : parsed.keys) {
    const std::vector<int> columns = columns_of(table, clause);
    if (clause.primary) {
      table.key_name = clause.name;
      table.key_conflict_clause = clause.conflict;
      table.autoincrement = clause.autoincrement;
    }
    for (std::size_t i = 0; i < table.indexes.size(); ++i) {
      Index& index = table.indexes[i];
      if (named[i] || index.origin == IndexOrigin::create_index || columns_of(index) != columns) continue;
      if (clause.primary != (index.origin == IndexOrigin::primary_key)) continue;
      index.constraint_name = clause.name;
      index.conflict_clause = clause.conflict;
      named[i] = true;
      break;
    }
  }
}

void add_foreign_keys(Table& table, const CreateTable& parsed) {
  std::vector<bool> taken(table.foreign_keys.size());
  for (const ForeignKeyClause& clause : parsed.foreign_keys) {
    const std::vector<int> columns = find_columns(table, clause.columns);
    for (std::size_t i = 0; i < table.foreign_keys.size(); ++i) {
      ForeignKey& key = table.foreign_keys[i];
      if (taken[i] || key.columns != columns || !equals_ignoring_case(key.parent, clause.parent)) continue;
      key.name = clause.name;
      key.deferrable = clause.deferrable;
      key.initially_deferred = clause.initially_deferred;
      taken[i] = true;
      break;
    }
  }
}

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n*-");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n*") - begin + 1);
}

std::string_view words_of(const Token& comment) {
  std::string_view text = comment.text.substr(2);
  if (comment.text.starts_with("/*") && text.ends_with("*/")) text.remove_suffix(2);
  return trimmed(text);
}

void append_line(std::string& text, std::string_view line) {
  if (!text.empty() && !line.empty()) text += '\n';
  text += line;
}

/// Comments belong to the column whose definition stands before them on their line, else to the next one below; those
/// on the line where the list of columns opens, to the table.
class CommentReader {
 public:
  CommentReader(Table& table, const CreateTable& parsed) : table_(table), parsed_(parsed) {}

  void add(const Token& comment) {
    std::string* owner = owner_of(comment);
    if (owner != nullptr) append_line(*owner, words_of(comment));
  }

 private:
  std::string* owner_of(const Token& comment) {
    const std::size_t last_line_break = table_.sql.rfind('\n', comment.position);
    const std::size_t line = last_line_break == std::string::npos ? 0 : last_line_break + 1;
    const ColumnClause* before = nullptr;
    for (const ColumnClause& column : parsed_.columns) {
      const bool on_this_line = column.span.end > line;
      if (column.span.begin < comment.position && on_this_line) before = &column;
    }
    if (before != nullptr) return comment_of(*before);
    if (comment.position < parsed_.body || line <= parsed_.body) return &table_.comment;
    const auto after =
        std::ranges::find_if(parsed_.columns, [&](const ColumnClause& c) { return c.span.begin > comment.position; });
    return after == parsed_.columns.end() ? nullptr : comment_of(*after);
  }

  std::string* comment_of(const ColumnClause& clause) {
    const int found = table_.find_column(clause.name);
    return found < 0 ? nullptr : &table_.columns[static_cast<std::size_t>(found)].comment;
  }

  Table& table_;
  const CreateTable& parsed_;
};

void add_comments(Table& table, const CreateTable& parsed) {
  CommentReader reader(table, parsed);
  for (const Token& comment : tokenize(table.sql).comments) reader.add(comment);
}

std::string describe(const SqlError& error) {
  return std::string(error.what()) + " at byte " + std::to_string(error.position() + 1);
}

}  // namespace

std::string add_parsed_facts(Table& table) {
  if (table.kind == TableKind::virtual_) return {};
  try {
    const CreateTable parsed = parse_create_table(table.sql);
    table.strict = table.strict || parsed.strict;
    add_columns(table, parsed);
    add_checks(table, parsed);
    add_keys(table, parsed);
    add_foreign_keys(table, parsed);
    add_comments(table, parsed);
    return {};
  } catch (const SqlError& error) {
    return describe(error);
  }
}

std::string add_parsed_facts(Index& index, const Table& table) {
  if (index.sql.empty()) return {};
  try {
    const CreateIndex parsed = parse_create_index(index.sql);
    if (!index.parts.empty() && index.parts.size() != parsed.parts.size()) return "its parts are not those of its SQL";
    index.parts.resize(parsed.parts.size());
    for (std::size_t i = 0; i < parsed.parts.size(); ++i) {
      const IndexedPart& from = parsed.parts[i];
      IndexPart& part = index.parts[i];
      part.column = from.column.empty() ? -1 : table.find_column(from.column);
      if (part.column < 0) part.expression = from.expression.of(index.sql);
      part.descending = from.descending;
      if (part.collation.empty()) part.collation = from.collation;
    }
    index.unique = parsed.unique;
    if (parsed.where) index.where = std::string(parsed.where->of(index.sql));
    return {};
  } catch (const SqlError& error) {
    return describe(error);
  }
}

}  // namespace lite2pg
