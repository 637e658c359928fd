// Whether bytes are UTF-8. SQLite stores whatever it is given as TEXT.
#pragma once

#include <string_view>

namespace lite2pg {

/// True for well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF). NUL is well-formed.
[[nodiscard]] bool is_valid_utf8(std::string_view text) noexcept;

}  // namespace lite2pg
