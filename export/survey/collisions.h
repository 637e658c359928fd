// Rows that SQLite tells apart and PostgreSQL does not: a UNIQUE column whose values are spelled anew (instants with
// different offsets, citext, bytes left out). Its index would fail at the end of the load.
#pragma once

#include <cstdint>

#include "export/rows/row_source.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// Appends to `plan.misfits` one entry for each unique key of plain columns in which two rows become equal, with both
/// rows named, and how many more there are. Only keys with a column that is not exact, or is cast by the server, are
/// looked at; tables of more than `most_rows` rows are left to PostgreSQL. Throws what the source throws.
void find_collisions(RowSource& source, std::uint64_t most_rows, Plan& plan);

}  // namespace lite2pg
