// Whether TEXT looks like a value of another storage class, so that it could not be told apart when both are text.
#pragma once

#include <string_view>

namespace lite2pg {

/// Whether any codec could read the whole of `text` as a number: [+-]digits[.digits][e[+-]digits], Infinity or NaN.
/// Wider than what a codec writes, so that "no" is certain.
[[nodiscard]] bool resembles_number(std::string_view text) noexcept;
/// The same for BLOBs spelled in hex: begins with "\x".
[[nodiscard]] inline bool resembles_hex(std::string_view text) noexcept { return text.starts_with("\\x"); }

}  // namespace lite2pg
