#include "common/text_table.h"

#include <algorithm>

#include "common/plain_text.h"
#include "common/width.h"

namespace lite2pg {
namespace {

constexpr std::size_t gap = 2;

std::string trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

}  // namespace

void TextTable::add_row(std::vector<std::string> cells) {
  for (std::string& cell : cells) cell = plain_line(cell);
  rows_.push_back(std::move(cells));
}

std::string TextTable::str() const {
  std::vector<std::size_t> widths;
  for (std::size_t c = 0; c < headings_.size(); ++c) {
    widths.push_back(terminal_width(headings_[c].title));
    for (const auto& row : rows_) {
      if (c < row.size()) widths[c] = std::max(widths[c], terminal_width(row[c]));
    }
  }
  const auto line = [&](auto&& cell_of) {
    std::string text;
    for (std::size_t c = 0; c < widths.size(); ++c) {
      const std::string cell = cell_of(c);
      const std::string pad(widths[c] - terminal_width(cell), ' ');
      if (c > 0) text.append(gap, ' ');
      text += headings_[c].align == Align::right ? pad + cell : cell + pad;
    }
    return trimmed(std::move(text));
  };
  const auto rule = [&] { return line([&](std::size_t c) { return std::string(widths[c], '-'); }); };

  std::string result = line([&](std::size_t c) { return headings_[c].title; }) + rule();
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    if (std::ranges::find(rules_, r) != rules_.end()) result += rule();
    result += line([&](std::size_t c) { return c < rows_[r].size() ? rows_[r][c] : std::string(); });
  }
  return result;
}

}  // namespace lite2pg
