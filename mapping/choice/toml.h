// Pieces of a mapping file as text.
#pragma once

#include <string>
#include <string_view>

namespace lite2pg {

/// `[table."t".column."c"]` for a mapping file.
[[nodiscard]] std::string mapping_section(std::string_view table, std::string_view column);
/// The same for the table itself.
[[nodiscard]] std::string mapping_section(std::string_view table);
/// A TOML basic string: quotes, backslashes and control characters escaped.
[[nodiscard]] std::string toml_string(std::string_view text);

}  // namespace lite2pg
