#include "sync/sqlite/sql_words.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace lite2pg {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Up to the closing quote, which doubles inside.
std::optional<std::size_t> end_of_quoted(std::string_view sql, std::size_t at) {
  const char quote = sql[at];
  for (++at; at < sql.size(); ++at) {
    if (sql[at] != quote) continue;
    if (at + 1 < sql.size() && sql[at + 1] == quote) {
      ++at;
      continue;
    }
    return at + 1;
  }
  return std::nullopt;
}

std::optional<SqlWord> next_word(std::string_view sql, std::size_t& at) {
  const std::size_t begin = at;
  const char c = sql[at];
  if (c == '\'' || c == '"') {
    const auto end = end_of_quoted(sql, at);
    if (!end) return std::nullopt;
    at = *end;
    return SqlWord{c == '"' ? SqlWord::Kind::name : SqlWord::Kind::text, std::string(sql.substr(begin, at - begin))};
  }
  if (is_word(c)) {
    const bool number = std::isdigit(static_cast<unsigned char>(c)) != 0;
    while (at < sql.size() && (is_word(sql[at]) || (number && sql[at] == '.'))) ++at;
    if (at < sql.size() && sql[at] == '\'') return std::nullopt;  // E'...'
    return SqlWord{number ? SqlWord::Kind::number : SqlWord::Kind::word, std::string(sql.substr(begin, at - begin))};
  }
  if (sql.substr(at).starts_with("::")) {
    at += 2;
    return SqlWord{SqlWord::Kind::symbol, "::"};
  }
  constexpr std::string_view marks = "()[],.";
  if (marks.find(c) != std::string_view::npos) {
    ++at;
    return SqlWord{SqlWord::Kind::symbol, std::string(1, c)};
  }
  // PostgreSQL takes the longest run of such characters for one operator.
  constexpr std::string_view operators = "+-*/<>=~!@#%^&|?";
  const std::size_t end = std::min(sql.find_first_not_of(operators, at), sql.size());
  const std::string_view symbol = sql.substr(at, end - at);
  constexpr std::array<std::string_view, 10> known = {"=", "<>", "<", ">", "<=", ">=", "+", "-", "*", "||"};
  if (std::ranges::find(known, symbol) == known.end()) return std::nullopt;
  at = end;
  return SqlWord{SqlWord::Kind::symbol, std::string(symbol)};
}

}  // namespace

std::optional<std::vector<SqlWord>> sql_words(std::string_view sql) {
  std::vector<SqlWord> words;
  for (std::size_t at = 0; at < sql.size();) {
    if (std::isspace(static_cast<unsigned char>(sql[at])) != 0) {
      ++at;
      continue;
    }
    auto word = next_word(sql, at);
    if (!word) return std::nullopt;
    words.push_back(*std::move(word));
  }
  return words;
}

std::string name_in(const SqlWord& word) {
  if (word.kind == SqlWord::Kind::word) return word.text;
  if (word.kind != SqlWord::Kind::name) return {};
  std::string name;
  for (std::size_t i = 1; i + 1 < word.text.size(); ++i) {
    name += word.text[i];
    if (word.text[i] == '"') ++i;  // it stands twice
  }
  return name;
}

}  // namespace lite2pg
