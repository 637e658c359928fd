#include <algorithm>
#include <array>

#include "common/text.h"
#include "mapping/sql/parser/parser.h"

namespace lite2pg {
namespace {

constexpr std::size_t longest_text = 16'000'000;

}  // namespace

bool is_reserved_in_sqlite(std::string_view word) {
  constexpr std::array<std::string_view, 58> words = {
      "add",     "all",     "alter",      "and",    "as",      "autoincrement", "between", "case",       "check",
      "collate", "commit",  "constraint", "create", "default", "deferrable",    "delete",  "distinct",   "drop",
      "else",    "escape",  "except",     "exists", "foreign", "from",          "group",   "having",     "in",
      "index",   "insert",  "intersect",  "into",   "is",      "isnull",        "join",    "limit",      "not",
      "nothing", "notnull", "null",       "on",     "or",      "order",         "primary", "references", "returning",
      "select",  "set",     "table",      "then",   "to",      "transaction",   "union",   "unique",     "update",
      "using",   "values",  "when",       "where"};
  return std::ranges::binary_search(words, ascii_lower(word));
}

TokenCursor::TokenCursor(std::string_view sql) : sql_(sql) {
  if (sql.size() > longest_text) throw SqlError("longer than 16 MB", 0);
  list_ = tokenize(sql);
}

const Token& TokenCursor::peek(std::size_t ahead) const noexcept {
  return list_.tokens[std::min(at_ + ahead, list_.tokens.size() - 1)];
}

const Token& TokenCursor::next() noexcept {
  const Token& token = peek();
  last_end_ = token.end();
  if (token.kind != TokenKind::end) ++at_;
  return token;
}

bool TokenCursor::accept(std::initializer_list<std::string_view> words) noexcept {
  std::size_t ahead = 0;
  for (const std::string_view word : words) {
    if (!peek(ahead++).is_word(word)) return false;
  }
  for (std::size_t i = 0; i < words.size(); ++i) next();
  return true;
}

bool TokenCursor::accept_symbol(std::string_view symbol) noexcept {
  if (!at_symbol(symbol)) return false;
  next();
  return true;
}

void TokenCursor::expect(std::string_view word) {
  if (!accept(word)) fail("expected " + std::string(word));
}

void TokenCursor::expect_symbol(std::string_view symbol) {
  if (!accept_symbol(symbol)) fail("expected '" + std::string(symbol) + "'");
}

bool TokenCursor::at_name() const noexcept {
  const Token& token = peek();
  return token.kind == TokenKind::quoted || token.kind == TokenKind::string ||
         (token.kind == TokenKind::word && !is_reserved_in_sqlite(token.text));
}

std::string TokenCursor::expect_name() {
  if (!at_name()) fail("expected a name");
  return unquoted(next());
}

std::vector<std::string> TokenCursor::expect_names() {
  std::vector<std::string> names;
  expect_symbol("(");
  do {
    names.push_back(expect_name());
    if (accept("collate")) (void)expect_name();
    if (!accept("asc")) accept("desc");
  } while (accept_symbol(","));
  expect_symbol(")");
  return names;
}

std::pair<std::size_t, std::size_t> TokenCursor::skip_parenthesised() {
  const std::size_t begin = last_end_;
  for (int open = 1;; next()) {
    if (at_end()) fail("unclosed '('");
    if (at_symbol("(")) ++open;
    if (at_symbol(")") && --open == 0) break;
  }
  const std::size_t end = peek().position;
  next();
  return {begin, end};
}

void TokenCursor::fail(const std::string& what) const {
  const Token& token = peek();
  std::string near = token.kind == TokenKind::end ? "the end" : "\"" + std::string(token.text.substr(0, 40)) + "\"";
  throw SqlError(what + " near " + near, token.position);
}

}  // namespace lite2pg
