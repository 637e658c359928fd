// CREATE statements, as sqlite_schema keeps them: https://sqlite.org/lang_createtable.html and its neighbours.
#include "common/text.h"
#include "mapping/sql/parser/parser.h"
#include "mapping/sql/parser/statements.h"

namespace lite2pg {
namespace {

std::string upper(std::string_view word) {
  std::string result(word);
  for (char& c : result) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return result;
}

class StatementParser : public Parser {
 public:
  using Parser::Parser;

  CreateTable parse_table();
  CreateVirtualTable parse_virtual_table();
  CreateIndex parse_index();
  CreateView parse_view();

 private:
  std::string parse_head(std::string_view what);
  void parse_column(CreateTable& table);
  std::string parse_type();
  bool at_constraint() const noexcept;
  bool parse_column_constraint(CreateTable& table, int column);
  bool parse_table_constraint(CreateTable& table);
  bool parse_column_key(CreateTable& table, int column);
  void parse_default();
  void parse_generated(ColumnClause& column);
  void parse_check(CreateTable& table, int column);
  void parse_references(CreateTable& table, std::vector<std::string> columns);
  void parse_deferral(ForeignKeyClause& key);
  void parse_table_options(CreateTable& table);
  std::vector<IndexedPart> parse_parts(bool* autoincrement = nullptr);
  IndexedPart parse_part();
  std::string parse_conflict();
  std::string take_name() { return std::exchange(constraint_name_, {}); }
  TextSpan parse_parenthesised_expr();

