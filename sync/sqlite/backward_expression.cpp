#include "sync/sqlite/backward_expression.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "common/text.h"

namespace lite2pg {
namespace {

enum class Kind { word, name, number, text, symbol };

struct Word {
  Kind kind;
  std::string text;
};

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

std::optional<Word> next_token(std::string_view sql, std::size_t& at) {
  const std::size_t begin = at;
  const char c = sql[at];
  if (c == '\'' || c == '"') {
    const auto end = end_of_quoted(sql, at);
    if (!end) return std::nullopt;
    at = *end;
    return Word{c == '"' ? Kind::name : Kind::text, std::string(sql.substr(begin, at - begin))};
  }
  if (is_word(c)) {
    const bool number = std::isdigit(static_cast<unsigned char>(c)) != 0;
    while (at < sql.size() && (is_word(sql[at]) || (number && sql[at] == '.'))) ++at;
    if (at < sql.size() && sql[at] == '\'') return std::nullopt;  // E'...'
    return Word{number ? Kind::number : Kind::word, std::string(sql.substr(begin, at - begin))};
  }
  if (sql.substr(at).starts_with("::")) {
    at += 2;
    return Word{Kind::symbol, "::"};
  }
  constexpr std::string_view marks = "()[],.";
  if (marks.find(c) != std::string_view::npos) {
    ++at;
    return Word{Kind::symbol, std::string(1, c)};
  }
  // PostgreSQL takes the longest run of such characters for one operator.
  constexpr std::string_view operators = "+-*/<>=~!@#%^&|?";
  const std::size_t end = std::min(sql.find_first_not_of(operators, at), sql.size());
  const std::string_view symbol = sql.substr(at, end - at);
  constexpr std::array<std::string_view, 10> known = {"=", "<>", "<", ">", "<=", ">=", "+", "-", "*", "||"};
  if (std::ranges::find(known, symbol) == known.end()) return std::nullopt;
  at = end;
  return Word{Kind::symbol, std::string(symbol)};
}

std::optional<std::vector<Word>> tokens_of(std::string_view sql) {
  std::vector<Word> tokens;
  for (std::size_t at = 0; at < sql.size();) {
    if (std::isspace(static_cast<unsigned char>(sql[at])) != 0) {
      ++at;
      continue;
    }
    auto token = next_token(sql, at);
    if (!token) return std::nullopt;
    tokens.push_back(*std::move(token));
  }
  return tokens;
}

class Translation {
 public:
  explicit Translation(std::vector<Word> tokens) : tokens_(std::move(tokens)) {}

  std::optional<std::string> text() {
    while (at_ < tokens_.size())
      if (!take()) return std::nullopt;
    return out_;
  }

 private:
  [[nodiscard]] bool next_is(std::string_view text, std::size_t ahead = 0) const {
    return at_ + ahead < tokens_.size() && equals_ignoring_case(tokens_[at_ + ahead].text, text);
  }
  void put(std::string_view text) {
    const bool close = out_.empty() || out_.ends_with('(') || text == ")" || text == "," || (text == "(" && function_);
    function_ = text == "length";
    out_ += (close ? "" : " ") + std::string(text);
  }

  /// A literal stands before, alone or as (0).
  [[nodiscard]] bool follows_value() const {
    const auto is_value = [&](std::size_t back) {
      return at_ >= back && (tokens_[at_ - back].kind == Kind::text || tokens_[at_ - back].kind == Kind::number);
    };
    return is_value(1) || (is_value(2) && at_ >= 3 && tokens_[at_ - 1].text == ")" && tokens_[at_ - 3].text == "(");
  }

  bool take() {
    if (next_is("::")) return skip_cast();
    if (next_is("=") && next_is("ANY", 1)) return take_list();
    const Word& token = tokens_[at_];
    if (token.kind == Kind::word) return take_word();
    if (token.text == "[" || token.text == "]" || token.text == ".") return false;
    put(token.text);
    ++at_;
    return true;
  }

  bool take_word() {
    constexpr std::array<std::string_view, 8> keywords = {"AND", "OR", "NOT", "IS", "NULL", "DISTINCT", "FROM", "IN"};
    const std::string& word = tokens_[at_].text;
    if (next_is("CURRENT_TIMESTAMP") || next_is("CURRENT_DATE") || next_is("CURRENT_TIME")) {
      put(word);
    } else if (next_is("now") && next_is("(", 1) && next_is(")", 2)) {
      put("CURRENT_TIMESTAMP");
      at_ += 2;
    } else if (next_is("true") || next_is("false")) {
      put(next_is("true") ? "1" : "0");
    } else if (next_is("length", 0) || next_is("char_length")) {
      if (!next_is("(", 1)) return take_column(word);
      put("length");
    } else if (std::ranges::any_of(keywords, [&](std::string_view k) { return equals_ignoring_case(k, word); })) {
      put(word);
    } else {
      return take_column(word);
    }
    ++at_;
    return true;
  }

  /// A function that is not on the list ends it.
  bool take_column(const std::string& word) {
    if (next_is("(", 1) || next_is(".", 1)) return false;
    put('"' + word + '"');
    ++at_;
    return true;
  }

  /// What the server adds to a literal, or to a varchar column that is compared as text.
  bool skip_cast() {
    constexpr std::array<std::string_view, 11> types = {"text",    "character", "varying",  "bpchar",
                                                        "integer", "bigint",    "smallint", "numeric",
                                                        "date",    "double",    "precision"};
    const bool of_value = follows_value();
    ++at_;
    bool text = false, any = false;
    while (at_ < tokens_.size() && tokens_[at_].kind == Kind::word &&
           std::ranges::find(types, tokens_[at_].text) != types.end()) {
      text = text || tokens_[at_].text == "text" || tokens_[at_].text == "character" || tokens_[at_].text == "bpchar";
      any = true;
      ++at_;
    }
    if (next_is("(")) return false;
    if (next_is("[")) at_ += next_is("]", 1) ? 2 : 0;
    return any && (of_value || text);
  }

  /// = ANY (ARRAY[a, b]) and = ANY ((ARRAY[a, b])::text[])
  bool take_list() {
    at_ += 2;
    std::size_t open = 0;
    for (; next_is("("); ++at_) ++open;
    if (open == 0 || !next_is("ARRAY") || !next_is("[", 1)) return false;
    at_ += 2;
    put("IN (");
    while (at_ < tokens_.size() && !next_is("]")) {
      const bool plain = tokens_[at_].kind == Kind::text || tokens_[at_].kind == Kind::number || next_is("::") ||
                         next_is(",") || next_is("-") || next_is("(") || next_is(")");
      if (!plain || !take()) return false;
    }
    put(")");
    ++at_;
    while (open > 0) {
      if (next_is("::")) {
        if (!skip_array_cast()) return false;
      } else if (next_is(")")) {
        ++at_;
        --open;
      } else {
        return false;
      }
    }
    return true;
  }

  bool skip_array_cast() {
    ++at_;
    const bool known = next_is("text") || next_is("character");
    while (at_ < tokens_.size() && tokens_[at_].kind == Kind::word) ++at_;
    if (!known || !next_is("[") || !next_is("]", 1)) return false;
    at_ += 2;
    return true;
  }

  std::vector<Word> tokens_;
  std::size_t at_ = 0;
  std::string out_;
  bool function_ = false;  ///< The last word was one's name.
};

}  // namespace

std::optional<std::string> backward_expression(std::string_view sql) {
  auto tokens = tokens_of(sql);
  if (!tokens || tokens->empty()) return std::nullopt;
  return Translation(*std::move(tokens)).text();
}

}  // namespace lite2pg
