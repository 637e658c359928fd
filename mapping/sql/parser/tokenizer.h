// The words of SQL text as SQLite reads them (https://sqlite.org/lang_keywords.html, src/tokenize.c of SQLite).
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace lite2pg {

enum class TokenKind : std::uint8_t {
  end,
  word,      ///< a keyword or a bare name
  quoted,    ///< "name", [name] or `name`; "name" may turn out to be a string
  string,    ///< 'text'
  blob,      ///< x'00ff'
  integer,   ///< 42, 0x2a
  real,      ///< 1.5, 1e3, .5
  variable,  ///< ?1, :name, @name, $name
  symbol,    ///< an operator or punctuation
  illegal,   ///< what SQLite's tokenizer rejects
};

/// Borrows from the SQL text.
struct Token {
  TokenKind kind = TokenKind::end;
  std::string_view text;     ///< As written, with its quotes.
  std::size_t position = 0;  ///< Byte offset of the first character.

  [[nodiscard]] std::size_t end() const noexcept { return position + text.size(); }
  /// Whether this is the bare word (ASCII letters without case).
  [[nodiscard]] bool is_word(std::string_view word) const noexcept;
  [[nodiscard]] bool is_symbol(std::string_view symbol) const noexcept {
    return kind == TokenKind::symbol && text == symbol;
  }
};

/// Tokens without comments, closed by one of kind `end`; comments apart, in order.
struct TokenList {
  std::vector<Token> tokens;
  std::vector<Token> comments;
};

/// Never fails: what is no token comes as `illegal`. Text after a NUL byte is not read, as in SQLite.
[[nodiscard]] TokenList tokenize(std::string_view sql);

/// The name or text that the token stands for: quotes taken off, doubled quotes inside made single.
[[nodiscard]] std::string unquoted(const Token& token);

/// Why a text does not parse or cannot be translated, and where.
class SqlError : public std::runtime_error {
 public:
  SqlError(const std::string& what, std::size_t position) : std::runtime_error(what), position_(position) {}
  /// Byte offset in the text.
  [[nodiscard]] std::size_t position() const noexcept { return position_; }

 private:
  std::size_t position_;
};

}  // namespace lite2pg
