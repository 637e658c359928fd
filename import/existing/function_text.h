// What the text of a trigger's function says that it assigns: read word by word, not understood. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lite2pg {

/// The text of a function in PL/pgSQL. Comments and literals do not count.
class FunctionText {
 public:
  explicit FunctionText(std::string text);

  /// Whether it assigns to NEW.column: "NEW.column := ...", "NEW.column = ...", "... INTO NEW.column".
  [[nodiscard]] bool assigns(std::string_view column) const;
  /// What it assigns, as an expression over the row's own columns: "NEW.a || NEW.b" is "a || b". "" unless it assigns
  /// once.
  [[nodiscard]] std::string assigned_value(std::string_view column) const;
  /// The UPDATE of `table`, as it stands there, that sets `column`; "" when there is none. One that speaks of OLD comes
  /// last: it is there for DELETE.
  [[nodiscard]] std::string update_of(std::string_view table, std::string_view column) const;

 private:
  struct Word {
    std::string text;  ///< In small letters unless it was quoted; "'" for a literal.
    std::size_t begin = 0, end = 0;
  };
  void read_word(std::size_t& at);
  [[nodiscard]] bool is(std::size_t word, std::string_view text) const;
  [[nodiscard]] bool is_new_column(std::size_t word, std::string_view column) const;
  [[nodiscard]] std::size_t statement_begin(std::size_t word) const;
  [[nodiscard]] std::size_t statement_end(std::size_t word) const;
  [[nodiscard]] bool assigns_at(std::size_t word) const;
  [[nodiscard]] std::string without_new(std::size_t begin, std::size_t end) const;
  [[nodiscard]] bool sets(std::size_t begin, std::size_t end, std::string_view table, std::string_view column) const;
  [[nodiscard]] bool mentions(std::size_t begin, std::size_t end, std::string_view text) const;

  std::string text_;
  std::vector<Word> words_;
};

}  // namespace lite2pg
