// Rules of a table that its rows can break although they read well: NOT NULL, the types of STRICT, affinities. SQLite
// keeps them when it writes; a program that edited the schema, or an older SQLite, may not have.
#pragma once

#include "mapping/plan/plan.h"

namespace lite2pg {

/// Whether quick_check may speak of a row of this table. `numeric_texts`: a column of numbers holds a text that is one.
[[nodiscard]] bool may_break_a_rule(const Table& table, const TableCensus& census, bool numeric_texts);

}  // namespace lite2pg
