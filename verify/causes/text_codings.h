// Codings that a text may have gone through, undone: for guessing what happened to it. Never on the row path.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lite2pg {

/// nullopt when `text` is no base64 (RFC 4648 section 4; line breaks are let through).
[[nodiscard]] std::optional<std::string> base64_decoded(std::string_view text);
/// Pairs of hex digits, with or without \x or 0x before them; nullopt when it is none.
[[nodiscard]] std::optional<std::string> hex_decoded(std::string_view text);
/// Every byte as one character of Latin-1, in UTF-8: what UTF-8 becomes when it is taken for Latin-1.
[[nodiscard]] std::string latin1_to_utf8(std::string_view bytes);
/// Letters in lower case: ASCII, Latin-1, Greek, Cyrillic.
[[nodiscard]] std::string folded(std::string_view text);

}  // namespace lite2pg
