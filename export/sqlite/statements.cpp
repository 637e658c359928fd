#include "export/sqlite/statements.h"

#include <sqlite3.h>

namespace lite2pg {
namespace {

bool is_blank(int c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// A comment that has just begun is no part of the statement when nothing stands before it.
bool is_comment_alone(const std::string& statement) {
  return statement.starts_with("--") || statement.starts_with("/*");
}

}  // namespace

int StatementReader::take() {
  const int c = text_.rdbuf()->sbumpc();
  if (c == '\n') ++at_line_;
  return c;
}

void StatementReader::add(std::string& statement, int c) {
  const char before = statement.empty() ? '\0' : statement.back();
  statement += static_cast<char>(c);
  switch (inside_) {
    case Inside::nothing:
      if (c == '\'' || c == '"' || c == '`') {
        inside_ = Inside::quotes;
        quote_ = static_cast<char>(c);
      } else if (c == '[') {
        inside_ = Inside::brackets;
      } else if (before == '-' && c == '-') {
        inside_ = Inside::line_comment;
      } else if (before == '/' && c == '*') {
        inside_ = Inside::block_comment;
        statement += ' ';  // "/*/" does not end itself
      }
      return;
    case Inside::quotes:  // a doubled quote ends and begins at once
      if (c == quote_) inside_ = Inside::nothing;
      return;
    case Inside::brackets:
      if (c == ']') inside_ = Inside::nothing;
      return;
    case Inside::line_comment:
      if (c == '\n') inside_ = Inside::nothing;
      return;
    case Inside::block_comment:
      if (before == '*' && c == '/') inside_ = Inside::nothing;
      return;
  }
}

/// SQLite itself says whether a semicolon ends a statement, since those of a trigger's body do not.
bool StatementReader::next(std::string& statement) {
  statement.clear();
  for (int c = take(); c != std::istream::traits_type::eof(); c = take()) {
    if (statement.empty() && (is_blank(c) || c == ';')) continue;
    if (statement.empty()) line_ = at_line_;
    add(statement, c);
    if (inside_ != Inside::nothing) continue;
    if (is_comment_alone(statement)) {
      statement.clear();
    } else if (c == ';' && sqlite3_complete(statement.c_str()) != 0) {
      return true;
    }
  }
  if (is_comment_alone(statement)) statement.clear();
  return !statement.empty();
}

}  // namespace lite2pg
