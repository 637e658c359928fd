// The parser's machinery: a cursor over tokens, then expressions and queries by recursive descent. Use statements.h.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mapping/sql/parser/syntax.h"
#include "mapping/sql/parser/tokenizer.h"

namespace lite2pg {

/// Steps through tokens. Every member that demands something throws SqlError when it is not there.
class TokenCursor {
 public:
  explicit TokenCursor(std::string_view sql);

  [[nodiscard]] const Token& peek(std::size_t ahead = 0) const noexcept;
  const Token& next() noexcept;
  [[nodiscard]] bool at_end() const noexcept { return peek().kind == TokenKind::end; }
  [[nodiscard]] bool at_word(std::string_view word) const noexcept { return peek().is_word(word); }
  [[nodiscard]] bool at_symbol(std::string_view symbol) const noexcept { return peek().is_symbol(symbol); }

  /// Steps over the words, all of them or none.
  bool accept(std::initializer_list<std::string_view> words) noexcept;
  bool accept(std::string_view word) noexcept { return accept({word}); }
  bool accept_symbol(std::string_view symbol) noexcept;
  void expect(std::string_view word);
  void expect_symbol(std::string_view symbol);
  /// A name in any spelling: bare (no reserved word), quoted, or a string where SQLite takes one for a name.
  [[nodiscard]] bool at_name() const noexcept;
  std::string expect_name();
  /// ( name, name, ... )
  std::vector<std::string> expect_names();
  /// Steps over everything up to the parenthesis that closes the one just read; gives where the inside begins and ends.
  std::pair<std::size_t, std::size_t> skip_parenthesised();
  /// End of the token last read.
  [[nodiscard]] std::size_t last_end() const noexcept { return last_end_; }
  [[noreturn]] void fail(const std::string& what) const;

 protected:
  std::string_view sql_;

 private:
  TokenList list_;
  std::size_t at_ = 0;
  std::size_t last_end_ = 0;
};

class Parser : public TokenCursor {
 public:
  using TokenCursor::TokenCursor;

  Expr parse_expr() { return parse_binary(0); }
  Select parse_select();
  std::vector<Expr> parse_list();
  [[nodiscard]] bool at_select() const noexcept { return at_word("select") || at_word("with") || at_word("values"); }
  std::vector<OrderTerm> parse_order_terms();
  std::vector<FromItem> parse_from();

 private:
  static constexpr int deepest = 400;

  /// Counts the parser's own recursion.
  class Deeper {
   public:
    explicit Deeper(Parser& parser) : parser_(parser) {
      if (parser_.depth_ >= deepest) parser_.fail("nested deeper than 400 levels");
      ++parser_.depth_;
    }
    ~Deeper() { --parser_.depth_; }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;

   private:
    Parser& parser_;
  };

  // expression_parser.cpp
  Expr parse_binary(int lowest);
  bool parse_equality_word(Expr& left);
  void parse_is_null(Expr& left, bool negated);
  void parse_is(Expr& left);
  void parse_between(Expr& left, bool negated);
  void parse_in(Expr& left, bool negated);
  void parse_like(Expr& left, bool negated, std::string_view word);
  Expr parse_unary();
  Expr parse_prefix();
  Expr parse_primary();
  Expr parse_literal();
  Expr parse_parenthesised();
  Expr parse_word();
  Expr parse_exists();
  Expr parse_case();
  Expr parse_cast();
  Expr parse_call();
  Expr parse_raise();
  void parse_call_clauses(Expr& call);
  Expr parse_name();
  [[nodiscard]] Expr start(ExprKind kind) const;
  void finish(Expr& e) const;
  static Expr wrap(ExprKind kind, Expr& operand, std::string text = {});

  // window_parser.cpp
  [[nodiscard]] bool at_over() const noexcept;
  WindowClause parse_over();
  WindowClause parse_window();
  void parse_frame(WindowClause& window);
  FrameBound parse_frame_bound();
  void parse_exclude(WindowClause& window);
  std::vector<NamedWindow> parse_named_windows();

  // select_parser.cpp
  void parse_with(Select& select);
  SelectCore parse_core();
  void parse_core_tail(SelectCore& core);
  ResultColumn parse_result_column();
  FromItem parse_from_item();
  bool parse_join(FromItem& item);
  void parse_join_condition(FromItem& item);
  std::string parse_compound();
  std::string parse_alias(bool bare);
  std::unique_ptr<Select> parse_nested_select();

  int depth_ = 0;
};

/// Words that cannot be a bare name (https://sqlite.org/lang_keywords.html without those that fall back to names).
[[nodiscard]] bool is_reserved_in_sqlite(std::string_view word);

}  // namespace lite2pg
