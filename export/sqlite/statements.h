// Cuts SQL text into statements, without holding more of it than one.
#pragma once

#include <cstddef>
#include <istream>
#include <string>

namespace lite2pg {

class StatementReader {
 public:
  explicit StatementReader(std::istream& text) : text_(text) {}

  /// The next statement with its semicolon, and without the blanks and comments before it; false at the end.
  /// What is left over at the end of the text comes last, without a semicolon.
  [[nodiscard]] bool next(std::string& statement);
  /// The line on which the last statement began, from 1.
  [[nodiscard]] std::size_t line() const noexcept { return line_; }

 private:
  enum class Inside : unsigned char { nothing, quotes, brackets, line_comment, block_comment };

  [[nodiscard]] int take();
  void add(std::string& statement, int c);

  std::istream& text_;
  std::size_t line_ = 1, at_line_ = 1;
  Inside inside_ = Inside::nothing;
  char quote_ = 0;
};

}  // namespace lite2pg
