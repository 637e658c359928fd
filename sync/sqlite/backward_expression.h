// PostgreSQL's expressions in SQLite's words, as far as both mean the same: literals, columns, comparisons, AND, OR,
// NOT, IS NULL, lists, sums, and the clock as a default. What is not on the list is left out, and named by the caller.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lite2pg {

/// `sql`: as pg_get_expr() spells it, under a search_path of pg_catalog. nullopt when it holds anything else. Pure.
[[nodiscard]] std::optional<std::string> backward_expression(std::string_view sql);

}  // namespace lite2pg
