// Whether a JSON document has an object with two equal keys: type jsonb keeps the last of them without a word.
#pragma once

#include <string_view>

namespace lite2pg {

/// `text` is JSON. Keys are compared without their escapes ("a" is "\u0061"), by a 64-bit hash.
[[nodiscard]] bool has_repeated_key(std::string_view text);

}  // namespace lite2pg
