// How much room text takes on a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lite2pg {

/// Columns that UTF-8 text takes: letters of East Asia and pictures two, marks that combine none
/// (https://www.unicode.org/reports/tr11/). A byte that is no UTF-8 takes one.
[[nodiscard]] std::size_t terminal_width(std::string_view text) noexcept;

/// The text when it takes at most `columns`, else as much of its front as leaves room for an ellipsis.
[[nodiscard]] std::string cut_to_width(std::string_view text, std::size_t columns);

}  // namespace lite2pg
