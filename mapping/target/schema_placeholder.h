// SQL that names the schema it is for, where the schema is not known yet: a trigger's function is made when everything
// stands in its final schema, and made again when that changes.
#pragma once

#include <string>
#include <string_view>

namespace lite2pg {

/// Stands for the quoted name of the schema.
inline constexpr std::string_view schema_placeholder = "{schema}";

/// The statement for that schema. Throws Error(refused) for a name that the quotes around a function's body do not
/// allow.
[[nodiscard]] std::string with_schema(std::string_view sql, std::string_view schema);

/// A function's body between quotes that it does not hold: $lite2pg$...$lite2pg$.
[[nodiscard]] std::string quote_body(const std::string& body);

}  // namespace lite2pg
