// LIKE and GLOB patterns (https://sqlite.org/lang_expr.html section 5) for PostgreSQL.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lite2pg {

/// The pattern with ASCII letters in lower case, for LIKE on folded text. nullopt when it ends in its escape character,
/// which PostgreSQL refuses, or when folding would change the escape character.
[[nodiscard]] std::optional<std::string> folded_like_pattern(std::string_view pattern, char escape);

/// GLOB as a regular expression that matches the whole text
/// (https://www.postgresql.org/docs/15/functions-matching.html section 9.7.3). nullopt for an unclosed bracket.
[[nodiscard]] std::optional<std::string> glob_to_regex(std::string_view pattern);

}  // namespace lite2pg
