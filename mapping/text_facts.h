// What one look at a TEXT value tells: whether PostgreSQL can hold it, and how long it is.
#pragma once

#include <cstdint>
#include <string_view>

namespace lite2pg {

struct TextFacts {
  bool valid_utf8 = true;   ///< RFC 3629
  bool has_nul = false;     ///< NUL is valid UTF-8, but PostgreSQL's text cannot hold it.
  std::uint64_t chars = 0;  ///< Code points; of invalid UTF-8, bytes that are no continuation bytes.
};

/// Hot. One pass at memory speed for ASCII.
[[nodiscard]] TextFacts look_at(std::string_view text) noexcept;

/// Whether any codec could read the whole of `text` as a number: [+-]digits[.digits][e[+-]digits], Infinity or NaN.
/// Wider than what a codec writes, so that "no" is certain.
[[nodiscard]] bool resembles_number(std::string_view text) noexcept;
/// The same for BLOBs spelled in hex: begins with "\x".
[[nodiscard]] inline bool resembles_hex(std::string_view text) noexcept { return text.starts_with("\\x"); }

}  // namespace lite2pg
