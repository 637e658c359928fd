// JSON values as text and back. The library's writer and reader are compiled here alone: each unit that calls them
// itself compiles them anew, for seconds.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace lite2pg {

/// What becomes of bytes in a string that are not UTF-8: an exception (nlohmann's type_error 316), or U+FFFD.
enum class NotUtf8 : unsigned char { refused, replaced };

/// `value` in one line, or with `indent` >= 0 in lines of that many spaces a level.
[[nodiscard]] std::string json_text(const nlohmann::json& value, NotUtf8 bytes = NotUtf8::refused, int indent = -1);
[[nodiscard]] std::string json_text(const nlohmann::ordered_json& value, NotUtf8 bytes = NotUtf8::refused,
                                    int indent = -1);

/// The value that `text` spells. Throws nlohmann's parse_error.
[[nodiscard]] nlohmann::json read_json(std::string_view text);
[[nodiscard]] nlohmann::ordered_json read_ordered_json(std::string_view text);
/// The same; a discarded value (is_discarded()) where `text` is no JSON.
[[nodiscard]] nlohmann::json try_json(std::string_view text);
[[nodiscard]] nlohmann::ordered_json try_ordered_json(std::string_view text);

}  // namespace lite2pg
