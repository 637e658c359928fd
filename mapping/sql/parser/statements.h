// What the parser makes of the CREATE statements that sqlite_schema keeps.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/sql/parser/syntax.h"

namespace lite2pg {

/// A stretch of the statement's text, in bytes.
struct TextSpan {
  std::size_t begin = 0, end = 0;
  [[nodiscard]] std::string_view of(std::string_view text) const { return text.substr(begin, end - begin); }
};

struct IndexedPart {
  TextSpan expression;  ///< Without COLLATE, ASC and DESC.
  std::string column;   ///< Empty for anything but a bare name.
  std::string collation;
  bool descending = false;
};

struct KeyClause {
  bool primary = false;  ///< Else UNIQUE.
  std::string name;
  std::vector<IndexedPart> parts;
  std::string conflict;  ///< "REPLACE", ...; empty when there is none
  bool autoincrement = false;
};

struct CheckClause {
  std::string name;
  TextSpan expression;  ///< Inside the parentheses.
  int column = -1;      ///< Index into CreateTable::columns; -1 for a table constraint.
};

struct ForeignKeyClause {
  std::string name;
  std::vector<std::string> columns;
  std::string parent;
  std::vector<std::string> parent_columns;
  bool deferrable = false;
  bool initially_deferred = false;
};

struct ColumnClause {
  std::string name;
  std::string type;  ///< Words joined by blanks.
  std::string collation;
  std::optional<TextSpan> generated;  ///< Inside the parentheses.
  std::string not_null_conflict;
  TextSpan span;  ///< The whole definition.
};

struct CreateTable {
  std::string name;
  std::vector<ColumnClause> columns;
  std::vector<KeyClause> keys;
  std::vector<CheckClause> checks;
  std::vector<ForeignKeyClause> foreign_keys;
  bool strict = false;
  std::size_t body = 0;  ///< Where the list of columns opens.
};

struct CreateVirtualTable {
  std::string name, module;
  std::vector<std::string> arguments;  ///< Raw text of each.
};

struct CreateIndex {
  std::string name, table;
  bool unique = false;
  std::vector<IndexedPart> parts;
  std::optional<TextSpan> where;
};

struct CreateView {
  std::string name;
  std::vector<std::string> columns;
  Select select;
};

/// Each throws SqlError when the text is no such statement, is nested deeper than 400 levels, or is longer than 16 MB.
/// Grammar: https://sqlite.org/lang_createtable.html, lang_createindex, lang_createview,
/// lang_createvtab, lang_expr, lang_select.
[[nodiscard]] CreateTable parse_create_table(std::string_view sql);
[[nodiscard]] CreateVirtualTable parse_create_virtual_table(std::string_view sql);
[[nodiscard]] CreateIndex parse_create_index(std::string_view sql);
[[nodiscard]] CreateView parse_create_view(std::string_view sql);
[[nodiscard]] Expr parse_expression(std::string_view sql);

}  // namespace lite2pg
