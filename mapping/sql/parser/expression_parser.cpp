// Expressions: https://sqlite.org/lang_expr.html. Binary operators by precedence climbing, so that a long chain costs
// no stack; the height of every tree is limited, so that whoever walks it may recurse.
#include <algorithm>
#include <array>

#include "common/text.h"
#include "mapping/sql/parser/parser.h"
#include "mapping/sql/parser/statements.h"
#include "mapping/sql/parser/walk.h"

namespace lite2pg {
namespace {

/// Levels of https://sqlite.org/lang_expr.html section 2, the loosest first. NOT stands between AND and equality.
enum Level : int {
  level_or,
  level_and,
  level_not,
  level_equality,
  level_order,
  level_bits,
  level_sum,
  level_product,
  level_concat
};

struct BinaryOperator {
  std::string_view symbol;
  int level;
  std::string_view name;  ///< As it stands in the tree.
};

constexpr std::array binary_operators = {
    BinaryOperator{"=", level_equality, "="},   BinaryOperator{"==", level_equality, "="},
    BinaryOperator{"<>", level_equality, "<>"}, BinaryOperator{"!=", level_equality, "<>"},
    BinaryOperator{"<", level_order, "<"},      BinaryOperator{"<=", level_order, "<="},
    BinaryOperator{">", level_order, ">"},      BinaryOperator{">=", level_order, ">="},
    BinaryOperator{"&", level_bits, "&"},       BinaryOperator{"|", level_bits, "|"},
    BinaryOperator{"<<", level_bits, "<<"},     BinaryOperator{">>", level_bits, ">>"},
    BinaryOperator{"+", level_sum, "+"},        BinaryOperator{"-", level_sum, "-"},
    BinaryOperator{"*", level_product, "*"},    BinaryOperator{"/", level_product, "/"},
    BinaryOperator{"%", level_product, "%"},    BinaryOperator{"||", level_concat, "||"},
    BinaryOperator{"->", level_concat, "->"},   BinaryOperator{"->>", level_concat, "->>"},
};

const BinaryOperator* find_operator(const Token& token) noexcept {
  constexpr static BinaryOperator or_operator{"or", level_or, "OR"}, and_operator{"and", level_and, "AND"};
  if (token.is_word("or")) return &or_operator;
  if (token.is_word("and")) return &and_operator;
  if (token.kind != TokenKind::symbol) return nullptr;
  const auto found = std::ranges::find(binary_operators, token.text, &BinaryOperator::symbol);
  return found == binary_operators.end() ? nullptr : &*found;
}

}  // namespace

Expr Parser::start(ExprKind kind) const {
  Expr e;
  e.kind = kind;
  e.begin = peek().position;
  return e;
}

void Parser::finish(Expr& e) const {
  e.end = last_end();
  for (const Expr* part : parts_of(e)) e.height = std::max<std::uint16_t>(e.height, part->height + 1);
  if (e.height > deepest) fail("nested deeper than 400 levels");
}

/// Makes `operand` the first argument of a new node.
Expr Parser::wrap(ExprKind kind, Expr& operand, std::string text) {
  Expr e;
  e.kind = kind;
  e.begin = operand.begin;
  e.text = std::move(text);
  e.args.push_back(std::move(operand));
  return e;
}

Expr Parser::parse_binary(int lowest) {
  const Deeper guard(*this);
  Expr left = parse_unary();
  for (;;) {
    if (lowest <= level_equality && parse_equality_word(left)) continue;
    const BinaryOperator* found = find_operator(peek());
    if (found == nullptr || found->level < lowest) return left;
    next();
    Expr e = wrap(ExprKind::binary, left, std::string(found->name));
    e.args.push_back(parse_binary(found->level + 1));
    finish(e);
    left = std::move(e);
  }
}

/// IS, IN, LIKE and their kin: the words on the level of equality. False when none stands here.
bool Parser::parse_equality_word(Expr& left) {
  if (at_word("is")) return parse_is(left), true;
  if (at_word("isnull") || at_word("notnull")) return parse_is_null(left, next().is_word("notnull")), true;
  const bool negated = at_word("not") && !peek(1).is_word("exists");
  if (negated) next();
  if (negated && accept("null")) return parse_is_null(left, true), true;
  if (accept("between")) return parse_between(left, negated), true;
  if (accept("in")) return parse_in(left, negated), true;
  for (const std::string_view word : {"LIKE", "GLOB", "REGEXP", "MATCH"}) {
    if (accept(word)) return parse_like(left, negated, word), true;
  }
  if (negated) fail("expected an operator after NOT");
  return false;
}

void Parser::parse_is_null(Expr& left, bool negated) {
  Expr e = wrap(ExprKind::is_null, left);
  e.negated = negated;
  finish(e);
  left = std::move(e);
}

void Parser::parse_is(Expr& left) {
  next();
  bool negated = accept("not");
  if (accept({"distinct", "from"})) negated = !negated;
  Expr right = parse_binary(level_equality + 1);
  if (right.kind == ExprKind::null) return parse_is_null(left, negated);
  Expr e = wrap(ExprKind::is, left);
  e.args.push_back(std::move(right));
  e.negated = negated;
  finish(e);
  left = std::move(e);
}

void Parser::parse_between(Expr& left, bool negated) {
  Expr e = wrap(ExprKind::between, left);
  e.negated = negated;
  e.args.push_back(parse_binary(level_not));
  expect("and");
  e.args.push_back(parse_binary(level_equality + 1));
  finish(e);
  left = std::move(e);
}

void Parser::parse_in(Expr& left, bool negated) {
  Expr e = wrap(ExprKind::in_list, left);
  e.negated = negated;
  if (!accept_symbol("(")) {
    e.kind = ExprKind::in_table;
    e.names = parse_name().names;
    if (at_symbol("(")) fail("IN with a table-valued function");
  } else if (at_select()) {
    e.kind = ExprKind::in_select;
    e.select = std::make_unique<Select>(parse_select());
    expect_symbol(")");
  } else if (!accept_symbol(")")) {
    for (Expr& item : parse_list()) e.args.push_back(std::move(item));
    expect_symbol(")");
  }
  finish(e);
  left = std::move(e);
}

void Parser::parse_like(Expr& left, bool negated, std::string_view word) {
  Expr e = wrap(ExprKind::like, left, std::string(word));
  e.negated = negated;
  e.args.push_back(parse_binary(level_equality + 1));
  if (accept("escape")) e.args.push_back(parse_binary(level_equality + 1));
  finish(e);
  left = std::move(e);
}

Expr Parser::parse_unary() {
  Expr e = parse_prefix();
  while (accept("collate")) {
    Expr outer = wrap(ExprKind::collate, e);
    outer.text = expect_name();
    finish(outer);
    e = std::move(outer);
  }
  return e;
}

Expr Parser::parse_prefix() {
  const Deeper guard(*this);
  const bool is_not = at_word("not");
  if (!is_not && !at_symbol("-") && !at_symbol("+") && !at_symbol("~")) return parse_primary();
  Expr e = start(ExprKind::unary);
  e.text = is_not ? "NOT" : std::string(peek().text);
  next();
  e.args.push_back(is_not ? parse_binary(level_equality) : parse_prefix());
  finish(e);
  return e;
}

Expr Parser::parse_primary() {
  switch (peek().kind) {
    case TokenKind::word: return parse_word();
    case TokenKind::quoted: return peek(1).is_symbol("(") ? parse_call() : parse_name();
    case TokenKind::symbol: return parse_parenthesised();
    default: return parse_literal();
  }
}

Expr Parser::parse_literal() {
  constexpr std::pair<TokenKind, ExprKind> kinds[] = {{TokenKind::integer, ExprKind::integer},
                                                      {TokenKind::real, ExprKind::real},
                                                      {TokenKind::string, ExprKind::string},
                                                      {TokenKind::blob, ExprKind::blob},
                                                      {TokenKind::variable, ExprKind::variable}};
  const auto found = std::ranges::find(kinds, peek().kind, &std::pair<TokenKind, ExprKind>::first);
  if (found == std::end(kinds)) fail("expected an expression");
  Expr e = start(found->second);
  const Token& token = next();
  e.text = unquoted(token);
  if (e.kind == ExprKind::blob) e.text = e.text.substr(2, e.text.size() - 3);
  finish(e);
  return e;
}

Expr Parser::parse_parenthesised() {
  Expr e = start(ExprKind::row);
  expect_symbol("(");
  if (at_select()) {
    e.kind = ExprKind::subquery;
    e.select = std::make_unique<Select>(parse_select());
  } else {
    e.args = parse_list();
  }
  expect_symbol(")");
  finish(e);
  if (e.kind == ExprKind::subquery || e.args.size() > 1) return e;
  Expr inner = std::move(e.args.front());
  inner.parenthesised = true;
  inner.begin = e.begin;
  inner.end = e.end;
  return inner;
}

Expr Parser::parse_word() {
  if (at_word("case")) return parse_case();
  if (at_word("cast") && peek(1).is_symbol("(")) return parse_cast();
  if (at_word("exists")) return parse_exists();
  if (at_word("raise") && peek(1).is_symbol("(")) return parse_raise();
  if (at_word("null")) {
    Expr e = start(ExprKind::null);
    next();
    finish(e);
    return e;
  }
  for (const std::string_view word : {"CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME"}) {
    if (!at_word(word) || peek(1).is_symbol(".")) continue;
    Expr e = start(ExprKind::current);
    e.text = word;
    next();
    finish(e);
    return e;
  }
  if (!at_name()) fail("expected an expression");
  return peek(1).is_symbol("(") ? parse_call() : parse_name();
}

Expr Parser::parse_exists() {
  Expr e = start(ExprKind::exists);
  next();
  expect_symbol("(");
  e.select = std::make_unique<Select>(parse_select());
  expect_symbol(")");
  finish(e);
  return e;
}

Expr Parser::parse_case() {
  Expr e = start(ExprKind::case_);
  next();
  e.has_base = !at_word("when");
  if (e.has_base) e.args.push_back(parse_expr());
  do {
    expect("when");
    e.args.push_back(parse_expr());
    expect("then");
    e.args.push_back(parse_expr());
  } while (at_word("when"));
  if (accept("else")) e.args.push_back(parse_expr());
  expect("end");
  finish(e);
  return e;
}

Expr Parser::parse_cast() {
  Expr e = start(ExprKind::cast);
  next();
  next();
  e.args.push_back(parse_expr());
  expect("as");
  while (at_name()) e.text += (e.text.empty() ? "" : " ") + expect_name();
  if (accept_symbol("(")) (void)skip_parenthesised();
  expect_symbol(")");
  finish(e);
  return e;
}

Expr Parser::parse_call() {
  Expr e = start(ExprKind::call);
  e.text = ascii_lower(unquoted(next()));
  expect_symbol("(");
  e.distinct = accept("distinct");
  if (!e.distinct) accept("all");
  e.star = accept_symbol("*");
  if (!e.star && !at_symbol(")")) e.args = parse_list();
  parse_call_clauses(e);
  finish(e);
  return e;
}

/// ORDER BY within the parentheses, then FILTER and OVER behind them.
void Parser::parse_call_clauses(Expr& call) {
  CallClauses clauses;
  if (accept({"order", "by"})) clauses.order_by = parse_order_terms();
  expect_symbol(")");
  if (at_word("filter") && peek(1).is_symbol("(")) {
    next();
    next();
    expect("where");
    clauses.filter = parse_expr();
    expect_symbol(")");
  }
  if (at_over()) clauses.over = parse_over();
  if (!clauses.order_by.empty() || clauses.filter || clauses.over) {
    call.clauses = std::make_unique<CallClauses>(std::move(clauses));
  }
}

/// https://sqlite.org/lang_createtrigger.html section 3. A message that is computed is left to `args`.
Expr Parser::parse_raise() {
  Expr e = start(ExprKind::raise);
  next();
  expect_symbol("(");
  for (const std::string_view word : {"IGNORE", "ABORT", "FAIL", "ROLLBACK"}) {
    if (e.text.empty() && accept(word)) e.text = word;
  }
  if (e.text.empty()) fail("expected IGNORE, ABORT, FAIL or ROLLBACK");
  if (e.text != "IGNORE") {
    expect_symbol(",");
    if (at_name() && peek(1).is_symbol(")"))
      e.names.push_back(expect_name());
    else
      e.args.push_back(parse_expr());
  }
  expect_symbol(")");
  finish(e);
  return e;
}

Expr Parser::parse_name() {
  Expr e = start(ExprKind::name);
  const Token& first = peek();
  e.names.push_back(expect_name());
  e.quoted = first.kind != TokenKind::word;
  e.double_quoted = e.quoted && first.text.front() == '"' && !at_symbol(".");
  while (e.names.size() < 3 && accept_symbol(".")) e.names.push_back(expect_name());
  finish(e);
  return e;
}

std::vector<Expr> Parser::parse_list() {
  std::vector<Expr> list;
  do list.push_back(parse_expr());
  while (accept_symbol(","));
  return list;
}

Expr parse_expression(std::string_view sql) {
  Parser parser(sql);
  Expr e = parser.parse_expr();
  if (!parser.at_end()) parser.fail("unexpected text");
  return e;
}

}  // namespace lite2pg
