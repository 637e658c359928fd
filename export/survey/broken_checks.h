// CHECKs that rows of the source break already (SQLite does not look again at rows that were there before, or that were
// written under PRAGMA ignore_check_constraints): PostgreSQL would refuse them at the end of the load.
#pragma once

#include <cstdint>

#include "export/rows/source.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// Marks as not carried each CHECK that rows of its table break, with their number and the first row. Reads the tables
/// with carried CHECKs once; those of more than `most_rows` rows are left to PostgreSQL. Throws Error(source).
void leave_out_broken_checks(SqliteSource& source, std::uint64_t most_rows, Plan& plan);

/// Whether it is so marked.
[[nodiscard]] bool is_broken_by_rows(const ObjectPlan& object) noexcept;

/// About a second of looking.
inline constexpr std::uint64_t rows_worth_a_look = 2'000'000;

}  // namespace lite2pg