  std::string constraint_name_;
};

/// CREATE [TEMP] what [IF NOT EXISTS] [schema.]name
std::string StatementParser::parse_head(std::string_view what) {
  expect("create");
  if (!accept("temp")) accept("temporary");
  if (what == "index") accept("unique");
  expect(what);
  if (what == "virtual") expect("table");
  accept({"if", "not", "exists"});
  std::string name = expect_name();
  if (accept_symbol(".")) name = expect_name();
  return name;
}

CreateTable StatementParser::parse_table() {
  CreateTable table;
  table.name = parse_head("table");
  table.body = peek().position;
  expect_symbol("(");
  bool columns = true;
  do {
    // SQLite also takes constraints without commas between them.
    columns = columns && !parse_table_constraint(table);
    if (columns)
      parse_column(table);
    else
      while (parse_table_constraint(table)) {
      }
  } while (accept_symbol(","));
  expect_symbol(")");
  parse_table_options(table);
  return table;
}

void StatementParser::parse_table_options(CreateTable& table) {
  do {
    if (accept("strict"))
      table.strict = true;
    else if (accept("without"))
      (void)expect_name();
  } while (accept_symbol(","));
  accept_symbol(";");
  if (!at_end()) fail("unexpected text");
}

void StatementParser::parse_column(CreateTable& table) {
  const int index = static_cast<int>(table.columns.size());
  ColumnClause& column = table.columns.emplace_back();
  column.span.begin = peek().position;
  column.name = expect_name();
  column.type = parse_type();
  while (parse_column_constraint(table, index)) {
  }
  table.columns.back().span.end = last_end();
}

/// Any names but those that begin a constraint, and sizes in parentheses.
std::string StatementParser::parse_type() {
  std::string type;
  const bool bare = peek().kind == TokenKind::word;
  while (at_name() && !at_constraint()) type += (type.empty() ? "" : " ") + expect_name();
  if ((bare || !type.empty()) && at_symbol("(")) {
    next();
    const auto [begin, end] = skip_parenthesised();
    type += "(" + std::string(sql_.substr(begin, end - begin)) + ")";
  }
  return type;
}

bool StatementParser::at_constraint() const noexcept { return at_word("generated") && peek(1).is_word("always"); }

std::string StatementParser::parse_conflict() {
  if (!accept({"on", "conflict"})) return {};
  return upper(expect_name());
}

bool StatementParser::parse_column_constraint(CreateTable& table, int column) {
  ColumnClause& clause = table.columns[static_cast<std::size_t>(column)];
  if (accept("constraint"))
    constraint_name_ = expect_name();
  else if (parse_column_key(table, column))
    return true;
  else if (accept({"not", "null"}))
    take_name(), clause.not_null_conflict = parse_conflict();
  else if (accept("null"))
    take_name(), (void)parse_conflict();
  else if (at_word("check"))
    parse_check(table, column);
  else if (accept("default"))
    take_name(), parse_default();
  else if (accept("collate"))
    take_name(), clause.collation = expect_name();
  else if (accept("references"))
    parse_references(table, {clause.name});
  else if (at_word("generated") || at_word("as"))
    parse_generated(clause);
  else if (at_word("deferrable") || (at_word("not") && peek(1).is_word("deferrable"))) {
    if (table.foreign_keys.empty()) fail("DEFERRABLE without REFERENCES");
    parse_deferral(table.foreign_keys.back());
  } else
    return false;
  return true;
}

bool StatementParser::parse_column_key(CreateTable& table, int column) {
  KeyClause key;
  key.primary = accept({"primary", "key"});
  if (!key.primary && !accept("unique")) return false;
  key.name = take_name();
  IndexedPart part;
  part.column = table.columns[static_cast<std::size_t>(column)].name;
  if (key.primary) {
    part.descending = accept("desc");
    if (!part.descending) accept("asc");
  }
  key.parts.push_back(std::move(part));
  key.conflict = parse_conflict();
  key.autoincrement = key.primary && accept("autoincrement");
  table.keys.push_back(std::move(key));
  return true;
}

/// The value itself comes from PRAGMA table_xinfo.
void StatementParser::parse_default() {
  if (accept_symbol("(")) {
    (void)skip_parenthesised();
    return;
  }
  if (!accept_symbol("-")) accept_symbol("+");
  if (at_end() || at_symbol(",") || at_symbol(")")) fail("expected a default");
  next();
}

TextSpan StatementParser::parse_parenthesised_expr() {
  expect_symbol("(");
  const std::size_t begin = last_end();
  (void)parse_expr();
  const std::size_t end = peek().position;
  expect_symbol(")");
  return {begin, end};
}

void StatementParser::parse_generated(ColumnClause& column) {
  take_name();
  accept({"generated", "always"});
  expect("as");
  column.generated = parse_parenthesised_expr();
  if (!accept("stored")) accept("virtual");
}

void StatementParser::parse_check(CreateTable& table, int column) {
  expect("check");
  CheckClause check;
  check.name = take_name();
  check.expression = parse_parenthesised_expr();
  check.column = column;
  (void)parse_conflict();
  table.checks.push_back(std::move(check));
}

void StatementParser::parse_references(CreateTable& table, std::vector<std::string> columns) {
  ForeignKeyClause key;
  key.name = take_name();
  key.columns = std::move(columns);
  key.parent = expect_name();
  if (at_symbol("(")) key.parent_columns = expect_names();
  while (at_word("on") || at_word("match")) {
    if (accept("match")) {
      (void)expect_name();
      continue;
    }
    next();
    next();  // DELETE, UPDATE or INSERT
    if (!accept({"set", "null"}) && !accept({"set", "default"}) && !accept({"no", "action"})) (void)expect_name();
  }
  parse_deferral(key);
  table.foreign_keys.push_back(std::move(key));
}

void StatementParser::parse_deferral(ForeignKeyClause& key) {
  const bool never = at_word("not") && peek(1).is_word("deferrable");
  if (never) next();
  if (!accept("deferrable")) return;
  key.deferrable = !never;
  key.initially_deferred = accept({"initially", "deferred"}) && !never;
  accept({"initially", "immediate"});
}

bool StatementParser::parse_table_constraint(CreateTable& table) {
  if (at_word("constraint")) {
    next();
    constraint_name_ = expect_name();
    return true;
  }
  const bool primary = at_word("primary"), unique = at_word("unique");
  if (primary || unique) {
    next();
    if (primary) expect("key");
    KeyClause key{.primary = primary, .name = take_name(), .parts = {}, .conflict = {}};
    key.parts = parse_parts(&key.autoincrement);
    key.conflict = parse_conflict();
    table.keys.push_back(std::move(key));
    return true;
  }
  if (at_word("check")) return parse_check(table, -1), true;
  if (!accept({"foreign", "key"})) return false;
  std::vector<std::string> columns = expect_names();
  expect("references");
  parse_references(table, std::move(columns));
  return true;
}

std::vector<IndexedPart> StatementParser::parse_parts(bool* autoincrement) {
  std::vector<IndexedPart> parts;
  expect_symbol("(");
  do parts.push_back(parse_part());
  while (accept_symbol(","));
  if (autoincrement != nullptr) *autoincrement = accept("autoincrement");
  expect_symbol(")");
  return parts;
}

IndexedPart StatementParser::parse_part() {
  IndexedPart part;
  part.expression.begin = peek().position;
  Expr e = parse_expr();
  part.expression.end = last_end();
  if (e.kind == ExprKind::collate && !e.parenthesised) {
    part.collation = e.text;
    Expr inner = std::move(e.args.front());
    e = std::move(inner);
    part.expression.end = e.end;
  }
  if (e.kind == ExprKind::name && e.names.size() == 1) part.column = e.names.front();
  if (e.kind == ExprKind::string) part.column = e.text;
  part.descending = accept("desc");
  if (!part.descending) accept("asc");
  if (accept("nulls")) next();
  return part;
}

CreateIndex StatementParser::parse_index() {
  CreateIndex index;
  index.unique = peek(1).is_word("unique");
  index.name = parse_head("index");
  expect("on");
  index.table = expect_name();
  index.parts = parse_parts();
  if (accept("where")) {
    const std::size_t begin = peek().position;
    (void)parse_expr();
    index.where = TextSpan{begin, last_end()};
  }
  accept_symbol(";");
  if (!at_end()) fail("unexpected text");
  return index;
}

CreateView StatementParser::parse_view() {
  CreateView view;
  view.name = parse_head("view");
  if (at_symbol("(")) view.columns = expect_names();
  expect("as");
  view.select = parse_select();
  accept_symbol(";");
  if (!at_end()) fail("unexpected text");
  return view;
}

CreateVirtualTable StatementParser::parse_virtual_table() {
  CreateVirtualTable table;
  table.name = parse_head("virtual");
  expect("using");
  table.module = ascii_lower(expect_name());
  if (!accept_symbol("(")) return table;
  int open = 1;
  for (std::size_t begin = last_end(); !at_end(); next()) {
    if (at_symbol("(")) ++open;
    const bool closes = at_symbol(")") && --open == 0;
    if (!closes && !(open == 1 && at_symbol(","))) continue;
    table.arguments.emplace_back(sql_.substr(begin, peek().position - begin));
    begin = peek().end();
    if (closes) return table;
  }
  fail("unclosed '('");
}

}  // namespace

CreateTable parse_create_table(std::string_view sql) { return StatementParser(sql).parse_table(); }
CreateVirtualTable parse_create_virtual_table(std::string_view sql) {
  return StatementParser(sql).parse_virtual_table();
}
CreateIndex parse_create_index(std::string_view sql) { return StatementParser(sql).parse_index(); }
CreateView parse_create_view(std::string_view sql) { return StatementParser(sql).parse_view(); }

}  // namespace lite2pg
