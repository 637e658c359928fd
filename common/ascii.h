// Characters as bytes, whatever the locale.
#pragma once

namespace lite2pg {

[[nodiscard]] constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

}  // namespace lite2pg
