// Arithmetic that leaves bigint, or the range of doubles, over the rows that are there: SQLite goes over to REAL, or to
// Infinity, PostgreSQL reports an error (22003), and a load would end on it. The one place where the census speaks
// about an expression, and only to leave out.
#pragma once

#include <string>

#include "mapping/plan/plan.h"
#include "mapping/sql/parser/syntax.h"

namespace lite2pg {

/// Whether numbers of the table, as great and small as the survey met them, may take + - * beyond their range. Each
/// column counts by itself, so that it may say so where no single row does it. Empty: no; else for people, with the
/// figure.
[[nodiscard]] std::string overflow_in(const Expr& e, const Table& table, const TableCensus* census);

}  // namespace lite2pg
