// Definitions without what two spellings of the same may differ in. Pure.
#pragma once

#include <string>
#include <string_view>

namespace lite2pg {

/// Without letter case, quotes, casts, brackets, blanks. Two definitions that are equal so are taken for the same; two
/// that are not may still be (IN becomes ANY).
[[nodiscard]] std::string loosened(std::string_view definition);

/// Without "schema." in a loosened text.
[[nodiscard]] std::string without_schema(std::string loose, std::string_view schema);

/// One spelling for the names of a type: "varchar(20)" and "character varying(20)", "numeric(10, 2)" and
/// "numeric(10,2)", "timestamp" and "timestamp without time zone"; of an own type the name alone.
[[nodiscard]] std::string plain_type(std::string_view type);

}  // namespace lite2pg
