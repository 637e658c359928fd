// The only place where identifiers and literals are quoted. Pure.
#pragma once

#include <string>
#include <string_view>

namespace lite2pg {

/// "name" with quotes doubled: https://www.postgresql.org/docs/15/sql-syntax-lexical.html section 4.1.1.
[[nodiscard]] std::string quote_identifier(std::string_view name);
/// 'text' as a standard-conforming string; backslashes are plain.
[[nodiscard]] std::string quote_literal(std::string_view text);
/// '\x00ff'::bytea
[[nodiscard]] std::string quote_bytea(std::string_view bytes);
/// "schema"."name"
[[nodiscard]] std::string qualified(std::string_view schema, std::string_view name);

}  // namespace lite2pg
