// Whether a text is a JSON document to PostgreSQL.
#pragma once

#include <string_view>

namespace lite2pg {

/// Deeper documents are refused, so that the server's stack depth limit never decides.
inline constexpr std::size_t deepest_json = 1000;

/// Whether PostgreSQL's type json accepts `text`: RFC 8259, any value at the top, at most `deepest_json` levels. Bytes
/// outside ASCII are not looked at: the caller knows that the text is UTF-8. Like the server's type json (and unlike
/// jsonb) it takes any \uXXXX, also \u0000 and lone surrogates:
/// https://www.postgresql.org/docs/15/datatype-json.html section 8.14.
[[nodiscard]] bool is_json(std::string_view text) noexcept;

}  // namespace lite2pg
