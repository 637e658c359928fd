// Rules of a table that its rows can break although they read well: NOT NULL, the types of STRICT, affinities. SQLite
// keeps them when it writes; a program that edited the schema, or an older SQLite, may not have.
#pragma once

#include <string_view>

#include "export/sqlite/row_source.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// Whether quick_check would speak of a row of this table. Where the census alone does not tell (a TEXT in a column of
/// numbers), the table's rows are read again. Throws what the source throws.
[[nodiscard]] bool may_break_a_rule(RowSource& source, const Table& table, const TableCensus& census);

/// Whether SQLite would have stored this text as a number in a column of numeric affinity
/// (https://sqlite.org/datatype3.html section 3).
[[nodiscard]] bool is_numeric_text(std::string_view text) noexcept;

}  // namespace lite2pg
