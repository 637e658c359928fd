// PostgreSQL's expressions in SQLite's words, as far as both mean the same: literals, columns, comparisons, AND, OR,
// NOT, IS NULL, lists, sums, and the clock as a default. What is not on the list is left out, and named by the caller.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sync/sqlite/column_sense.h"

namespace lite2pg {

/// A column's DEFAULT. `sql`: as pg_get_expr() spells it, under a search_path of pg_catalog. nullopt when it holds
/// anything else. Pure.
[[nodiscard]] std::optional<std::string> backward_default(std::string_view sql);

/// A CHECK or the predicate of an index over a table with these columns; nullopt also where SQLite would compare what
/// it keeps of them in another way. Pure.
[[nodiscard]] std::optional<std::string> backward_condition(std::string_view sql, const ColumnSenses& columns);

}  // namespace lite2pg
