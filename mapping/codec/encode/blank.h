// What may stand around a value in text without being of it: JSON's white space (https://www.rfc-editor.org/rfc/rfc8259
// section 2), which the other list forms and spelled numbers are read by, too.
#pragma once

#include <algorithm>
#include <string_view>

namespace lite2pg {

inline constexpr std::string_view blank = " \t\r\n";

/// `s` from its first to its last character that is no blank; empty when there is none.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view s) noexcept {
  s.remove_prefix(std::min(s.find_first_not_of(blank), s.size()));
  return s.substr(0, s.find_last_not_of(blank) + 1);
}

}  // namespace lite2pg
