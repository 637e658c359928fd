// Whether bytes are UTF-8. SQLite stores whatever it is given as TEXT; PostgreSQL takes valid UTF-8 without NUL.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lite2pg {

struct Utf8Facts {
  bool valid = true;        ///< RFC 3629: no overlong forms, no surrogates, at most U+10FFFF; as PostgreSQL checks it.
  bool has_nul = false;     ///< NUL is valid UTF-8, but PostgreSQL's text cannot hold it.
  std::uint64_t chars = 0;  ///< Code points; of invalid text, bytes that do not continue a sequence.

  [[nodiscard]] bool clean() const noexcept { return valid && !has_nul; }
};

/// Hot. One pass, ASCII sixteen bytes at a time.
[[nodiscard]] Utf8Facts utf8_facts(std::string_view text) noexcept;

/// True for well-formed UTF-8. NUL is well-formed.
[[nodiscard]] inline bool is_valid_utf8(std::string_view text) noexcept { return utf8_facts(text).valid; }

/// Length of the well-formed sequence at the front of `text` (not empty): 1 to 4; 0 when there is none.
[[nodiscard]] std::size_t utf8_sequence(std::string_view text) noexcept;

}  // namespace lite2pg
