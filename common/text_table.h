// A plain table for people: columns aligned, a header, an optional total row.
#pragma once

#include <string>
#include <vector>

namespace lite2pg {

enum class Align : unsigned char { left, right };

class TextTable {
 public:
  struct Heading {
    std::string title;
    Align align = Align::left;
  };

  explicit TextTable(std::vector<Heading> headings) : headings_(std::move(headings)) {}

  /// As many cells as there are headings; missing ones stay empty.
  /// Cells are one line each: a line break in one is shown as plain_line() does.
  void add_row(std::vector<std::string> cells);
  /// A rule, then whatever follows: for totals.
  void add_rule() { rules_.push_back(rows_.size()); }
  [[nodiscard]] bool empty() const noexcept { return rows_.empty(); }

  /// Lines that end in a newline, without trailing blanks.
  [[nodiscard]] std::string str() const;

 private:
  std::vector<Heading> headings_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::size_t> rules_;  ///< Row numbers that have a rule above them.
};

}  // namespace lite2pg
