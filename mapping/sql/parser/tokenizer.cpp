#include "mapping/sql/parser/tokenizer.h"

#include <array>

#include "common/ascii.h"
#include "common/text.h"

namespace lite2pg {
namespace {

bool is_hex_digit(char c) noexcept { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_space(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r'; }
bool begins_word(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool continues_word(char c) noexcept { return begins_word(c) || is_digit(c) || c == '$'; }

/// Reads one token or comment after the other from the left.
class Tokenizer {
 public:
  explicit Tokenizer(std::string_view sql) : sql_(sql.substr(0, sql.find('\0'))) {}

  TokenList run() {
    TokenList list;
    while (skip_space(), at_ < sql_.size()) {
      const bool comment = starts("--") || starts("/*");
      const Token token = comment ? read_comment() : read_token();
      (comment ? list.comments : list.tokens).push_back(token);
    }
    list.tokens.push_back({TokenKind::end, sql_.substr(sql_.size()), sql_.size()});
    return list;
  }

 private:
  [[nodiscard]] char peek(std::size_t ahead = 0) const noexcept {
    return at_ + ahead < sql_.size() ? sql_[at_ + ahead] : '\0';
  }
  [[nodiscard]] bool starts(std::string_view s) const noexcept { return sql_.substr(at_).starts_with(s); }
  void skip_space() noexcept {
    while (at_ < sql_.size() && is_space(sql_[at_])) ++at_;
  }
  template <typename Predicate>
  void skip_while(Predicate holds) noexcept {
    while (at_ < sql_.size() && holds(sql_[at_])) ++at_;
  }
  Token token_from(std::size_t begin, TokenKind kind) const noexcept {
    return {kind, sql_.substr(begin, at_ - begin), begin};
  }

  Token read_comment() {
    const std::size_t begin = at_;
    const bool line = sql_[at_] == '-';
    const std::size_t end = line ? sql_.find('\n', at_) : sql_.find("*/", at_ + 2);
    at_ = end == std::string_view::npos ? sql_.size() : end + (line ? 0 : 2);
    return token_from(begin, TokenKind::illegal);
  }

  Token read_token() {
    const char c = peek();
    if ((c == 'x' || c == 'X') && peek(1) == '\'') return read_blob();
    if (begins_word(c)) return read_while(TokenKind::word, continues_word);
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return read_number();
    if (c == '\'' || c == '"' || c == '`' || c == '[') return read_quoted(c);
    if (c == '?' || c == ':' || c == '@' || c == '$' || c == '#') return read_variable();
    return read_symbol();
  }

  template <typename Predicate>
  Token read_while(TokenKind kind, Predicate holds) {
    const std::size_t begin = at_;
    skip_while(holds);
    return token_from(begin, kind);
  }

  Token read_quoted(char open) {
    const std::size_t begin = at_++;
    const char close = open == '[' ? ']' : open;
    for (; at_ < sql_.size(); ++at_) {
      if (sql_[at_] != close) continue;
      if (open == '[' || peek(1) != close) {
        ++at_;
        return token_from(begin, open == '\'' ? TokenKind::string : TokenKind::quoted);
      }
      ++at_;
    }
    return token_from(begin, TokenKind::illegal);
  }

  Token read_blob() {
    const std::size_t begin = at_;
    at_ += 2;
    skip_while(is_hex_digit);
    const bool whole = peek() == '\'' && (at_ - begin) % 2 == 0;
    if (peek() == '\'') ++at_;
    return token_from(begin, whole ? TokenKind::blob : TokenKind::illegal);
  }

  Token read_number() {
    const std::size_t begin = at_;
    TokenKind kind = TokenKind::integer;
    if (peek() == '0' && (peek(1) == 'x' || peek(1) == 'X') && is_hex_digit(peek(2))) {
      at_ += 2;
      skip_while(is_hex_digit);
    } else {
      kind = read_decimal();
    }
    if (at_ == sql_.size() || !continues_word(sql_[at_])) return token_from(begin, kind);
    skip_while(continues_word);
    return token_from(begin, TokenKind::illegal);
  }

  TokenKind read_decimal() {
    TokenKind kind = TokenKind::integer;
    skip_while(is_digit);
    if (peek() == '.') {
      ++at_;
      skip_while(is_digit);
      kind = TokenKind::real;
    }
    if (peek() != 'e' && peek() != 'E') return kind;
    const std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
    if (!is_digit(peek(1 + sign))) return kind;
    at_ += 1 + sign;
    skip_while(is_digit);
    return TokenKind::real;
  }

  Token read_variable() {
    const std::size_t begin = at_++;
    skip_while(continues_word);
    const bool named = at_ > begin + 1 || sql_[begin] == '?';
    return token_from(begin, named && sql_[begin] != '#' ? TokenKind::variable : TokenKind::illegal);
  }

  Token read_symbol() {
    // Longest first.
    constexpr std::array<std::string_view, 25> symbols = {
        "->>", "->", "==", "<=", "<>", "<<", ">=", ">>", "!=", "||", "-", "(", ")",
        ";",   "+",  "*",  "/",  "%",  "=",  "<",  ">",  "|",  ",",  "&", "~"};
    const std::size_t begin = at_;
    for (const std::string_view symbol : symbols) {
      if (!starts(symbol)) continue;
      at_ += symbol.size();
      return token_from(begin, TokenKind::symbol);
    }
    const bool dot = sql_[at_++] == '.';
    return token_from(begin, dot ? TokenKind::symbol : TokenKind::illegal);
  }

  std::string_view sql_;
  std::size_t at_ = 0;
};

}  // namespace

bool Token::is_word(std::string_view word) const noexcept {
  return kind == TokenKind::word && equals_ignoring_case(text, word);
}

TokenList tokenize(std::string_view sql) { return Tokenizer(sql).run(); }

std::string unquoted(const Token& token) {
  if (token.kind != TokenKind::quoted && token.kind != TokenKind::string) return std::string(token.text);
  const std::string_view inner = token.text.substr(1, token.text.size() - 2);
  const char quote = token.text.front();
  if (quote == '[') return std::string(inner);
  std::string result;
  for (std::size_t i = 0; i < inner.size(); ++i) {
    result += inner[i];
    if (inner[i] == quote) ++i;
  }
  return result;
}

}  // namespace lite2pg
